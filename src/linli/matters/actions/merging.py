"""并案与拆分: what is the same is done as one, what is several is done apart; both undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from linli.duties.actions import begin_duty, end_duties
from linli.duties.rules import Promise
from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.events import Event
from linli.kernel.links import link
from linli.kernel.options import Resolution
from linli.kernel.references import THE_SYSTEM, Ref
from linli.matters import policies
from linli.matters.actions.desk import clock_goes_on
from linli.matters.actions.moving import options_of, permit, take
from linli.matters.actions.reporting import Word, lay_down
from linli.matters.events import (
    MatterGaveBack,
    MatterMerged,
    MatterReported,
    MatterSplit,
    MatterTookIn,
    MatterUnited,
    MatterUnmerged,
    PartsFinished,
)
from linli.matters.models import Matter, Voice
from linli.matters.options import ROUTES
from linli.matters.routing import Proposal, propose
from linli.matters.rules import BACK, IN_THE_OPEN, UNFINISHED, Sensitivity, State, Step
from linli.people.viewer import Viewer
from linli.places.models import Area

MERGING = "并案"
PART = "拆分"
PARTS = "parts"
FEWEST, MOST = 2, 8


class MergeReasonMissing(Unreadable):
    pass


class NotToBeMerged(Refusal):
    pass


class NotToBeUndone(Refusal):
    pass


class TooFewParts(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a matter: its own words and place; without a route it goes by its words."""

    words: str
    place: Area
    route: str = ""


@transaction.atomic
def merge_matter(*, matter: Matter, into: Matter, why: str, by: Viewer, at: datetime) -> None:
    """并案: one clock and one outcome; everybody who spoke is told of it and may rate it."""
    permit(Step.MERGE, matter, by, "只有管这件事的工作台可以并案。")
    if not policies.may_merge(by, into):
        raise NotPermitted("要并到的那件不在您的工作台，不能并。")
    _refuse_unfit(matter, into)
    reason = _said(why)
    before = matter.standing
    event = MatterMerged(subject=matter.ref, into=into.ref, why=reason)
    changes = {"state_before": before, "merged_into": into}
    take(Step.MERGE, matter, event, by=by.ref, at=at, **changes)
    end_duties(subject=matter.ref, at=at)
    moved = _bring_the_voices(matter, into, at=at)
    took = MatterTookIn(subject=into.ref, other=matter.ref)
    take(Step.NOTE, into, took, by=by.ref, at=at, joined=F("joined") + moved)
    into.refresh_from_db(fields=["joined"])
    link(matter.ref, into.ref, kind=MERGING, by=by.ref, at=at)


@transaction.atomic
def unmerge_matter(*, matter: Matter, why: str, by: Viewer, at: datetime) -> None:
    """拆开: it stands again where it stood, with its own clock; its voices go back with it."""
    into = matter.merged_into
    if matter.standing is not State.MERGED or into is None:
        raise NotToBeUndone("这件事没有并到别的事里。")
    if matter.part_of_id:
        raise NotToBeUndone("这一件已经合回原来的事里，要分开办请重新拆分。")
    if not policies.may_merge(by, matter):
        raise NotPermitted("只有管这件事的工作台可以拆开。")
    if into.standing not in UNFINISHED:
        raise NotToBeUndone("并到的那件已经办结，不能再拆开；没解决的请另外说一件。")
    event = MatterUnmerged(subject=matter.ref, why=_said(why))
    step = BACK[State(matter.state_before)]
    take(step, matter, event, by=by.ref, at=at, state_before="", merged_into=None)
    clock_goes_on(matter, at=at)
    brought = into.voices.filter(merged_from=matter)
    gone = brought.count()
    brought.delete()
    Matter.objects.filter(pk=into.pk).update(joined=F("joined") - gone)
    gave = MatterGaveBack(subject=into.ref, other=matter.ref)
    journal.record(gave, by=by.ref, at=at, place=into.place.ref)


@transaction.atomic
def split_matter(
    *, matter: Matter, parts: Sequence[Part], why: str, by: Viewer, at: datetime
) -> list[Matter]:
    """拆分: each part goes its own way; the matter itself waits until all are finished."""
    permit(Step.SPLIT, matter, by, "只有管这件事的工作台可以拆分。")
    if not FEWEST <= len(parts) <= MOST or not all(part.words.strip() for part in parts):
        raise TooFewParts("至少拆成两件，最多八件，每件都要写明办什么。")
    if matter.part_of_id:
        raise NotToBeMerged("分出来的一件不能再拆，请从原来的那件拆。")
    event = MatterSplit(subject=matter.ref, many=len(parts), why=_said(why))
    take(Step.SPLIT, matter, event, by=by.ref, at=at, state_before=matter.standing)
    _waits_for_its_parts(matter, at=at)
    options = options_of(matter)
    return [_lay_down_part(matter, part, options, by, at) for part in parts]


@transaction.atomic
def unite_matter(*, matter: Matter, why: str, by: Viewer, at: datetime) -> None:
    """不拆了: while no part is in anybody's hands they are taken back into the whole."""
    if matter.standing is not State.SPLIT:
        raise NotToBeUndone("这件事没有拆开。")
    if not policies.may_merge(by, matter):
        raise NotPermitted("只有管这件事的工作台可以合回去。")
    reason = _said(why)
    apart = matter.parts.exclude(state=State.MERGED)
    parts = list(apart.select_related("place", "desk__parent"))
    if any(part.standing is not State.RECEIVED for part in parts):
        raise NotToBeUndone("已经有一件派出去了，不能合回去；请等分出去的几件办完。")
    for part in parts:
        event = MatterMerged(subject=part.ref, into=matter.ref, why=reason)
        changes = {"state_before": part.standing, "merged_into": matter}
        take(Step.MERGE, part, event, by=by.ref, at=at, **changes)
        end_duties(subject=part.ref, at=at)
    united = MatterUnited(subject=matter.ref, why=reason)
    _stands_as_before(matter, united, by=by.ref, at=at)


@transaction.atomic
def gather_parts(*, part: Matter, at: datetime) -> None:
    """都办完了: when the last part is finished, the whole can be finished."""
    matter = part.part_of
    if matter is None or matter.standing is not State.SPLIT:
        return
    if matter.parts.filter(state__in=UNFINISHED).exists():
        return
    _stands_as_before(matter, PartsFinished(subject=matter.ref), by=THE_SYSTEM, at=at)


def _stands_as_before(matter: Matter, event: Event, *, by: Ref, at: datetime) -> None:
    take(BACK[State(matter.state_before)], matter, event, by=by, at=at, state_before="")
    clock_goes_on(matter, at=at)


def _said(why: str) -> str:
    if reason := why.strip():
        return reason
    raise MergeReasonMissing("请写明理由，说事人会看到。")


def _refuse_unfit(matter: Matter, into: Matter) -> None:
    if matter.pk == into.pk:
        raise NotToBeMerged("一件事不能并到它自己里。")
    if matter.standing is State.MERGED:
        raise NotToBeMerged("这件事已经并到别的事里了。")
    if into.standing is State.MERGED:
        raise NotToBeMerged("要并到的那件自己已经并到别的事里，请选最后的那件。")
    if into.standing not in IN_THE_OPEN:
        raise NotToBeMerged("要并到的那件已经办结或者搁着，不能再并进去。")
    if matter.merged.exists():
        raise NotToBeMerged("有别的事并在这件里，请先拆开，再一件一件并。")
    if matter.part_of_id or into.part_of_id:
        raise NotToBeMerged("分头在办的一件不能并案。")
    if {matter.sensitivity, into.sensitivity} != {Sensitivity.ORDINARY}:
        raise NotToBeMerged("不公开的事要单独办，不能并案。")


def _bring_the_voices(matter: Matter, into: Matter, *, at: datetime) -> int:
    """Everybody of the one speaks in the other too, each once; says how many came."""
    there = {into.rater, *(voice.rater for voice in into.voices.all())}
    spoken = dict.fromkeys([matter.rater, *(voice.rater for voice in matter.voices.all())])
    coming = [who for who in spoken if who.can_come_back and who not in there]
    for who in coming:
        Voice.objects.create(
            matter=into,
            person_id=who.person_id,
            receipt_hash=who.receipt_hash,
            joined_at=at,
            merged_from=matter,
        )
    return len(coming)


def _waits_for_its_parts(matter: Matter, *, at: datetime) -> None:
    """The whole has a clock as well: what was promised to whoever brought it."""
    end_duties(subject=matter.ref, at=at)
    begin_duty(
        subject=matter.ref,
        kind=PARTS,
        desk=matter.desk,
        holder=matter.handler,
        unit=matter.unit,
        promise=Promise(
            accept_by=None,
            remind_at=matter.due_at,
            due_at=matter.due_at,
            give_up_at=None,
            calendar_version="",
            is_provisional=False,
            why="",
        ),
        at=at,
    )


def _lay_down_part(
    matter: Matter, part: Part, options: Resolution, by: Viewer, at: datetime
) -> Matter:
    """Without a reporter of its own: who brought the whole is asked about the whole."""
    word = Word(
        words=part.words,
        place=part.place,
        channel=matter.channel,
        topic=matter.topic,
        private=matter.sensitivity == Sensitivity.PRIVATE,
        concerns=matter.concerns,
    )
    proposal = _routed(part, options)
    child = lay_down(word, options, proposal, None, "", by, at)
    Matter.objects.filter(pk=child.pk).update(part_of=matter)
    child.part_of = matter
    event = MatterReported(
        subject=child.ref, words=child.words, channel=child.channel, number=child.number
    )
    journal.record(event, by=by.ref, at=at, place=part.place.ref)
    link(child.ref, matter.ref, kind=PART, by=by.ref, at=at)
    return child


def _routed(part: Part, options: Resolution) -> Proposal:
    routes = options[ROUTES]
    chosen = next((route for route in routes if route.code == part.route), None)
    if chosen:
        return Proposal(route=chosen, matched=(), lost=())
    return propose(part.words, routes)
