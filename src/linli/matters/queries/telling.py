"""The life of a matter in the words of a resident: what was, where it stands, what comes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, pairwise

from django.utils.translation import get_language, gettext

from linli.kernel.journal import Line
from linli.kernel.options import pinned
from linli.kernel.redact import deidentified
from linli.kernel.words import say
from linli.matters import policies
from linli.matters.events import (
    HelperInvolved,
    HelperReleased,
    MatterAddedTo,
    MatterFinished,
    MatterJoined,
    MatterNoted,
    MatterReported,
    MatterReportedFor,
)
from linli.matters.models import Matter, MatterQuerySet
from linli.matters.options import CHANNELS
from linli.matters.queries.life import Standing, life_of
from linli.matters.queries.queue import AROUND
from linli.matters.rules import State
from linli.people.viewer import A_PASSER_BY, Viewer
from linli.ratings.events import RatingGiven
from linli.ui.moments import moment


@dataclass(frozen=True, kw_only=True)
class PathStep:
    """One stop on the path: done, now or next."""

    title: str
    state: str = "done"
    at: datetime | None = None
    note: str = ""
    late_note: str = ""
    quote: str = ""
    url: str = ""
    url_label: str = ""


# What is still to come after each state, nearest first.
AHEAD: Mapping[State, tuple[str, ...]] = {
    State.RECEIVED: ("社区看过，派人来办", "办好了告诉您，请您评价", "办结归档"),
    State.DISPATCHED: ("承办人签收，跟您联系", "办好了告诉您，请您评价", "办结归档"),
    State.WORKING: ("正在办", "办好了告诉您，请您评价", "办结归档"),
    State.RETURNED: ("上一级定归谁办", "办好了告诉您，请您评价", "办结归档"),
    State.PARKED: ("挂账，到了日子接着办", "办好了告诉您，请您评价", "办结归档"),
    State.SPLIT: ("分成几件在办", "都办好了告诉您，请您评价", "办结归档"),
    State.FINISHED: ("等您看过、评价", "办结归档"),
    State.CLOSED: (),
    State.WITHDRAWN: (),
    State.MERGED: (),
}


# What may come many times in a row, and how it is told then.
MANY: Mapping[str, str] = {
    MatterJoined.code: "又有 {n} 位邻居也遇到这件事",
    "messaging.told": "已告知 {n} 人",
}


def said_by(viewer: Viewer) -> MatterQuerySet:
    """What the viewer may see, and what they have just written down for somebody."""
    seen = Matter.objects.visible_to(viewer)
    if viewer.is_known:
        seen = seen | Matter.objects.filter(recorder=viewer.person_id)
    return seen.select_related(*AROUND, "desk", "handler", "unit")


def brought_it(viewer: Viewer, matter: Matter) -> bool:
    """Whether it is the viewer's own word, or of whom they speak for."""
    return policies.may_withdraw(viewer, matter)


def speaking_as(viewer: Viewer, matter: Matter) -> Viewer:
    """Who came by a receipt code stays unnamed, even on a device that has signed in."""
    by_code = bool(matter.receipt_hash) and matter.receipt_hash in viewer.receipts
    return replace(A_PASSER_BY, receipts=viewer.receipts) if by_code else viewer


def knows_it_whole(viewer: Viewer, matter: Matter) -> bool:
    """Whether the viewer reads the words as they were said; who only joined does not."""
    return (
        brought_it(viewer, matter)
        or policies.may_work(viewer, matter)
        or any(post.covers(matter.place.path) for post in viewer.posts)
        or any(
            post.organisation_id == matter.unit_id for post in viewer.posts if matter.unit_id
        )
    )


def path_of(
    matter: Matter, viewer: Viewer, standing: Standing, *, now: datetime
) -> list[PathStep]:
    """一件事的一生: everything that happened, where it stands, and what is still to come."""
    teller = _Teller(matter, viewer, now)
    runs = groupby(_told_once(life_of(matter, viewer)), key=_alike)
    done = [step for _, run in runs for step in teller.tell_run(list(run))]
    return [*done, *_ahead(matter, standing)]


def _told_once(lines: list[Line]) -> list[Line]:
    """Whoever is called, or let go, takes part by the same deed: one line is enough."""
    again = set()
    for line, after in pairwise(lines):
        if isinstance(line.event, HelperInvolved) and _is_of(line, after):
            again.add(id(line))
        if isinstance(after.event, HelperReleased) and _is_of(after, line):
            again.add(id(after))
    return [line for line in lines if id(line) not in again]


def _is_of(part: Line, deed: Line) -> bool:
    who = getattr(part.event, "who", "")
    return deed.happened_at == part.happened_at and getattr(deed.event, "unit", "") == who


def _alike(line: Line) -> object:
    """What comes many times over is told once; everything else stands alone."""
    return line.event.code if line.event.code in MANY else id(line)


def _ahead(matter: Matter, standing: Standing) -> list[PathStep]:
    titles = [gettext(title) for title in AHEAD[matter.standing]]
    steps = [PathStep(title=title, state="next") for title in titles]
    if steps:
        steps[0] = PathStep(title=titles[0], state="now", note=_until(standing))
        steps[-1] = PathStep(title=titles[-1], state="next", note=_publication(matter))
    return steps


def _until(standing: Standing) -> str:
    if not standing.until:
        return ""
    return say("{due} 前", due=moment(standing.until, now=standing.until, english=_english()))


def _publication(matter: Matter) -> str:
    if matter.sensitivity != "ordinary":
        return gettext("不写进公开栏")
    if matter.may_publish:
        return gettext("写进公开栏，不写您的名字和门牌")
    return gettext("公开栏只写是哪一类事，不写您说的话")


def _english() -> bool:
    return (get_language() or "").startswith("en")


class _Teller:
    """Tells each line to one reader."""

    def __init__(self, matter: Matter, viewer: Viewer, now: datetime) -> None:
        self.matter, self.viewer, self.now = matter, viewer, now
        self.mine = matter.reporter_id is not None and matter.reporter_id == viewer.person_id
        self.mine = self.mine or bool({matter.receipt_hash} & viewer.receipts)
        self.whole = knows_it_whole(viewer, matter)

    def tell_run(self, run: list[Line]) -> list[PathStep]:
        """One stop for a run of the same, as of its last time."""
        if len(run) == 1:
            return [self.tell(run[0])]
        title = say(MANY[run[-1].event.code], n=len(run))
        return [PathStep(title=title, at=run[-1].happened_at, late_note=self._late(run[-1]))]

    def tell(self, line: Line) -> PathStep:
        title, note, quote = self._said(line)
        return PathStep(
            title=title,
            at=line.happened_at,
            note=note,
            quote=quote if self.whole else deidentified(quote),
            late_note=self._late(line),
        )

    def _said(self, line: Line) -> tuple[str, str, str]:
        """The title, the note beside the time, and the words as they were said."""
        match line.event:
            case MatterReported() | MatterReportedFor():
                return self._reported(line)
            case MatterJoined():
                return gettext("又有一位邻居也遇到这件事"), "", ""
            case MatterAddedTo() | MatterNoted():
                return self._noted(line)
            case MatterFinished(kind=kind, measure=measure, outcome=outcome):
                return gettext(kind), self._by(line), f"{measure}{outcome}"
            case RatingGiven(solved=solved, satisfied=satisfied, comment=comment):
                said = say("评价：{solved}，{satisfied}", solved=solved, satisfied=satisfied)
                return said, self._by(line), comment.lstrip("：") if self.whole else ""
        return line.sentence, self._by(line), ""

    def _noted(self, line: Line) -> tuple[str, str, str]:
        event = line.event
        if isinstance(event, MatterNoted):
            known = "{who}跟说事人联系过" if event.contacted else "{who}记下进展"
            return say(known, who=line.by), "", event.words
        title = gettext("您补充了几句") if self.mine else say("{who}补充了几句", who=line.by)
        words = event.words if self.whole and isinstance(event, MatterAddedTo) else ""
        return title, "", words

    def _reported(self, line: Line) -> tuple[str, str, str]:
        event = line.event
        own = isinstance(event, MatterReported)
        quote = event.words if self.whole and hasattr(event, "words") else ""
        if self.mine:
            title = gettext("您说了这件事") if own else say("{who}替您记下这件事", who=line.by)
        else:
            title = (
                say("{who}说了这件事", who=line.by)
                if self.whole
                else gettext("有邻居说了这件事")
            )
        return title, self._channel(), quote

    def _channel(self) -> str:
        ways = {way.code: way for way in pinned(self.matter.options_digest)[CHANNELS]}
        way = ways.get(self.matter.channel)
        if not way:
            return ""
        return way.label_en if _english() else way.label

    def _by(self, line: Line) -> str:
        return "" if line.by == gettext("系统") else line.by

    def _late(self, line: Line) -> str:
        if not line.is_late:
            return ""
        written = moment(line.recorded_at, now=self.now, english=_english())
        return say("{at} 补记", at=written)
