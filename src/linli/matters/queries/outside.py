"""外部编号: which matters a hotline knows, by the numbers that it gave them."""

from collections.abc import Collection, Mapping

from linli.kernel.models import Link
from linli.kernel.references import Ref, number
from linli.matters.models import Matter

HOTLINE = "热线工单"
AT_ONCE = 500


def hotline_ref(outside_number: str) -> Ref:
    """Name the order of a hotline, which is no row of ours."""
    return f"hotline/{outside_number}"


def known_numbers(numbers: Collection[str]) -> set[str]:
    """Say which of these numbers stand here already: of a hotline, or our own come back."""
    asked, known = list(numbers), set[str]()
    for start in range(0, len(asked), AT_ONCE):
        some = asked[start : start + AT_ONCE]
        ties = Link.objects.filter(kind=HOTLINE, to_ref__in=map(hotline_ref, some))
        known |= {ref.removeprefix("hotline/") for ref in ties.values_list("to_ref", flat=True)}
        known |= set(Matter.objects.filter(number__in=some).values_list("number", flat=True))
    return known


def outside_numbers(matters: Collection[Ref]) -> Mapping[int, str]:
    """Give the number of the hotline to each matter that came from one, by id."""
    ties = Link.objects.filter(kind=HOTLINE, from_ref__in=matters)
    pairs = ties.values_list("from_ref", "to_ref")
    return {number(one): other.removeprefix("hotline/") for one, other in pairs}
