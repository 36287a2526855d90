"""补通知: the call list, the sheet to be signed, and what came of each door."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_POST

from linli.kernel import clock
from linli.kernel.errors import NotPermitted
from linli.kernel.idempotency import answered_once
from linli.kernel.masks import masked_phone
from linli.kernel.options import resolve
from linli.notices import actions, policies
from linli.notices.models import Notice, Recipient
from linli.notices.options import CALLS_BEFORE_THE_DOOR
from linli.notices.queries.reach import (
    Door,
    doors_among,
    reachable_by,
    reached_of,
    silent_doors,
)
from linli.notices.rules import Answer, State, Told, goes_to_the_door
from linli.notices.views.doors import known, seen_notice, who_acts
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.ui.codes import code_leading_to
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, page

OPEN_FOR = timedelta(minutes=30)


@require_GET
def calls(request: HttpRequest, number: str) -> HttpResponse:
    """电话单: door by door, whom to call, and when to go up instead."""
    viewer, found = _reaches(request, number)
    now = clock.now()
    told = reachable_by(viewer, found)
    most = resolve(found.area.chain)[CALLS_BEFORE_THE_DOOR]
    is_open = _is_open(request, found, now)
    context = {
        "notice": found,
        "reached": reached_of(told),
        "doors": [_line(door, most, is_open=is_open) for door in silent_doors(told)],
        "is_open": is_open,
        "has_phones": told.exclude(person__phone_index="").exists(),
        "open_list": OneTimeForm(auto_id=False),
        "now": now,
    }
    return page(request, "notices/calls.html", context)


@require_POST
@answered_once(per=who_acts)
def call_list(request: HttpRequest, number: str) -> HttpResponse:
    """打开电话单: the whole numbers, for half an hour; it is put on record."""
    viewer, found = _reaches(request, number)
    now = clock.now()
    actions.open_call_list(notice=found, area=_where(viewer, found), by=viewer, at=now)
    request.session[_mark(found)] = now.isoformat()
    return SeeOther(reverse("notice-calls", args=[number]))


@require_POST
@answered_once(per=who_acts)
def call(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """记一个电话."""
    viewer, found = _reaches(request, number)
    said = request.POST.get("answer", "")
    answer = Answer(said) if said in Answer else Answer.NO_ANSWER
    recipient = _one(viewer, found, pk)
    actions.note_call(recipient=recipient, answer=answer, by=viewer, at=clock.now())
    return SeeOther(f"{reverse('notice-calls', args=[number])}#{recipient.door}")


@require_POST
@answered_once(per=who_acts)
def told(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """上门说了, 纸上签收."""
    viewer, found = _reaches(request, number)
    said = request.POST.get("way", "")
    way = Told(said) if said in Told else Told.DOOR
    actions.note_told(recipient=_one(viewer, found, pk), way=way, by=viewer, at=clock.now())
    return SeeOther(reverse("notice-calls", args=[number]))


@require_GET
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """签收单: every door with a line to sign; what is signed is entered on the call list."""
    viewer, found = _reaches(request, number)
    rows = reachable_by(viewer, found).select_related("person", "area")
    listed = doors_among(list(rows.order_by("area__path", "door", "pk")[:1200]))
    address = request.build_absolute_uri(reverse("notice", args=[number]))
    context = {
        "notice": found,
        "doors": listed,
        "qr": code_leading_to(address),
        "now": clock.now(),
    }
    return page(request, "notices/sheet.html", context)


def _reaches(request: HttpRequest, number: str) -> tuple[Viewer, Notice]:
    viewer, found = known(request), seen_notice(request, number)
    if not policies.may_reach(viewer, found, found.area):
        raise NotPermitted("补通知由楼长、网格员和社区工作人员来做。")
    if found.standing is not State.SENT:
        raise actions.NoSuchStep("这份通知没有发出，或者已经撤回，不用再通知。")
    return viewer, found


def _where(viewer: Viewer, found: Notice) -> Area:
    """The whole area of the notice for a desk, one's own stairs for others."""
    if viewer.keeps(found.area.path):
        return found.area
    posts = viewer.with_reach(Reach.STAIRS)
    inside = [post for post in posts if post.area_path.startswith(found.area.path)]
    return Area.objects.get(pk=inside[0].area_id) if inside else found.area


def _one(viewer: Viewer, found: Notice, pk: int) -> Recipient:
    rows = reachable_by(viewer, found).select_related("notice__area", "person", "area")
    return get_object_or_404(rows, pk=pk)


def _line(door: Door, most: int, *, is_open: bool) -> dict[str, Any]:
    has_phone = bool(door.callable)
    return {
        "door": door,
        "to_door": goes_to_the_door(calls=door.calls, most=most, has_phone=has_phone),
        "people": [
            {
                "recipient": one,
                "phone": _shown(one, is_open=is_open),
                "tel": one.person.phone if is_open else "",
                "form": OneTimeForm(auto_id=False),
            }
            for one in door.recipients
        ],
        "form": OneTimeForm(auto_id=False),
        "first": door.recipients[0],
    }


def _shown(one: Recipient, *, is_open: bool) -> str:
    if not one.person.phone_index:
        return ""
    return one.person.phone if is_open else masked_phone(one.person.phone)


def _mark(found: Notice) -> str:
    return f"call-list-{found.pk}"


def _is_open(request: HttpRequest, found: Notice, now: datetime) -> bool:
    opened = parse_datetime(request.session.get(_mark(found), ""))
    return opened is not None and opened <= now < opened + OPEN_FOR
