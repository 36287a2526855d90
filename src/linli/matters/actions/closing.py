"""结与评: how a matter ends, is asked about, rated, looked at again, or laid aside."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from linli.duties.actions import end_duties
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.events import Event
from linli.kernel.references import THE_SYSTEM
from linli.matters import policies
from linli.matters.actions.desk import lay_on_desk
from linli.matters.actions.moving import (
    desk_above,
    options_of,
    permit,
    take,
)
from linli.matters.actions.parking import close_parking
from linli.matters.actions.returning import close_return
from linli.matters.events import (
    MatterClosed,
    MatterFinished,
    MatterLapsed,
    MatterReferred,
    MatterReopened,
    MatterWithdrawn,
)
from linli.matters.models import NUMBER_OF_DESK, Matter
from linli.matters.options import (
    BOARD_DELAY_DAYS,
    OUT_OF_SCOPE,
    RATING_DAYS,
    REFERRALS,
    REOPENINGS,
)
from linli.matters.rules import ClosingKind, Sensitivity, State, Step
from linli.people.viewer import Viewer
from linli.ratings.actions import ask_for_ratings, close_slips, take_rating
from linli.ratings.models import RatingSlip
from linli.ratings.rules import Answer, Rater, TakenBy

LAPSED_AT_ONCE = 200


class OutcomeMissing(Unreadable):
    pass


class GroundMissing(Unreadable):
    pass


class ReferralMissing(Unreadable):
    pass


class NotFinishedButReferred(Refusal):
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
    basis: str = "",
) -> None:
    """办结: the handler says what was done; everybody who brought it is asked to rate.

    What is only explained names its ground, a code of `matters.out_of_scope`; what belongs
    elsewhere is not finished but referred.
    """
    permit(Step.FINISH, matter, by, "只有承办人可以办结。")
    if not outcome.strip():
        raise OutcomeMissing("请写明办理结果，说事人要看得懂。")
    if closing_kind is ClosingKind.REFERRED:
        raise NotFinishedButReferred("不归这里办的事请用“转介”，告诉说事人该找谁。")
    ground = _ground(matter, closing_kind, basis)
    event = MatterFinished(
        subject=matter.ref,
        kind=closing_kind.label,
        measure=f"{measure.strip()}。" if measure.strip() else "",
        outcome=outcome.strip(),
        turn=matter.turn + 1,
    )
    changes = {"measure": measure.strip(), "outcome": outcome.strip()}
    changes |= {"closing_kind": closing_kind, "closing_basis": ground}
    _finish(Step.FINISH, matter, event, by=by, at=at, **changes)


@transaction.atomic
def refer_matter(
    *, matter: Matter, referral: str, words: str, by: Viewer, at: datetime
) -> None:
    """转介: it is for others to do; whoever spoke is told whom to turn to, and why."""
    permit(Step.REFER, matter, by, "还没分派的由工作台转介，分派了的由承办人转介。")
    places = options_of(matter)[REFERRALS]
    place = next((one for one in places if one.code == referral), None)
    if not place:
        raise ReferralMissing("请选一个转介去处，告诉说事人该找谁。")
    if not words.strip():
        raise OutcomeMissing("请写一句为什么该找他们、怎么找。")
    event = MatterReferred(
        subject=matter.ref,
        where=place.label,
        phone=place.phone,
        words=words.strip(),
        turn=matter.turn + 1,
    )
    reach = "，".join(part for part in (place.phone, place.address) if part)
    changes = {"measure": "", "outcome": f"请找{place.label}（{reach}）：{words.strip()}"}
    changes |= {"closing_kind": ClosingKind.REFERRED, "closing_basis": place.code}
    _finish(Step.REFER, matter, event, by=by, at=at, **changes)


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
    if slip.rater == matter.rater and matter.standing is State.FINISHED:
        _settle(matter, answer, at=at)


@transaction.atomic
def withdraw_matter(*, matter: Matter, reason: str, by: Viewer, at: datetime) -> None:
    """撤回: who brought it takes it back; its life stays readable."""
    permit(Step.WITHDRAW, matter, by, "只有说事人可以撤回。")
    event = MatterWithdrawn(subject=matter.ref, reason=reason.strip() or "自己解决了")
    changes = {"closed_at": at, "state_before": ""}
    take(Step.WITHDRAW, matter, event, by=by.ref, at=at, **changes)
    end_duties(subject=matter.ref, at=at)
    close_return(matter, at=at)
    close_parking(matter, at=at)


def _ground(matter: Matter, kind: ClosingKind, basis: str) -> str:
    if kind is not ClosingKind.EXPLAINED:
        return ""
    known = {ground.code for ground in options_of(matter)[OUT_OF_SCOPE]}
    if basis not in known:
        raise GroundMissing("按解释办结，要选一条依据：为什么办不了、只能解释。")
    return basis


def _finish(
    step: Step, matter: Matter, event: Event, *, by: Viewer, at: datetime, **changes: Any
) -> None:
    """The holder's clock stops, and everybody who brought it is asked."""
    turn, options = matter.turn + 1, options_of(matter)
    rate_by = at + timedelta(days=options[RATING_DAYS])
    changes |= {"turn": turn, "finished_at": at, "rate_by": rate_by}
    changes["answered_at"] = matter.answered_at or at
    changes["public_on"] = public_on(matter, options[BOARD_DELAY_DAYS], at)
    take(step, matter, event, by=by.ref, at=at, **changes)
    end_duties(subject=matter.ref, at=at)
    ask_for_ratings(
        subject=matter.ref, turn=turn, raters=_who_brought(matter), close_at=rate_by, at=at
    )


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
            handled_before=matter.handler,
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


def _who_brought(matter: Matter) -> Collection[Rater]:
    """The reporter first, then everybody who joined, once each; the unnamed by receipt."""
    joined = matter.voices.exclude(person=None, receipt_hash="").order_by("pk")
    return dict.fromkeys([matter.rater, *(voice.rater for voice in joined)])


def public_on(matter: Matter, delay: int, at: datetime) -> object:
    """When it goes on the board; what is for the desk alone never does."""
    if matter.sensitivity != Sensitivity.ORDINARY:
        return None
    return day_of(at + timedelta(days=delay))
