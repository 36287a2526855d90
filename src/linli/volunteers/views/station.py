"""社区这边: what waits, one volunteer's card, certificates, late entries."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel import clock, journal
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.kernel.options import resolve
from linli.people.queries import current_viewer, names_of, person_meant
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, page
from linli.volunteers import actions, policies
from linli.volunteers.actions import NotOnTheRegister, Service
from linli.volunteers.forms.desk import (
    CommendForm,
    CorrectForm,
    InsuranceForm,
    LateForm,
    ReasonForm,
)
from linli.volunteers.forms.joining import labelled
from linli.volunteers.models import Certificate, LateEntry, ServiceRecord, Volunteer
from linli.volunteers.options import SERVICES
from linli.volunteers.queries import (
    certificates_of,
    free_times,
    hours_of,
    records_of,
    star_of,
    traits_of,
    unaccounted,
    volunteer_of,
    volunteers_waiting,
    with_person,
)
from linli.volunteers.queries.desk import (
    candidates_for,
    certificates_waiting,
    known_here,
    late_waiting,
    objections_waiting,
    places_in,
)
from linli.volunteers.rules import Source
from linli.volunteers.views.doors import (
    at_the_station,
    deeds,
    here,
    signed_in,
    tried,
    who_acts,
    who_plans,
)

MOST = 60


@require_GET
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """待办: registrations, certificates, late entries, objections, stars, attendance."""
    viewer, _areas = at_the_station(request)
    now = clock.now()
    context = {
        "now": now,
        "waiting": volunteers_waiting(viewer)[:MOST],
        "certificates": certificates_waiting(viewer)[:MOST],
        "late": late_waiting(viewer)[:MOST],
        "objections": objections_waiting(viewer),
        "candidates": candidates_for(viewer, day_of(now)),
        "unaccounted": unaccounted(viewer)[:MOST],
        "register": known_here(viewer)[:200],
    }
    return page(request, "volunteers/queue.html", context)


@require_GET
@never_cache
def volunteer(request: HttpRequest, pk: int) -> HttpResponse:
    return _card(request, _seen(signed_in(request), pk))


def _seen(viewer: Viewer, pk: Any) -> Volunteer:
    found = with_person(Volunteer.objects.visible_to(viewer)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _card(
    request: HttpRequest, found: Volunteer, *, status: int = 200, **said: Any
) -> HttpResponse:
    viewer, now = current_viewer(request), clock.now()
    reviews = policies.may_review(viewer, found)
    context = {
        "now": now,
        "one": found,
        "reviews": reviews,
        "changes": policies.may_change(viewer, found),
        "hours": hours_of(found),
        "star": star_of(found),
        "records": records_of(found)[:MOST],
        "certificates": certificates_of(found),
        "times": free_times(found),
        "traits": {kind.value: list(codes) for kind, codes in traits_of(found).items()},
        "guardian": found.guardian_consents.filter(withdrawn_on=None).first(),
        "health": found.health_statements.filter(erased_at=None)
        .order_by("-stated_on", "-pk")
        .first()
        if reviews
        else None,
        "insurances": found.insurances.order_by("-valid_until"),
        "plain_form": OneTimeForm(),
        "refusal_form": ReasonForm(auto_id="refusal_%s"),
        "insurance_form": InsuranceForm(auto_id="insurance_%s"),
        "commend_form": CommendForm(auto_id="commend_%s"),
        "correct_form": CorrectForm(auto_id="correct_%s"),
        "story": journal.timeline(found.ref, names=names_of),
    }
    return page(request, "volunteers/volunteer.html", context | said, status=status)


def _back(found: Volunteer) -> str:
    return reverse("volunteer", args=[found.pk])


deed = deeds(find=_seen, show=_card, back=_back)


@deed(OneTimeForm, "accept_form")
def acceptance(_: OneTimeForm, found: Volunteer, by: Viewer) -> None:
    """通过."""
    actions.accept_volunteer(volunteer=found, by=by, at=clock.now())


@deed(ReasonForm, "refusal_form")
def refusal(form: ReasonForm, found: Volunteer, by: Viewer) -> None:
    """不通过."""
    reason = form.cleaned_data["reason"]
    actions.refuse_volunteer(volunteer=found, reason=reason, by=by, at=clock.now())


@deed(InsuranceForm, "insurance_form")
def insurance(form: InsuranceForm, found: Volunteer, by: Viewer) -> None:
    """登记保险."""
    said = form.cleaned_data
    actions.enter_insurance(
        volunteer=found,
        insurer=said["insurer"],
        policy_number=said["policy_number"],
        valid_from=said["valid_from"],
        valid_until=said["valid_until"],
        by=by,
        at=clock.now(),
    )


@deed(CommendForm, "commend_form")
def commendation(form: CommendForm, found: Volunteer, by: Viewer) -> None:
    """登记表彰."""
    said = form.cleaned_data
    actions.commend(
        volunteer=found,
        title=said["title"],
        awarded_by=said["awarded_by"],
        awarded_on=said["awarded_on"],
        by=by,
        at=clock.now(),
    )


@deed(OneTimeForm, "proof_form")
def proof_for(_: OneTimeForm, found: Volunteer, by: Viewer) -> None:
    """代开证明."""
    actions.issue_proof(volunteer=found, by=by, at=clock.now())


@deed(CorrectForm, "correct_form")
def correction(form: CorrectForm, found: Volunteer, by: Viewer) -> None:
    """更正时长."""
    records = ServiceRecord.objects.visible_to(by).filter(volunteer=found)
    asked = str(form.data.get("record", ""))
    record = get_object_or_404(
        records.select_related("volunteer__area", "place"),
        pk=asked if asked.isdigit() else 0,
    )
    actions.correct_service(
        record=record,
        minutes=form.cleaned_data["minutes"],
        reason=form.cleaned_data["reason"],
        by=by,
        at=clock.now(),
    )


def _certificate(viewer: Viewer, pk: Any) -> Certificate:
    rows = Certificate.objects.visible_to(viewer)
    found = rows.select_related("volunteer__person", "volunteer__area").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _card_of(
    request: HttpRequest, found: Certificate, *, status: int = 200, **said: Any
) -> HttpResponse:
    return _card(request, found.volunteer, status=status, **said)


on_certificate = deeds(
    find=_certificate, show=_card_of, back=lambda found: _back(found.volunteer)
)


@on_certificate(OneTimeForm, "verify_form")
def verification(_: OneTimeForm, found: Certificate, by: Viewer) -> None:
    """核验."""
    actions.verify_certificate(certificate=found, by=by, at=clock.now())


@on_certificate(ReasonForm, "certificate_form")
def certificate_refusal(form: ReasonForm, found: Certificate, by: Viewer) -> None:
    """不通过."""
    reason = form.cleaned_data["reason"]
    actions.refuse_certificate(certificate=found, reason=reason, by=by, at=clock.now())


@on_certificate(ReasonForm, "certificate_form")
def certificate_revocation(form: ReasonForm, found: Certificate, by: Viewer) -> None:
    """撤销."""
    reason = form.cleaned_data["reason"]
    actions.revoke_certificate(certificate=found, reason=reason, by=by, at=clock.now())


@require_http_methods(["GET", "POST"])
@never_cache
def late(request: HttpRequest) -> HttpResponse:
    """补录: enter one, and confirm those of others."""
    return _entered(request) if request.method == "POST" else _late_page(request)


@answered_once(per=who_acts)
def _entered(request: HttpRequest) -> HttpResponse:
    viewer, areas = who_plans(request)
    form = _late_form(request, viewer, areas)

    def enter(said: dict[str, Any]) -> None:
        person = person_meant(viewer, said["volunteer"])
        meant = volunteer_of(person)
        if meant is None:
            raise NotOnTheRegister("{name}没有登记做志愿者。", name=person.name)
        service = Service(
            kind=said["kind"],
            what=said["what"],
            place=Area.objects.get(pk=said["place"]),
            starts_at=form.starts_at,
            ends_at=form.ends_at,
            source=Source.LATE,
        )
        actions.enter_late(
            volunteer=meant,
            service=service,
            evidence=said["evidence"],
            by=viewer,
            at=clock.now(),
        )

    if status := tried(form, enter):
        return _late_page(request, status=status, form=form)
    return SeeOther(reverse("volunteer-late"))


def _late_page(
    request: HttpRequest, found: LateEntry | None = None, *, status: int = 200, **said: Any
) -> HttpResponse:
    viewer, areas = who_plans(request)
    seen = LateEntry.objects.visible_to(viewer)
    rows = seen.select_related("volunteer__person", "place", "entered_by", "ruled_by")
    context = {
        "now": clock.now(),
        "form": _late_form(request, viewer, areas),
        "entries": rows.order_by("state", "-entered_at")[:MOST],
        "ruling": {one.pk for one in late_waiting(viewer)[:MOST]},
        "plain_form": OneTimeForm(),
        "reason_form": ReasonForm(auto_id="reason_%s"),
        "wrong": found.pk if found else None,
    }
    return page(request, "volunteers/late.html", context | said, status=status)


def _late_form(request: HttpRequest, viewer: Viewer, areas: list[Area]) -> LateForm:
    services = resolve(here(viewer).chain)[SERVICES]
    is_new = request.method == "POST" and request.path == reverse("volunteer-late")
    return LateForm(
        request.POST if is_new else None,
        kinds=labelled(services),
        places=places_in(areas, on=day_of(clock.now())),
    )


def _entry(viewer: Viewer, pk: Any) -> LateEntry:
    rows = LateEntry.objects.visible_to(viewer)
    found = (
        rows.select_related("volunteer__person", "volunteer__area", "place", "team")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


on_entry = deeds(find=_entry, show=_late_page, back=lambda _: reverse("volunteer-late"))


@on_entry(OneTimeForm, "confirm_form")
def late_confirmation(_: OneTimeForm, found: LateEntry, by: Viewer) -> None:
    """复核通过."""
    actions.confirm_late(entry=found, by=by, at=clock.now())


@on_entry(ReasonForm, "wrong_form")
def late_refusal(form: ReasonForm, found: LateEntry, by: Viewer) -> None:
    """不通过."""
    reason = form.cleaned_data["reason"]
    actions.refuse_late(entry=found, reason=reason, by=by, at=clock.now())
