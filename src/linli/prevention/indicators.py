"""Figures of problems: how many were found, and how many were solved at the root."""

from linli.kernel.indicators import Indicator, Window
from linli.kernel.references import Ref, number
from linli.places.models import Area
from linli.prevention.models import Problem, ProblemQuerySet
from linli.prevention.rules import State


def found(place: Ref, window: Window) -> ProblemQuerySet:
    area = Area.objects.get(pk=number(place))
    rows = Problem.objects.in_area(area).spotted_between(window.since, window.until)
    rows = rows.exclude(state=State.SET_ASIDE)
    return rows.select_related("place__parent", "desk").order_by("spotted_at", "pk")


def solved(place: Ref, window: Window) -> ProblemQuerySet:
    return found(place, window).filter(state=State.CHECKED, ended_at__lt=window.until)


PROBLEMS = Indicator(
    code="prevention.problems",
    label="发现的问题",
    unit="个",
    definition="窗口之内同一处、同一类的事说到规定次数，或者季节性高峰到了，列出来的问题；"
    "第二个人同意不列的不算。",
    rows=found,
)
SOLVED_AT_THE_ROOT = Indicator(
    code="prevention.solved_at_the_root",
    label="从根子上解决的问题",
    unit="个",
    definition="窗口之内发现的问题里，定了办法以后在规定天数里没有人再说、窗口结束前认定的。",
    rows=solved,
    out_of=found,
)
