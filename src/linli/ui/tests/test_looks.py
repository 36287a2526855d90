"""The promises about style sheets, icons and the strict policy."""

import re
from pathlib import Path

import pytest

UI = Path(__file__).parents[1]
LINLI = UI.parent
SHEETS = sorted((UI / "static" / "ui").glob("*.css"))
TEMPLATES = sorted(LINLI.rglob("templates/**/*.html"))
TOO_NEW = {
    "@layer": r"@layer",
    "inset": r"[;{\s]inset(-\w+)?\s*:",
    "a range query": r"@media[^{]*[<>]",
    "light-dark()": r"light-dark\(",
    "oklch": r"oklch\(",
    ":has()": r":has\(",
    ":is() or :where()": r":(is|where)\(",
    "nesting": r"[{;]\s*&",
    "aspect-ratio": r"[;{]aspect-ratio",
    "a logical property": r"[;{](margin|padding|border)-(inline|block)",
}
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
ICON = re.compile(r"""(?:\{%\s*icon |icon_name=|"icon": |icon=)"([a-z0-9-]+)\"""")
IN_CONTEXT = re.compile(r'\("[a-z-]+", _\("[^"]+"\), "([a-z-]+)"\)')


def test_the_sheets_are_light() -> None:
    assert [sheet.name for sheet in SHEETS] == [
        "base.css",
        "components.css",
        "layout.css",
        "tokens.css",
    ]
    assert sum(sheet.stat().st_size for sheet in SHEETS) < 30_000


@pytest.mark.parametrize("what", TOO_NEW)
def test_the_sheets_hold_on_old_phones(what: str) -> None:
    for sheet in SHEETS:
        assert not re.search(TOO_NEW[what], sheet.read_text(encoding="utf-8")), sheet.name


def test_only_grids_have_gaps() -> None:
    # Chrome 80 and Safari 14.0 know no gap in a flex row.
    gapped = re.compile(r"(?<![-\w])gap:")
    for sheet in SHEETS:
        for selector, body in RULE.findall(sheet.read_text(encoding="utf-8")):
            assert not (gapped.search(body) and "display:flex" in body), selector
            assert not (gapped.search(body) and "row" in selector.split(".")), selector


def test_every_icon_that_is_used_is_in_the_sprite() -> None:
    sprite = (UI / "static" / "ui" / "icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    sources = [*TEMPLATES, UI / "samples.py"]
    used = {name for file in sources for name in ICON.findall(file.read_text(encoding="utf-8"))}
    used |= set(IN_CONTEXT.findall((UI / "context.py").read_text(encoding="utf-8")))

    assert used
    assert used <= drawn


def test_no_page_carries_style_or_script_of_its_own() -> None:
    for template in TEMPLATES:
        page = re.sub(r"\{#.*?#\}", "", template.read_text(encoding="utf-8"))
        assert not re.search(r"<style\b|\sstyle\s*=\s*[\"']", page), template
        assert not re.search(r"<script\b(?![^>]*\ssrc=)", page), template
        assert not re.search(r"\son[a-z]+\s*=\s*[\"']", page), template
        assert "javascript:" not in page, template


def test_every_part_says_what_it_takes() -> None:
    for part in sorted((UI / "templates" / "ui" / "parts").glob("*.html")):
        head = part.read_text(encoding="utf-8")[:120]
        assert "{#" in head or "{% comment %}" in head, part.name
