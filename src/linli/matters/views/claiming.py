"""领办: what somebody is asked to take on, claiming it, letting it be, lending a hand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel import clock
from linli.kernel.words import say
from linli.matters import actions
from linli.matters.claims import OfferTo
from linli.matters.forms.handling import (
    ClaimForm,
    ConfirmHandForm,
    DeclineForm,
    GiveBackClaimForm,
    HandForm,
    HelpedForm,
    TakeBackForm,
)
from linli.matters.models import ClaimOffer, HelpingHand, Matter, units_of
from linli.matters.queries import handling
from linli.matters.views.deeds import deed, known
from linli.people.viewer import Viewer
from linli.ui.pages import page

WITH = (
    "matter__place",
    "matter__desk__parent",
    "matter__handler",
    "desk",
    "claimed_by",
    "asked",
)


@require_GET
def claims(request: HttpRequest) -> HttpResponse:
    """领办和互助: what is put to me and my units, what I took on, where a hand is wanted."""
    viewer, now = known(request), clock.now()
    context = {
        "now": now,
        "offers": [_shown(offer, viewer) for offer in handling.offers_to(viewer)],
        "mine": handling.claimed_by(viewer),
        "neighbours": handling.calls_to_neighbours(viewer),
        "person_name": viewer.name,
    }
    return page(request, "matters/handling/claims.html", context)


@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """认领."""
    viewer, now = known(request), clock.now()
    offer = _put_to(viewer, pk)
    spoken_for = [post.organisation_id for post in viewer.posts if post.organisation_id]
    units = list(units_of(viewer).filter(pk__in=spoken_for))
    form = ClaimForm(request.POST or None, units=units)

    def do(said: dict[str, Any]) -> str:
        actions.claim_matter(
            offer=offer, promised_on=said["promised_on"], unit=form.chosen, by=viewer, at=now
        )
        return reverse("matter", args=[offer.matter.number])

    return deed(request, form, do, lead=offer.words, back_url=reverse("claims"))


@require_http_methods(["GET", "POST"])
def refusal(request: HttpRequest, pk: int) -> HttpResponse:
    """婉拒."""
    viewer, offer = known(request), _put_to(known(request), pk)

    def do(said: dict[str, Any]) -> str:
        actions.decline_offer(offer=offer, why=said["why"], by=viewer, at=clock.now())
        return reverse("claims")

    form = DeclineForm(request.POST or None)
    return deed(request, form, do, lead=offer.words, back_url=reverse("claims"))


@require_http_methods(["GET", "POST"])
def giving_back(request: HttpRequest, pk: int) -> HttpResponse:
    """退回认领."""
    viewer, offer = known(request), _seen(known(request), pk)

    def do(said: dict[str, Any]) -> str:
        actions.give_back_claim(offer=offer, why=said["why"], by=viewer, at=clock.now())
        return reverse("claims")

    form = GiveBackClaimForm(request.POST or None)
    return deed(request, form, do, lead=offer.words, back_url=reverse("claims"))


@require_http_methods(["GET", "POST"])
def taking_back(request: HttpRequest, pk: int) -> HttpResponse:
    """收回."""
    viewer, offer = known(request), _seen(known(request), pk)
    back_url = reverse("desk-matter", args=[offer.matter.number])

    def do(said: dict[str, Any]) -> str:
        actions.take_back_offer(offer=offer, why=said["why"], by=viewer, at=clock.now())
        return back_url

    form = TakeBackForm(request.POST or None)
    return deed(request, form, do, lead=offer.words, back_url=back_url)


@require_http_methods(["GET", "POST"])
def hands(request: HttpRequest, pk: int) -> HttpResponse:
    """报名搭把手."""
    viewer = known(request)
    put = ClaimOffer.objects.put_to_neighbours(viewer).select_related(*WITH)
    offer = get_object_or_404(put, pk=pk)

    def do(said: dict[str, Any]) -> str:
        actions.sign_up(offer=offer, words=said["words"], by=viewer, at=clock.now())
        return reverse("claims")

    form = HandForm(request.POST or None)
    return deed(request, form, do, lead=offer.words, back_url=reverse("claims"))


@require_http_methods(["GET", "POST"])
def confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    """请这位邻居来帮: the desk reads who it is."""
    viewer = known(request)
    seen = HelpingHand.objects.filter(offer__in=ClaimOffer.objects.visible_to(viewer))
    found = seen.select_related("person", *(f"offer__{name}" for name in WITH))
    hand = get_object_or_404(found, pk=pk)
    back_url = reverse("desk-matter", args=[hand.offer.matter.number])

    def do(_: dict[str, Any]) -> str:
        actions.confirm_hand(hand=hand, by=viewer, at=clock.now())
        return back_url

    facts = [(gettext("哪位邻居"), hand.person.name), (gettext("能帮什么"), hand.words or "—")]
    form = ConfirmHandForm(request.POST or None)
    lead = hand.offer.words
    return deed(request, form, do, lead=lead, back_url=back_url, facts=facts)


@require_http_methods(["GET", "POST"])
def helped(request: HttpRequest, pk: int) -> HttpResponse:
    """邻居帮好了: who had asked says so."""
    viewer = known(request)
    seen = ClaimOffer.objects.filter(
        matter__in=Matter.objects.visible_to(viewer), to=OfferTo.NEIGHBOURS
    )
    offer = get_object_or_404(seen.select_related(*WITH), pk=pk)
    back_url = reverse("matter", args=[offer.matter.number])

    def do(said: dict[str, Any]) -> str:
        actions.say_neighbours_helped(
            offer=offer, words=said["words"], by=viewer, at=clock.now()
        )
        return back_url

    form = HelpedForm(request.POST or None)
    return deed(request, form, do, lead=offer.words, back_url=back_url)


def _shown(offer: ClaimOffer, viewer: Viewer) -> dict[str, Any]:
    return {
        "offer": offer,
        "to": say(offer.audience.label),
        "in_person": offer.asked_id is not None and offer.asked_id == viewer.person_id,
    }


def _put_to(viewer: Viewer, pk: int) -> ClaimOffer:
    return get_object_or_404(ClaimOffer.objects.put_to(viewer).select_related(*WITH), pk=pk)


def _seen(viewer: Viewer, pk: int) -> ClaimOffer:
    return get_object_or_404(ClaimOffer.objects.visible_to(viewer).select_related(*WITH), pk=pk)
