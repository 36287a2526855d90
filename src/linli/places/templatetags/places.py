"""Tags of pages about places: codes to scan."""

from collections.abc import Iterable, Mapping
from typing import Any

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from linli.kernel.words import say
from linli.places.models import Area, PointKind
from linli.places.queries.known import whole_name_of, whole_names_of

register = template.Library()

POINTS = {kind.value: kind.label for kind in PointKind}


@register.simple_tag
def qr_code(address: str, label: str = "") -> SafeString:
    """The address as a drawing to scan, inside the page."""
    svg = segno.make(address, error="m").svg_inline(
        border=2, omitsize=True, svgclass=None, lineclass=None, title=label or gettext("二维码")
    )
    return mark_safe(svg)  # noqa: S308 - drawn here; the title is escaped by segno


@register.filter
def named_in(area: Area, names: Mapping[int, str]) -> str:
    """翠竹苑3号楼2单元: an area by its whole name, of those that the page has looked up."""
    return names.get(area.pk, area.name)


@register.filter
def whole(area: Area) -> str:
    """翠竹苑3号楼2单元: one area by its whole name; of a list see `names_of`."""
    return whole_name_of(area)


@register.simple_tag
def names_of(rows: Iterable[Any], way: str = "") -> Mapping[int, str]:
    """The whole names of the areas to which each row leads by `way`, for `named_in`."""
    to = template.Variable(f"row.{way}" if way else "row")
    areas = (to.resolve({"row": row}) for row in rows)
    return whole_names_of(area for area in areas if area)


@register.filter
def point_word(kind: str) -> str:
    """The word on the screen for a kind of point."""
    return say(str(POINTS.get(kind, kind)))
