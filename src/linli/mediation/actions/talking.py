"""调解: the sides sit together; what they say is kept for those who mediate alone."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from linli.duties.actions import end_duties, extend_duty
from linli.kernel import journal
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.options import pinned
from linli.kernel.references import THE_SYSTEM
from linli.kernel.words import Moment
from linli.mediation import policies
from linli.mediation.actions.moving import MEDIATING, hand_of, permit_mediating, take
from linli.mediation.actions.telling import tell_the_matter_it_is_back
from linli.mediation.events import CaseExtended, CaseReferred, TalkHeld, TimeRanOut
from linli.mediation.models import Case, Party, Talk
from linli.mediation.options import GRACE_WORKDAYS
from linli.mediation.promises import mediation_promise
from linli.mediation.rules import RUNNING, Step
from linli.people.viewer import Viewer
from linli.places.models import Point

MOST_DAYS_MORE = 30


class NotesMissing(Unreadable):
    pass


class WhereMissing(Unreadable):
    pass


class NobodyCame(Unreadable):
    pass


class ExtensionNotAgreed(Refusal):
    pass


class TooManyDaysMore(Unreadable):
    pass


@transaction.atomic
def record_talk(  # noqa: PLR0913 - what the minutes of a sitting ask
    *,
    case: Case,
    notes: str,
    came: Collection[Party],
    by: Viewer,
    at: datetime,
    held_at: datetime | None = None,
    point: Point | None = None,
    where: str = "",
    others: str = "",
) -> Talk:
    """记一次调解: where, who came, and what was said (27)."""
    permit_mediating(case, by)
    _refuse_unsound(case, notes, came, point, where)
    turn = case.talks.count() + 1
    event = TalkHeld(subject=case.ref, turn=turn, came=len({one.side for one in came}))
    take(Step.TALK, case, event, by=by.ref, at=at)
    talk = Talk.objects.create(
        case=case,
        turn=turn,
        held_at=held_at or at,
        point=point,
        where=where.strip(),
        others=others.strip(),
        notes=notes.strip(),
        kept_by_id=hand_of(by),
        kept_at=at,
    )
    talk.came.set(came)
    return talk


@transaction.atomic
def extend_case(
    *, case: Case, days: int, agreed: Collection[Party], by: Viewer, at: datetime
) -> None:
    """延长: only when every party wants to go on; the clock starts from now or the old end."""
    permit_mediating(case, by)
    if not 1 <= days <= MOST_DAYS_MORE:
        raise TooManyDaysMore("一次最多延长 {most} 天。", most=MOST_DAYS_MORE)
    missing = set(case.parties.values_list("pk", flat=True)) - {one.pk for one in agreed}
    if missing:
        raise ExtensionNotAgreed("要每一方都愿意再谈，才能延长；不愿意的就终止调解。")
    options = pinned(case.options_digest)
    promise = mediation_promise(
        days, options[GRACE_WORKDAYS], calendar_in_force(), at=max(at, case.due_at)
    )
    event = CaseExtended(subject=case.ref, due=Moment(promise.due_at.isoformat()))
    take(
        Step.EXTEND,
        case,
        event,
        by=by.ref,
        at=at,
        due_at=promise.due_at,
        extensions=case.extensions + 1,
    )
    extend_duty(
        subject=case.ref,
        kind=MEDIATING,
        due_at=promise.due_at,
        remind_at=promise.remind_at,
        give_up_at=promise.give_up_at,
        calendar_version=promise.calendar_version,
        is_provisional=promise.is_provisional,
        why=promise.why,
    )


@transaction.atomic
def say_time_ran_out(*, case: Case, at: datetime) -> None:
    """时间到了: it must be prolonged or ended, and everybody in it reads so."""
    if case.standing in RUNNING and case.due_at <= at:
        event = TimeRanOut(subject=case.ref)
        journal.record(event, by=THE_SYSTEM, at=at, place=case.place.ref)


@transaction.atomic
def refer_to_police(*, case: Case, by: Viewer, at: datetime) -> None:
    """转公安: what turns out to be violence or a crime is no longer mediated (25)."""
    if not policies.may_mediate(by, case) and not policies.may_name_panel(by, case):
        raise NotPermitted("只有这起纠纷的调解员和那里的工作台可以这样做。")
    take(Step.REFER, case, CaseReferred(subject=case.ref), by=by.ref, at=at, ended_at=at)
    end_duties(subject=case.ref, at=at)
    tell_the_matter_it_is_back(case, by=by.ref, at=at)


def _refuse_unsound(
    case: Case, notes: str, came: Collection[Party], point: Point | None, where: str
) -> None:
    if not notes.strip():
        raise NotesMissing("请记下各方说了什么、谈到哪一步，只给调解的人看。")
    if not point and not where.strip():
        raise WhereMissing("请写在哪里谈的。")
    if not came or any(one.case_id != case.pk for one in came):
        raise NobodyCame("请勾上到场的当事人；分头谈的也要记是哪一方。")
