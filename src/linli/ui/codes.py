"""Codes to scan, drawn into the page."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext


def code_leading_to(address: str) -> SafeString:
    """Draw the code of an address as SVG: one path, no style, readable on paper."""
    code = segno.make(address, error="m", micro=False)
    rows = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(code.matrix)
        for x, dark in enumerate(row)
        if dark
    )
    size = code.symbol_size(border=0)[0]
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}" shape-rendering="crispEdges">'
        '<path fill="#111" d="{}"/></svg>',
        size,
        size,
        gettext("二维码"),
        mark_safe(rows),  # noqa: S308 - letters and digits of our own
    )
