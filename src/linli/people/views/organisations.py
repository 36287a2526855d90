"""The register of organisations and their members."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from linli.kernel import clock, journal
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.people import actions, policies, queries
from linli.people.forms.register import MemberForm, OrganisationForm
from linli.people.models import Organisation, Person
from linli.people.queries import current_viewer
from linli.people.rules import OrganisationKind, OrganisationStatus
from linli.people.views.doors import for_keepers, owner_of, tried
from linli.places.models import Area
from linli.places.queries import choices_for, kept_areas
from linli.ui.pages import SeeOther, page


@for_keepers
@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    viewer, words = current_viewer(request), request.GET.get("q", "")
    areas = kept_areas(viewer, on=day_of(clock.now()))
    found = [one for area in areas for one in queries.organisations_in(area, words)]
    return page(request, "people/organisations.html", {"organisations": found, "words": words})


@for_keepers
@require_GET
def new_organisation(request: HttpRequest) -> HttpResponse:
    return _new_page(request, OrganisationForm(areas=_areas(request)))


@require_POST
@for_keepers
@answered_once(per=owner_of)
def formations(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST, areas=_areas(request))
    made: list[Organisation] = []
    status = tried(
        form,
        lambda said: made.append(
            actions.form_organisation(
                name=said["name"],
                kind=OrganisationKind(said["kind"]),
                area=Area.objects.get(pk=said["area"]),
                status=OrganisationStatus(said["status"]),
                formed_on=said["formed_on"],
                formed_here=said["formed_here"],
                phone=said["phone"],
                by=current_viewer(request),
                at=clock.now(),
            )
        ),
        field="name",
    )
    if status:
        return _new_page(request, form, status=status)
    return SeeOther(reverse("organisation", args=[made[0].pk]))


@for_keepers
@require_GET
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    return _organisation_page(request, _kept(request, pk))


@require_POST
@for_keepers
@answered_once(per=owner_of)
def members(request: HttpRequest, pk: int) -> HttpResponse:
    found, viewer = _kept(request, pk), current_viewer(request)
    form = MemberForm(request.POST)
    status = tried(
        form,
        lambda said: actions.join_organisation(
            organisation=found,
            person=queries.person_meant(viewer, said["person"]),
            by=viewer,
            at=clock.now(),
        ),
        field="person",
    )
    if status:
        return _organisation_page(request, found, status=status, member=form)
    return SeeOther(reverse("organisation", args=[pk]))


@require_POST
@for_keepers
def member_leaving(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    actions.leave_organisation(
        organisation=_kept(request, pk),
        person=get_object_or_404(Person, pk=person),
        by=current_viewer(request),
        at=clock.now(),
    )
    return SeeOther(reverse("organisation", args=[pk]))


@require_POST
@for_keepers
def dissolution(request: HttpRequest, pk: int) -> HttpResponse:
    actions.dissolve_organisation(
        organisation=_kept(request, pk), by=current_viewer(request), at=clock.now()
    )
    return SeeOther(reverse("organisation", args=[pk]))


def _organisation_page(
    request: HttpRequest, found: Organisation, *, status: int = 200, **said: Any
) -> HttpResponse:
    memberships = found.memberships.filter(ended_on=None).select_related("person")
    context = {
        "now": clock.now(),
        "organisation": found,
        "memberships": memberships.order_by("pk")[:300],
        "member": MemberForm(),
        "may_change": policies.may_change_organisation(current_viewer(request), found),
        "story": journal.timeline(found.ref, names=queries.names_of),
    }
    return page(request, "people/organisation.html", context | said, status=status)


def _kept(request: HttpRequest, pk: int) -> Organisation:
    found = get_object_or_404(Organisation.objects.select_related("area"), pk=pk)
    # A stranger to the area gets the same answer as for one that is not there.
    allowed = policies.may_change_organisation(current_viewer(request), found)
    return found if allowed else get_object_or_404(Organisation.objects.none())


def _areas(request: HttpRequest) -> list[tuple[int, str]]:
    return choices_for(current_viewer(request), on=day_of(clock.now()))


def _new_page(
    request: HttpRequest, form: OrganisationForm, *, status: int = 200
) -> HttpResponse:
    return page(request, "people/new_organisation.html", {"form": form}, status=status)
