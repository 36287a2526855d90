"""Tags of pages about places: codes to scan."""

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

register = template.Library()


@register.simple_tag
def qr_code(address: str, label: str = "") -> SafeString:
    """The address as a drawing to scan, inside the page."""
    svg = segno.make(address, error="m").svg_inline(
        border=2, omitsize=True, svgclass=None, lineclass=None, title=label or gettext("二维码")
    )
    return mark_safe(svg)  # noqa: S308 - drawn here; the title is escaped by segno
