"""Rolls and polls in any legal state, reached the way real ones are: through the actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.kernel.dates import day_of
from linli.kernel.testing import NOON
from linli.people.models import Person
from linli.people.testing import a_clerk, a_person, viewing
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.testing import a_neighbourhood
from linli.voting import actions
from linli.voting.actions import NewEntry, NewQuestion, Safeguards
from linli.voting.models import Poll, PollCount, Roll, RollEntry
from linli.voting.options import RULES, rule_called
from linli.voting.rules import Channel, RollKind, Rule, Secrecy, Weight

A_WEEK_LATER = NOON + timedelta(days=8)
CLOSES = A_WEEK_LATER + timedelta(days=10)
AFTERWARDS = CLOSES + timedelta(hours=1)
ALL_WAYS = tuple(Channel)


def the_rule(code: str) -> Rule:
    """A rule as it is laid down unless a community says otherwise."""
    found = rule_called(code, RULES.default)
    assert found
    return found


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A poll with who runs it, who counts it, who votes, and the codes that open it."""

    poll: Poll
    clerk: Person
    counters: tuple[Person, ...]
    voters: tuple[Person, ...]
    codes: tuple[str, ...] = ()

    @property
    def by(self) -> Viewer:
        return viewing(self.clerk)

    def entry_of(self, voter: Person) -> RollEntry:
        return self.poll.roll.entries.get(person=voter)

    def cast(self, voter: Person, *marked: Sequence[int], at: datetime = A_WEEK_LATER) -> str:
        """Vote online for oneself."""
        return actions.cast_ballot(
            poll=self.poll,
            entry=self.entry_of(voter),
            marked=marked,
            by=viewing(voter),
            at=at,
        )

    def close(self, at: datetime = AFTERWARDS) -> None:
        self.poll.refresh_from_db()
        actions.close_poll(poll=self.poll, by=self.by, at=at)

    def count(self, papers: int = 0, at: datetime = AFTERWARDS) -> PollCount:
        self.poll.refresh_from_db()
        return actions.count_poll(
            poll=self.poll,
            codes=self.codes[: self.poll.codes_needed],
            papers_in_box=papers,
            by=viewing(self.counters[0]),
            at=at,
        )


def a_roll(
    voters: Sequence[Person],
    *,
    weights: Sequence[Weight] = (),
    place: Area | None = None,
    by: Person | None = None,
    kind: RollKind = RollKind.NAMED,
) -> Roll:
    """A sealed roll of these voters, of equal weight unless others are given."""
    here = place or a_neighbourhood().community
    viewer = viewing(by or a_clerk(here))
    roll = actions.draft_roll(
        name="翠竹苑居民名册",
        place=here,
        kind=kind,
        basis="居民自治章程",
        cutoff_on=day_of(NOON),
        by=viewer,
        at=NOON,
    )
    weighed = weights or [Weight(heads=1, units=1)] * len(voters)
    entries = [
        NewEntry(person=voter, where="3号楼", weight=weight)
        for voter, weight in zip(voters, weighed, strict=True)
    ]
    actions.put_on_roll(roll=roll, entries=entries, by=viewer, at=NOON)
    actions.show_roll(roll=roll, by=viewer, at=NOON)
    actions.seal_roll(roll=roll, by=viewer, at=A_WEEK_LATER)
    return roll


def a_poll(
    *questions: NewQuestion,
    voters: int = 6,
    weights: Sequence[Weight] = (),
    secrecy: Secrecy = Secrecy.SECRET,
    channels: Sequence[Channel] = ALL_WAYS,
    safeguards: Safeguards = Safeguards(),  # noqa: B008 - a frozen value
    is_open: bool = True,
) -> Scene:
    """A poll of residents on whether to plant trees; open, with two sworn counters."""
    here = a_neighbourhood()
    clerk = a_clerk(here.community)
    people = tuple(a_person(f"居民{n + 1}", home=here.unit) for n in range(voters))
    counters = tuple(a_person(f"监票人{n + 1}", home=here.unit) for n in range(3))
    roll = a_roll(people, weights=weights, place=here.community, by=clerk)
    trees = NewQuestion(words="同意种树吗？", rule=the_rule("residents"))
    poll = actions.draft_poll(
        title="院子里种树",
        roll=roll,
        questions=questions or (trees,),
        secrecy=secrecy,
        channels=channels,
        closes_at=CLOSES,
        safeguards=safeguards,
        by=viewing(clerk),
        at=A_WEEK_LATER,
    )
    for counter in counters:
        actions.swear_in_counter(poll=poll, person=counter, by=viewing(clerk), at=A_WEEK_LATER)
    codes: tuple[str, ...] = ()
    if is_open:
        handed = actions.open_poll(poll=poll, by=viewing(clerk), at=A_WEEK_LATER)
        codes = tuple(one.code for one in handed)
    return Scene(poll=poll, clerk=clerk, counters=counters, voters=people, codes=codes)
