"""The register of persons: found, registered, corrected, looked up with a reason."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock, journal
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.people import actions, policies, queries
from linli.people.forms.register import (
    ConsentForm,
    CorrectionForm,
    DoorForm,
    FactForm,
    NewPersonForm,
    RevealForm,
)
from linli.people.models import Person
from linli.people.queries import current_viewer
from linli.people.rules import ConsentPurpose, Secret
from linli.people.views.doors import for_keepers, owner_of, tried
from linli.places.models import Area
from linli.places.queries import choices_for, whole_names
from linli.ui.pages import SeeOther, page


@never_cache
@for_keepers
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """The words come by POST, so that no phone stands in an address or a log."""
    viewer = current_viewer(request)
    words = request.POST.get("q") or request.GET.get("q", "")
    found = queries.people_found(viewer, words)
    context = {
        "words": words,
        "people": found[: queries.PAGE],
        "names": whole_names([one.home for one in found if one.home]),
        "there_is_more": len(found) > queries.PAGE,
        "count": queries.count_of_people(viewer),
    }
    return page(request, "people/people.html", context)


@never_cache
@for_keepers
@require_GET
def new_person(request: HttpRequest) -> HttpResponse:
    return _new_person_page(request, NewPersonForm(areas=_areas(request)))


@require_POST
@for_keepers
@answered_once(per=owner_of)
def registrations(request: HttpRequest) -> HttpResponse:
    viewer = current_viewer(request)
    form = NewPersonForm(request.POST, areas=_areas(request))
    made: list[Person] = []
    status = tried(
        form,
        lambda said: made.append(
            actions.register_person(
                name=said["name"],
                home=Area.objects.get(pk=said["area"]),
                phone=said["phone"],
                id_number=said["id_number"],
                born_on=said["born_on"],
                by=viewer,
                at=clock.now(),
            )
        ),
    )
    if status:
        return _new_person_page(request, form, status=status)
    return SeeOther(reverse("person", args=[made[0].pk]))


@never_cache
@for_keepers
@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    return person_page(request, _visible(request, pk))


@require_http_methods(["GET", "POST"])
@never_cache
@for_keepers
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    found, viewer = _visible(request, pk), current_viewer(request)
    now_said = {
        "name": found.name,
        "area": found.home_id,
        "born_on": found.born_on,
    }
    form = CorrectionForm(request.POST or None, areas=_areas(request), initial=now_said)
    if request.method == "GET":
        return page(request, "people/correction.html", {"form": form, "person": found})
    status = tried(
        form,
        lambda said: actions.correct_person(
            person=found,
            name=said["name"],
            phone=said["phone"] or None,
            born_on=said["born_on"],
            home=Area.objects.get(pk=said["area"]),
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        context = {"form": form, "person": found}
        return page(request, "people/correction.html", context, status=status)
    return SeeOther(reverse("person", args=[pk]))


@never_cache
@require_POST
@for_keepers
def reveals(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a whole number once, on the page that answers; it is kept nowhere else."""
    found, form = _visible(request, pk), RevealForm(request.POST)
    shown: list[str] = []
    status = tried(
        form,
        lambda said: shown.append(
            actions.reveal(
                person=found,
                field=Secret(said["field"]),
                reason=said["reason"],
                by=current_viewer(request),
                at=clock.now(),
            )
        ),
        field="reason",
    )
    if status:
        return person_page(request, found, status=status, reveal=form)
    return person_page(request, found, shown=shown[0])


@require_POST
@for_keepers
@answered_once(per=owner_of)
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _visible(request, pk), FactForm(request.POST)
    status = tried(
        form,
        lambda said: actions.record_fact(
            person=found,
            kind=said["kind"],
            began_on=said["began_on"],
            purpose=said["purpose"],
            evidence=said["evidence"],
            by=current_viewer(request),
            at=clock.now(),
        ),
        field="kind",
    )
    if status:
        return person_page(request, found, status=status, fact=form)
    return SeeOther(reverse("person", args=[pk]))


@require_POST
@for_keepers
def fact_end(request: HttpRequest, pk: int, fact: int) -> HttpResponse:
    found, now = _visible(request, pk), clock.now()
    actions.end_fact(
        fact=get_object_or_404(found.facts, pk=fact),
        ended_on=day_of(now),
        by=current_viewer(request),
        at=now,
    )
    return SeeOther(reverse("person", args=[pk]))


@require_POST
@for_keepers
@answered_once(per=owner_of)
def household(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _visible(request, pk), DoorForm(request.POST, areas=_areas(request))
    status = tried(
        form,
        lambda said: actions.settle(
            person=found,
            area=Area.objects.get(pk=said["area"]),
            number=said["number"],
            relation=said["relation"],
            by=current_viewer(request),
            at=clock.now(),
        ),
        field="number",
    )
    if status:
        return person_page(request, found, status=status, door=form)
    return SeeOther(reverse("person", args=[pk]))


@require_POST
@for_keepers
def household_leaving(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    actions.move_out(person=found, by=current_viewer(request), at=clock.now())
    return SeeOther(reverse("person", args=[pk]))


@require_POST
@for_keepers
def departure(request: HttpRequest, pk: int) -> HttpResponse:
    now = clock.now()
    actions.note_departure(
        person=_visible(request, pk), left_on=day_of(now), by=current_viewer(request), at=now
    )
    return SeeOther(reverse("person", args=[pk]))


@require_POST
@for_keepers
def consents(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _visible(request, pk), ConsentForm(request.POST)
    status = tried(
        form,
        lambda said: actions.give_consent(
            person=found,
            purpose=ConsentPurpose(said["purpose"]),
            by=current_viewer(request),
            at=clock.now(),
        ),
        field="purpose",
    )
    if status:
        return person_page(request, found, status=status, consent=form)
    return SeeOther(reverse("person", args=[pk]))


@require_POST
@for_keepers
def erasure(request: HttpRequest, pk: int) -> HttpResponse:
    actions.forget_person(
        person=_visible(request, pk), by=current_viewer(request), at=clock.now()
    )
    return SeeOther(reverse("people"))


def person_page(
    request: HttpRequest, found: Person, *, status: int = 200, **said: Any
) -> HttpResponse:
    """Show one person; `said` holds forms that were refused and a number that was asked for."""
    now, viewer = clock.now(), current_viewer(request)
    card = queries.card_of(found, on=day_of(now))
    home = [found.home] if found.home else []
    names = whole_names([*home, *(term.post.area for term in card.terms)])
    context = {
        "now": now,
        "card": card,
        "names": names,
        "reveal": RevealForm(),
        "fact": FactForm(initial={"began_on": day_of(now)}),
        "consent": ConsentForm(),
        "door": DoorForm(areas=_areas(request), initial={"area": found.home_id}),
        "may_change": policies.may_change_person(viewer, found),
        "story": journal.timeline(found.ref, names=queries.names_of),
    }
    return page(request, "people/person.html", context | said, status=status)


def _visible(request: HttpRequest, pk: int) -> Person:
    known = Person.objects.visible_to(current_viewer(request))
    return get_object_or_404(known.select_related("home", "dwelling"), pk=pk)


def _areas(request: HttpRequest) -> list[tuple[int, str]]:
    return choices_for(current_viewer(request), on=day_of(clock.now()))


def _new_person_page(
    request: HttpRequest, form: NewPersonForm, *, status: int = 200
) -> HttpResponse:
    return page(request, "people/new_person.html", {"form": form}, status=status)
