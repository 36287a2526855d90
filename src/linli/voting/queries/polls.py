"""What pages ask about rolls and polls. Before the count nobody asks about votes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from linli.kernel.errors import Refusal, Unreadable
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.voting import policies
from linli.voting.models import (
    BallotProxy,
    Mark,
    PaperBallot,
    Poll,
    PollCount,
    PollQuerySet,
    Roll,
    RollCorrection,
    RollEntry,
    RollQuerySet,
)
from linli.voting.rules import ON_PAPER, Channel, Line, PollState, Weight


class TurnoutNotShown(Refusal):
    pass


class NoSuchHolder(Unreadable):
    pass


class NotYetCounted(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class MyVote:
    """An entry for which somebody may vote, and whether its vote is in."""

    entry: RollEntry
    is_own: bool
    has_voted: bool


def holder_meant(name: str, code: str) -> Person:
    """Find who is to vote for another, by name and by the code that they told themselves."""
    found = Person.objects.filter(name=name.strip(), spoken_code=code.strip(), left_on=None)
    holder = found.exclude(spoken_code="").first()
    if holder is None:
        raise NoSuchHolder("姓名和口令号对不上，请问受托人自己再写。")
    return holder


def polls_for(viewer: Viewer) -> PollQuerySet:
    """What somebody may see, with what a line of a list needs."""
    return Poll.objects.visible_to(viewer).select_related("place", "roll")


def rolls_for(viewer: Viewer) -> RollQuerySet:
    """The rolls that somebody may see."""
    return Roll.objects.visible_to(viewer).select_related("place")


def open_polls(polls: PollQuerySet, *, at: datetime) -> PollQuerySet:
    """正在投的: open by state and by the clock, the one that ends first first."""
    return polls.filter(state=PollState.OPEN, closes_at__gt=at).order_by("closes_at", "pk")


def polls_due(at: datetime) -> QuerySet[Poll]:
    """到点的: open by state and over by the clock."""
    due = Poll.objects.filter(state=PollState.OPEN, closes_at__lte=at)
    return due.select_related("place", "roll").order_by("closes_at", "pk")


def votes_of(viewer: Viewer, poll: Poll) -> list[MyVote]:
    """我的票: one's own entry and those for which one holds a proxy of this poll."""
    if not viewer.is_known:
        return []
    marked = Mark.objects.filter(poll=poll, entry=OuterRef("pk"))
    held = BallotProxy.objects.filter(poll=poll, holder=viewer.person_id, revoked_at=None)
    mine = Q(person=viewer.person_id) | Q(pk__in=held.values("entry"))
    entries = RollEntry.objects.filter(mine, roll=poll.roll_id).annotate(voted=Exists(marked))
    found = sorted(
        entries.select_related("person"),
        key=lambda entry: (entry.person_id != viewer.person_id, entry.pk),
    )
    return [
        MyVote(
            entry=entry,
            is_own=entry.person_id == viewer.person_id,
            has_voted=bool(entry.voted),  # type: ignore[attr-defined]
        )
        for entry in found
    ]


def waiting_for(viewer: Viewer, *, at: datetime) -> PollQuerySet:
    """等我投的: open polls on whose roll somebody stands and has not voted."""
    mine = RollEntry.objects.filter(person=viewer.person_id or 0, roll=OuterRef("roll"))
    voted = Mark.objects.filter(poll=OuterRef("pk"), entry__person=viewer.person_id or 0)
    asked = open_polls(polls_for(viewer), at=at)
    return asked.filter(Exists(mine)).exclude(Exists(voted))


def turnout_of(poll: Poll) -> Weight:
    """参与率: of what weight the marks are; refused while the poll runs unless it was declared.

    Nobody is excepted: who knows the turnout day by day knows when to fetch whom.
    """
    is_over = poll.standing in (PollState.CLOSED, PollState.COUNTED)
    if not (is_over or poll.shows_turnout):
        raise TurnoutNotShown("这次投票事先定了：投票期间不公开参与率，结束以后公布。")
    return participation(poll)


def participation(poll: Poll) -> Weight:
    """Of what weight the marks are, for the rules alone; pages ask `turnout_of`."""
    marks = Mark.objects.filter(poll=poll)
    sums = marks.aggregate(
        heads=Sum("entry__heads"), area=Sum("entry__area"), units=Sum("entry__units")
    )
    return Weight(**{name: value or 0 for name, value in sums.items()})


def marks_by_channel(poll: Poll) -> dict[Channel, int]:
    """How many voted by which way, for the books of the count."""
    marks = Mark.objects.filter(poll=poll).values_list("channel", flat=True)
    told = list(marks)
    return {channel: told.count(channel.value) for channel in Channel}


def count_of(poll: Poll) -> PollCount:
    """计票记录: refused to everybody before the poll is counted."""
    if poll.standing is not PollState.COUNTED:
        raise NotYetCounted("还没有计票；结束以前，谁都看不到投了什么。")
    return PollCount.objects.get(poll=poll, is_recount=False)


def entries_seen(viewer: Viewer, roll: Roll) -> QuerySet[RollEntry]:
    """名册上的条目: all for who keeps the roll, one's own for others, in the order of doors."""
    entries = roll.entries.visible_to(viewer).select_related("person", "dwelling__area")
    return entries.order_by("where", "key")


def corrections_of(roll: Roll, viewer: Viewer) -> QuerySet[RollCorrection]:
    """更正: all for who keeps the roll, one's own for others."""
    asked = roll.corrections.select_related("asked_by", "entry").order_by("asked_at", "pk")
    if policies.may_keep_rolls(viewer, roll.place):
        return asked
    return asked.filter(asked_by__in=viewer.speaks_for)


def sealed_lines(roll: Roll) -> Iterator[Line]:
    """The entries as they enter the digest: key, whom they mean, heads, area, units."""
    rows = roll.entries.values_list("key", "person", "dwelling", "heads", "area", "units")
    for key, person, dwelling, heads, area, units in rows.iterator(chunk_size=5000):
        means = [f"person/{person}"] if person else []
        means += [f"dwelling/{dwelling}"] if dwelling else []
        yield key, "+".join(means), heads, area, units


def papers_to_read(poll: Poll) -> QuerySet[PaperBallot]:
    """待录的纸票: of a named poll what came back; of a secret one what was begun to be read."""
    papers = PaperBallot.objects.filter(poll=poll, answers__isnull=True)
    if poll.is_secret:
        return papers.filter(readings__isnull=False).distinct().order_by("serial")
    return papers.exclude(returned_by="").order_by("serial")


def paper_marks(poll: Poll) -> int:
    """How many papers were taken in or handed out against the roll."""
    ways = [channel.value for channel in ON_PAPER]
    return Mark.objects.filter(poll=poll, channel__in=ways).count()
