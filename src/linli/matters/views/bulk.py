"""批量分派: tick several that wait, give them to one, read which went and which moved on."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from linli.kernel import clock
from linli.kernel.errors import NotPermitted
from linli.kernel.idempotency import answered_once
from linli.matters import actions
from linli.matters.actions import Assignment, BulkRow
from linli.matters.actions.bulk import MOST_AT_ONCE
from linli.matters.forms.handling import BulkForm
from linli.matters.models import Matter
from linli.matters.queries.queue import Listing, listed
from linli.matters.views.showing import where_of
from linli.matters.views.steps import at_the_desk, who_acts
from linli.people.viewer import Viewer
from linli.ui.pages import page

WITH = ("place__parent__parent__parent", "desk__parent", "handler", "unit", "reporter")
TICKED = "one"


@require_http_methods(["GET", "POST"])
def dispatching(request: HttpRequest) -> HttpResponse:
    """批量分派: the desk's own list of what waits, first what falls due first."""
    if request.method == "POST":
        return _sent(request)
    viewer = _at_a_desk(request)
    return _asked(request, viewer, _form(request, _waiting(viewer)))


@answered_once(per=who_acts)
def _sent(request: HttpRequest) -> HttpResponse:
    viewer, now = _at_a_desk(request), clock.now()
    form = _form(request, _waiting(viewer))
    ticked = _ticked(request.POST)
    if not form.is_valid():
        return _asked(request, viewer, form, ticked=ticked, status=422)
    hand = form.hands[form.cleaned_data["handler"]]
    assignment = Assignment(
        handler=hand.person, unit=hand.unit, requirement=form.cleaned_data["requirement"]
    )
    sent = actions.dispatch_several(
        rows=_rows(viewer, ticked), assignment=assignment, by=viewer, at=now
    )
    context = {
        "to": hand.unit.name if hand.unit else hand.person.name,
        "went": [one.matter for one in sent if not one.why_not],
        "stayed": [one for one in sent if one.why_not],
        "person_name": viewer.name,
    }
    return page(request, "matters/handling/bulk_sent.html", context)


def _asked(
    request: HttpRequest,
    viewer: Viewer,
    form: BulkForm,
    *,
    ticked: dict[int, int] | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = _waiting(viewer)
    context = {
        "form": form,
        "now": clock.now(),
        "most": MOST_AT_ONCE,
        "rows": [
            {
                "matter": row,
                "where": where_of(row),
                "code": f"{row.pk}.{row.version}",
                "ticked": row.pk in (ticked or {}),
            }
            for row in rows
        ],
        "person_name": viewer.name,
    }
    return page(request, "matters/handling/bulk.html", context, status=status)


def _form(request: HttpRequest, rows: Sequence[Matter]) -> BulkForm:
    first = rows[0] if rows else None
    return BulkForm(request.POST or None, first=first, at=clock.now())


def _waiting(viewer: Viewer) -> list[Matter]:
    now = clock.now()
    rows = listed(viewer, Listing.RECEIVED, at=now).select_related(*WITH)
    return list(rows.order_by("due_at", "pk")[:MOST_AT_ONCE])


def _ticked(said: QueryDict) -> dict[int, int]:
    """What was ticked, with the version that was seen; what cannot be read is left out."""
    found = (code.partition(".") for code in said.getlist(TICKED)[: MOST_AT_ONCE + 1])
    return {int(pk): int(seen) for pk, _, seen in found if pk.isdecimal() and seen.isdecimal()}


def _rows(viewer: Viewer, ticked: dict[int, int]) -> list[BulkRow]:
    seen = Matter.objects.visible_to(viewer).filter(pk__in=ticked).select_related(*WITH)
    rows = seen.order_by("due_at", "pk")
    return [BulkRow(matter=row, seen_version=ticked[row.pk]) for row in rows]


def _at_a_desk(request: HttpRequest) -> Viewer:
    viewer: Any = at_the_desk(request)
    if not viewer.works_a_desk:
        raise NotPermitted("批量分派给工作台的同事用。")
    return viewer  # type: ignore[no-any-return]
