"""代居民说事: what a caller, a visitor or a slip of paper said is written down and answered."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel import clock, options
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Unreadable
from linli.kernel.idempotency import answered_once
from linli.matters import actions
from linli.matters.actions import Speaker, Word
from linli.matters.forms.recording import RecordForm
from linli.matters.options import CHANNELS
from linli.matters.queries.life import standing_of
from linli.matters.views.showing import desk_frame, label_in, speaker_name, three_of
from linli.matters.views.steps import at_the_desk, seen_matter, who_acts
from linli.people.rules import HeldPost, Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import choices_within, whole_names
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
    return _recorded(request) if request.method == "POST" else _asked(request)


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
            by=viewer,
            at=now,
        )
    except Unreadable as refusal:
        form.add_error("phone", refusal.message)
        return _page(request, form, now, status=422)
    return SeeOther(reverse("desk-said", args=[matter.number]))


def _asked(request: HttpRequest) -> HttpResponse:
    viewer, now = at_the_desk(request), clock.now()
    return _page(request, _form(request, viewer, now), now)


def _form(request: HttpRequest, viewer: Viewer, now: datetime) -> RecordForm:
    post = _own_desk(viewer)
    chain = tuple(f"area/{pk}" for pk in reversed(post.area_path.strip("/").split("/")))
    channels = [
        (channel, label_in(channel))
        for channel in options.resolve(chain)[CHANNELS]
        if channel.code not in SAID_BY_THEMSELVES
    ]
    places = choices_within(Area.objects.get(pk=post.area_id), on=day_of(now), kinds=WHERE)
    initial = {"channel": "phone", "evidence": "电话口头委托"}
    return RecordForm(request.POST or None, places=places, channels=channels, initial=initial)


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
        private=said["private"],
        may_publish=said["may_publish"],
    )


def _page(
    request: HttpRequest, form: RecordForm, now: datetime, *, status: int = 200
) -> HttpResponse:
    context = {**desk_frame(request, at=now, current="say"), "form": form}
    return page(request, "matters/desk/say.html", context, status=status)
