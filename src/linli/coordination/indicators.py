"""Figures of what was settled at one table, each counted from the meetings and matters."""

from django.db.models import Q, QuerySet

from linli.coordination.models import JointTask, Whistle
from linli.coordination.rules import TableKind
from linli.kernel.indicators import Indicator, Window
from linli.kernel.references import Ref, number
from linli.matters.models import Matter
from linli.matters.rules import ClosingKind, State
from linli.meetings.models import Meeting
from linli.places.models import Area
from linli.ratings.rules import Solved

ENDED = (State.FINISHED, State.CLOSED)
HELPED = (ClosingKind.DONE, ClosingKind.EXPLAINED)


def joint_meetings(place: Ref, window: Window) -> QuerySet[Meeting]:
    held = Meeting.objects.in_area(_area(place)).held()
    held = held.begun_between(window.since, window.until)
    return held.filter(kind=TableKind.JOINT).select_related("place").order_by("starts_at", "pk")


def requests_coordinated(place: Ref, window: Window) -> QuerySet[Matter]:
    tasks = _agreed(place, window).filter(item__meeting__kind=TableKind.JOINT)
    return _matters_of(tasks)


def problems_solved_jointly(place: Ref, window: Window) -> QuerySet[Matter]:
    solved = _matters_of(_agreed(place, window)).filter(state__in=ENDED)
    solved = solved.filter(finished_at__lt=window.until, closing_kind__in=HELPED)
    return solved.filter(~Q(solved=Solved.NO))


def whistles_blown(place: Ref, window: Window) -> QuerySet[Matter]:
    blown = Whistle.objects.in_area(_area(place)).blown_between(window.since, window.until)
    return _listed(Matter.objects.filter(pk__in=blown.values("matter")))


def _area(place: Ref) -> Area:
    return Area.objects.get(pk=number(place))


def _agreed(place: Ref, window: Window) -> QuerySet[JointTask]:
    tasks = JointTask.objects.in_area(_area(place)).filter(agreed_at__lt=window.until)
    return tasks.filter(agreed_at__gte=window.since) if window.since else tasks


def _matters_of(tasks: QuerySet[JointTask]) -> QuerySet[Matter]:
    return _listed(Matter.objects.filter(pk__in=tasks.values("matter")))


def _listed(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    return rows.select_related("place__parent", "desk").order_by("reported_at", "pk")


JOINT_MEETINGS = Indicator(
    code="coordination.joint_meetings",
    label="开过的党建联席会议",
    unit="场",
    definition="窗口之内开始、已经开过（记了纪要）的党建联席会议；要开的、取消的不算。",
    rows=joint_meetings,
)
REQUESTS_COORDINATED = Indicator(
    code="coordination.requests_coordinated",
    label="联席会议协调的诉求",
    unit="件",
    definition="窗口之内在党建联席会议上议定了责任单位和期限的事；一件事议过几次只算一件。",
    rows=requests_coordinated,
)
PROBLEMS_SOLVED_JOINTLY = Indicator(
    code="coordination.problems_solved_jointly",
    label="几家一起解决的问题",
    unit="个",
    definition="窗口之内在联席会议、协调会上议定了责任单位和期限，窗口结束前办结"
    "（办成或解释清楚），而且说事人没有说“没有解决”的事。",
    rows=problems_solved_jointly,
    out_of=lambda place, window: _matters_of(_agreed(place, window)),
)
MATTERS_WHISTLED_FOR = Indicator(
    code="coordination.matters_whistled_for",
    label="吹过哨的事",
    unit="件",
    definition="窗口之内吹哨叫了部门来的事；一件事吹过几次只算一件。",
    rows=whistles_blown,
)
