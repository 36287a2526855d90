"""纸票: numbered, printed, delivered, taken in against the roll; read by two after the end.

Nobody reads a paper while the poll runs: boxes and envelopes are opened after the closing.
"""

from collections.abc import Sequence
from datetime import date, datetime
from secrets import choice

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.people.viewer import Viewer
from linli.voting import policies, rules
from linli.voting.actions.ballots import ChannelNotOffered, mark_once
from linli.voting.actions.moving import (
    permit_counting,
    permit_running,
    random_id,
    stand_in,
    stand_open,
)
from linli.voting.events import PaperDelivered, PaperRead, PapersPrinted, PaperTakenIn
from linli.voting.models import PaperBallot, PaperReading, Poll, RollEntry
from linli.voting.rules import ON_PAPER, Channel, PollStep
from linli.voting.rules.sharing import LETTERS

SERIAL = 8
MOST_AT_ONCE = 2000


class NoSuchPaper(Unreadable):
    pass


class AlreadyRead(Refusal):
    pass


class PaperNotReturned(Refusal):
    pass


@transaction.atomic
def print_papers(*, poll: Poll, count: int, by: Viewer, at: datetime) -> list[PaperBallot]:
    """印纸票: named, one for each entry that has none; secret, so many blanks.

    Serials are drawn at random: the order of the stack tells of no voter.
    """
    permit_running(poll, by)
    if not poll.ways & ON_PAPER:
        raise ChannelNotOffered("这次不收纸票。")
    stand_open(poll, at)
    if poll.is_secret and not 1 <= count <= MOST_AT_ONCE:
        raise Unreadable("一次印 1 到 {most} 张。", most=MOST_AT_ONCE)
    entries: Sequence[RollEntry | None] = [None] * count
    if not poll.is_secret:
        without = poll.roll.entries.exclude(
            pk__in=PaperBallot.objects.filter(poll=poll).values("entry")
        )
        entries = list(without.order_by("where", "key")[:MOST_AT_ONCE])
    printed = PaperBallot.objects.bulk_create(
        PaperBallot(
            pk=random_id(),
            poll=poll,
            is_secret=poll.is_secret,
            entry=entry,
            serial="".join(choice(LETTERS) for _ in range(SERIAL)),
        )
        for entry in entries
    )
    event = PapersPrinted(subject=poll.ref, count=len(printed))
    journal.record(event, by=by.ref, at=at, place=poll.place.ref)
    return printed


@transaction.atomic
def note_delivery(
    *, paper: PaperBallot, on: date, proof: str, by: Viewer, at: datetime
) -> None:
    """送达: a named paper was handed over, with proof; only then may it be deemed."""
    poll = paper.poll
    if not policies.may_take_in(by, poll):
        raise NotPermitted("纸票由组织投票的同事和监票人收发。")
    if poll.is_secret or not proof.strip():
        raise Unreadable("记名的纸票才记送达，要写凭据：谁签收、照片在哪里。")
    stand_open(poll, at)
    PaperBallot.objects.filter(pk=paper.pk).update(
        delivered_on=on, delivery_proof=proof.strip()
    )
    event = PaperDelivered(subject=poll.ref)
    journal.record(event, by=by.ref, at=at, place=poll.place.ref)


@transaction.atomic
def hand_out_paper(
    *, poll: Poll, entry: RollEntry, channel: Channel, by: Viewer, at: datetime
) -> None:
    """领票: in a secret poll the voter is marked and draws a blank; nobody notes its number."""
    _permit_taking_in(poll, channel, by)
    if not poll.is_secret:
        raise ChannelNotOffered("记名的纸票按票号收。")
    stand_open(poll, at)
    mark_once(poll, entry, channel, by_proxy=False)
    event = PaperTakenIn(subject=poll.ref, channel=channel.label)
    journal.record(event, by=by.ref, at=at, place=poll.place.ref)


@transaction.atomic
def take_in_paper(
    *, poll: Poll, serial: str, channel: Channel, by: Viewer, at: datetime
) -> None:
    """收票: a named paper comes back, closed, and its entry has voted; it is read later."""
    _permit_taking_in(poll, channel, by)
    stand_open(poll, at)
    paper = _paper(poll, serial)
    if paper.entry is None:
        raise ChannelNotOffered("无记名的纸票投进票箱，不按票号收。")
    mark_once(poll, paper.entry, channel, by_proxy=False)
    PaperBallot.objects.filter(pk=paper.pk).update(returned_by=channel)
    event = PaperTakenIn(subject=poll.ref, channel=channel.label)
    journal.record(event, by=by.ref, at=at, place=poll.place.ref)


@transaction.atomic
def read_paper(
    *,
    poll: Poll,
    serial: str,
    marked: Sequence[Sequence[int]],
    spoiled: Sequence[bool],
    by: Viewer,
    at: datetime,
) -> bool:
    """录票: what a counter reads; it counts as soon as two of them read the same.

    Says whether two agree by now; if not, a second or a third one reads it.
    """
    permit_counting(poll, by)
    stand_in(PollStep.READ_PAPER, poll)
    paper = _paper(poll, serial)
    if paper.answers is not None:
        raise AlreadyRead("这张票两个人已经录成一样的了。")
    if not poll.is_secret and not paper.returned_by:
        raise PaperNotReturned("这张票投票期间没有收回来，不能录。")
    answers = [
        rules.reading(question.law, len(question.options), places, spoiled=is_spoiled)
        for question, places, is_spoiled in zip(
            poll.questions.all(), marked, spoiled, strict=True
        )
    ]
    told = [None if answer is None else list(answer) for answer in answers]
    others = [reading.answers for reading in paper.readings.all()]
    try:
        with transaction.atomic():
            assert by.person_id is not None  # noqa: S101 - the policy saw a person
            PaperReading.objects.create(
                paper=paper, reader_id=by.person_id, answers=told, read_at=at
            )
    except IntegrityError:
        raise AlreadyRead("这张票您录过了，要换一个人来录。") from None
    agreed = told in others
    if agreed:
        PaperBallot.objects.filter(pk=paper.pk).update(answers=told)
    journal.record(PaperRead(subject=poll.ref), by=by.ref, at=at, place=poll.place.ref)
    return agreed


def unsettled_papers(poll: Poll) -> int:
    """How many papers still want a reader."""
    papers = PaperBallot.objects.filter(poll=poll, answers__isnull=True)
    if poll.is_secret:
        return papers.filter(readings__isnull=False).distinct().count()
    return papers.exclude(returned_by="").count()


def _permit_taking_in(poll: Poll, channel: Channel, by: Viewer) -> None:
    if not policies.may_take_in(by, poll):
        raise NotPermitted("纸票由组织投票的同事和监票人收发。")
    if channel not in poll.ways & ON_PAPER:
        raise ChannelNotOffered("这次不用这种方式收纸票。")


def _paper(poll: Poll, serial: str) -> PaperBallot:
    typed = "".join(letter for letter in serial.upper() if letter.isalnum())
    paper = PaperBallot.objects.select_related("entry").filter(poll=poll, serial=typed).first()
    if paper is None:
        raise NoSuchPaper(
            "没有“{serial}”这张票，请照票上的票号再看一遍。", serial=serial.strip()
        )
    return paper
