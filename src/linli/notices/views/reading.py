"""看通知: the list of those who serve, one notice, what was sent to me, the public page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from linli.kernel import clock, journal
from linli.kernel.errors import NotPermitted
from linli.kernel.events import Audience as Reader
from linli.kernel.idempotency import answered_once
from linli.messaging import actions as messaging
from linli.messaging.queries import counts_of, has_declined
from linli.messaging.rules import Way
from linli.notices import actions, policies, queries
from linli.notices.forms.writing import ReasonForm
from linli.notices.models import Notice, Recipient
from linli.notices.queries.lists import MOST
from linli.notices.rules import State, Step, after
from linli.notices.views.doors import known, seen_notice, who_acts, who_tells
from linli.people.queries import current_viewer, names_of
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import AreaKind, ids_on
from linli.ui.codes import code_leading_to
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, page

LISTED = 60


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """通知: what was said here, newest first, and the drafts that wait."""
    viewer, now = who_tells(request), clock.now()
    found = list(queries.written_in(viewer)[: LISTED + 1])
    context = {
        "notices": found[:LISTED],
        "has_more": len(found) > LISTED,
        "drafts": list(queries.drafts_of(viewer)[:LISTED]),
        "now": now,
    }
    return page(request, "notices/notices.html", context)


@require_GET
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """One notice: to read, to answer, and for who serves here, whom it has reached."""
    viewer, now = current_viewer(request), clock.now()
    found = seen_notice(request, number)
    if found.standing is State.DRAFT:
        return SeeOther(reverse("notice-preview", args=[number]))
    actions.note_seen(notice=found, by=viewer, at=now)
    mine = queries.received_by(viewer, found) if viewer.is_known else []
    context = {
        "notice": found,
        "corrections": list(found.corrections.filter(state=State.SENT)),
        "mine": [{"recipient": one, "form": OneTimeForm(auto_id=False)} for one in mine],
        "just_sent": "sent" in request.GET,
        "now": now,
        **_reach(found, viewer),
    }
    return page(request, "notices/notice.html", context)


@require_GET
def my_notices(request: HttpRequest) -> HttpResponse:
    """发给我的通知."""
    viewer, now = known(request), clock.now()
    context = {
        "told": list(queries.mine_of(viewer)[:MOST]),
        "declined": has_declined(viewer.ref, Way.SMS),
        "form": OneTimeForm(auto_id=False),
        "now": now,
    }
    return page(request, "notices/mine.html", context)


@require_POST
@answered_once(per=who_acts)
def acknowledgement(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """知道了."""
    viewer, found = known(request), seen_notice(request, number)
    rows = Recipient.objects.visible_to(viewer).filter(notice=found)
    recipient = get_object_or_404(rows.select_related("notice__area", "person"), pk=pk)
    actions.acknowledge(recipient=recipient, by=viewer, at=clock.now())
    return SeeOther(reverse("notice", args=[number]))


@require_POST
@answered_once(per=who_acts)
def sms_choice(request: HttpRequest) -> HttpResponse:
    """不要发短信给我, and the other way round."""
    viewer, now = known(request), clock.now()
    change = messaging.decline_way if "decline" in request.POST else messaging.allow_way
    change(to=viewer.ref, way=Way.SMS, by=viewer.ref, at=now)
    return SeeOther(reverse("my-notices"))


@require_GET
def bulletin(request: HttpRequest) -> HttpResponse:
    """公开通知: what hangs on the wall of a community, for everybody."""
    now, here = clock.now(), community_asked(request)
    found = list(queries.board_of(here, at=now)[:LISTED]) if here else []
    context = {"notices": found, "here": here, "now": now}
    return page(request, "notices/bulletin.html", context)


@require_GET
def poster(request: HttpRequest, number: str) -> HttpResponse:
    """楼道张贴: a sheet for the stairwell, with a code that leads to the notice."""
    who_tells(request)
    found = seen_notice(request, number)
    if found.standing is not State.SENT:
        raise NotPermitted("还没有发出、或已经撤回的通知不能张贴。")
    address = request.build_absolute_uri(reverse("notice", args=[number]))
    context = {"notice": found, "qr": code_leading_to(address), "now": clock.now()}
    return page(request, "notices/poster.html", context)


def _reach(found: Notice, viewer: Viewer) -> dict[str, Any]:
    """What only those who serve here see: counts, silent doors, the trail, the steps."""
    if not policies.may_see_reach(viewer, found):
        return {}
    told = queries.reachable_by(viewer, found)
    may_change = policies.may_change(viewer, found)
    return {
        "serves": True,
        "reached": queries.reached_of(told),
        "reachable": queries.reachable_of(told),
        "silent": queries.silent_doors(told, most=LISTED),
        "stairs": queries.reached_by_stairs(found) if may_change else [],
        "counts": [(way.label, tally) for way, tally in counts_of(found.ref).items()],
        "story": journal.timeline(
            found.ref,
            names=lambda references: names_of(references, viewer=viewer),
            audience=Reader.HOUSE,
        )
        if may_change
        else [],
        "withdraw": _form(found) if may_change and _may(found, Step.WITHDRAW) else None,
        "correct": _form(found) if may_change and _may(found, Step.CORRECT) else None,
    }


def _may(found: Notice, step: Step) -> bool:
    return after(found.standing, step) is not None


def _form(found: Notice) -> ReasonForm:
    return ReasonForm(initial={"version": found.version})


def community_asked(request: HttpRequest) -> Area | None:
    """The community asked for, one's own, or the first one here."""
    viewer = current_viewer(request)
    communities = Area.objects.filter(kind=AreaKind.COMMUNITY)
    asked = request.GET.get("area", "")
    if asked.isdecimal() and (found := communities.filter(pk=asked[:18]).first()):
        return found
    path = next((post.area_path for post in viewer.posts), viewer.home_path)
    own = communities.filter(pk__in=ids_on(path)).first() if path else None
    return own or communities.order_by("pk").first()
