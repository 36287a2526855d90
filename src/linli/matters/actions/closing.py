"""结与评: how a matter ends, is asked about, rated, looked at again, or laid aside."""

from datetime import datetime, timedelta

from django.db import transaction

from linli.duties.actions import end_duties
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Unreadable
from linli.kernel.references import THE_SYSTEM
from linli.matters import policies
from linli.matters.actions.desk import lay_on_desk
from linli.matters.actions.moving import (
    desk_above,
    options_of,
    permit,
    take,
)
from linli.matters.events import (
    MatterClosed,
    MatterFinished,
    MatterLapsed,
    MatterReopened,
    MatterWithdrawn,
)
from linli.matters.models import NUMBER_OF_DESK, Matter
from linli.matters.options import BOARD_DELAY_DAYS, RATING_DAYS, REOPENINGS
from linli.matters.rules import ClosingKind, Sensitivity, State, Step
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.ratings.actions import ask_for_ratings, close_slips, take_rating
from linli.ratings.models import RatingSlip
from linli.ratings.rules import Answer, TakenBy

LAPSED_AT_ONCE = 200


class OutcomeMissing(Unreadable):
    pass


@transaction.atomic
def finish_matter(
    *,
    matter: Matter,
    measure: str,
    outcome: str,
    by: Viewer,
    at: datetime,
    closing_kind: ClosingKind = ClosingKind.DONE,
) -> None:
    """办结: the handler says what was done; everybody who brought it is asked to rate."""
    permit(Step.FINISH, matter, by, "只有承办人可以办结。")
    if not outcome.strip():
        raise OutcomeMissing("请写明办理结果，说事人要看得懂。")
    turn = matter.turn + 1
    options = options_of(matter)
    rate_by = at + timedelta(days=options[RATING_DAYS])
    event = MatterFinished(
        subject=matter.ref,
        kind=closing_kind.label,
        measure=f"{measure.strip()}。" if measure.strip() else "",
        outcome=outcome.strip(),
        turn=turn,
    )
    take(
        Step.FINISH,
        matter,
        event,
        by=by.ref,
        at=at,
        measure=measure.strip(),
        outcome=outcome.strip(),
        closing_kind=closing_kind,
        turn=turn,
        finished_at=at,
        answered_at=matter.answered_at or at,
        rate_by=rate_by,
        public_on=public_on(matter, options[BOARD_DELAY_DAYS], at),
    )
    end_duties(subject=matter.ref, at=at)
    ask_for_ratings(
        subject=matter.ref, turn=turn, persons=_who_brought(matter), close_at=rate_by, at=at
    )


@transaction.atomic
def rate_matter(
    *, matter: Matter, slip: RatingSlip, answer: Answer, by: Viewer, at: datetime
) -> None:
    """评价: one slip is answered; the reporter's "no" has it done again one level up, once."""
    if answer.taken_by is TakenBy.PHONE and not policies.may_ask_back(by, matter):
        raise NotPermitted("电话回访要由没有办过这件事的同事来做。")
    take_rating(
        slip=slip,
        answer=answer,
        by=by,
        handler_id=matter.handler_id,
        place=matter.place.ref,
        at=at,
    )
    if slip.person_id == matter.reporter_id and matter.standing is State.FINISHED:
        _settle(matter, answer, at=at)


@transaction.atomic
def withdraw_matter(*, matter: Matter, reason: str, by: Viewer, at: datetime) -> None:
    """撤回: who brought it takes it back; its life stays readable."""
    permit(Step.WITHDRAW, matter, by, "只有说事人可以撤回。")
    event = MatterWithdrawn(subject=matter.ref, reason=reason.strip() or "自己解决了")
    take(Step.WITHDRAW, matter, event, by=by.ref, at=at, closed_at=at)
    end_duties(subject=matter.ref, at=at)


def lapse_matters(at: datetime) -> int:
    """到期归档: what nobody rated in time is laid aside, and counted as unrated."""
    late = Matter.objects.filter(state=State.FINISHED, rate_by__lte=at).select_related("place")
    lapsed = list(late.order_by("rate_by")[:LAPSED_AT_ONCE])
    for matter in lapsed:
        _lapse(matter)
    return len(lapsed)


@transaction.atomic
def _lapse(matter: Matter) -> None:
    lapsed_at = matter.rate_by
    assert lapsed_at  # noqa: S101 - asked for just above
    event = MatterLapsed(subject=matter.ref)
    take(Step.LAPSE, matter, event, by=THE_SYSTEM, at=lapsed_at, closed_at=lapsed_at)


def _settle(matter: Matter, answer: Answer, *, at: datetime) -> None:
    """After the reporter's own answer: closed, or looked at again by other eyes."""
    again = answer.calls_for_another_look
    above = desk_above(matter.desk)
    if again and above and matter.reopenings < options_of(matter)[REOPENINGS]:
        event = MatterReopened(subject=matter.ref, desk=above.ref)
        take(
            Step.REOPEN,
            matter,
            event,
            by=THE_SYSTEM,
            at=at,
            desk=above,
            handler=None,
            unit=None,
            level_reached=max(matter.level_reached, NUMBER_OF_DESK[above.kind]),  # type: ignore[index]
            reopenings=matter.reopenings + 1,
            finished_at=None,
            rate_by=None,
            public_on=None,
        )
        close_slips(subject=matter.ref, at=at)
        lay_on_desk(matter, at=at)
        return
    closed = MatterClosed(subject=matter.ref, solved=answer.solved, satisfied=answer.satisfied)
    said = {"solved": answer.solved, "satisfied": answer.satisfied}
    take(Step.RATE, matter, closed, by=THE_SYSTEM, at=at, closed_at=at, **said)


def _who_brought(matter: Matter) -> list[Person | None]:
    """The reporter first, unnamed or not, then everybody known who joined."""
    voices = matter.voices.exclude(person=None).exclude(person=matter.reporter_id)
    return [matter.reporter, *(voice.person for voice in voices.select_related("person"))]


def public_on(matter: Matter, delay: int, at: datetime) -> object:
    """When it goes on the board; what is for the desk alone never does."""
    if matter.sensitivity != Sensitivity.ORDINARY:
        return None
    return day_of(at + timedelta(days=delay))
