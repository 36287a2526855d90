"""一件事的一生: who has it, until when, what comes next, and everything that has happened."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from linli.duties.models import Duty
from linli.kernel import journal
from linli.kernel.events import Audience
from linli.kernel.references import Ref, kind, number
from linli.kernel.words import Words
from linli.matters import policies, rules
from linli.matters.models import Matter, Photo
from linli.matters.queries.hanging import hanging_on
from linli.matters.rules import State, Step
from linli.people.queries import names_of
from linli.people.viewer import Viewer
from linli.ratings.models import RatingSlip, RatingSlipQuerySet


class Holder(StrEnum):
    """In whose hands it lies; of what was merged, the other one has it."""

    DESK = "desk"
    HANDLER = "handler"
    REPORTER = "reporter"
    ANOTHER = "another"
    NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The three answers of every page of a matter: who has it, until when, what comes next."""

    holder: Holder
    who: str
    who_from: str
    until: datetime | None
    why_until: str
    next: Words
    promised: datetime
    is_provisional: bool


NEXT_SENTENCE: dict[State, str] = {
    State.RECEIVED: "社区看过就派人来办",
    State.DISPATCHED: "承办人签收后联系您",
    State.WORKING: "办好后告诉您，请您评价",
    State.RETURNED: "承办人说不归他办，上一级定下归谁就接着办",
    State.PARKED: "现在办不成，到了日子接着办",
    State.SPLIT: "分成几件在办，都办好了告诉您",
    State.FINISHED: "您评价以后，这件事就办结",
    State.CLOSED: "已经写进公开栏",
    State.WITHDRAWN: "没有下一步了",
    State.MERGED: "跟另一件一起办，那一件有进展就告诉您",
}


def standing_of(matter: Matter) -> Standing:
    """三问: now, in one query more; the matter comes with desk, handler and unit."""
    holder, who, where = _holder(matter)
    duty = None if holder in (Holder.NOBODY, Holder.ANOTHER) else _running_duty_of(matter)
    return Standing(
        holder=holder,
        who=who,
        who_from=where,
        until=duty.due_at if duty else matter.rate_by if holder is Holder.REPORTER else None,
        why_until=duty.why if duty else "",
        next=Words(NEXT_SENTENCE[matter.standing]),
        promised=matter.due_at,
        is_provisional=bool(duty and duty.is_provisional),
    )


def _running_duty_of(matter: Matter) -> Duty | None:
    running = Duty.objects.running().filter(subject=matter.ref)
    return running.order_by("-pk").first()


def life_of(matter: Matter, viewer: Viewer) -> list[journal.Line]:
    """经过: everything that happened, in words for whoever looks."""
    serves = policies.serves_at(viewer, matter.place) or policies.may_work(viewer, matter)

    def names(asked: Collection[Ref]) -> Mapping[Ref, str]:
        known = {**names_of(asked, viewer=viewer), **_numbers_of(asked)}
        # Who has it in hand is named to whoever may read it, post or none: the deed is public.
        if matter.handler and matter.handler.ref in known:
            known[matter.handler.ref] = matter.handler.name
        return known

    audience = Audience.HOUSE if serves else Audience.PARTIES
    return journal.timeline(matter.ref, names=names, audience=audience)


def _numbers_of(references: Collection[Ref]) -> dict[Ref, str]:
    """Other matters by their number: what they say is for their own readers."""
    asked = {number(reference) for reference in references if kind(reference) == "matter"}
    if not asked:
        return {}
    rows = Matter.objects.filter(pk__in=asked).values_list("pk", "number")
    return {f"matter/{pk}": said for pk, said in rows}


def photos_of(matter: Matter) -> list[Photo]:
    """What was photographed, with its file; no question where there is nothing."""
    if "photo" not in hanging_on(matter):
        return []
    return list(matter.photos.select_related("attachment"))


def steps_open_to(
    viewer: Viewer, matter: Matter, *, among: Collection[Step] = tuple(policies.MAY)
) -> list[Step]:
    """List the buttons: what the workflow allows next and the policies allow this viewer."""
    return [
        step
        for step in rules.steps_from(matter.standing)
        if step in among
        and policies.MAY[step](viewer, matter)
        and not _goes_nowhere(step, matter)
    ]


def _goes_nowhere(step: Step, matter: Matter) -> bool:
    """Above the outermost desk is nothing to pass it up to."""
    return step is Step.ESCALATE and matter.desk.parent_id is None


def open_slip_of(matter: Matter, viewer: Viewer) -> RatingSlip | None:
    """The slip that waits for this viewer's own answer, or for whom they speak for."""
    return _waiting_slips(matter).visible_to(viewer).order_by("pk").first()


def open_slip_of_reporter(matter: Matter) -> RatingSlip | None:
    """The slip on which the call-back and the printed sheet ask, whoever else is asked."""
    who = matter.rater
    slips = _waiting_slips(matter)
    return slips.filter(person=who.person_id, receipt_hash=who.receipt_hash).first()


def _waiting_slips(matter: Matter) -> RatingSlipQuerySet:
    return RatingSlip.objects.waiting().filter(subject=matter.ref, turn=matter.turn)


def _holder(matter: Matter) -> tuple[Holder, str, str]:
    match matter.standing:
        case State.RECEIVED:
            return Holder.DESK, matter.desk.name, matter.desk.phone
        case State.SPLIT if not matter.handler:
            return Holder.DESK, matter.desk.name, matter.desk.phone
        case State.DISPATCHED | State.WORKING | State.RETURNED | State.PARKED | State.SPLIT:
            name = matter.handler.name if matter.handler else ""
            return Holder.HANDLER, name, matter.unit.name if matter.unit else matter.desk.name
        case State.FINISHED:
            return (
                Holder.REPORTER,
                matter.handler.name if matter.handler else "",
                matter.desk.name,
            )
        case State.MERGED if matter.merged_into:
            return Holder.ANOTHER, "", matter.merged_into.number
        case _:
            return Holder.NOBODY, "", ""
