"""What is done in a dispute: each a noun of its own under its number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from linli.kernel import clock
from linli.kernel.dates import HERE
from linli.mediation import actions, policies
from linli.mediation.actions import Agreed
from linli.mediation.forms import (
    AgreementForm,
    ChangeForm,
    ConsentForm,
    DeedForm,
    EndingForm,
    ExtensionForm,
    PanelForm,
    PoliceForm,
    TalkForm,
    VisitForm,
)
from linli.mediation.models import Case
from linli.mediation.queries import who_could_mediate
from linli.mediation.rules import FailedBecause, Form, Fulfilment, Step, steps_from
from linli.mediation.views.doors import deed, seen_case
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer

type May = Callable[[Viewer, Case], bool]


@dataclass(frozen=True, kw_only=True)
class Noun:
    """One deed: what it asks, which step it takes, for whom it lies open, what it does."""

    form: type[DeedForm]
    step: Step
    may: May
    do: Callable[[Any, Case, Viewer, datetime], object]


@require_http_methods(["GET", "POST"])
def one_deed(request: HttpRequest, number: str, noun: str) -> HttpResponse:
    """One noun of a case; what does not lie open is not there."""
    viewer = current_viewer(request)
    case, asked = seen_case(viewer, number), NOUNS.get(noun)
    if asked is None or not asked.may(viewer, case):
        raise Http404
    if request.method != "POST" and asked.step not in steps_from(case.standing):
        raise Http404
    form = asked.form(request.POST or None, case=case, **_more(noun, case, viewer))

    def do(_: dict[str, Any]) -> str:
        asked.do(form, case, viewer, clock.now())
        return reverse("mediation-case", args=[case.number])

    return deed(request, form, do, lead=_named(case), back_url=_back(case))


@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """愿不愿意: the party itself, or whoever writes down what it said."""
    viewer = current_viewer(request)
    case = seen_case(viewer, number)
    party = next((one for one in case.parties.all() if one.pk == pk), None)
    if party is None:
        raise Http404
    party.case = case
    if not policies.may_answer(viewer, party):
        raise Http404
    form = ConsentForm(request.POST or None, case=case)

    def do(said: dict[str, Any]) -> str:
        act = actions.give_consent if said["answer"] == "yes" else actions.decline
        act(party=party, by=viewer, at=clock.now())
        return reverse("mediation-case", args=[case.number])

    return deed(request, form, do, lead=_named(case), back_url=_back(case))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """要求换人, by a party; the desk and the committee's head may let a mediator go."""
    viewer = current_viewer(request)
    case = seen_case(viewer, number)
    mediator = next((one for one in case.mediators.all() if one.pk == pk), None)
    if mediator is None:
        raise Http404
    mediator.case = case
    mine = next((one for one in case.parties.all() if policies.speaks_as(viewer, one)), None)
    if mine is None and not policies.may_name_panel(viewer, case):
        raise Http404
    form = ChangeForm(request.POST or None, case=case)

    def do(_: dict[str, Any]) -> str:
        if mine is not None:
            mine.case = case
            actions.refuse_mediator(mediator=mediator, party=mine, by=viewer, at=clock.now())
        else:
            actions.let_mediator_go(mediator=mediator, by=viewer, at=clock.now())
        return reverse("mediation-case", args=[case.number])

    return deed(request, form, do, lead=mediator.person.name, back_url=_back(case))


def _panel(form: PanelForm, case: Case, by: Viewer, at: datetime) -> None:
    chosen = form.parties([form.cleaned_data["chosen_by"]])
    actions.name_mediator(
        case=case,
        person=form.people[form.cleaned_data["person"]],
        chosen_by=chosen[0] if chosen else None,
        by=by,
        at=at,
    )


def _talk(form: TalkForm, case: Case, by: Viewer, at: datetime) -> None:
    said = form.cleaned_data
    actions.record_talk(
        case=case,
        notes=said["notes"],
        came=form.parties(said["came"]),
        where=said["where"],
        others=said["others"],
        held_at=_here(said["held_on"]),
        by=by,
        at=at,
    )


def _extension(form: ExtensionForm, case: Case, by: Viewer, at: datetime) -> None:
    said = form.cleaned_data
    agreed = form.parties(said["agreed"])
    actions.extend_case(case=case, days=said["days"], agreed=agreed, by=by, at=at)


def _agreement(form: AgreementForm, case: Case, by: Viewer, at: datetime) -> None:
    said = form.cleaned_data
    agreed = Agreed(
        form=Form(said["form"]),
        terms=said["terms"],
        fulfil_by=said["fulfil_by"],
        disputed=said["disputed"],
        facts=said["facts"],
        fulfilment=said["fulfilment"],
        signed=form.parties(said["signed"]),
    )
    actions.reach_agreement(case=case, agreed=agreed, by=by, at=at)


def _ending(form: EndingForm, case: Case, by: Viewer, at: datetime) -> None:
    because = FailedBecause(form.cleaned_data["because"])
    actions.fail_case(case=case, because=because, by=by, at=at)


def _police(_: PoliceForm, case: Case, by: Viewer, at: datetime) -> None:
    actions.refer_to_police(case=case, by=by, at=at)


def _visit(form: VisitForm, case: Case, by: Viewer, at: datetime) -> None:
    said = form.cleaned_data
    actions.record_visit(
        case=case,
        found=Fulfilment(said["found"]),
        words=said["words"],
        next_on=said["next_on"],
        by=by,
        at=at,
    )


def _may_end(viewer: Viewer, case: Case) -> bool:
    return policies.may_mediate(viewer, case) or policies.is_party(viewer, case)


def _may_refer(viewer: Viewer, case: Case) -> bool:
    return policies.may_mediate(viewer, case) or policies.may_name_panel(viewer, case)


NOUNS: Mapping[str, Noun] = MappingProxyType(
    {
        "panel": Noun(
            form=PanelForm, step=Step.NAME_PANEL, may=policies.may_name_panel, do=_panel
        ),
        "talks": Noun(form=TalkForm, step=Step.TALK, may=policies.may_mediate, do=_talk),
        "extension": Noun(
            form=ExtensionForm, step=Step.EXTEND, may=policies.may_mediate, do=_extension
        ),
        "agreement": Noun(
            form=AgreementForm, step=Step.AGREE, may=policies.may_mediate, do=_agreement
        ),
        "ending": Noun(form=EndingForm, step=Step.FAIL, may=_may_end, do=_ending),
        "police": Noun(form=PoliceForm, step=Step.REFER, may=_may_refer, do=_police),
        "visits": Noun(form=VisitForm, step=Step.VISIT, may=policies.may_mediate, do=_visit),
    }
)


def _more(noun: str, case: Case, viewer: Viewer) -> dict[str, Any]:
    if noun == "panel":
        there = {one.person_id for one in case.mediators.all()}
        people = who_could_mediate(case.committee)
        return {"people": [one for one in people if one.pk not in there]}
    if noun == "ending":
        return {"mediates": policies.may_mediate(viewer, case)}
    return {}


def _here(said: datetime | None) -> datetime | None:
    """What is typed is the hour on the wall."""
    return said.replace(tzinfo=HERE) if said and said.tzinfo is None else said


def _named(case: Case) -> str:
    return f"{case.kind_label} {case.number}"


def _back(case: Case) -> str:
    return reverse("mediation-case", args=[case.number])
