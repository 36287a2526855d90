"""What the pages of the desk show of a matter, as plain values for the parts of a page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from linli.kernel.journal import Line
from linli.kernel.masks import masked_phone
from linli.kernel.options import Resolution, pinned
from linli.kernel.words import say
from linli.matters.models import Matter
from linli.matters.options import CHANNELS, ROUTES, TIERS
from linli.matters.queries.life import Holder, Standing, life_of
from linli.matters.queries.queue import Listing
from linli.matters.queries.rail import jobs_of
from linli.matters.rules import Sensitivity, State
from linli.people.queries import A_NEIGHBOUR, current_viewer
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.ui import moments

LIST_ICONS = {
    Listing.RECEIVED: "inbox",
    Listing.DISPATCHED: "send",
    Listing.WORKING: "tool",
    Listing.OVERDUE: "alert-triangle",
    Listing.CALLBACK: "phone",
    Listing.UNRATED: "star",
    Listing.ALL: "clipboard-check",
}
CHANNEL_ICONS = {
    "web": "device-mobile",
    "counter": "user",
    "phone": "phone",
    "visit": "stairs",
    "box": "file-text",
    "qr": "qrcode",
    "hotline": "speakerphone",
}
ROUNDS = (
    ("work", _("全部工作"), "inbox"),
    ("desk-sweep", _("今天巡一遍"), "list-check"),
    ("desk-stuck", _("卡在哪里"), "hourglass"),
    ("today", _("我的今天"), "stairs"),
)
REGISTERS = (
    ("people", _("人与户"), "users"),
    ("organisations", _("组织单位"), "building-community"),
    ("posts", _("岗位"), "id-badge-2"),
    ("places", _("楼栋地点"), "map-pin"),
    ("import-matters", _("导入热线工单"), "download"),
)
OPEN_TO_ALL = (
    ("board", _("公开栏"), "speakerphone"),
    ("playbook", _("规则手册"), "file-text"),
)
INNER = ("compound", "building", "unit", "spot")
STATE_TONES = {
    State.FINISHED: "ok",
    State.CLOSED: "ok",
    State.WORKING: "soon",
    State.RETURNED: "hot",
    State.PARKED: "soon",
    State.SPLIT: "soon",
}
URGENT = {"late": "hot", "soon": "soon"}
TITLE_ALONE = ("matters.reported", "matters.reported_for")
NEXT_FOR_US: Mapping[State, str] = {
    State.RECEIVED: _("定下谁来办"),
    State.DISPATCHED: _("签收，联系说事人"),
    State.WORKING: _("办好写明结果，请说事人评价"),
    State.RETURNED: _("裁定归谁办"),
    State.PARKED: _("到了日子自动恢复办理"),
    State.SPLIT: _("几件都办好，这件再办结"),
    State.FINISHED: _("评价或回访以后归档"),
    State.CLOSED: _("没有下一步了"),
    State.WITHDRAWN: _("没有下一步了"),
    State.MERGED: _("跟着并到的那件办"),
}
WHAT_FOLLOWS: Mapping[State, tuple[str, ...]] = {
    State.RECEIVED: (_("等{who}分派"), _("承办人签收、去办"), _("办结，请说事人评价")),
    State.DISPATCHED: (_("等{who}签收"), _("去办，联系说事人"), _("办结，请说事人评价")),
    State.WORKING: (_("{who}正在办"), _("办结，请说事人评价")),
    State.RETURNED: (_("等裁定归谁办"), _("承办人去办"), _("办结，请说事人评价")),
    State.PARKED: (_("挂账，等到那一天"), _("{who}接着办"), _("办结，请说事人评价")),
    State.SPLIT: (_("等分出去的几件办完"), _("办结，请说事人评价")),
    State.FINISHED: (_("等说事人评价"), _("归档，写进公开栏")),
}


@dataclass(frozen=True, kw_only=True)
class Link:
    """A place in the rail."""

    url: str
    label: str
    icon: str
    count: str | None = None
    hot: bool = False
    current: bool = False


def desk_frame(request: HttpRequest, *, at: datetime, current: str = "") -> dict[str, Any]:
    """What every page of the desk stands in: the rail with its numbers, the search field."""
    viewer = current_viewer(request)
    jobs = [
        Link(
            url=list_url(job.listing),
            label=say(job.listing.label),
            icon=LIST_ICONS[job.listing],
            count=job.count,
            hot=job.is_hot,
            current=job.listing.value == current,
        )
        for job in jobs_of(viewer, at=at)
    ]
    return {
        "now": at,
        "jobs": jobs,
        "rounds": _links(ROUNDS, request.path),
        "registers": _links(
            (*(REGISTERS if viewer.keeps_anything else ()), *OPEN_TO_ALL), request.path
        ),
        "search_url": reverse("search"),
        "person_name": viewer.name,
        "may_record": viewer.works_a_desk,
    }


def list_url(listing: Listing) -> str:
    if listing is Listing.CALLBACK:
        return reverse("desk-callbacks")
    return f"{reverse('desk')}?list={listing.value}"


def row_of(
    matter: Matter,
    viewer: Viewer,
    *,
    at: datetime,
    url: str,
    current: bool = False,
    states: bool = True,
    give_out_by: datetime | None = None,
) -> dict[str, Any]:
    """One line of a queue: title, where, who spoke and when, deadline and tags."""
    tags = tags_of(matter) if states else tags_of(matter)[1:]
    if give_out_by:
        tone = moments.urgency(give_out_by, at=at)
        by = told(give_out_by, at) + before_what(matter)
        tags.insert(0, {"label": by, "icon": "send", "tone": URGENT.get(tone, "line")})
    said = [where_of(matter)]
    said += [speaker_name(matter, viewer), told(matter.reported_at, at)]
    return {
        "url": url,
        "title": matter.title,
        "note": " · ".join(part for part in said if part),
        "due": due_of(matter),
        "what": _promised_what(matter),
        "current": current,
        "tags": tags,
    }


def where_of(matter: Matter) -> str:
    """翠竹苑3号楼2单元: from the compound downwards, as far as the row has come with it."""
    inner = matter.place
    names = [matter.spot]
    while inner.kind in INNER:
        names.insert(0, inner.name)
        if inner.parent is None:
            break
        inner = inner.parent
    return "".join(names) or matter.place.name


def due_of(matter: Matter) -> datetime | None:
    """Until when it was promised; once it is finished, until when an answer is awaited."""
    if matter.standing is State.FINISHED:
        return matter.rate_by
    return matter.due_at if matter.standing in WHAT_FOLLOWS else None


def before_what(matter: Matter) -> str:
    """What the running clock is about, as it is said after the date."""
    said = {
        State.RECEIVED: gettext(" 前要派出"),
        State.DISPATCHED: gettext(" 前要办完"),
        State.WORKING: gettext(" 前要办完"),
        State.RETURNED: gettext(" 前要裁定"),
        State.PARKED: gettext(" 恢复办理"),
        State.SPLIT: gettext(" 前要办完"),
        State.FINISHED: gettext(" 前请评价"),
    }
    return said.get(matter.standing, "")


def _promised_what(matter: Matter) -> str:
    """What was promised by the time on the line, as it is said after the date."""
    finished = matter.standing is State.FINISHED
    return gettext(" 前请评价") if finished else gettext(" 前要办完")


def state_label(matter: Matter) -> str:
    """The state in the words of who serves here."""
    if matter.standing is State.FINISHED:
        return gettext("办好了，等评价")
    return say(matter.standing.label)


def tags_of(matter: Matter) -> list[dict[str, str]]:
    """State, tier, rule and channel, each in a word."""
    options = pinned(matter.options_digest)
    tags = [
        {"label": state_label(matter), "tone": STATE_TONES.get(matter.standing, "line")},
        {"label": tier_label(matter, options)},
        {"label": route_label(matter, options), "icon": "tag"},
        {
            "label": channel_label(matter, options),
            "icon": CHANNEL_ICONS.get(matter.channel, "message-circle"),
        },
    ]
    if matter.level_reached > matter.lowest_desk:
        tags.insert(1, {"label": gettext("上报过"), "tone": "hot"})
    if matter.reopenings:
        tags.insert(1, {"label": gettext("重新办理"), "tone": "hot"})
    if matter.sensitivity == Sensitivity.PRIVATE:
        tags.append({"label": gettext("只给社区看"), "icon": "lock"})
    if matter.sensitivity == Sensitivity.COMPLAINT:
        tags.append({"label": gettext("投诉，由上一级办"), "icon": "lock", "tone": "hot"})
    return [tag for tag in tags if tag["label"]]


def speaker_name(matter: Matter, viewer: Viewer) -> str:
    """By name to who serves there, has it in hand or speaks for them; 一位居民 to others."""
    if matter.reporter is None:
        return gettext("没有留名")
    knows = viewer.serves(matter.place.path) or viewer.person_id == matter.handler_id
    if knows or matter.reporter_id in viewer.speaks_for:
        return matter.reporter.name
    return say(A_NEIGHBOUR)


def speaker_phone(matter: Matter, viewer: Viewer) -> str:
    """The masked phone, for who sits at a desk or has it in hand."""
    asks = viewer.person_id == matter.handler_id or any(
        post.reach is Reach.DESK and post.covers(matter.place.path) for post in viewer.posts
    )
    if not asks:
        return ""
    known = matter.reporter.phone if matter.reporter else matter.contact
    return masked_phone(known) if known else ""


def told(moment: datetime, now: datetime) -> str:
    return moments.moment(moment, now=now, english=_english())


def three_of(matter: Matter, standing: Standing, *, at: datetime) -> dict[str, str]:
    """The three answers, as the part of that name wants them."""
    until = standing.until or standing.promised
    over = standing.holder in (Holder.NOBODY, Holder.ANOTHER)
    asked = standing.holder is Holder.REPORTER
    return {
        "who": _who_has_it(standing),
        "who_note": say(_("{who}办的"), who=standing.who) if asked else standing.who_from,
        "until": "—" if over else told(until, at),
        "until_note": "" if over else gettext("答应说事人：") + told(standing.promised, at),
        "next": gettext(NEXT_FOR_US[matter.standing]),
    }


def _who_has_it(standing: Standing) -> str:
    match standing.holder:
        case Holder.REPORTER:
            return gettext("等说事人评价")
        case Holder.ANOTHER:
            return gettext("跟着并到的那一件")
    return standing.who or gettext("已经归档")


def path_of(matter: Matter, standing: Standing, viewer: Viewer, *, at: datetime) -> list[Any]:
    """经过: what has happened, where it stands, and what is still to come."""
    done = [_told(line, at) for line in life_of(matter, viewer)]
    now, *later = WHAT_FOLLOWS.get(matter.standing, ("",))
    if not now:
        return done
    waiting = {
        "title": say(now, who=standing.who),
        "note": told(standing.until, at) + gettext(" 前") if standing.until else "",
        "state": "now",
    }
    return [
        *done,
        waiting,
        *({"title": say(said, who=standing.who), "state": "next"} for said in later),
    ]


def tier_label(matter: Matter, options: Resolution) -> str:
    tiers = options[TIERS]
    return _label_of(matter.tier, tiers)


def route_label(matter: Matter, options: Resolution) -> str:
    routes = options[ROUTES]
    return _label_of(matter.route, routes)


def channel_label(matter: Matter, options: Resolution) -> str:
    channels = options[CHANNELS]
    return _label_of(matter.channel, channels)


def labelled(choices: Collection[Any]) -> list[tuple[str, str]]:
    """Codes with what they are called in the reader's language."""
    return [(choice.code, label_in(choice)) for choice in choices]


def label_in(choice: Any) -> str:
    return str(choice.label_en if _english() else choice.label)


def _told(line: Line, at: datetime) -> dict[str, Any]:
    words = getattr(line.event, "words", "")
    alone = line.code in TITLE_ALONE
    sentence = line.sentence.replace(words, "").rstrip("：: ") if alone else line.sentence
    if due := getattr(line.event, "due", ""):
        sentence = sentence.replace(due, told(datetime.fromisoformat(due), at))
    return {
        "title": f"{line.by} {sentence}" if alone else sentence,
        "at": line.happened_at,
        "note": "" if alone else line.by,
        "late_note": gettext("补记") + " " + told(line.recorded_at, at) if line.is_late else "",
        "quote": f"“{words}”" if alone and words else "",
        "state": "done",
    }


def _label_of(code: str, choices: Collection[Any]) -> str:
    return next((label_in(choice) for choice in choices if choice.code == code), code)


def _links(known: Collection[tuple[str, str, str]], path: str) -> list[Link]:
    """Only what some page answers to: a link never leads nowhere."""
    found = [(_url_of(name), gettext(label), icon) for name, label, icon in known]
    return [
        Link(url=url, label=label, icon=icon, current=path == url)
        for url, label, icon in found
        if url
    ]


def _url_of(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _english() -> bool:
    return (get_language() or "").startswith("en")
