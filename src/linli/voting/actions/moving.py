"""The one way in which a roll or a poll moves: check the table, write, tell it."""

from datetime import datetime
from secrets import randbelow
from typing import Any

from django.db.models import F

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.events import Event
from linli.kernel.references import Ref
from linli.people.viewer import Viewer
from linli.voting import policies, rules
from linli.voting.models import Poll, Roll
from linli.voting.rules import PollState, PollStep, RollStep

ROOM = 2**60


class RollMovedOn(Refusal):
    pass


class PollMovedOn(Refusal):
    pass


class PollNotOpen(Refusal):
    pass


def random_id() -> int:
    """An id that tells nothing of the order in which rows were written."""
    return 1 + randbelow(ROOM)


def permit_roll(roll: Roll, by: Viewer) -> None:
    """Refuse whoever does not keep rolls there."""
    if not policies.may_keep_rolls(by, roll.place):
        raise NotPermitted("名册由在那里值守的同事来编。")


def permit_running(poll: Poll, by: Viewer) -> None:
    """Refuse whoever does not run the poll."""
    if not policies.may_run(by, poll):
        raise NotPermitted("这次投票由组织人和在那里值守的同事来管。")


def permit_counting(poll: Poll, by: Viewer) -> None:
    """Refuse whoever is not sworn for this poll, whatever else they are."""
    if not policies.may_count(by, poll):
        raise NotPermitted("只有为这次投票登记的监票计票人可以这样做。")


def take_roll(
    step: RollStep, roll: Roll, event: Event, *, by: Ref, at: datetime, **changes: Any
) -> None:
    """Move the roll and tell it, or refuse if it is no longer as this person saw it."""
    state = rules.roll_after(roll.standing, step)
    seen = Roll.objects.filter(pk=roll.pk, version=roll.version, state=roll.state)
    if not seen.update(state=state, version=F("version") + 1, **changes):
        raise RollMovedOn("这份名册刚刚有了变动，请看过再改。")
    roll.state, roll.version = state, roll.version + 1
    for name, value in changes.items():
        setattr(roll, name, value)
    journal.record(event, by=by, at=at, place=roll.place.ref)


def take_poll(
    step: PollStep, poll: Poll, event: Event, *, by: Ref, at: datetime, **changes: Any
) -> None:
    """Move the poll and tell it, or refuse if it is no longer as this person saw it."""
    state = rules.poll_after(poll.standing, step)
    seen = Poll.objects.filter(pk=poll.pk, version=poll.version, state=poll.state)
    if not seen.update(state=state, version=F("version") + 1, **changes):
        raise PollMovedOn("这次投票刚刚有了变动，请看过再来。")
    poll.state, poll.version = state, poll.version + 1
    for name, value in changes.items():
        setattr(poll, name, value)
    journal.record(event, by=by, at=at, place=poll.place.ref)


def stand_open(poll: Poll, at: datetime) -> None:
    """Keep the poll open until the transaction ends: nobody closes it under a ballot.

    Read anew under a lock, for the page may be older than the closing; SQLite lets only one
    write at a time anyway.
    """
    row = Poll.objects.select_for_update(no_key=True).only("state", "closes_at").get(pk=poll.pk)
    rules.poll_after(PollState(row.state), PollStep.VOTE)
    if at >= row.closes_at:
        raise PollNotOpen("投票已经截止了。")


def stand_in(step: PollStep, poll: Poll) -> None:
    """Keep the poll where the step is open until the transaction ends."""
    row = Poll.objects.select_for_update(no_key=True).only("state").get(pk=poll.pk)
    rules.poll_after(PollState(row.state), step)
