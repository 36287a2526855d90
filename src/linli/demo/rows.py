"""The plain files of a replay: rows of words, and moments by the clock on the wall."""

import csv
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import yaml

from linli.kernel.dates import HERE

type Row = dict[str, str]


def read_rows(path: Path) -> list[Row]:
    """Read the rows of a file; one that is not there has none."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def read_list(path: Path) -> list[dict[str, Any]]:
    """Read a list of what has parts of its own; a file that is not there has none."""
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []


def read_moment(written: str | datetime | date) -> datetime:
    """Read a date or a moment by the clock on the wall."""
    if isinstance(written, datetime):
        return written.replace(tzinfo=HERE)
    if isinstance(written, date):
        return datetime.combine(written, time.min, tzinfo=HERE)
    return datetime.fromisoformat(written).replace(tzinfo=HERE)
