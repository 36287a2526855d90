"""What a process remembers as long as nothing happens: keyed by the newest journal entry.

Every change is an entry, so what was counted before it holds until the next one. Two that are
written at once on PostgreSQL may be numbered in the other order than they are committed;
therefore nothing is remembered beyond its minute either.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime
from threading import Lock
from typing import Any, cast

from django.db.models import Max

from linli.kernel.models import Entry

MOST = 128

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
