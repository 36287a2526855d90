"""代居民说事: what a caller, a visitor or a slip of paper said is written down and answered."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock, options
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Unreadable
from linli.kernel.idempotency import answered_once
from linli.matters import actions
from linli.matters.actions import (
    FromOutside,
    OutsideNumberTaken,
    OutsideOrderUnclear,
    Speaker,
    Word,
)
from linli.matters.forms.recording import AddForm, RecordForm
from linli.matters.models import Matter
from linli.matters.options import CHANNELS
from linli.matters.outside_options import OUTSIDE_SOURCES
from linli.matters.queries.callers import Caller, caller_behind
from linli.matters.queries.life import standing_of
from linli.matters.rules import UNFINISHED
from linli.matters.views.showing import (
    STATE_TONES,
    desk_frame,
    label_in,
    speaker_name,
    state_label,
    three_of,
)
from linli.matters.views.steps import at_the_desk, seen_matter, who_acts
from linli.people.rules import HeldPost, Reach
from linli.people.viewer import Viewer
from linli.places.models import Area, Point, PointKind
from linli.places.queries import choices_within, points_in, whole_names
from linli.places.rules import AreaKind
from linli.ui.pages import SeeOther, page

SAID_BY_THEMSELVES = ("web", "qr")
WHERE = (
    AreaKind.COMMUNITY,
    AreaKind.COMPOUND,
    AreaKind.BUILDING,
    AreaKind.UNIT,
    AreaKind.SPOT,
)


@require_http_methods(["GET", "POST"])
def say(request: HttpRequest) -> HttpResponse:
    """The form; after it the number to read out, and the next one."""
    if request.method != "POST":
        return _asked(request)
    return _looked_up(request) if "look_up" in request.POST else _recorded(request)


@require_POST
def say_more_for(request: HttpRequest, number: str) -> HttpResponse:
    """补充到这一件: what the caller has to add goes to the matter that they asked after."""
    return _added(request, number)


@require_GET
def said(request: HttpRequest, number: str) -> HttpResponse:
    """记下了: what to read to whoever is on the telephone."""
    viewer, now = at_the_desk(request), clock.now()
    matter = seen_matter(viewer, number)
    context = {
        "matter": matter,
        "name": speaker_name(matter, viewer) if matter.reporter_id else "",
        "three": three_of(matter, standing_of(matter), at=now),
        "where": whole_names([matter.place])[matter.place_id],
        "sent": "desk-say",
    }
    return page(request, "matters/desk/said.html", desk_frame(request, at=now) | context)


@answered_once(per=who_acts)
def _recorded(request: HttpRequest) -> HttpResponse:
    viewer, now = at_the_desk(request), clock.now()
    form = _form(request, viewer, now)
    if not form.is_valid():
        return _page(request, form, now, status=422)
    said = form.cleaned_data
    try:
        matter = actions.record_matter(
            word=_word(said),
            speaker=Speaker(name=said["name"], phone=said["phone"]) if said["name"] else None,
            evidence=said["evidence"],
            outside=_outside(said),
            by=viewer,
            at=now,
        )
    except (OutsideNumberTaken, OutsideOrderUnclear) as refusal:
        form.add_error("outside_number", refusal.message)
        own = refusal.own_number if isinstance(refusal, OutsideNumberTaken) else ""
        return _page(request, form, now, status=422, taken=_seen_by(viewer, own))
    except Unreadable as refusal:
        form.add_error("phone", refusal.message)
        return _page(request, form, now, status=422)
    return SeeOther(reverse("desk-said", args=[matter.number]))


@answered_once(per=who_acts)
def _added(request: HttpRequest, number: str) -> HttpResponse:
    viewer, now = at_the_desk(request), clock.now()
    matter = seen_matter(viewer, number)
    more = AddForm(request.POST)
    if more.is_valid():
        words = more.cleaned_data["words"]
        actions.add_for_caller(matter=matter, words=words, by=viewer, at=now)
        return SeeOther(reverse("desk-matter", args=[number]))
    form = _typed(request, viewer, now)
    form.add_error("words", more.errors.get("words", ""))
    return _page(request, form, now, status=422, caller=_caller(request, viewer))


def _looked_up(request: HttpRequest) -> HttpResponse:
    """查一查: nothing is written, what was typed stays; no number in an address."""
    viewer, now = at_the_desk(request), clock.now()
    form = _typed(request, viewer, now)
    caller = _caller(request, viewer)
    if caller is None:
        form.add_error("phone", _("要查，请填完整的手机号，或带区号的固定电话。"))
    return _page(request, form, now, status=200 if caller else 422, caller=caller)


def _typed(request: HttpRequest, viewer: Viewer, now: datetime) -> RecordForm:
    """The form with what stands in it so far, which nobody has sent yet."""
    form = _form(request, viewer, now)
    form.full_clean()
    form.errors.clear()
    return form


def _caller(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    caller = caller_behind(request.POST.get("phone", ""), viewer)
    return {"found": caller, "rows": _rows(caller)} if caller else None


def _rows(caller: Caller) -> list[dict[str, Any]]:
    """Each earlier matter in a line: where it stands, and what came of it."""
    return [
        {
            "matter": matter,
            "state": state_label(matter),
            "tone": STATE_TONES.get(matter.standing, "line"),
            "outcome": matter.outcome.partition("\n")[0],
            "is_open": matter.standing in UNFINISHED,
        }
        for matter in caller.matters
    ]


def _outside(said: dict[str, Any]) -> FromOutside | None:
    if not said["outside_source"]:
        return None
    return FromOutside(
        source=said["outside_source"],
        number=said["outside_number"],
        due_at=said["outside_due_at"],
    )


def _seen_by(viewer: Viewer, own_number: str) -> str:
    """Our number of the matter that has it already, where a link may lead there."""
    known = Matter.objects.visible_to(viewer).filter(number=own_number)
    return own_number if own_number and known.exists() else ""


def _asked(request: HttpRequest) -> HttpResponse:
    viewer, now = at_the_desk(request), clock.now()
    return _page(request, _form(request, viewer, now), now)


def _form(request: HttpRequest, viewer: Viewer, now: datetime) -> RecordForm:
    post = _own_desk(viewer)
    chain = tuple(f"area/{pk}" for pk in reversed(post.area_path.strip("/").split("/")))
    known = options.resolve(chain)
    channels = [
        (channel, label_in(channel))
        for channel in known[CHANNELS]
        if channel.code not in SAID_BY_THEMSELVES
    ]
    here = Area.objects.get(pk=post.area_id)
    return RecordForm(
        request.POST or None,
        places=choices_within(here, on=day_of(now), kinds=WHERE),
        channels=channels,
        groups=[
            (point.pk, point.name)
            for point in points_in(here)
            if point.kind == PointKind.CHAT_GROUP
        ],
        sources=[(one.code, label_in(one)) for one in known[OUTSIDE_SOURCES]],
        initial={"channel": "phone", "evidence": "电话口头委托"},
    )


def _own_desk(viewer: Viewer) -> HeldPost:
    desks = viewer.with_reach(Reach.DESK)
    if not desks:
        raise NotPermitted("代居民说事由社区和街道的同事来记。")
    return desks[0]


def _word(said: dict[str, Any]) -> Word:
    return Word(
        words=said["words"],
        place=Area.objects.get(pk=said["place"]),
        spot=said["spot"],
        channel=said["channel"],
        point=Point.objects.filter(pk=said.get("group") or 0).first(),
        private=said["private"],
        may_publish=said["may_publish"],
    )


def _page(
    request: HttpRequest,
    form: RecordForm,
    now: datetime,
    *,
    status: int = 200,
    caller: dict[str, Any] | None = None,
    taken: str = "",
) -> HttpResponse:
    context = {**desk_frame(request, at=now, current="say"), "form": form}
    context |= {"caller": caller, "taken": taken}
    return page(request, "matters/desk/say.html", context, status=status)
