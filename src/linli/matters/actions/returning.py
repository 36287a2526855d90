"""退单: it is not ours, with proof; the desk above rules, and the ruling is remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.duties.actions import begin_duty, end_duties
from linli.duties.rules import Promise
from linli.kernel import journal
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.events import Event
from linli.kernel.redact import deidentified
from linli.kernel.references import THE_SYSTEM, Ref
from linli.kernel.words import Moment
from linli.matters import policies
from linli.matters.actions.desk import NotToBeGivenTo, clock_goes_on, lay_on_desk
from linli.matters.actions.involving import NotToTakePart, is_involved
from linli.matters.actions.moving import (
    HANDLING,
    desk_above,
    options_of,
    permit,
    take,
    tier_of,
)
from linli.matters.events import (
    HelperInvolved,
    ReturnAsked,
    ReturnLapsed,
    ReturnRefused,
    ReturnSettled,
    ReturnUpheld,
)
from linli.matters.models import NUMBER_OF_DESK, Involvement, Matter, Precedent, Return
from linli.matters.options import RETURN_RULING_MINUTES
from linli.matters.promises import handling_promise
from linli.matters.rules import (
    BACK,
    MOST_RETURNS,
    Ground,
    ReturnState,
    Role,
    State,
    Step,
)
from linli.people.models import Organisation, Person
from linli.people.viewer import Viewer
from linli.places.models import Area

RULING = "rule"
AT_ONCE = 200


class ProofMissing(Unreadable):
    pass


class RulingMissing(Unreadable):
    pass


class ReturnWaits(Refusal):
    pass


class ReturnedTooOften(Refusal):
    pass


class ConsultationDue(Refusal):
    pass


class NoConsultationDue(Refusal):
    pass


class HelperMissing(Unreadable):
    pass


class DeskElsewhere(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class Objection:
    """职责异议: on what ground it is returned, with which proof, and whose it should be."""

    ground: Ground
    proof: str
    unit: Organisation | None = None
    desk: Area | None = None


@dataclass(frozen=True, kw_only=True)
class Team:
    """会商结果: who leads, for which unit, and at least one who helps."""

    lead: Person
    unit: Organisation
    helpers: Sequence[Person | Organisation]


@transaction.atomic
def return_matter(*, matter: Matter, objection: Objection, by: Viewer, at: datetime) -> Return:
    """退单: the holder's clock stops while the desk above rules; the reporter's runs on."""
    if matter.standing is State.RETURNED:
        raise ReturnWaits("这件事已经在等退单裁定，裁定以前不能再退。")
    permit(Step.RETURN, matter, by, "只有承办人可以退单。")
    if matter.returns >= MOST_RETURNS:
        raise ReturnedTooOften(
            "这件事已经会商定过归谁办，不能再退；有难处可以请人一起办或上报。"
        )
    if not (proof := objection.proof.strip()):
        raise ProofMissing("请写明退单的依据：哪条职责清单、哪个地址、和哪件重复。")
    desk, promise = desk_above(matter.desk) or matter.desk, _ruling_promise(matter, at)
    event = ReturnAsked(
        subject=matter.ref,
        ground=objection.ground.label,
        desk=desk.ref,
        proof=proof,
        turn=matter.returns + 1,
    )
    changes = {"state_before": matter.standing, "returns": matter.returns + 1}
    take(Step.RETURN, matter, event, by=by.ref, at=at, **changes)
    _ruling_begins(matter, desk, promise, at=at)
    return Return.objects.create(
        matter=matter,
        turn=matter.returns,
        ground=objection.ground,
        proof=proof,
        by_id=by.person_id,
        unit=matter.unit,
        proposed_unit=objection.unit,
        proposed_desk=objection.desk,
        desk=desk,
        asked_at=at,
        rule_by=promise.due_at,
    )


@transaction.atomic
def uphold_return(
    *,
    matter: Matter,
    ruling: str,
    by: Viewer,
    at: datetime,
    desk: Area | None = None,
    unit: Organisation | None = None,
) -> Precedent:
    """准予退单: it is theirs no longer; the desk whose it is gives it out anew."""
    asked = _ruled_by(matter, by)
    said = _said(ruling)
    _refuse_without_consultation(matter)
    owner = desk or matter.desk
    if not matter.place.lies_in(owner) or owner.kind not in NUMBER_OF_DESK:
        raise DeskElsewhere("“{desk}”不管这个地方，请在这件事所在的几级里选。", desk=owner.name)
    event = ReturnUpheld(subject=matter.ref, desk=owner.ref, ruling=said)
    level = max(matter.level_reached, NUMBER_OF_DESK[owner.kind])  # type: ignore[index]
    changes: dict[str, object] = {"desk": owner, "handler": None, "unit": None}
    changes["level_reached"] = level
    changes |= {"ruling": said, "state_before": ""}
    take(Step.UPHOLD, matter, event, by=by.ref, at=at, **changes)
    lay_on_desk(matter, at=at)
    _settle(asked, ReturnState.UPHELD, said, by=by.person_id, at=at)
    return _remember(asked, said, unit, owner, at=at)


@transaction.atomic
def refuse_return(*, matter: Matter, ruling: str, by: Viewer, at: datetime) -> Precedent:
    """不予退单: back to the holder, whose clock goes on as if it had never stopped."""
    asked = _ruled_by(matter, by)
    said = _said(ruling)
    _refuse_without_consultation(matter)
    unit, desk = matter.unit, matter.desk
    event = ReturnRefused(subject=matter.ref, ruling=said)
    _back_to_holder(matter, event, by=by.ref, at=at, ruling=said)
    _settle(asked, ReturnState.REFUSED, said, by=by.person_id, at=at)
    return _remember(asked, said, unit, desk, at=at)


@transaction.atomic
def settle_return(
    *, matter: Matter, team: Team, ruling: str, by: Viewer, at: datetime
) -> Precedent:
    """会商: after the second return a lead and helpers are named, and that is the end of it."""
    asked = _ruled_by(matter, by)
    said = _said(ruling)
    if matter.returns < MOST_RETURNS:
        raise NoConsultationDue("第一次退单只要裁定归谁；第二次退单才会商定牵头的人。")
    helpers = [who for who in dict.fromkeys(team.helpers) if who != team.lead]
    if not helpers:
        raise HelperMissing("会商要定一位牵头的，再至少请一位或者一家一起办。")
    _refuse_unfit(matter, team.lead, helpers)
    promise = handling_promise(
        tier_of(matter),
        calendar_in_force(),
        at=at,
        has_desk_above=desk_above(matter.desk) is not None,
    )
    event = ReturnSettled(
        subject=matter.ref,
        lead=team.lead.ref,
        unit=team.unit.ref,
        due=Moment(promise.due_at.isoformat()),
        ruling=said,
    )
    changes = {"handler": team.lead, "unit": team.unit, "ruling": said, "state_before": ""}
    take(Step.SETTLE, matter, event, by=by.ref, at=at, **changes)
    _handling_begins(matter, promise, at=at)
    _ask_in(matter, helpers, said, by=by, at=at)
    _settle(asked, ReturnState.UPHELD, said, by=by.person_id, at=at)
    return _remember(asked, said, team.unit, matter.desk, at=at)


@transaction.atomic
def lapse_return(*, matter: Matter, at: datetime) -> None:
    """过期不裁: nobody ruled in time, so it counts as refused and goes back to the holder."""
    asked = open_return_of(matter)
    if asked and asked.rule_by <= at:
        _back_to_holder(matter, ReturnLapsed(subject=matter.ref), by=THE_SYSTEM, at=at)
        _settle(asked, ReturnState.REFUSED, "", by=None, at=at)


def lapse_returns(at: datetime) -> int:
    """巡裁定时限: every return on which nobody has ruled in time; says how many."""
    late = Return.objects.filter(state=ReturnState.ASKED, rule_by__lte=at)
    found = list(late.select_related("matter__place", "matter__desk__parent")[:AT_ONCE])
    for asked in found:
        lapse_return(matter=asked.matter, at=asked.rule_by)
    return len(found)


def open_return_of(matter: Matter) -> Return | None:
    """The return on which somebody has to rule."""
    return matter.asked_returns.filter(state=ReturnState.ASKED).first()


def close_return(matter: Matter, *, at: datetime) -> None:
    """Nothing is left to rule on: the holder has gone, or who brought it took it back."""
    if asked := open_return_of(matter):
        _settle(asked, ReturnState.UPHELD, "", by=None, at=at)


def _ruled_by(matter: Matter, by: Viewer) -> Return:
    asked = open_return_of(matter)
    if not asked:
        raise NotPermitted("这件事没有等着裁定的退单。")
    if not policies.may_rule(by, matter):
        raise NotPermitted(
            "退单由上一级裁定；没有上一级的，由本级书记裁定。自己退的自己不能裁。"
        )
    return asked


def _said(ruling: str) -> str:
    if said := ruling.strip():
        return said
    raise RulingMissing("请写明裁定的理由，以后遇到一样的事照着办。")


def _refuse_without_consultation(matter: Matter) -> None:
    if matter.returns >= MOST_RETURNS:
        raise ConsultationDue("这件事已经退了两次，要会商：定一位牵头的，再定一起办的。")


def _refuse_unfit(
    matter: Matter, lead: Person, helpers: Sequence[Person | Organisation]
) -> None:
    if not policies.may_be_given(lead, matter):
        raise NotToBeGivenTo("不能派给说事人自己，也不能派给这件事说到的人，请换一位。")
    if is_involved(matter, Role.TRACK, lead):
        raise NotToBeGivenTo("这位正在跟踪督办这件事，不能同时承办，请换一位。")
    if any(
        isinstance(who, Person) and not policies.may_be_given(who, matter) for who in helpers
    ):
        raise NotToTakePart("说事人自己和这件事说到的人不能一起办，请换一位。")


def _ruling_promise(matter: Matter, at: datetime) -> Promise:
    minutes = options_of(matter)[RETURN_RULING_MINUTES]
    due = calendar_in_force().add_work_minutes(at, minutes)
    return Promise(
        accept_by=None,
        remind_at=due.at,
        due_at=due.at,
        give_up_at=None,
        calendar_version=due.version,
        is_provisional=due.is_provisional,
        why=due.why,
    )


def _ruling_begins(matter: Matter, desk: Area, promise: Promise, *, at: datetime) -> None:
    end_duties(subject=matter.ref, at=at)
    begin_duty(
        subject=matter.ref,
        kind=RULING,
        desk=desk,
        holder=None,
        unit=None,
        promise=promise,
        at=at,
    )


def _handling_begins(matter: Matter, promise: Promise, *, at: datetime) -> None:
    end_duties(subject=matter.ref, at=at)
    begin_duty(
        subject=matter.ref,
        kind=HANDLING,
        desk=matter.desk,
        holder=matter.handler,
        unit=matter.unit,
        promise=promise,
        at=at,
    )


def _back_to_holder(
    matter: Matter, event: Event, *, by: Ref, at: datetime, ruling: str = ""
) -> None:
    changes = {"state_before": "", "ruling": ruling or matter.ruling}
    take(BACK[State(matter.state_before)], matter, event, by=by, at=at, **changes)
    clock_goes_on(matter, at=at)


def _settle(
    asked: Return, state: ReturnState, ruling: str, *, by: int | None, at: datetime
) -> None:
    waiting = Return.objects.filter(pk=asked.pk, state=ReturnState.ASKED)
    waiting.update(state=state, ruling=ruling, ruled_by=by, ruled_at=at)


def _ask_in(
    matter: Matter,
    helpers: Sequence[Person | Organisation],
    why: str,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    for who in helpers:
        if is_involved(matter, Role.CO, who):
            continue
        event = HelperInvolved(subject=matter.ref, who=who.ref, role=Role.CO.label, why=why)
        journal.record(event, by=by.ref, at=at, place=matter.place.ref)
        Involvement.objects.create(
            matter=matter,
            person=who if isinstance(who, Person) else None,
            organisation=who if isinstance(who, Organisation) else None,
            role=Role.CO,
            why=why[:300],
            since=at,
        )


def _remember(
    asked: Return, ruling: str, unit: Organisation | None, desk: Area, *, at: datetime
) -> Precedent:
    matter = asked.matter
    return Precedent.objects.create(
        matter=matter,
        asked=asked,
        words=deidentified(matter.title),
        ground=asked.ground,
        from_route=matter.route,
        unit=unit,
        desk=desk,
        ruling=ruling,
        ruled_at=at,
    )
