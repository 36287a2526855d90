"""平台的编号和期限: a noun to POST to, for an order that came later or got another day."""

from datetime import datetime

from linli.matters import actions
from linli.matters.actions import FromOutside
from linli.matters.forms.outside import OutsideForm
from linli.matters.models import Matter
from linli.matters.views.steps import noun
from linli.people.viewer import Viewer


@noun(OutsideForm)
def outside(form: OutsideForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """记编号, 改期限."""
    said = form.cleaned_data
    if form.order:
        actions.move_outside_deadline(
            matter=matter, due_at=said["due_at"], reason=said["reason"], by=by, at=at
        )
        return
    order = FromOutside(source=said["source"], number=said["number"], due_at=said["due_at"])
    actions.add_outside_order(matter=matter, order=order, by=by, at=at)
