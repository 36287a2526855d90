"""退单、挂账、并案、拆分、转介: each a noun to POST to; and what has to be ruled on."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from linli.kernel import clock
from linli.matters import actions
from linli.matters.actions import Objection, Plan, Team
from linli.matters.forms.aside import (
    ConsultationForm,
    MergerForm,
    ObjectionForm,
    ParkingAnswerForm,
    ParkingForm,
    PartsForm,
    ReferralForm,
    ResumptionForm,
    RulingForm,
    UndoingForm,
)
from linli.matters.models import Matter
from linli.matters.queries.aside import (
    parkings_to_answer,
    recent_precedents,
    returns_by_unit,
    returns_to_rule,
)
from linli.matters.rules import Ground, State
from linli.matters.views.showing import desk_frame
from linli.matters.views.steps import at_the_desk, noun, said_of_what_was_done
from linli.people.viewer import Viewer
from linli.ui.pages import page


@noun(ObjectionForm)
def objection(form: ObjectionForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """退单."""
    said = form.cleaned_data
    asked = Objection(
        ground=Ground(said["ground"]), proof=said["proof"], unit=form.units.get(said["unit"])
    )
    actions.return_matter(matter=matter, objection=asked, by=by, at=at)


@noun(RulingForm)
def ruling(form: RulingForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """裁定退单."""
    said = form.cleaned_data
    if said["upheld"] == "no":
        actions.refuse_return(matter=matter, ruling=said["ruling"], by=by, at=at)
        return
    actions.uphold_return(
        matter=matter,
        ruling=said["ruling"],
        desk=form.desks[said["desk"]],
        unit=form.units.get(said["unit"]),
        by=by,
        at=at,
    )


@noun(ConsultationForm)
def consultation(form: ConsultationForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """会商."""
    said = form.cleaned_data
    team = Team(
        lead=form.people[said["lead"]],
        unit=form.units[said["unit"]],
        helpers=form.those_who_help,
    )
    actions.settle_return(matter=matter, team=team, ruling=said["ruling"], by=by, at=at)


@noun(ParkingForm)
def parking(form: ParkingForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """申请挂账."""
    said = form.cleaned_data
    plan = Plan(
        words=said["plan"],
        milestones=said["milestones"],
        explanation=said["explanation"],
        until=said["until"],
    )
    actions.ask_to_park(matter=matter, plan=plan, by=by, at=at)


@noun(ParkingAnswerForm)
def parking_answer(form: ParkingAnswerForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """批挂账."""
    said = form.cleaned_data
    if said["granted"] == "yes":
        actions.park_matter(matter=matter, answer=said["why"], by=by, at=at)
    else:
        actions.refuse_parking(matter=matter, why=said["why"], by=by, at=at)


@noun(ResumptionForm)
def resumption(form: ResumptionForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """提前恢复办理."""
    actions.resume_matter(matter=matter, by=by, at=at, **form.said("why"))


@noun(MergerForm)
def merger(form: MergerForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """并案."""
    said = form.cleaned_data
    actions.merge_matter(matter=matter, into=said["meant"], why=said["why"], by=by, at=at)


@noun(PartsForm)
def parts(form: PartsForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """拆分."""
    why = form.cleaned_data["why"]
    actions.split_matter(matter=matter, parts=form.parts, why=why, by=by, at=at)


@noun(UndoingForm)
def undoing(form: UndoingForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """拆开并案, 合回拆分."""
    undo = actions.unite_matter if matter.standing is State.SPLIT else actions.unmerge_matter
    undo(matter=matter, why=form.cleaned_data["why"], by=by, at=at)


@noun(ReferralForm)
def referral(form: ReferralForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """转介."""
    actions.refer_matter(matter=matter, by=by, at=at, **form.said("referral", "words"))


@require_GET
def rulings(request: HttpRequest) -> HttpResponse:
    """要裁定的: returns and requests that wait for the viewer's desk, and what was ruled."""
    viewer, now = at_the_desk(request), clock.now()
    context = {
        "messages": said_of_what_was_done(request),
        "returns": returns_to_rule(viewer),
        "parkings": parkings_to_answer(viewer),
        "precedents": recent_precedents(viewer),
        "counts": returns_by_unit(viewer),
    }
    return page(request, "matters/desk/rulings.html", desk_frame(request, at=now) | context)
