"""Secrets that are made on first use, kept in files that only their owner can read."""

import os
import re
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from secrets import token_bytes, token_hex

from django.core.exceptions import ImproperlyConfigured

from linli.config import folders

LENGTH = 32
NAME = re.compile(r"[a-z][a-z0-9-]*")


def secret(name: str) -> str:
    """The secret as text."""
    return secret_bytes(name).hex()


def secret_bytes(name: str) -> bytes:
    """The 32 bytes kept under `name`; every process that asks gets the same ones."""
    file = _folder() / _checked(name)
    try:
        written_at = file.stat().st_mtime_ns
    except FileNotFoundError:
        _make(file)
        written_at = file.stat().st_mtime_ns
    return _read(file, written_at)


def _folder() -> Path:
    # Several machines that serve one database share this folder and not the rest of the data.
    return Path(os.environ.get("LINLI_SECRETS") or folders.data() / "secrets").absolute()


def _checked(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ImproperlyConfigured(f"{name!r} cannot name a secret")
    return name


def _make(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{token_hex(8)}")
    try:
        _write(draft, token_bytes(LENGTH).hex())
        # A link fails where a rename would replace: of two processes at once, the first wins.
        with suppress(FileExistsError):
            file.hardlink_to(draft)
        _keep(file.parent)
    finally:
        draft.unlink(missing_ok=True)


def _write(file: Path, text: str) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(text)
        opened.flush()
        # What a lost key has encrypted is lost too: on the disk before its first use.
        os.fsync(opened.fileno())


def _keep(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@lru_cache(maxsize=32)
def _read(file: Path, _written_at: int) -> bytes:
    """Read it once as it was written: a register of ten thousand asks fifty thousand times."""
    try:
        kept = bytes.fromhex(file.read_text(encoding="ascii"))
    except ValueError:
        kept = b""
    if len(kept) != LENGTH:
        raise ImproperlyConfigured(
            f"the secret {file.name} is damaged: restore it from a backup"
        )
    return kept
