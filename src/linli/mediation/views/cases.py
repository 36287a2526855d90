"""The register of disputes, the page of one, its sheet of paper, and the committees."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel import clock, journal
from linli.kernel.dates import day_of
from linli.kernel.events import Audience
from linli.kernel.options import pinned
from linli.kernel.words import say
from linli.matters.models import Matter
from linli.mediation import actions, policies
from linli.mediation.models import Case
from linli.mediation.options import FURTHER_WAYS
from linli.mediation.queries import (
    STATE_TONES,
    cases_for,
    committees_at,
    deeds_of,
    is_at_work,
    kind_words,
    lacks_of,
    next_words,
)
from linli.mediation.rules import SETTLED, UNDECIDED, Fulfilment, State
from linli.mediation.views.composing import composing
from linli.mediation.views.doors import at_work, deed, seen_case
from linli.messaging.events import Told
from linli.people.models import Organisation
from linli.people.queries import current_viewer, names_of
from linli.people.rules import OrganisationKind
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.ui.pages import page

MOST_SHOWN = 100
FOUND = (Fulfilment.FULFILLED, Fulfilment.PARTLY, Fulfilment.BROKEN)
WITHOUT_HELP = (State.FAILED, State.DECLINED, State.REFERRED)


@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """调解登记簿: who is talking, who agreed, who was told where else to go."""
    viewer, now = at_work(request), clock.now()
    rows = list(cases_for(viewer)[:MOST_SHOWN])
    groups = (
        (say("正在办的"), UNDECIDED),
        (say("达成协议的"), SETTLED),
        (say("没有调成的"), WITHOUT_HELP),
    )
    context = {
        "lists": [
            {"label": label, "rows": [_row(case) for case in rows if case.standing in states]}
            for label, states in groups
        ],
        "figures": _figures(rows),
        "committees": [
            {"unit": unit, "lacks": lacks_of(unit)} for unit in _committees_of(viewer)
        ],
        "now": now,
        "person_name": viewer.name,
    }
    return page(request, "mediation/cases.html", context)


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """登记簿 on paper: number, kind, committee, dates and result; no names."""
    viewer = at_work(request)
    rows = [_row(case) for case in cases_for(viewer)[:MOST_SHOWN]]
    context = {"rows": rows, "now": clock.now(), "person_name": viewer.name}
    return page(request, "mediation/register.html", context)


@require_GET
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One dispute, as far as this viewer may read it."""
    viewer, now = current_viewer(request), clock.now()
    found = seen_case(viewer, number)
    reads_notes = policies.may_read_notes(viewer, found)
    reads_terms = policies.may_read_agreement(viewer, found)
    context = {
        "case": found,
        "kind": kind_words(found),
        "where": _where(found),
        "state": say(found.standing.label),
        "tone": STATE_TONES[found.standing],
        "next": say(next_words(found)),
        "who": _who_has_it(found),
        "until": found.due_at if found.standing in UNDECIDED else None,
        "visit_by": found.visit_by if found.standing is State.AGREED else None,
        "deeds": deeds_of(found, viewer),
        "is_party": policies.is_party(viewer, found),
        "parties": list(found.parties.all()) if reads_terms else [],
        "sides": found.parties.all(),
        "words": found.words if reads_notes else "",
        "talks": list(found.talks.select_related("point", "kept_by").order_by("turn"))
        if reads_notes
        else [],
        "agreement": getattr(found, "agreement", None) if reads_terms else None,
        "ways": pinned(found.options_digest)[FURTHER_WAYS]
        if found.standing in WITHOUT_HELP or found.fulfilment == Fulfilment.BROKEN
        else [],
        "matter_url": _matter_url(viewer, found),
        "register_url": reverse("mediation-cases") if is_at_work(viewer) else "",
        "story": _story(found, viewer),
        "now": now,
        "person_name": viewer.name,
    }
    return page(request, "mediation/case.html", context)


@require_GET
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """人民调解协议书: one page of A4 for each party and one for the committee (29)."""
    viewer = current_viewer(request)
    found = seen_case(viewer, number)
    agreement = getattr(found, "agreement", None)
    if agreement is None or not policies.may_read_agreement(viewer, found):
        raise Http404
    context = {
        "case": found,
        "agreement": agreement,
        "parties": found.parties.all(),
        "now": clock.now(),
        "person_name": viewer.name,
    }
    return page(request, "mediation/sheet.html", context)


@require_http_methods(["GET", "POST"])
def compose(request: HttpRequest, pk: int) -> HttpResponse:
    """登记调委会组成."""
    viewer, now = at_work(request), clock.now()
    found = Organisation.objects.filter(pk=pk, kind=OrganisationKind.MEDIATION_PANEL)
    unit = found.select_related("area", "composition").first()
    if unit is None or not policies.may_compose(viewer, unit):
        raise Http404
    form = composing(request, viewer, unit, on=day_of(now))

    def do(said: dict[str, Any]) -> str:
        actions.compose_committee(
            organisation=unit,
            members=[form.people[chosen] for chosen in said["members"]],
            head=form.people[said["head"]],
            women=said["women"],
            elected_on=said["elected_on"],
            by=viewer,
            at=now,
        )
        return reverse("mediation-cases")

    return deed(request, form, do, lead=unit.name, back_url=reverse("mediation-cases"))


def _story(case: Case, viewer: Viewer) -> list[journal.Line]:
    """What was done; whom a message reached would name the parties to whoever looks."""
    lines = journal.timeline(
        case.ref,
        names=lambda refs: names_of(refs, viewer=viewer),
        audience=Audience.HOUSE,
    )
    return [line for line in lines if line.code != Told.code]


def _row(case: Case) -> dict[str, Any]:
    return {
        "case": case,
        "kind": kind_words(case),
        "where": _where(case),
        "state": say(case.standing.label),
        "tone": STATE_TONES[case.standing],
        "fulfilment": say(Fulfilment(case.fulfilment).label) if case.fulfilment else "",
        "is_waiting": case.standing in UNDECIDED,
    }


def _where(case: Case) -> str:
    """The compound, never the stairwell: a register is read over a shoulder."""
    parent = case.place.parent
    return (
        parent.name if case.place.kind in {"building", "unit"} and parent else case.place.name
    )


def _figures(rows: list[Case]) -> dict[str, int]:
    taken = [case for case in rows if case.accepted_at]
    return {
        "taken": len(taken),
        "agreed": sum(1 for case in taken if case.standing in SETTLED),
        "visited": sum(1 for case in taken if case.fulfilment in FOUND),
        "fulfilled": sum(1 for case in taken if case.fulfilment == Fulfilment.FULFILLED),
    }


def _who_has_it(case: Case) -> str:
    names = [one.person.name for one in case.mediators.all()]
    return gettext("、").join(names) or case.committee.name


def _committees_of(viewer: Viewer) -> list[Organisation]:
    areas = Area.objects.filter(pk__in=[post.area_id for post in viewer.posts])
    found = {unit.pk: unit for area in areas for unit in committees_at(area)}
    return [unit for unit in found.values() if policies.may_compose(viewer, unit)]


def _matter_url(viewer: Viewer, case: Case) -> str:
    if case.matter is None:
        return ""
    seen = Matter.objects.visible_to(viewer).filter(pk=case.matter.pk).exists()
    return reverse("matter", args=[case.matter.number]) if seen else ""
