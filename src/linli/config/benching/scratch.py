"""A database for the bench alone: a file, or a database of its own on the server named."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db.utils import ConnectionHandler

from linli.config import databases


@contextmanager
def scratch(url: str) -> Iterator[dict[str, str]]:
    """Give the environment of a process that sees nothing but an empty database."""
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        environment = {"LINLI_DATA": folder, "PYTHONUTF8": "1"}
        if not url or urlsplit(url).scheme == "sqlite":
            file = Path(folder) / "bench.sqlite3"
            yield environment | {"DATABASE_URL": f"sqlite:///{file}"}
            return
        name = f"linli_bench_{os.getpid()}"
        beside = urlsplit(url)._replace(path=f"/{name}").geturl()
        settings = databases.database(url)
        _execute(settings, f'CREATE DATABASE "{name}"')
        try:
            yield environment | {"DATABASE_URL": beside}
        finally:
            _execute(settings, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _execute(settings: dict[str, Any], statement: str) -> None:
    """Speak to the server itself, never to the database that is configured."""
    connection: Any = ConnectionHandler({"default": settings})["default"]
    with connection._nodb_cursor() as cursor:  # noqa: SLF001 - Django offers no other way
        cursor.execute(statement)
