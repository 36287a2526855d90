"""A replay cut small enough for a test, told through the same engine."""

from dataclasses import replace
from datetime import datetime

from linli.demo.replaying import Telling, replay
from linli.demo.script import REPLAYS, Answered, Done, Joined, Said, Script, read_script
from linli.kernel import clock
from linli.kernel.options.choices import forget_what_is_cached
from linli.playbooks.queries import Pack, pack_named

FEW = 60


def a_small_script(name: str, *, first: int = FEW) -> Script:
    """The first matters of a replay, and of its people only those who are named in it."""
    script = read_script(REPLAYS / name)
    chosen = {told.matter for told in script.inputs if isinstance(told, Said)}
    few = sorted(chosen)[:first]
    inputs = [told for told in script.inputs if told.matter in set(few)]
    until = max(told.at for told in inputs)
    named = {who for told in inputs for who in _named(told)}
    named |= {row["person"] for row in [*script.posts, *script.members]}
    people = [row for row in script.people if row["id"] in named]
    return replace(script, inputs=inputs, people=people, until=_later(until))


def tell_small(script: Script, *, pack: Pack | None = None) -> Telling:
    """Replay it in this empty database."""
    forget_what_is_cached()
    return replay(script, pack or pack_named(script.playbook), now=_now)


def _now() -> datetime:
    return clock.now()  # asked anew each time, for a test sets the clock


def _named(told: Said | Joined | Done | Answered) -> set[str]:
    match told:
        case Said():
            return {told.who, told.recorded_by, told.about}
        case Joined():
            return {told.who}
        case _:
            return set()


def _later(at: datetime) -> datetime:
    """Ratings that nobody gave have lapsed by the first day of the second month after."""
    month = at.month + 1
    return at.replace(year=at.year + month // 12, month=month % 12 + 1, day=1, hour=0, minute=0)
