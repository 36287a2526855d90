"""Sheets of paper as PDF: a sheet of the house, filled with facts, alike on every machine."""

import io
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

import segno
import typst
from pylopdf_fonts_zh_cn import sans_path, serif_path

ARCHIVABLE: Final = "a-2b"


def pdf_of(sheet: Path, facts: Mapping[str, object], *, at: datetime, leads_to: str) -> bytes:
    """排版: the sheet (.typ) reads `facts` as data, never as markup, and draws a code to scan.

    Fonts are those that are installed with the house, so that a machine without Chinese fonts
    prints the same. `at` is when the sheet says it was made; PDF/A-2b, to be kept.
    """
    inputs = {"facts": json.dumps(facts, ensure_ascii=False), "qr": _drawn(leads_to)}
    made = typst.compile(
        sheet,
        root=sheet.parent,
        font_paths=_fonts(),
        sys_inputs=inputs,
        pdf_standards=ARCHIVABLE,
        timestamp=at,
    )
    assert isinstance(made, bytes)  # noqa: S101 - one file was asked for
    return made


def _drawn(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, scale=4)
    return drawn.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[sans_path().parent, serif_path().parent],
    )
