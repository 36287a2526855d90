"""What a place has chosen, what holds there, and what a running case keeps of it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from django.db import transaction
from django.db.models import Max

from linli.kernel import journal
from linli.kernel.errors import Refusal
from linli.kernel.events import Event
from linli.kernel.memory import Watch
from linli.kernel.models import Choice, PinnedOptions
from linli.kernel.options.declared import Option
from linli.kernel.options.shapes import plain
from linli.kernel.references import Ref


class OptionsChosen(Event, code="options.chosen", sentence="设定了{labels}", personal=[]):
    labels: str
    values: dict[str, Any]


class NothingPinned(Refusal):
    pass


class Resolution:
    """All options as they hold in one place at one moment; its digest names it for ever."""

    def __init__(self, values: Mapping[str, Any], digest: str) -> None:
        self.values = values
        self.digest = digest
        self._read: dict[str, Any] = {}

    def __getitem__[T](self, option: Option[T]) -> T:
        if option.code not in self._read:
            # An option younger than the pinned case holds as it is declared today.
            raw = self.values.get(option.code, option.plain_default())
            self._read[option.code] = option.read(raw)
        return cast("T", self._read[option.code])


@transaction.atomic
def choose(chosen: Mapping[Option[Any], Any], *, place: Ref, by: Ref, at: datetime) -> None:
    """设定: the place sets these options for whatever starts from now on."""
    raws = {option: plain(option.read(value)) for option, value in chosen.items()}
    event = OptionsChosen(
        subject=place,
        labels="、".join(option.label for option in raws),
        values={option.code: raw for option, raw in raws.items()},
    )
    entry = journal.record(event, by=by, at=at, place=place)
    for option, raw in raws.items():
        Choice.objects.update_or_create(
            option=option.code, place=place, defaults={"value": raw, "revision": entry.pk}
        )
    _choices_watch.doubt()


def resolve(chain: Sequence[Ref]) -> Resolution:
    """Say what holds in a place: `chain` is the place and what it lies in, nearest first."""
    return _resolved(_choices_watch.revision(), tuple(chain))


def pin(resolution: Resolution) -> str:
    """Keep the options for a case that starts now; the case remembers the digest."""
    if resolution.digest not in _kept():
        PinnedOptions.objects.get_or_create(
            digest=resolution.digest, defaults={"values": dict(resolution.values)}
        )
        transaction.on_commit(lambda: _kept().add(resolution.digest))
    return resolution.digest


@lru_cache(maxsize=256)
def pinned(digest: str) -> Resolution:
    """Read the options that a running case started under."""
    kept = PinnedOptions.objects.filter(digest=digest).first()
    if not kept:
        raise NothingPinned("没有找到这件事开始时所依的规则（{digest}）。", digest=digest)
    return _known().setdefault(digest, Resolution(kept.values, digest))


def forget_what_is_cached() -> None:
    """For tests and for a database that is laid anew under a running process."""
    _choices_watch.forget()
    _resolved.cache_clear()
    pinned.cache_clear()
    _known.cache_clear()
    _kept().clear()


def _latest_choice() -> int:
    return Choice.objects.aggregate(latest=Max("revision"))["latest"] or 0


_choices_watch = Watch(_latest_choice)


@lru_cache(maxsize=512)
def _resolved(revision: int, chain: tuple[Ref, ...]) -> Resolution:  # noqa: ARG001 - part of the key
    chosen: dict[str, Any] = {}
    nearest = {place: distance for distance, place in enumerate(chain)}
    rows = Choice.objects.filter(place__in=chain)
    for row in sorted(rows, key=lambda row: nearest[row.place], reverse=True):
        chosen[row.option] = row.value
    values = {
        code: chosen.get(code, option.plain_default())
        for code, option in sorted(Option.registry.items())
    }
    canonical = json.dumps(values, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return _known().setdefault(digest, Resolution(values, digest))


@lru_cache(maxsize=1)
def _known() -> dict[str, Resolution]:
    """One object a digest: what holds in many places alike is read once."""
    return {}


@lru_cache(maxsize=1)
def _kept() -> set[str]:
    return set()
