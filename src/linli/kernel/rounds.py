"""Rounds: what comes back by itself; claimed, so that two ticks never do it twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from linli.kernel.models import Round

LEASE = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Periodic:
    """A piece of work that is due again `every` so long after it was last begun."""

    name: str
    every: timedelta
    work: Callable[[datetime], object]


PERIODIC: dict[str, Periodic] = {}


def come_back(periodic: Periodic) -> None:
    if periodic.name in PERIODIC:
        raise ValueError(f"Two rounds are called {periodic.name}")
    PERIODIC[periodic.name] = periodic


def tick(*, at: datetime) -> list[str]:
    """走一轮: do whatever is due at that moment; returns the names of what was done."""
    return [periodic.name for periodic in PERIODIC.values() if _turn(periodic, at)]


def _turn(periodic: Periodic, at: datetime) -> bool:
    if not _claim(periodic, at):
        return False
    reason = ""
    try:
        periodic.work(at)
    except Exception as error:  # noqa: BLE001 - whatever one round raises, the others go on
        reason = repr(error)
    Round.objects.filter(name=periodic.name).update(
        claimed_until=None, last_ended_at=at, due_at=at + periodic.every, reason=reason
    )
    return not reason


@transaction.atomic
def _claim(periodic: Periodic, at: datetime) -> bool:
    Round.objects.get_or_create(name=periodic.name, defaults={"due_at": at})
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    due = Round.objects.filter(free, name=periodic.name, due_at__lte=at)
    return due.update(claimed_until=at + LEASE) == 1
