"""收: how a matter comes in, by whom and for whom, and how others join it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from linli.duties.actions import begin_duty
from linli.kernel import journal
from linli.kernel.attachments import Upload
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.events import Event
from linli.kernel.numbers import next_number, spoken_code
from linli.kernel.options import Resolution, pin, resolve
from linli.kernel.search import grams
from linli.matters import policies, rules
from linli.matters.actions.handling import NothingNoted, keep_photo
from linli.matters.actions.moving import DISPATCHING, take
from linli.matters.contacts import contact_index
from linli.matters.events import (
    MatterAddedTo,
    MatterJoined,
    MatterReported,
    MatterReportedFor,
)
from linli.matters.handling_options import MODES
from linli.matters.models import Matter, Voice
from linli.matters.modes import mode_for
from linli.matters.options import CHANNELS, NUMBER_PREFIX, ROUTES, TIERS
from linli.matters.promises import dispatch_promise, handling_promise
from linli.matters.routing import Proposal, Tier, propose
from linli.matters.rules import OPEN, Sensitivity, State, Step
from linli.people import queries as people
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.models import Area, Point
from linli.places.queries.known import known_on
from linli.places.rules import DESKS
from linli.ratings.actions import ask_for_ratings
from linli.ratings.rules import Rater, rater

LONGEST_WORDS = 2000
BEFORE = "before"


class NothingSaid(Unreadable):
    pass


class UnknownChannel(Unreadable):
    pass


class NotInACommunity(Unreadable):
    pass


class MandateMissing(NotPermitted):
    pass


class AlreadyJoined(Refusal):
    pass


class NotOpenToJoin(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class Word:
    """What was said, where and by which way; `concerns` is whom a complaint is about.

    `contact` is how somebody without an entry in the register can be found: for who has it in
    hand alone, encrypted, never told in the journal.
    """

    words: str
    place: Area
    channel: str = "web"
    spot: str = ""
    topic: str = ""
    point: Point | None = None
    may_publish: bool = False
    private: bool = False
    concerns: Person | None = None
    contact: str = ""
    photos: tuple[Upload, ...] = ()


@transaction.atomic
def report_matter(
    *,
    word: Word,
    by: Viewer,
    at: datetime,
    reporter: Person | None = None,
    evidence: str = "",
    receipt: str = "",
) -> Matter:
    """登记: somebody says what troubles them, for themselves, for another, or unnamed.

    `reporter` None is anonymous: only `receipt`, of which a keyed hash is kept, leads back.
    `evidence` is the mandate under which `by` speaks for another (当面口头委托).
    """
    if not policies.may_report_as(by, reporter, word.place, evidence):
        raise MandateMissing("替别人说事要有委托：写明对方怎么委托您的，或请对方先做委托登记。")
    options = resolve(word.place.chain)
    _refuse_unsound(word, options)
    routes = options[ROUTES]
    proposal = propose(word.words, routes)
    matter = lay_down(word, options, proposal, reporter, receipt, by, at)
    event = _told(matter, word, reporter, evidence, by)
    journal.record(event, by=by.ref, at=at, place=word.place.ref)
    for upload in word.photos:
        keep_photo(matter=matter, upload=upload, when=BEFORE, by=by, at=at)
    return matter


@transaction.atomic
def join_matter(
    *, matter: Matter, by: Viewer, at: datetime, words: str = "", receipt: str = ""
) -> Voice:
    """附议: somebody with the same trouble joins, is told of everything, and may rate."""
    if matter.standing not in OPEN or matter.sensitivity != Sensitivity.ORDINARY:
        raise NotOpenToJoin("这件事已经办结或不公开，请另外说一件。")
    who = rater(by.person_id, receipt_hash(receipt))
    if _is_in_it(matter, who):
        raise AlreadyJoined("您已经在这件事里了，有进展会告诉您。")
    voice = Voice.objects.create(
        matter=matter,
        person_id=who.person_id,
        receipt_hash=who.receipt_hash,
        words=words.strip(),
        joined_at=at,
    )
    Matter.objects.filter(pk=matter.pk).update(joined=F("joined") + 1)
    matter.joined += 1
    _ask_too(voice, at=at)
    event = MatterJoined(
        subject=matter.ref, words=f"：{words.strip()}" if words.strip() else ""
    )
    journal.record(event, by=by.ref, at=at, place=matter.place.ref)
    return voice


@transaction.atomic
def say_more(
    *,
    matter: Matter,
    words: str,
    by: Viewer,
    at: datetime,
    photos: Sequence[Upload] = (),
) -> None:
    """补充: who brought it or joined adds a word, and photos, while it is being done."""
    if not policies.may_say_more(by, matter):
        raise NotPermitted("只有说这件事的人可以补充。")
    if not words.strip():
        raise NothingNoted("请写一句要补充什么，几个字也行。")
    event = MatterAddedTo(subject=matter.ref, words=words.strip())
    take(Step.NOTE, matter, event, by=by.ref, at=at)
    for upload in photos:
        keep_photo(matter=matter, upload=upload, when=BEFORE, by=by, at=at)


def receipt_hash(receipt: str) -> str:
    """Only this keyed hash of a receipt code is kept."""
    return people.receipt_hash(receipt) if receipt else ""


def _is_in_it(matter: Matter, who: Rater) -> bool:
    joined = matter.voices.filter(person=who.person_id, receipt_hash=who.receipt_hash)
    return who.can_come_back and (matter.rater == who or joined.exists())


def _ask_too(voice: Voice, *, at: datetime) -> None:
    """Who joins what is finished already is asked like the others.

    Read anew, behind the row's lock: whoever finished it meanwhile did not see this voice.
    """
    matter = Matter.objects.get(pk=voice.matter_id)
    if matter.standing is State.FINISHED and matter.rate_by and voice.rater.can_come_back:
        ask_for_ratings(
            subject=matter.ref,
            turn=matter.turn,
            raters=[voice.rater],
            close_at=matter.rate_by,
            at=at,
        )


def _refuse_unsound(word: Word, options: Resolution) -> None:
    if not word.words.strip():
        raise NothingSaid("请写一句是什么事，几个字也行。")
    if len(word.words) > LONGEST_WORDS:
        raise NothingSaid("写得太长了，请控制在 {most} 字以内。", most=LONGEST_WORDS)
    if word.channel not in {channel.code for channel in options[CHANNELS]}:
        raise UnknownChannel("这里没有“{channel}”这个说事渠道。", channel=word.channel)


def lay_down(
    word: Word,
    options: Resolution,
    proposal: Proposal,
    reporter: Person | None,
    receipt: str,
    by: Viewer,
    at: datetime,
) -> Matter:
    """Write the row of a new matter; the clock of the desk that has to dispatch it starts."""
    tier, modes = _tier(options, proposal), options[MODES]
    calendar = calendar_in_force()
    lowest = _lowest_desk(word)
    desk = _desk(word.place, lowest)
    number = next_number(options[NUMBER_PREFIX], day_of(at).year)
    promise = handling_promise(tier, calendar, at=at, has_desk_above=False)
    matter = Matter.objects.create(
        number=number,
        spoken_code=spoken_code(5, choose=_dice(number)),
        title=rules.title_of(word.words),
        words=word.words.strip(),
        grams=grams(f"{word.words} {word.spot} {number}"),
        place=word.place,
        spot=word.spot,
        channel=word.channel,
        point=word.point,
        topic=word.topic or proposal.route.topic or "",
        sensitivity=_sensitivity(word, proposal),
        lowest_desk=lowest,
        concerns=word.concerns,
        reporter=reporter,
        recorder_id=by.person_id if reporter is None or reporter.pk != by.person_id else None,
        receipt_hash=receipt_hash(receipt),
        contact=word.contact,
        contact_index=contact_index(word.contact),
        may_publish=word.may_publish,
        route=proposal.route.code,
        route_why=proposal.why[:200],
        tier=tier.code,
        mode=mode_for(modes, route=proposal.route.code, tier=tier.code).code,
        requirement=proposal.route.requirement,
        options_digest=pin(options),
        desk=desk,
        level_reached=lowest,
        reported_at=at,
        due_at=promise.due_at,
    )
    begin_duty(
        subject=matter.ref,
        kind=DISPATCHING,
        desk=desk,
        holder=None,
        unit=None,
        promise=dispatch_promise(tier, calendar, at=at),
        at=at,
    )
    return matter


def _told(
    matter: Matter, word: Word, reporter: Person | None, evidence: str, by: Viewer
) -> Event:
    if reporter is None or reporter.pk == by.person_id:
        return MatterReported(
            subject=matter.ref, words=matter.words, channel=word.channel, number=matter.number
        )
    return MatterReportedFor(
        subject=matter.ref,
        reporter=reporter.ref,
        words=matter.words,
        channel=word.channel,
        number=matter.number,
        evidence=evidence or "家人委托",
    )


def _tier(options: Resolution, proposal: Proposal) -> Tier:
    tiers = options[TIERS]
    return next((tier for tier in tiers if tier.code == proposal.route.tier), tiers[0])


def _sensitivity(word: Word, proposal: Proposal) -> Sensitivity:
    if word.concerns:
        return Sensitivity.COMPLAINT
    return (
        Sensitivity.PRIVATE if word.private or proposal.route.private else Sensitivity.ORDINARY
    )


def _lowest_desk(word: Word) -> int:
    """A complaint about somebody goes one level up: nobody handles what concerns himself."""
    return 1 if word.concerns else 0


def _desk(place: Area, level: int) -> Area:
    above = next((area for area in known_on(place.path) if area.kind == DESKS[level]), None)
    if above is None:
        raise NotInACommunity("“{place}”还没有归到社区，暂时不能在这里说事。", place=place.name)
    return above


def _dice(seed: str) -> Callable[[int], int]:
    """Choices that follow from the number alone: the same matter gets the same spoken code."""
    rolls = iter(hashlib.sha256(seed.encode()).digest())
    return lambda sides: next(rolls) % sides
