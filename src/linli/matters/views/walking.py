"""今天: the day of who walks the stairs, the sweep of a desk, and what is stuck with whom."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel import clock
from linli.kernel.dates import HERE, day_of
from linli.kernel.errors import NotPermitted, WayOut
from linli.kernel.idempotency import answered_once
from linli.kernel.references import Ref
from linli.matters import actions, policies
from linli.matters.actions import Word
from linli.matters.forms.recording import WalkForm
from linli.matters.models import Matter
from linli.matters.queries.aside import returns_by_unit
from linli.matters.queries.life import steps_open_to
from linli.matters.queries.walking import (
    Share,
    in_my_hands,
    on_my_stairs,
    out_of_time,
    stuck,
    swept,
    why_stuck,
)
from linli.matters.rules import Step
from linli.matters.views.showing import desk_frame, speaker_name, state_label, where_of
from linli.matters.views.steps import (
    asked_apart,
    at_the_desk,
    forms_for,
    said_of_what_was_done,
    to_sign_in,
    who_acts,
)
from linli.people.queries import current_viewer
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import choices_within
from linli.ui.pages import SeeOther, page

VISIT = "visit"
# What has to be ruled on lies at a desk, and asks for what was requested.
ON_THE_STAIRS = frozenset(policies.MAY) - {Step.PARK, Step.UPHOLD, Step.SETTLE}
NOON, EVENING = 11, 18
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """今天: what is in my hands, what goes on on my stairs, and one big button."""
    viewer, now = _known(request), clock.now()
    held, stairs = in_my_hands(viewer), on_my_stairs(viewer)
    context = {
        "now": now,
        "messages": said_of_what_was_done(request) + _recorded_as(request),
        "sent": "record" if "code" in request.GET else "",
        "greeting": _greeting(viewer, now),
        "date": _date(now),
        "held": [_held(one.matter, one.until, viewer, now) for one in held],
        "stairs": [_on_stairs(matter) for matter in stairs],
        "walks": viewer.walks_the_stairs,
        "desk": viewer.works_a_desk,
        "person_name": viewer.name,
    }
    return page(request, "matters/today/today.html", context)


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """记一件: words, where, a photo, with one hand."""
    if request.method == "POST":
        return _recorded(request)
    viewer, now = _walking(request), clock.now()
    return _record_page(request, _walk_form(request, viewer, now), viewer)


@require_GET
def sweep(request: HttpRequest) -> HttpResponse:
    """今天巡一遍: every open matter of the desk, by who has to do something about it."""
    viewer, now = at_the_desk(request), clock.now()
    shares = swept(viewer)
    context = {"shares": _shown(shares, viewer, now), "date": _date(now)}
    return page(request, "matters/desk/sweep.html", desk_frame(request, at=now) | context)


@require_GET
def stuck_with(request: HttpRequest) -> HttpResponse:
    """卡在哪里: late, unsigned for, passed up or looked at again, and with whom."""
    viewer, now = at_the_desk(request), clock.now()
    shares = stuck(viewer, at=now)
    shown = _shown(shares, viewer, now, ran_out=out_of_time(shares, at=now))
    context = {"shares": shown, "returned": returns_by_unit(viewer)}
    return page(request, "matters/desk/stuck.html", desk_frame(request, at=now) | context)


@answered_once(per=who_acts)
def _recorded(request: HttpRequest) -> HttpResponse:
    viewer, now = _walking(request), clock.now()
    form = _walk_form(request, viewer, now)
    if not form.is_valid():
        return _record_page(request, form, viewer, status=422)
    said = form.cleaned_data
    matter = actions.record_on_the_way(
        word=Word(
            words=said["words"],
            place=Area.objects.get(pk=said["place"]),
            channel=VISIT,
            photos=(said["photo"],) if said["photo"] else (),
        ),
        phone=said["phone"],
        by=viewer,
        at=now,
    )
    return SeeOther(f"{reverse('today')}?code={matter.spoken_code}")


def _recorded_as(request: HttpRequest) -> list[str]:
    code = request.GET.get("code", "")
    said = _("记下了，受理号 {code}。社区看过就派人。")
    return [said.format(code=" ".join(code))] if code.isdecimal() else []


def _walk_form(request: HttpRequest, viewer: Viewer, now: datetime) -> WalkForm:
    """The places are those of the viewer's own posts, the smallest post first."""
    posts = sorted(viewer.with_reach(Reach.STAIRS), key=lambda post: -len(post.area_path))
    areas = Area.objects.in_bulk([post.area_id for post in posts])
    places: dict[int, str] = {}
    for post in posts:
        places |= dict(choices_within(areas[post.area_id], on=day_of(now)))
    files = request.FILES or None
    return WalkForm(request.POST or None, files, places=list(places.items()))


def _record_page(
    request: HttpRequest, form: WalkForm, viewer: Viewer, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "person_name": viewer.name}
    return page(request, "matters/today/record.html", context, status=status)


def _held(matter: Matter, until: datetime, viewer: Viewer, now: datetime) -> dict[str, Any]:
    steps = steps_open_to(viewer, matter, among=ON_THE_STAIRS)
    return {
        "matter": matter,
        "until": until,
        "where": where_of(matter),
        "speaker": speaker_name(matter, viewer),
        "forms": forms_for(matter, steps, at=now),
        "apart": asked_apart(matter.number, steps),
    }


def _on_stairs(matter: Matter) -> dict[str, Any]:
    return {
        "matter": matter,
        "where": where_of(matter),
        "with": matter.handler.name if matter.handler else matter.desk.name,
        "due": matter.due_at if matter.finished_at is None else None,
        "state": state_label(matter),
    }


def _shown(
    shares: list[Share], viewer: Viewer, now: datetime, *, ran_out: Collection[Ref] = ()
) -> list[dict[str, Any]]:
    return [
        {
            "name": share.name,
            "is_desk": share.person is None,
            "late": sum(matter.due_at < now for matter in share.matters),
            "lines": [
                {
                    "matter": matter,
                    "where": where_of(matter),
                    "speaker": speaker_name(matter, viewer),
                    "why": [_(reason) for reason in why_stuck(matter, at=now, ran_out=ran_out)],
                }
                for matter in share.matters
            ],
        }
        for share in shares
    ]


def _known(request: HttpRequest) -> Viewer:
    viewer = current_viewer(request)
    if not viewer.is_known:
        raise NotPermitted("登录以后才能看您的今天。", next_step=to_sign_in())
    return viewer


def _walking(request: HttpRequest) -> Viewer:
    viewer = _known(request)
    if not viewer.walks_the_stairs:
        way = WayOut(label=_("我要说事"), url=reverse("say"))
        raise NotPermitted("走访记事由楼长、网格员和主摆人来记。", next_step=way)
    return viewer


def _greeting(viewer: Viewer, now: datetime) -> str:
    hour = now.astimezone(HERE).hour
    said = _("上午好") if hour < NOON else _("晚上好") if hour >= EVENING else _("下午好")
    return _("{name}，{said}").format(name=viewer.name, said=said)


def _date(now: datetime) -> str:
    day = day_of(now)
    weekday = _(WEEKDAYS[day.weekday()])
    return _("{day.month}月{day.day}日　{weekday}").format(day=day, weekday=weekday)
