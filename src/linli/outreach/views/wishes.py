"""心愿墙: the wall for everybody, one wish for whom it concerns, the list to screen."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock, journal
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.outreach import actions, policies
from linli.outreach.forms import OutcomeForm, ReasonForm, ShowForm, ThanksForm, WishForm
from linli.outreach.models import Wish
from linli.outreach.queries.desk import (
    areas_served,
    person_of,
    places_in,
    wishes_to_screen,
)
from linli.outreach.rules.wishes import WishState
from linli.outreach.views.doors import signed_in, tried, who_acts
from linli.people.queries import current_viewer, names_of
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import areas_on_the_way_to
from linli.places.rules import AreaKind
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, page

MOST = 60

type Act = Callable[[Any, Wish, Viewer], object]


@require_GET
def wall(request: HttpRequest) -> HttpResponse:
    """心愿墙: what is wished, what somebody has taken on, what came true."""
    viewer = current_viewer(request)
    shown = Wish.objects.on_the_wall().select_related("place", "claimed_by", "unit")
    context = {
        "now": clock.now(),
        "open": shown.filter(state=WishState.OPEN).order_by("put_at")[:MOST],
        "claimed": shown.filter(state=WishState.CLAIMED).order_by("put_at")[:MOST],
        "fulfilled": shown.filter(state=WishState.FULFILLED).order_by("-ended_at")[:MOST],
        "to_screen": wishes_to_screen(viewer) if viewer.works_a_desk else [],
        "mine": _mine(viewer),
        "viewer_id": viewer.person_id,
    }
    return page(request, "outreach/wall.html", context)


@require_http_methods(["GET", "POST"])
def new_wish(request: HttpRequest) -> HttpResponse:
    """许愿."""
    return _put(request) if request.method == "POST" else _asked(request)


@require_GET
def wish(request: HttpRequest, number: str) -> HttpResponse:
    return _wish_page(request, _seen(signed_in(request), number))


def deed(form_class: type[OneTimeForm], name: str) -> Callable[[Act], Callable[..., Any]]:
    """Make a view of one deed on a wish; what was refused stands above its form `name`."""

    def decorate(act: Act) -> Callable[..., Any]:
        @require_POST
        @answered_once(per=who_acts)
        @wraps(act)
        def view(request: HttpRequest, number: str) -> HttpResponse:
            viewer = signed_in(request)
            found, form = _seen(viewer, number), form_class(request.POST)
            if status := tried(form, lambda _: act(form, found, viewer)):
                return _wish_page(request, found, status=status, **{name: form})
            return SeeOther(reverse("wish", args=[number]))

        return view

    return decorate


@deed(ShowForm, "show_form")
def showing(form: ShowForm, wish: Wish, by: Viewer) -> None:
    """上墙."""
    words = form.cleaned_data["public_words"]
    actions.show_wish(wish=wish, public_words=words, by=by, at=clock.now())


@deed(ReasonForm, "decline_form")
def refusal(form: ReasonForm, wish: Wish, by: Viewer) -> None:
    """不上墙."""
    reason = form.cleaned_data["reason"]
    actions.decline_wish(wish=wish, reason=reason, by=by, at=clock.now())


@deed(OneTimeForm, "hand_form")
def matter(_: OneTimeForm, wish: Wish, by: Viewer) -> None:
    """转成一件事."""
    actions.hand_wish_on(wish=wish, by=by, at=clock.now())


@deed(OneTimeForm, "claim_form")
def claim(_: OneTimeForm, wish: Wish, by: Viewer) -> None:
    """认领."""
    actions.claim_wish(wish=wish, by=by, at=clock.now())


@deed(ReasonForm, "let_go_form")
def letting_go(form: ReasonForm, wish: Wish, by: Viewer) -> None:
    """放回墙上."""
    reason = form.cleaned_data["reason"]
    actions.let_wish_go(wish=wish, reason=reason, by=by, at=clock.now())


@deed(OutcomeForm, "outcome_form")
def fulfilment(form: OutcomeForm, wish: Wish, by: Viewer) -> None:
    """实现."""
    outcome = form.cleaned_data["outcome"]
    actions.fulfil_wish(wish=wish, outcome=outcome, by=by, at=clock.now())


@deed(ThanksForm, "thanks_form")
def thanks(form: ThanksForm, wish: Wish, by: Viewer) -> None:
    """道谢."""
    words = form.cleaned_data["thanks"]
    actions.thank_for_wish(wish=wish, words=words, by=by, at=clock.now())


@deed(OneTimeForm, "withdraw_form")
def withdrawal(_: OneTimeForm, wish: Wish, by: Viewer) -> None:
    """收回."""
    actions.withdraw_wish(wish=wish, by=by, at=clock.now())


@answered_once(per=who_acts)
def _put(request: HttpRequest) -> HttpResponse:
    viewer = signed_in(request)
    form, made = _form(request, viewer), list[Wish]()
    status = tried(
        form,
        lambda said: made.append(
            actions.put_wish(
                words=said["words"],
                place=Area.objects.get(pk=said["place"]),
                # A colleague at the wall writes down what stands on an unnamed slip.
                wisher=None if areas_served(viewer) else person_of(viewer),
                guardian=said["guardian"],
                by=viewer,
                at=clock.now(),
            )
        ),
    )
    if status:
        return page(request, "outreach/new_wish.html", {"form": form}, status=status)
    return SeeOther(reverse("wish", args=[made[0].number]))


def _asked(request: HttpRequest) -> HttpResponse:
    form = _form(request, signed_in(request))
    return page(request, "outreach/new_wish.html", {"form": form})


def _form(request: HttpRequest, viewer: Viewer) -> WishForm:
    on = day_of(clock.now())
    places = places_in(areas_served(viewer) or _home_of(viewer), on=on)
    return WishForm(request.POST or None, places=places)


def _home_of(viewer: Viewer) -> list[Area]:
    """The compound where somebody lives, or the community if there is no compound."""
    person = person_of(viewer)
    if not person or not person.home:
        return []
    above = areas_on_the_way_to(person.home)
    near = [one for one in above if one.kind in (AreaKind.COMPOUND, AreaKind.COMMUNITY)]
    return near[-1:]


def _mine(viewer: Viewer) -> list[Wish]:
    if not viewer.is_known:
        return []
    own = Q(wisher__in=viewer.speaks_for) | Q(claimed_by=viewer.person_id)
    return list(Wish.objects.filter(own).select_related("place").order_by("-put_at")[:MOST])


def _seen(viewer: Viewer, number: str) -> Wish:
    """What somebody may see: their own, their area's, and whatever hangs on the wall."""
    rows = Wish.objects.select_related("place", "wisher", "claimed_by", "unit", "matter")
    found = rows.filter(number=number)
    hangs = Wish.objects.on_the_wall().filter(number=number)
    if not (Wish.objects.visible_to(viewer).filter(number=number) | hangs).exists():
        raise Http404
    return found.get()


def _wish_page(
    request: HttpRequest, found: Wish, *, status: int = 200, **said: Any
) -> HttpResponse:
    viewer = current_viewer(request)
    knows = Wish.objects.visible_to(viewer).filter(pk=found.pk).exists()
    context = {
        "now": clock.now(),
        "wish": found,
        "knows": knows,
        "screens": policies.may_screen(viewer, found),
        "claims": policies.may_claim(viewer, found),
        "fulfils": policies.may_fulfil(viewer, found),
        "wished": policies.may_speak_as_wisher(viewer, found),
        "show_form": ShowForm(initial={"public_words": found.words}, auto_id="show_%s"),
        "decline_form": ReasonForm(auto_id="decline_%s"),
        "hand_form": OneTimeForm(),
        "claim_form": OneTimeForm(),
        "withdraw_form": OneTimeForm(),
        "let_go_form": ReasonForm(auto_id="let_go_%s"),
        "outcome_form": OutcomeForm(auto_id="outcome_%s"),
        "thanks_form": ThanksForm(auto_id="thanks_%s"),
        "story": journal.timeline(found.ref, names=names_of) if knows else [],
    }
    return page(request, "outreach/wish.html", context | said, status=status)
