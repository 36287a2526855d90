"""Where the code stands and where the data lies."""

import os
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
CHECKOUT = SOURCE.parents[1]


def data() -> Path:
    """The folder of everything that must be kept: database, secrets, files."""
    return Path(os.environ.get("LINLI_DATA") or CHECKOUT / "var").absolute()
