"""召集: one page asks what, where, when and whom."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from linli.kernel import clock, options
from linli.kernel.dates import HERE, day_of
from linli.kernel.errors import NotPermitted
from linli.kernel.idempotency import answered_once
from linli.kernel.words import say
from linli.meetings import actions, policies
from linli.meetings.actions import Invited, NewItem
from linli.meetings.forms import CallForm
from linli.meetings.models import Meeting
from linli.meetings.options import KINDS, MeetingKind
from linli.meetings.views.doors import signed_in, tried, who_acts
from linli.people.models import Organisation, Person
from linli.people.queries import organisations_in, seats_in
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import choices_within
from linli.places.rules import AreaKind
from linli.ui.pages import on_from, page

WHERE = (
    AreaKind.SUBDISTRICT,
    AreaKind.COMMUNITY,
    AreaKind.GRID,
    AreaKind.COMPOUND,
    AreaKind.BUILDING,
)


@require_http_methods(["GET", "POST"])
def new_meeting(request: HttpRequest) -> HttpResponse:
    """The form, and after it the meeting."""
    return _called(request) if request.method == "POST" else _asked(request)


@answered_once(per=who_acts)
def _called(request: HttpRequest) -> HttpResponse:
    viewer, now = signed_in(request), clock.now()
    form, made = _form(request, viewer, now), list[Meeting]()
    status = tried(
        form,
        lambda said: made.append(
            actions.call_meeting(
                kind=said["kind"],
                title=said["title"],
                place=Area.objects.get(pk=said["place"]),
                venue=said["venue"],
                starts_at=form.starts_at,
                invitees=_invitees(said),
                agenda=[NewItem(title=title) for title in form.items],
                by=viewer,
                at=now,
            )
        ),
    )
    if status:
        return page(request, "meetings/new.html", {"form": form, "now": now}, status=status)
    return on_from("new-meeting", reverse("meeting", args=[made[0].number]))


def _asked(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    form = _form(request, signed_in(request), now)
    return page(request, "meetings/new.html", {"form": form, "now": now})


def _form(request: HttpRequest, viewer: Viewer, now: datetime) -> CallForm:
    area = _own_area(viewer)
    kinds = options.resolve(area.chain)[KINDS]
    return CallForm(
        request.POST or None,
        kinds=[(kind.code, _named(kind)) for kind in kinds],
        places=choices_within(area, on=day_of(now), kinds=WHERE),
        people=_who_serve(area, now),
        units=[
            (one.pk, one.name) for one in organisations_in(area) if one.dissolved_on is None
        ],
        initial={
            "day": day_of(now),
            "wall": now.astimezone(HERE),
            "kind": request.GET.get("kind", ""),
            "title": request.GET.get("title", ""),
        },
    )


def _own_area(viewer: Viewer) -> Area:
    """The widest area in which somebody calls meetings."""
    posts = [post for post in viewer.posts if post.reach in policies.CALLERS]
    if not posts:
        raise NotPermitted("会由在那里值守的同事和主持人召集。")
    widest = min(posts, key=lambda post: len(post.area_path))
    return Area.objects.get(pk=widest.area_id)


def _who_serve(area: Area, now: datetime) -> list[tuple[int, str]]:
    seats = seats_in(area, on=day_of(now), below=True)
    held = {seat.holder.pk: seat for seat in seats if seat.holder}
    return [
        (pk, say("{name}（{post}）", name=seat.holder.name, post=seat.kind.label))
        for pk, seat in held.items()
        if seat.holder
    ]


def _invitees(said: dict[str, Any]) -> list[Invited]:
    people = Person.objects.filter(pk__in=said["people"]).order_by("pk")
    units = Organisation.objects.filter(pk__in=said["units"]).order_by("pk")
    return [
        *(Invited(person=person) for person in people),
        *(Invited(organisation=unit) for unit in units),
    ]


def _named(kind: MeetingKind) -> str:
    return kind.label_en if (get_language() or "").startswith("en") else kind.label
