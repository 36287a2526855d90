"""Compiles the translations whose source is newer, without the gettext programs."""

import os
from pathlib import Path

import polib

from linli.config import folders


def compile_stale() -> None:
    for source in (folders.SOURCE / "locale").glob("*/LC_MESSAGES/*.po"):
        if _is_stale(source):
            _compile(source)


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> None:
    draft = source.with_suffix(f".mo.{os.getpid()}")  # two that start at once stay apart
    polib.pofile(str(source)).save_as_mofile(str(draft))
    draft.replace(source.with_suffix(".mo"))


if __name__ == "__main__":
    compile_stale()
