"""The ledger in the open: what was issued and where it is; for auditors every transfer."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.memory import remembered
from linli.ledger import policies, queries
from linli.ledger.models import Transfer
from linli.ledger.rules import Book
from linli.ledger.views.passbooks import as_text, number_in, signed_in, unit_of
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.ui.pages import page

CHECKED_AT_ONCE = 200_000


@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """时间银行公开账: the equation of a community, added up now, for everybody to see."""
    places = list(queries.places_with_a_ledger())
    context = {"places": places, "area": None}
    if places:
        context |= _equations(_asked_of(request, places))
    return page(request, "ledger/ledger.html", context)


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """查总账: whether every promise is kept, and the transfers one by one."""
    viewer = signed_in(request)
    places = _audited_by(viewer)
    area, now = _asked_of(request, places), clock.now()
    before = number_in(request, "before")
    lines = queries.transfers_in(area, viewer, before=before)
    many = Transfer.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    context: dict[str, Any] = {
        "places": places,
        "lines": lines,
        "before": before,
        "older": lines[-1].transfer.pk if len(lines) == queries.PER_PAGE else 0,
        "now": now,
        "person_name": viewer.name,
    }
    if many <= CHECKED_AT_ONCE or request.GET.get("check"):
        key = ("ledger-verification",)
        context["verification"] = remembered(key, queries.verify_ledger, at=now)
    return page(request, "ledger/audit.html", context | _equations(area))


@require_GET
def ledger_text(request: HttpRequest, book: str) -> StreamingHttpResponse:
    """总账文本: all transfers of the area in one book, in the syntax of beancount."""
    area = _asked_of(request, _audited_by(signed_in(request)))
    if book not in list(Book):
        raise Http404
    return as_text(queries.ledger_as_text(area, Book(book)), f"ledger-{area.pk}-{book}")


def _audited_by(viewer: Viewer) -> list[Area]:
    places = [one for one in queries.places_with_a_ledger() if policies.may_audit(viewer, one)]
    if not places:
        raise Http404
    return places


def _asked_of(request: HttpRequest, places: list[Area]) -> Area:
    """The place that is asked for, else where the viewer lives, else the first."""
    asked = number_in(request, "area")
    if asked:
        found = [one for one in places if one.pk == asked]
        if not found:
            raise Http404
        return found[0]
    viewer = current_viewer(request)
    here = [one for one in places if viewer.home_path.startswith(one.path)]
    return here[0] if here else places[0]


def _equations(area: Area) -> dict[str, Any]:
    now = clock.now()
    books = [book for book in queries.books_kept_in(area) if book is not Book.CNY]
    return {
        "area": area,
        "equations": [
            {
                "unit": unit_of(queries.terms_of(area, book, day_of(now))),
                "terms": queries.terms_of(area, book, day_of(now)),
                "sums": remembered(
                    ("conservation", area.pk, book),
                    partial(queries.conservation_of, area, book),
                    at=now,
                ),
            }
            for book in books
        ],
        "books": books,
        "now": now,
    }
