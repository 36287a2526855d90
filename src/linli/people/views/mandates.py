"""Mandates: who acts for whom, entered from paper by the desk."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.people import actions, policies, queries
from linli.people.forms.register import MandateForm
from linli.people.models import Mandate
from linli.people.queries import current_viewer
from linli.people.views.doors import for_keepers, for_those_signed_in, owner_of, tried
from linli.ui.pages import SeeOther, page


@for_keepers
@require_GET
def mandates(request: HttpRequest) -> HttpResponse:
    return _mandates_page(request, MandateForm(initial={"starts_on": day_of(clock.now())}))


@require_POST
@for_keepers
@answered_once(per=owner_of)
def new_mandates(request: HttpRequest) -> HttpResponse:
    viewer, form = current_viewer(request), MandateForm(request.POST)
    status = tried(
        form,
        lambda said: actions.give_mandate(
            principal=queries.person_meant(viewer, said["principal"]),
            delegate=queries.person_meant(viewer, said["delegate"]),
            evidence=said["evidence"],
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            by=viewer,
            at=clock.now(),
        ),
        field="principal",
    )
    if status:
        return _mandates_page(request, form, status=status)
    return SeeOther(reverse("mandates"))


@require_POST
@for_those_signed_in
def revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever gave it, whoever holds it, and the desk end a mandate."""
    viewer = current_viewer(request)
    known = Mandate.objects.select_related("principal__home", "delegate")
    found = get_object_or_404(known, pk=pk)
    if not policies.may_revoke_mandate(viewer, found):
        get_object_or_404(Mandate.objects.none())
    actions.revoke_mandate(mandate=found, by=viewer, at=clock.now())
    return SeeOther(reverse("mandates" if viewer.keeps_anything else "account"))


@for_those_signed_in
@require_GET
def acting_for(request: HttpRequest) -> HttpResponse:
    """我帮谁办: everybody whose matters one looks after."""
    held = queries.acted_for(current_viewer(request), on=day_of(clock.now()))
    return page(request, "people/acting_for.html", {"mandates": held})


def _mandates_page(
    request: HttpRequest, form: MandateForm, *, status: int = 200, **said: Any
) -> HttpResponse:
    found = queries.mandates_in(current_viewer(request), on=day_of(clock.now()))
    context = {"mandates": found, "form": form}
    return page(request, "people/mandates.html", context | said, status=status)
