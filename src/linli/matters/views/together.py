"""参与承办: somebody is asked to take part in a matter, or their part is over."""

from datetime import datetime

from linli.matters import actions
from linli.matters.forms.together import InvolveForm, ReleaseForm
from linli.matters.models import Matter
from linli.matters.rules import Role
from linli.matters.views.steps import noun
from linli.people.viewer import Viewer


@noun(InvolveForm)
def helpers(form: InvolveForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """请人一起办."""
    said = form.cleaned_data
    actions.involve(
        matter=matter,
        role=Role(said["role"]),
        why=said["why"],
        by=by,
        at=at,
        person=form.person,
        organisation=form.unit,
    )


@noun(ReleaseForm)
def leaving(form: ReleaseForm, _: Matter, by: Viewer, at: datetime) -> None:
    """退出."""
    actions.release(involvement=form.chosen, why=form.cleaned_data["why"], by=by, at=at)
