"""Reads DATABASE_URL, strictly: what it does not understand it names."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SHAPES = "sqlite:///folder/file or postgres://user:password@host:port/name"
SQLITE_OPENING = """
    PRAGMA journal_mode=WAL;
    PRAGMA synchronous=NORMAL;
    PRAGMA foreign_keys=ON;
    PRAGMA mmap_size=134217728;
    PRAGMA journal_size_limit=67108864;
    PRAGMA cache_size=-6000;
    PRAGMA temp_store=MEMORY;
"""
POOL = {"min_size": 2, "max_size": 8, "timeout": 10}


def database(url: str) -> dict[str, Any]:
    """One entry of Django's DATABASES; a fourth slash after `sqlite:` makes a path absolute."""
    parts = urlsplit(url)
    match parts.scheme:
        case "sqlite":
            return _sqlite(parts)
        case "postgres" | "postgresql":
            return _postgresql(parts)
    raise _unreadable(f"it begins with {parts.scheme!r}")


def sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        # Opening a connection costs more than most requests.
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": SQLITE_OPENING,
        },
    }


def _sqlite(parts: SplitResult) -> dict[str, Any]:
    path = unquote(parts.path.removeprefix("/"))
    if parts.netloc:
        raise _unreadable("a SQLite file has no host: write three slashes")
    if not path or parts.query or parts.fragment:
        raise _unreadable("it names no file" if not path else "nothing may follow the file")
    return sqlite(Path(path).absolute())


def _postgresql(parts: SplitResult) -> dict[str, Any]:
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise _unreadable("it must end with the name of one database")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(_port(parts)),
        # Django refuses persistent connections beside a pool.
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": POOL, **_encryption(parts)},
    }


def _port(parts: SplitResult) -> int | str:
    try:
        return parts.port or ""
    except ValueError:
        raise _unreadable("its port is not a number") from None


def _encryption(parts: SplitResult) -> dict[str, str]:
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = sorted(options.keys() - {"sslmode", "sslrootcert"})
    if unknown or parts.fragment:
        raise _unreadable(f"it asks for {', '.join(unknown) or '#' + parts.fragment}")
    return options


def _unreadable(reason: str) -> ImproperlyConfigured:
    # The address itself is left out: it may hold a password, and errors end up in logs.
    return ImproperlyConfigured(f"DATABASE_URL cannot be read: {reason}. Expected {SHAPES}.")
