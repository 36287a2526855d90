"""Checks a playbook: what cannot be read, what does not fit together, each with its line."""

from collections.abc import Iterator

from linli.kernel.options import Option
from linli.matters.options import CHANNELS, NUMBER_PREFIX, ROUTES, TIERS
from linli.people.options import RHYTHMS
from linli.places.options import LEVELS
from linli.playbooks import loader
from linli.playbooks.loader import Fault, Pack, Reading, key_of
from linli.playbooks.options import POSTS, TOPICS
from linli.playbooks.rules import Book, Flaw, flaws_of
from linli.prevention.options import SEASONS
from linli.ui.options import LABELS


def check_file(name: str) -> Reading:
    """Check a bundled playbook by name, or any by its path."""
    return checked(loader.read_file(name))


def check_text(text: str, *, file: str) -> Reading:
    """Check a playbook that was typed."""
    return checked(loader.read_text(text, file=file))


def checked(reading: Reading) -> Reading:
    """Keep the playbook of a reading only if its options fit together."""
    if not reading.pack:
        return reading
    faults = tuple(sorted(_faults(reading.pack), key=lambda fault: (fault.line, fault.column)))
    return Reading(pack=None if faults else reading.pack, faults=faults)


def book_of(pack: Pack) -> Book:
    """Take out the options that speak of one another; where it is silent the default holds."""
    return Book(
        labels=pack[LABELS],
        levels=pack[LEVELS],
        posts=pack[POSTS],
        channels=pack[CHANNELS],
        topics=pack[TOPICS],
        tiers=pack[TIERS],
        routes=pack[ROUTES],
        rhythms=pack[RHYTHMS],
        seasons=pack[SEASONS],
    )


def _faults(pack: Pack) -> Iterator[Fault]:
    for (code, *rest), reason in (*flaws_of(book_of(pack)), *_taken_prefix(pack)):
        option = Option.registry[str(code)]
        path = (_key_used(pack, option), *rest)
        spot = pack.marked.spot_of(path)
        yield Fault(
            file=pack.file, line=spot.line, column=spot.column, reason=reason, path=path
        )


def _key_used(pack: Pack, option: Option[object]) -> str:
    return option.code if (option.code,) in pack.marked.spots else key_of(option)


def _taken_prefix(pack: Pack) -> Iterator[Flaw]:
    for name in loader.bundled():
        other = loader.read_file(name).pack
        if other is None or other.header.code == pack.header.code:
            continue
        if NUMBER_PREFIX in pack.values and other[NUMBER_PREFIX] == pack[NUMBER_PREFIX]:
            reason = f"编号前缀“{pack[NUMBER_PREFIX]}”已经是“{other.header.name}”的。"
            yield (NUMBER_PREFIX.code,), reason
