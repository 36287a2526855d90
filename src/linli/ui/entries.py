"""What contexts put on pages below them: entries of the work page, and panels in slots.

A page offers a place; whoever stands above it in the stack declares in its own `desk.py`
what it shows there. The page itself knows none of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from linli.kernel.words import Words

type Panel = Callable[[HttpRequest, Any], str]


class Group(StrEnum):
    """Under which heading of the work page something stands."""

    HEAR = "hear"
    HANDLE = "handle"
    VISIT = "visit"
    TELL = "tell"
    REGISTER = "register"
    ACCOUNT = "account"

    @property
    def label(self) -> Words:
        return Words(
            {
                "hear": "听大家说",
                "handle": "把事办好",
                "visit": "走到楼上去",
                "tell": "告诉大家",
                "register": "登记册",
                "account": "算得清",
            }[self]
        )


@dataclass(frozen=True, kw_only=True)
class Entry:
    """工作入口: one page that somebody with the right post works from.

    `shown_to` asks of the viewer; `count` says how many wait there (at most one query).
    """

    url_name: str
    label: Words
    icon: str
    group: Group
    shown_to: Callable[[Any], bool]
    count: Callable[[Any, datetime], int] | None = None
    hint: Words = Words("")  # noqa: RUF009 - a word never changes

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_entries: dict[str, Entry] = {}
_panels: dict[str, dict[str, Panel]] = defaultdict(dict)


def offer(*entries: Entry) -> None:
    """Put entries on the work page; said twice, they stand there once."""
    _entries.update({entry.url_name: entry for entry in entries})


def entries_for(viewer: Any) -> list[tuple[Group, list[Entry]]]:
    """The entries of somebody, by their headings."""
    shown = [entry for entry in _entries.values() if entry.shown_to(viewer)]
    grouped = [(group, [one for one in shown if one.group is group]) for group in Group]
    return [(group, entries) for group, entries in grouped if entries]


def fill(slot: str, name: str, panel: Panel) -> None:
    """Show a panel in a slot of a page: it is given the request and the page's subject."""
    _panels[slot][name] = panel


def panels_in(slot: str, request: HttpRequest, subject: Any) -> SafeString:
    """What stands in a slot, in the order of the names; an empty panel shows nothing."""
    panels: Iterable[Panel] = (_panels[slot][name] for name in sorted(_panels[slot]))
    # Each panel is a rendered template: Django has escaped what people typed.
    return mark_safe("".join(panel(request, subject) for panel in panels))  # noqa: S308
