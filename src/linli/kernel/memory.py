"""What a process remembers, and how it notices that it no longer holds.

Counts are remembered as long as nothing happens. Every change is a journal entry, so what was
counted before it holds until the next one. Two that are written at once on PostgreSQL may be
numbered in the other order than they are committed; therefore nothing is remembered beyond its
minute either. What is set up once and seldom changed (options, days off) is kept under a
revision that a `Watch` asks for every few seconds.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime
from threading import Lock
from typing import Any, cast

from django.db.models import Max

from linli.kernel.models import Entry

MOST = 128
KEPT_SECONDS = 3.0
DOUBTED_SECONDS = 60.0

_kept: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


def remembered[T](key: Hashable, make: Callable[[], T], *, at: datetime) -> T:
    """Give what was made under this key, or make it anew when something has happened since."""
    newest = Entry.objects.aggregate(newest=Max("pk"))["newest"]
    minute = at.replace(second=0, microsecond=0)
    whole = (key, newest, minute)
    with _lock:
        if whole in _kept:
            _kept.move_to_end(whole)
            return cast("T", _kept[whole])
    made = make()
    with _lock:
        _kept[whole] = made
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made


def forget_everything() -> None:
    """For tests and for a database that is laid anew under a running process."""
    with _lock:
        _kept.clear()
    for watch in WATCHES:
        watch.forget()


class Watch[Revision]:
    """A revision that is asked for every few seconds, and each time once it is doubted.

    A process that changes something doubts what it knows: its own next question finds the
    change, also while it may still be rolled back. Other processes find it within seconds.
    Nothing that decides who may see what may hang on a watch.
    """

    def __init__(self, ask: Callable[[], Revision]) -> None:
        self._ask = ask
        self._known: tuple[Revision, float] | None = None
        self._doubted_until = 0.0
        self._kept: tuple[Revision | None, dict[Any, Any]] = None, {}
        WATCHES.append(self)

    def revision(self, *, is_fresh: bool = False) -> Revision:
        """Give the revision as it was seconds ago; `is_fresh` asks now."""
        now, known = time.monotonic(), self._known
        if known and not is_fresh and self._doubted_until < now < known[1] + KEPT_SECONDS:
            return known[0]
        found = self._ask()
        self._known = found, now
        return found

    def doubt(self) -> None:
        """Ask each time for a while: something has just been changed here."""
        self._doubted_until = time.monotonic() + DOUBTED_SECONDS

    def kept(self) -> dict[Any, Any]:
        """What is kept under the revision as it stands; another one begins with nothing."""
        revision, (known, kept) = self.revision(), self._kept
        if known != revision:
            kept = {}
            self._kept = revision, kept
        return kept

    def forget(self) -> None:
        self._known, self._doubted_until = None, 0.0
        self._kept = None, {}


WATCHES: list[Watch[Any]] = []
