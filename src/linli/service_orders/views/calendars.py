"""日历: what somebody has ordered or taken, at a secret address that a calendar reads."""

from datetime import UTC, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel import clock
from linli.kernel.encryption import blind_index
from linli.kernel.words import say
from linli.service_orders import actions
from linli.service_orders.actions.checking import CALENDAR
from linli.service_orders.models import OrderCalendar, ServiceOrder
from linli.service_orders.queries.orders import coming_up_for, kind_of
from linli.service_orders.views.doors import person_of, signed_in
from linli.ui.pages import page

BACK = timedelta(days=30)
FOLD = 24  # characters: three bytes each at most, below the 75 of RFC 5545


@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """日历地址: shown once, when it is made."""
    viewer = signed_in(request)
    address = ""
    if request.method == "POST":
        secret = actions.make_calendar(person=person_of(viewer), by=viewer, at=clock.now())
        address = request.build_absolute_uri(reverse("order-feed", args=[secret]))
    return page(request, "service_orders/calendar.html", {"address": address})


@require_GET
def feed(_: HttpRequest, key: str) -> HttpResponse:
    """The feed: kinds and times; neither names nor doors."""
    found = OrderCalendar.objects.filter(key_index=blind_index(key, CALENDAR)).first()
    if found is None:
        raise Http404
    now = clock.now()
    listed = coming_up_for(found.person_id, since=now - BACK)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//linli//orders//ZH"]
    for order in listed:
        lines += _event(order, now)
    lines.append("END:VCALENDAR")
    body = "".join(f"{_folded(line)}\r\n" for line in lines)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


def _event(order: ServiceOrder, now: datetime) -> list[str]:
    summary = f"{say(kind_of(order).label)} · {say(order.stands.label)}"
    return [
        "BEGIN:VEVENT",
        f"UID:{order.number}@linli",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(order.starts_at)}",
        f"DTEND:{_moment(order.ends_at)}",
        f"SUMMARY:{_escaped(summary)}",
        "END:VEVENT",
    ]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(words: str) -> str:
    for mark in ("\\", ";", ","):
        words = words.replace(mark, f"\\{mark}")
    return words.replace("\n", "\\n")


def _folded(line: str) -> str:
    return "\r\n ".join(line[at : at + FOLD] for at in range(0, len(line), FOLD))
