"""Figures of what was said and what came of it, each counted from the matters themselves."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from linli.kernel.indicators import Indicator, Window
from linli.kernel.references import Ref
from linli.matters import handling_figures  # noqa: F401 - they are declared there
from linli.matters.models import Involvement, MatterQuerySet
from linli.matters.queries.figures import (
    collected,
    finished,
    passed_up,
    resolved,
    settled_by_community,
)
from linli.people.models import Membership
from linli.people.rules import OrganisationKind


def from_elder_teams(place: Ref, window: Window) -> MatterQuerySet:
    return _dated(collected(place, window)).filter(Exists(_in_elder_team("reporter")))


def solved_with_elder_teams(place: Ref, window: Window) -> MatterQuerySet:
    by_team = Q(unit__kind=OrganisationKind.ELDER_VOLUNTEER_TEAM)
    dated = _dated(resolved(place, window))
    helped = Involvement.objects.filter(
        matter=OuterRef("pk"), organisation__kind=OrganisationKind.ELDER_VOLUNTEER_TEAM
    )
    return dated.filter(by_team | Exists(_in_elder_team("handler")) | Exists(helped))


def _dated(matters: MatterQuerySet) -> MatterQuerySet:
    return matters.annotate(told_on=TruncDate("reported_at"))


def _in_elder_team(who: str) -> QuerySet[Membership]:
    """A membership that ran when the matter was told, of whoever did this in it."""
    told_on = OuterRef("told_on")
    return Membership.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=told_on),
        began_on__lte=told_on,
        person=OuterRef(who),
        organisation__kind=OrganisationKind.ELDER_VOLUNTEER_TEAM,
    )


COLLECTED = Indicator(
    code="matters.collected",
    label="收集的事",
    unit="件",
    definition="窗口之内说出来、登记下来的事；附议同一件事的不另算，撤回的也算。",
    rows=collected,
)
SETTLED_BY_COMMUNITY = Indicator(
    code="matters.settled_by_community",
    label="社区解决的事",
    unit="件",
    definition="窗口之内说的、窗口结束前办结的，从头到尾没有到过社区以上任何一级。",
    rows=settled_by_community,
    out_of=collected,
)
PASSED_UP = Indicator(
    code="matters.passed_up",
    label="上报街道的事",
    unit="件",
    definition="窗口之内说的，到过社区以上的某一级：按分派规则上报的、超期自动上报的、"
    "说事人不满意由上一级重办的，还有投诉本社区人员、直接由上一级受理的。",
    rows=passed_up,
    out_of=collected,
)
RESOLVED = Indicator(
    code="matters.resolved",
    label="化解的事",
    unit="件",
    definition="窗口之内说的、窗口结束前办结（办成或解释清楚，转介的不算），"
    "而且说事人没有在最后一次评价里说“没有解决”；没有收到评价的按办结算。",
    rows=resolved,
    out_of=collected,
)
ENDED_MATTERS = Indicator(
    code="matters.finished",
    label="办结的事",
    unit="件",
    definition="窗口之内说的、窗口结束前办结的；转介给别处的不算。",
    rows=finished,
    out_of=collected,
)
FROM_ELDER_TEAMS = Indicator(
    code="matters.from_elder_teams",
    label="老年志愿服务队反馈的建议",
    unit="条",
    definition="窗口之内说的，说的人当时在老年志愿服务队里。",
    rows=from_elder_teams,
    out_of=collected,
)
SOLVED_WITH_ELDER_TEAMS = Indicator(
    code="matters.solved_with_elder_teams",
    label="老年志愿服务队参与解决的事",
    unit="件",
    definition="化解的事里，交给老年志愿服务队办的、请老年志愿服务队一起办的，或者领办人当时在老年志愿服务队里的。",
    rows=solved_with_elder_teams,
    out_of=resolved,
)
