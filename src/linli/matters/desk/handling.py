"""What the ways of handling show on the pages of matters, and on the page of all work."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_noop as _

from linli.kernel import clock
from linli.kernel.words import Words, say
from linli.matters import policies
from linli.matters.claims import OfferState, OfferTo, PlanKind
from linli.matters.forms.steps import in_words
from linli.matters.models import Matter
from linli.matters.queries.fasttrack import may_quick_fix
from linli.matters.queries.handling import Handling, handling_of
from linli.matters.rules import IN_THE_OPEN
from linli.people.queries import current_viewer
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.ui.entries import Entry, Group, fill, offer


def _serves(viewer: Viewer) -> bool:
    return any(post.reach in (Reach.DESK, Reach.STAIRS) for post in viewer.posts)


offer(
    Entry(
        url_name="instants",
        label=Words(_("即办件")),
        icon="bolt",
        group=Group.HANDLE,
        shown_to=_serves,
        hint=Words(_("替居民受理，谁空谁办，办好反馈")),
    ),
    Entry(
        url_name="quick-fixes",
        label=Words(_("随手办")),
        icon="circle-check",
        group=Group.VISIT,
        shown_to=_serves,
        hint=Words(_("看到就办好的，点一下就记上")),
    ),
    Entry(
        url_name="claims",
        label=Words(_("领办和互助")),
        icon="heart-handshake",
        group=Group.HANDLE,
        shown_to=lambda viewer: viewer.is_known,
        hint=Words(_("等我或我的单位认领的，邻里要搭把手的")),
    ),
    Entry(
        url_name="desk-bulk",
        label=Words(_("批量分派")),
        icon="send",
        group=Group.HANDLE,
        shown_to=lambda viewer: viewer.works_a_desk,
    ),
)


def _at_the_desk(request: HttpRequest, matter: Matter) -> str:
    viewer, handling = current_viewer(request), handling_of(matter)
    context = _in_words(handling) | {
        "matter": matter,
        "may_choose": policies.may_choose_mode(viewer, matter),
        "may_plan": policies.may_plan(viewer, matter, PlanKind.MEETING),
        "may_plan_service": policies.may_plan(viewer, matter, PlanKind.SERVICE),
        "is_open": matter.standing in IN_THE_OPEN,
        "back": reverse("desk-matter", args=[matter.number]),
        "now": clock.now(),
    }
    return render_to_string("matters/handling/_at_desk.html", context, request)


def _on_the_life(request: HttpRequest, matter: Matter) -> str:
    viewer, handling = current_viewer(request), handling_of(matter)
    confirmed = {hand.offer_id for hand in handling.hands if hand.confirmed_at}
    waiting = [
        one
        for one in handling.offers
        if one.to == OfferTo.NEIGHBOURS
        and one.standing is not OfferState.DONE
        and one.pk in confirmed
    ]
    asks = policies.may_withdraw(viewer, matter)
    mine = handling.running
    context = _in_words(handling) | {
        "matter": matter,
        "helped": waiting[0] if waiting and asks else None,
        "parts_of_mine": [one for one in mine if policies.may_write_part(viewer, one)],
        "back": "",
        "now": clock.now(),
    }
    return render_to_string("matters/handling/_on_life.html", context, request)


def _on_today(request: HttpRequest, _: None) -> str:
    viewer = current_viewer(request)
    if not may_quick_fix(viewer):
        return ""
    context = {"serves": _serves(viewer)}
    return render_to_string("matters/handling/_today.html", context, request)


def _in_words(handling: Handling) -> dict[str, object]:
    return {
        "handling": handling,
        "mode": in_words(handling.mode),
        "hint": say(handling.mode.hint),
        "lacking": say("、").join(say(need.label) for need in handling.lacking),
    }


fill("desk-matter", "handling", _at_the_desk)
fill("matter", "handling", _on_the_life)
fill("today", "at-once", _on_today)
