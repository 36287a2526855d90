"""Which matters a figure speaks of: said in the window, and what came of them by its end."""

from django.db.models import Q

from linli.kernel.indicators import Window
from linli.kernel.references import Ref, number
from linli.matters.models import Matter, MatterQuerySet
from linli.matters.rules import ClosingKind, State
from linli.places.models import Area
from linli.ratings.rules import Solved

ENDED = (State.FINISHED, State.CLOSED)
HELPED = (ClosingKind.DONE, ClosingKind.EXPLAINED)


def collected(place: Ref, window: Window) -> MatterQuerySet:
    """收集: said in the window, wherever it led."""
    area = Area.objects.get(pk=number(place))
    said = Matter.objects.in_area(area).reported_between(window.since, window.until)
    return said.select_related("place__parent", "desk").order_by("reported_at", "pk")


def settled_by_community(place: Ref, window: Window) -> MatterQuerySet:
    """社区解决: finished without ever coming before a desk above."""
    return collected(place, window).settled_by_community().filter(finished_at__lt=window.until)


def passed_up(place: Ref, window: Window) -> MatterQuerySet:
    """上报: came before a desk above the community."""
    return collected(place, window).escalated()


def resolved(place: Ref, window: Window) -> MatterQuerySet:
    """化解: finished, and the reporter did not say that it was not solved."""
    return finished(place, window).filter(~Q(solved=Solved.NO))


def finished(place: Ref, window: Window) -> MatterQuerySet:
    """办结: done or explained by the end of the window; referred ones are not."""
    ended = collected(place, window).filter(state__in=ENDED, finished_at__lt=window.until)
    return ended.filter(closing_kind__in=HELPED)
