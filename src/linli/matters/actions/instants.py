"""三步快办: a volunteer takes it in, whoever is free does it, the volunteer tells of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from linli.duties.actions import begin_duty, end_duties, hand_over_duty, let_go_of_duties
from linli.duties.models import Duty
from linli.kernel import journal
from linli.kernel.calendar import Deadline
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.events import Event
from linli.kernel.links import link
from linli.kernel.options import resolve
from linli.kernel.words import Moment
from linli.matters import instants, policies
from linli.matters.actions.recording import neighbour_of_that_phone
from linli.matters.actions.reporting import NotInACommunity, Word, report_matter
from linli.matters.events import (
    InstantFinished,
    InstantGivenBack,
    InstantReported,
    InstantTaken,
    InstantTakenIn,
    InstantTurned,
)
from linli.matters.handling_options import INSTANT_MATTERS
from linli.matters.instants import InstantKind, InstantStep, Way
from linli.matters.models import InstantMatter, Matter
from linli.matters.promises import due_promise
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import AreaKind, ids_on

DOING, TELLING = "instant", "tell"
WORKDAYS_TO_TELL = 1
TURNED_INTO = "turned_into"
TAKEN_IN_AT_THE_DOOR = "网格志愿者代办"


class NoSuchInstant(Unreadable):
    pass


class InstantMovedOn(Refusal):
    """Somebody else was first: the queue is everybody's."""


class OutcomeUnsaid(Unreadable):
    pass


class VisitsUnexplained(Unreadable):
    pass


class ReasonUnsaid(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class Visit:
    """跑了几次: how often the resident had to come, and why if more than once."""

    many: int = 0
    why: str = ""


@transaction.atomic
def take_in_instant(
    *, kind: str, place: Area, by: Viewer, at: datetime, phone: str = "", words: str = ""
) -> InstantMatter:
    """提前受理: for whom the phone belongs to; the clock in minutes starts for the community.

    A phone that the register does not know is kept as the way to reach who asked.
    """
    if not policies.may_take_in(by, place):
        raise NotPermitted("即办件由在当地值守的人替居民受理。")
    chosen = _kind(kind, place)
    desk = _community(place)
    resident = neighbour_of_that_phone(phone, place) if phone.strip() else None
    due = calendar_in_force().add_work_minutes(at, chosen.minutes)
    instant = InstantMatter.objects.create(
        kind=chosen.code,
        kind_label=chosen.label,
        words=words.strip(),
        place=place,
        desk=desk,
        resident=resident,
        contact="" if resident else phone.strip(),
        taken_in_by_id=by.person_id or 0,
        taken_in_at=at,
        due_at=due.at,
    )
    event = InstantTakenIn(
        subject=instant.ref, kind=chosen.label, due=Moment(due.at.isoformat())
    )
    journal.record(event, by=by.ref, at=at, place=place.ref)
    _owed(instant, DOING, None, due, at)
    return instant


@transaction.atomic
def take_instant(*, instant: InstantMatter, by: Viewer, at: datetime) -> None:
    """接手: the first of all clerks who takes it has it (全岗通)."""
    _permit_desk(by, instant)
    clerk = Person.objects.get(pk=by.person_id or 0)
    event = InstantTaken(subject=instant.ref, clerk=clerk.ref)
    _take(InstantStep.TAKE, instant, event, by=by, at=at, clerk=clerk)
    for duty in Duty.objects.running().filter(subject=instant.ref, kind=DOING):
        hand_over_duty(duty=duty, to=clerk)


@transaction.atomic
def give_back_instant(*, instant: InstantMatter, why: str, by: Viewer, at: datetime) -> None:
    """放回去: the clock runs on, another clerk takes it."""
    _permit_clerk(by, instant)
    event = InstantGivenBack(subject=instant.ref, why=_said(why, "请写一句为什么放回去。"))
    _take(InstantStep.GIVE_BACK, instant, event, by=by, at=at, clerk=None)
    let_go_of_duties(subject=instant.ref, kind=DOING)


@transaction.atomic
def finish_instant(
    *,
    instant: InstantMatter,
    outcome: str,
    by: Viewer,
    at: datetime,
    visit: Visit | None = None,
) -> None:
    """办好: with how often the resident had to come; who took it in owes telling them."""
    _permit_clerk(by, instant)
    if not outcome.strip():
        raise OutcomeUnsaid("请写一句办成了什么，好告诉居民。")
    visit = visit or Visit()
    if instants.wants_a_reason(visit.many) and not visit.why.strip():
        raise VisitsUnexplained("居民跑了不止一次，请写明为什么。")
    event = InstantFinished(subject=instant.ref, visits=visit.many, outcome=outcome.strip())
    _take(
        InstantStep.FINISH,
        instant,
        event,
        by=by,
        at=at,
        outcome=outcome.strip(),
        visits=visit.many,
        why_visits=visit.why.strip(),
        done_at=at,
    )
    end_duties(subject=instant.ref, at=at)
    due = calendar_in_force().add_workdays(at, WORKDAYS_TO_TELL)
    _owed(instant, TELLING, instant.taken_in_by, due, at)


@transaction.atomic
def report_instant(
    *, instant: InstantMatter, way: Way, words: str, by: Viewer, at: datetime
) -> None:
    """反馈: who took it in tells the resident, and says how."""
    if not policies.may_report_instant(by, instant):
        raise NotPermitted("由受理的人或工作台反馈给居民。")
    said = _said(words, "请写一句是怎么跟居民说的。")
    event = InstantReported(subject=instant.ref, way=way.label, words=said)
    _take(InstantStep.REPORT, instant, event, by=by, at=at, way=way, told=said, reported_at=at)
    end_duties(subject=instant.ref, at=at)


@transaction.atomic
def turn_instant(*, instant: InstantMatter, why: str, by: Viewer, at: datetime) -> Matter:
    """转成一般的事: what cannot be done at once becomes a matter like any other."""
    _permit_clerk(by, instant)
    reason = _said(why, "请写一句为什么当场办不了。")
    word = Word(
        words=f"{instant.kind_label}：{instant.words or reason}",
        place=instant.place,
        channel="counter",
        contact=instant.contact,
    )
    matter = report_matter(
        word=word,
        by=by,
        at=at,
        reporter=instant.resident,
        evidence=TAKEN_IN_AT_THE_DOOR if instant.resident else "",
    )
    event = InstantTurned(subject=instant.ref, matter=matter.ref, why=reason)
    _take(InstantStep.TURN, instant, event, by=by, at=at)
    end_duties(subject=instant.ref, at=at)
    link(instant.ref, matter.ref, kind=TURNED_INTO, by=by.ref, at=at)
    return matter


def _permit_desk(by: Viewer, instant: InstantMatter) -> None:
    if not policies.may_take_instant(by, instant):
        raise NotPermitted("即办件由那个社区工作台的同事来办。")


def _permit_clerk(by: Viewer, instant: InstantMatter) -> None:
    if not policies.may_do_instant(by, instant):
        raise NotPermitted("谁接手的谁来办。")


def _take(
    step: InstantStep,
    instant: InstantMatter,
    event: Event,
    *,
    by: Viewer,
    at: datetime,
    **changes: Any,
) -> None:
    """Move it and tell it, or refuse if it is no longer as this person saw it."""
    seen = InstantMatter.objects.filter(pk=instant.pk, version=instant.version)
    try:
        state = instants.after(instant.standing, step)
    except instants.InstantStepNotAllowed:
        if seen.exists():
            raise
        raise InstantMovedOn("这一件刚刚有人办了，请刷新再看。") from None
    if not seen.update(state=state, version=F("version") + 1, **changes):
        raise InstantMovedOn("这一件刚刚有人办了，请刷新再看。")
    instant.state, instant.version = state, instant.version + 1
    for name, value in changes.items():
        setattr(instant, name, value)
    journal.record(event, by=by.ref, at=at, place=instant.place.ref)


def _owed(
    instant: InstantMatter, kind: str, holder: Person | None, due: Deadline, at: datetime
) -> None:
    begin_duty(
        subject=instant.ref,
        kind=kind,
        desk=instant.desk,
        holder=holder,
        unit=None,
        promise=due_promise(due, at=at),
        at=at,
    )


def _kind(code: str, place: Area) -> InstantKind:
    kinds = resolve(place.chain)[INSTANT_MATTERS]
    chosen = next((one for one in kinds if one.code == code), None)
    if not chosen:
        raise NoSuchInstant("请选一项即办的事。")
    return chosen


def _community(place: Area) -> Area:
    found = Area.objects.filter(pk__in=ids_on(place.path), kind=AreaKind.COMMUNITY).first()
    if not found:
        raise NotInACommunity("“{place}”还没有归到社区，暂时不能在这里说事。", place=place.name)
    return found


def _said(words: str, otherwise: str) -> str:
    if said := words.strip():
        return said
    raise ReasonUnsaid(otherwise)
