"""外部编号: which matters another platform knows, by what number, and until when it waits."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.utils.translation import get_language

from linli.kernel.dates import HERE
from linli.kernel.options import Resolution, pinned, resolve
from linli.kernel.references import Ref, number
from linli.kernel.words import say
from linli.matters.bounds import Bound
from linli.matters.models import Matter, OutsideOrder
from linli.matters.outside_options import OUTSIDE_SOURCES, OutsideSource

__all__ = [
    "OutsideSource",
    "bound_of",
    "demand_of",
    "in_words",
    "known_numbers",
    "outside_numbers",
    "outside_order_of",
    "source_called",
    "sources_along",
]
AT_ONCE = 500


def sources_along(chain: Sequence[Ref]) -> tuple[OutsideSource, ...]:
    """List the platforms that send matters to a place, by the chain of its areas."""
    return resolve(tuple(chain))[OUTSIDE_SOURCES]


def in_words(source: OutsideSource) -> str:
    """Name the platform in the reader's language."""
    english = (get_language() or "").startswith("en")
    return source.label_en if english else source.label


def known_numbers(numbers: Collection[str]) -> set[str]:
    """Say which of these numbers stand here already: of any platform, or our own come back."""
    asked, known = list(numbers), set[str]()
    for start in range(0, len(asked), AT_ONCE):
        some = asked[start : start + AT_ONCE]
        for rows in (OutsideOrder.objects, Matter.objects):
            known |= set(rows.filter(number__in=some).values_list("number", flat=True))
    return known


def outside_numbers(matters: Collection[Ref]) -> Mapping[int, str]:
    """Give the number of the other platform to each matter that came from one, by id."""
    orders = OutsideOrder.objects.filter(matter__in=[number(one) for one in matters])
    return dict(orders.values_list("matter", "number"))


def outside_order_of(matter: Matter) -> OutsideOrder | None:
    """Find the order behind a matter, if it came from outside."""
    return OutsideOrder.objects.filter(matter=matter).first()


def bound_of(matter: Matter) -> Bound | None:
    """Give the deadline of the other platform, as it binds whoever has the matter."""
    order = outside_order_of(matter)
    if not order or not order.due_at:
        return None
    source = source_called(order.source, pinned(matter.options_digest))
    return Bound(due_at=order.due_at, why=demand_of(source.label, order.due_at))


def demand_of(source: str, due_at: datetime) -> str:
    """省平台要求11月25日17:00前回复"""
    there = due_at.astimezone(HERE)
    return say(
        "{source}要求{there.month}月{there.day}日{clock}前回复",
        source=source,
        there=there,
        clock=f"{there:%H:%M}",
    )


def source_called(code: str, options: Resolution) -> OutsideSource:
    """Find the platform; one that is no longer on the list goes by its code."""
    known = (source for source in options[OUTSIDE_SOURCES] if source.code == code)
    return next(known, OutsideSource(code=code, label=code, label_en=code))
