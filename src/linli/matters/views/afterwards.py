"""评之后: calls that brought no answer, what is left out of the rates, and who decides it."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from linli.kernel import clock
from linli.kernel.options import pinned
from linli.matters import actions, policies
from linli.matters.forms.afterwards import CallInVainForm, DecideExclusionForm, ExcludeForm
from linli.matters.forms.steps import in_words
from linli.matters.models import Exclusion, Matter
from linli.matters.options import EXCLUSION_GROUNDS
from linli.matters.queries.afterwards import exclusions_to_decide
from linli.matters.rules import CallEnd
from linli.matters.views.showing import desk_frame, where_of
from linli.matters.views.steps import at_the_desk, noun
from linli.people.viewer import Viewer
from linli.ui.pages import page


@noun(CallInVainForm)
def call_in_vain(form: CallInVainForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """没有问到."""
    said = form.cleaned_data
    actions.note_call_in_vain(
        matter=matter, end=CallEnd(said["end"]), words=said["words"], by=by, at=at
    )


@noun(ExcludeForm)
def exclusion(form: ExcludeForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """申请剔除."""
    actions.ask_to_exclude(matter=matter, by=by, at=at, **form.said("ground", "words"))


@noun(DecideExclusionForm)
def exclusion_ruling(
    form: DecideExclusionForm, matter: Matter, by: Viewer, at: datetime
) -> None:
    """核定剔除."""
    said = form.cleaned_data
    if said["ruling"] == "yes":
        actions.exclude_matter(matter=matter, answer=said["why"], by=by, at=at)
    else:
        actions.refuse_exclusion(matter=matter, why=said["why"], by=by, at=at)


@require_GET
def exclusions(request: HttpRequest) -> HttpResponse:
    """要核定的剔除: what others asked for, who waits longest first."""
    viewer, now = at_the_desk(request), clock.now()
    asked = [
        {
            "asked": one,
            "matter": one.matter,
            "where": where_of(one.matter),
            "ground": ground_of(one),
            "may": policies.may_exclude(viewer, one),
        }
        for one in exclusions_to_decide(viewer)
    ]
    frame = desk_frame(request, at=now)
    return page(request, "matters/desk/exclusions.html", {**frame, "asked": asked})


def ground_of(asked: Exclusion) -> str:
    """The ground in the words of the rules under which the matter runs."""
    grounds = pinned(asked.matter.options_digest)[EXCLUSION_GROUNDS]
    found = next((one for one in grounds if one.code == asked.ground), None)
    return in_words(found) if found else asked.ground
