"""评之后: who was called in vain, what is left out of the rates, and who is told at dusk."""

from datetime import datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.dates import HERE, day_of, start_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.models import Entry
from linli.kernel.options import resolve
from linli.kernel.references import THE_SYSTEM
from linli.kernel.words import say
from linli.matters import policies
from linli.matters.actions.moving import MatterMovedOn, options_of, permit, take
from linli.matters.events import (
    CalledInVain,
    ExclusionAsked,
    ExclusionLapsed,
    ExclusionRefused,
    MatterExcluded,
    OpenMattersTold,
)
from linli.matters.models import CallAttempt, Exclusion, Matter
from linli.matters.options import EXCLUSION_DAYS, EXCLUSION_GROUNDS, SWEEP_HOUR
from linli.matters.queries.afterwards import asked_exclusion_of, excusable, open_by_handler
from linli.matters.rules import AskedState, CallEnd, Step
from linli.messaging.actions import tell
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import DESKS

AT_ONCE = 200


class ReasonMissing(Unreadable):
    pass


class NothingToExclude(Refusal):
    pass


class ExclusionWaits(Refusal):
    pass


@transaction.atomic
def note_call_in_vain(
    *, matter: Matter, end: CallEnd, words: str = "", by: Viewer, at: datetime
) -> CallAttempt:
    """没有问到: not reached, or the reporter would rather not say; counted apart."""
    permit(Step.CALL, matter, by, "电话回访要由没有办过这件事的同事来做。")
    said = words.strip()
    event = CalledInVain(subject=matter.ref, end=end.label, words=f"。{said}" if said else "")
    take(Step.CALL, matter, event, by=by.ref, at=at, called_in_vain=end)
    return CallAttempt.objects.create(
        matter=matter,
        turn=matter.turn,
        end=end,
        words=said,
        caller_id=by.person_id,
        called_at=at,
    )


@transaction.atomic
def ask_to_exclude(
    *, matter: Matter, ground: str, words: str, by: Viewer, at: datetime
) -> Exclusion:
    """申请剔除: what nobody could have done well stays out of the rates, if a second agrees.

    Refused for a matter that nobody complained of, and without a ground of the playbook.
    """
    permit(Step.ASK_TO_EXCLUDE, matter, by, "只有那里的工作台可以申请剔除。")
    if not excusable(matter):
        raise NothingToExclude("只有评了“没有解决”或“不满意”的事，才谈得上剔除。")
    if asked_exclusion_of(matter):
        raise ExclusionWaits("已经申请过剔除，正在等另一位同事核定。")
    options = options_of(matter)
    known = {one.code: one for one in options[EXCLUSION_GROUNDS]}
    if ground not in known:
        raise ReasonMissing("请选一条剔除的理由，公开栏上要写。")
    if not words.strip():
        raise ReasonMissing("请写明这件事为什么不该计入满意率。")
    event = ExclusionAsked(subject=matter.ref, ground=known[ground].label, words=words.strip())
    take(Step.ASK_TO_EXCLUDE, matter, event, by=by.ref, at=at)
    due = calendar_in_force().add_workdays(at, options[EXCLUSION_DAYS])
    return Exclusion.objects.create(
        matter=matter,
        turn=matter.turn,
        ground=ground,
        words=words.strip(),
        asked_by_id=by.person_id,
        asked_at=at,
        decide_by=due.at,
    )


@transaction.atomic
def exclude_matter(*, matter: Matter, by: Viewer, at: datetime, answer: str = "") -> None:
    """核定剔除: a second person agrees; the count of such matters and the ground are public."""
    asked = _asked_of(matter, by)
    grounds = {one.code: one.label for one in options_of(matter)[EXCLUSION_GROUNDS]}
    event = MatterExcluded(subject=matter.ref, ground=grounds.get(asked.ground, asked.ground))
    take(Step.EXCLUDE, matter, event, by=by.ref, at=at, excluded_at=at)
    _decide(asked, AskedState.GRANTED, answer, by=by, at=at)


@transaction.atomic
def refuse_exclusion(*, matter: Matter, why: str, by: Viewer, at: datetime) -> None:
    """不同意剔除: it counts like every other."""
    asked = _asked_of(matter, by)
    if not why.strip():
        raise ReasonMissing("请写明为什么不同意剔除。")
    event = ExclusionRefused(subject=matter.ref, why=why.strip())
    take(Step.ASK_TO_EXCLUDE, matter, event, by=by.ref, at=at)
    _decide(asked, AskedState.REFUSED, why, by=by, at=at)


def lapse_exclusions(at: datetime) -> int:
    """到期不剔除: what no second person looked at in time counts; says how many."""
    late = Exclusion.objects.filter(state=AskedState.ASKED, decide_by__lte=at)
    found = list(late.select_related("matter__place").order_by("decide_by", "pk")[:AT_ONCE])
    for asked in found:
        _lapse(asked)
    return len(found)


def tell_of_open_matters(at: datetime) -> int:
    """傍晚巡一遍: each who has matters in hand is told once a workday; says how many desks."""
    today = day_of(at)
    if not calendar_in_force().is_workday(today):
        return 0
    desks = Area.objects.filter(kind__in=DESKS, ended_on=None).order_by("pk")
    return sum(_tell_at(desk, at) for desk in desks if _is_time(desk, at))


@transaction.atomic
def _tell_at(desk: Area, at: datetime) -> int:
    told = Entry.objects.filter(
        subject=desk.ref, code=OpenMattersTold.code, happened_at__gte=start_of(day_of(at))
    )
    shares = open_by_handler(desk, at=at)
    if not shares or told.exists():
        return 0
    event = OpenMattersTold(
        subject=desk.ref, people=len(shares), many=sum(share.many for share in shares)
    )
    journal.record(event, by=THE_SYSTEM, at=at, place=desk.ref)
    for share in shares:
        if share.late:
            line = say("您手里还有 {many} 件开着，其中 {late} 件超期了。", **share.numbers)
        else:
            line = say("您手里还有 {many} 件开着，没有超期的。", **share.numbers)
        tell(
            to=f"person/{share.handler_id}",
            subject=desk.ref,
            sentence=line,
            url="/today/",
            by=THE_SYSTEM,
            at=at,
        )
    return 1


def _is_time(desk: Area, at: datetime) -> bool:
    hour = resolve(desk.chain)[SWEEP_HOUR]
    return bool(hour) and at.astimezone(HERE).hour >= hour


def _asked_of(matter: Matter, by: Viewer) -> Exclusion:
    asked = asked_exclusion_of(matter)
    if not asked:
        raise NothingToExclude("这件事没有等着核定的剔除申请。")
    if not policies.may_exclude(by, asked):
        raise NotPermitted("剔除要由另一位没有办过这件事的同事核定，申请的人自己不行。")
    return asked


def _decide(
    asked: Exclusion, state: AskedState, answer: str, *, by: Viewer, at: datetime
) -> None:
    waiting = Exclusion.objects.filter(pk=asked.pk, state=AskedState.ASKED)
    decided = waiting.update(
        state=state, answer=answer.strip(), decided_by=by.person_id, decided_at=at
    )
    if not decided:
        raise MatterMovedOn(asked.matter)


@transaction.atomic
def _lapse(asked: Exclusion) -> None:
    matter, decide_by = asked.matter, asked.decide_by
    event = ExclusionLapsed(subject=matter.ref)
    take(Step.ASK_TO_EXCLUDE, matter, event, by=THE_SYSTEM, at=decide_by)
    waiting = Exclusion.objects.filter(pk=asked.pk, state=AskedState.ASKED)
    waiting.update(state=AskedState.REFUSED, decided_at=decide_by)
