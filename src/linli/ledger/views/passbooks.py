"""存折: one's accounts, the statement of one, on paper, and as plain text."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, WayOut
from linli.ledger import queries
from linli.ledger.models import LedgerAccount
from linli.ledger.options import Terms
from linli.ledger.rules import Book
from linli.people.queries import current_viewer, names_of
from linli.people.viewer import Viewer
from linli.ui.pages import page

LONGEST_NUMBER = 12


@require_GET
def passbooks(request: HttpRequest) -> HttpResponse:
    """我的存折: every account that somebody holds or keeps for another."""
    viewer = signed_in(request)
    found = queries.passbooks_of(viewer)
    names = names_of({account.owner for account in found}, viewer=viewer)
    today = day_of(clock.now())
    books = [
        {
            "account": account,
            "name": names[account.owner],
            "unit": unit_of(queries.terms_of(account.place, Book(account.book), today)),
        }
        for account in found
    ]
    return page(request, "ledger/passbooks.html", {"books": books, "person_name": viewer.name})


@require_GET
def passbook(request: HttpRequest, pk: int) -> HttpResponse:
    """存折: what went in and out, newest first."""
    return page(request, "ledger/passbook.html", _statement(request, pk))


@require_GET
def passbook_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """打印的存折: the same page on A4."""
    return page(request, "ledger/passbook_sheet.html", _statement(request, pk))


@require_GET
def passbook_text(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """存折文本: the whole account in the syntax of beancount."""
    account = _seen(signed_in(request), pk)
    return as_text(queries.passbook_as_text(account), f"passbook-{account.pk}")


def as_text(lines: Any, name: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.beancount"'}
    return StreamingHttpResponse(
        lines, content_type="text/plain; charset=utf-8", headers=headers
    )


def unit_of(terms: Terms) -> str:
    """What a credit is called here, in the language of whoever reads."""
    english = (get_language() or "").startswith("en")
    return terms.credit_name_en if english else terms.credit_name


def signed_in(request: HttpRequest) -> Viewer:
    """Only whoever is known; others are shown the door and come back here afterwards."""
    viewer = current_viewer(request)
    if not viewer.is_known:
        way = WayOut(label=gettext("登录"), url=f"{reverse('sign-in')}?next={request.path}")
        raise NotPermitted("请先登录，再看存折。", next_step=way)
    return viewer


def number_in(request: HttpRequest, name: str) -> int:
    """Read a whole number of the address; nothing and nonsense are 0."""
    written = request.GET.get(name, "")
    return (
        int(written)
        if written.isascii() and written.isdigit() and len(written) < LONGEST_NUMBER
        else 0
    )


def _seen(viewer: Viewer, pk: int) -> LedgerAccount:
    """The account of a holder, or the answer of one that is not there."""
    bounded = LedgerAccount.objects.visible_to(viewer).bounded()
    found = bounded.select_related("place").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _statement(request: HttpRequest, pk: int) -> dict[str, Any]:
    viewer, now = signed_in(request), clock.now()
    account = _seen(viewer, pk)
    terms = queries.terms_of(account.place, Book(account.book), day_of(now))
    return {
        "now": now,
        "account": account,
        "name": names_of([account.owner], viewer=viewer)[account.owner],
        "statement": queries.statement(account, page=number_in(request, "page")),
        "unit": unit_of(terms),
        "terms": terms,
        "person_name": viewer.name,
    }
