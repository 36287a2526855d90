"""积分超市: what there is, one wish, one redemption with its code and its slip."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock, journal
from linli.kernel.idempotency import answered_once
from linli.kernel.words import say
from linli.ledger.models import LedgerAccount
from linli.ledger.rules import Book
from linli.people.queries import current_viewer, name_of, names_of
from linli.store import actions, policies
from linli.store.forms import ReasonForm, WishForm
from linli.store.models import Redemption, Shelf
from linli.store.queries.shop import (
    open_counters,
    passbooks_for,
    redemptions_of,
    stores_kept_by,
    with_goods,
)
from linli.store.rules import State
from linli.store.views.doors import named, signed_in, tried, who_acts
from linli.ui.codes import code_leading_to
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, page


@require_GET
def store(request: HttpRequest) -> HttpResponse:
    """积分超市: for everybody; with the passbooks of whoever is known."""
    viewer = current_viewer(request)
    context = {
        "now": clock.now(),
        "counters": open_counters(),
        "known": viewer.is_known,
        "passbooks": [
            (say_book(book), named(passbooks_for(viewer, book), viewer))
            for book in (Book.HOUR, Book.POINT)
        ],
        "mine": redemptions_of(viewer) if viewer.is_known else [],
        "kept": stores_kept_by(viewer) if viewer.is_known else [],
    }
    return page(request, "store/store.html", context)


@require_http_methods(["GET", "POST"])
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    """兑换一样东西."""
    return _wished(request, pk) if request.method == "POST" else _asked(request, pk)


@require_GET
def redemption(request: HttpRequest, number: str) -> HttpResponse:
    return _redemption_page(request, number)


@require_GET
def slip(request: HttpRequest, number: str) -> HttpResponse:
    """小票: on paper, with the code for whoever may fetch it."""
    found = _seen(request, number)
    return page(request, "store/slip.html", _told(request, found))


@require_POST
@answered_once(per=who_acts)
def giving_up(request: HttpRequest, number: str) -> HttpResponse:
    """放弃."""
    found = _seen(request, number)
    actions.give_up(redemption=found, by=current_viewer(request), at=clock.now())
    return SeeOther(reverse("redemption", args=[number]))


@require_POST
@answered_once(per=who_acts)
def new_code(request: HttpRequest, number: str) -> HttpResponse:
    """换取货码."""
    found = _seen(request, number)
    actions.new_pick_up_code(redemption=found, by=current_viewer(request), at=clock.now())
    return SeeOther(reverse("redemption", args=[number]))


@require_POST
@answered_once(per=who_acts)
def returning(request: HttpRequest, number: str) -> HttpResponse:
    """退货."""
    found, form = _seen(request, number), ReasonForm(request.POST)
    status = tried(
        form,
        lambda said: actions.take_back(
            redemption=found,
            reason=said["reason"],
            by=current_viewer(request),
            at=clock.now(),
        ),
    )
    if status:
        return _redemption_page(request, number, status=status, return_form=form)
    return SeeOther(reverse("redemption", args=[number]))


def say_book(book: Book) -> str:
    """时间积分 or 积分."""
    return say(book.label)


def _asked(request: HttpRequest, pk: int) -> HttpResponse:
    shelf = _shelf(pk)
    return _wish_page(request, shelf, _form(request, shelf))


@answered_once(per=who_acts)
def _wished(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, shelf = signed_in(request), _shelf(pk)
    form, made = _form(request, shelf), list[Redemption]()
    status = tried(
        form,
        lambda said: made.append(
            actions.reserve_goods(
                key=f"{viewer.ref}/{said['key']}"[:80],
                shelf=shelf,
                quantity=said["quantity"],
                account=LedgerAccount.objects.select_related("place").get(pk=said["account"]),
                by=viewer,
                at=clock.now(),
            )
        ),
    )
    if status:
        return _wish_page(request, shelf, form, status=status)
    return SeeOther(reverse("redemption", args=[made[0].number]))


def _form(request: HttpRequest, shelf: Shelf) -> WishForm:
    viewer = signed_in(request)
    accounts = passbooks_for(viewer, Book(shelf.goods.book))
    return WishForm(request.POST or None, accounts=named(accounts, viewer))


def _wish_page(
    request: HttpRequest, shelf: Shelf, form: WishForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "shelf": shelf,
        "form": form,
        "book": say_book(Book(shelf.goods.book)),
        "has_passbook": bool(form.fields["account"].choices),  # type: ignore[attr-defined]
    }
    return page(request, "store/wish.html", context, status=status)


def _shelf(pk: int) -> Shelf:
    shelves = Shelf.objects.select_related("store__area", "goods__area")
    return get_object_or_404(shelves, pk=pk, store__closed_on=None, goods__withdrawn_on=None)


def _seen(request: HttpRequest, number: str) -> Redemption:
    """One's own, or of the store one keeps; a stranger finds nothing."""
    viewer = signed_in(request)
    rows = with_goods(Redemption.objects.visible_to(viewer)).select_related("transfer__place")
    found = rows.filter(number=number).first()
    if not found:
        raise Http404
    return found


def _redemption_page(
    request: HttpRequest, number: str, *, status: int = 200, **said: Any
) -> HttpResponse:
    found = _seen(request, number)
    context = _told(request, found) | {
        "story": journal.timeline(found.ref, names=names_of),
        "give_up_form": OneTimeForm(),
        "new_code_form": OneTimeForm(),
        "return_form": ReasonForm(auto_id="return_%s"),
    }
    return page(request, "store/redemption.html", context | said, status=status)


def _told(request: HttpRequest, found: Redemption) -> dict[str, Any]:
    viewer = current_viewer(request)
    own = policies.is_of(viewer, found.account)
    waits = found.standing is State.RESERVED
    return {
        "now": clock.now(),
        "one": found,
        "own": own,
        "waits": waits,
        "book": say_book(Book(found.shelf.goods.book)),
        "code": found.code if own and waits else "",
        "qr": code_leading_to(found.code) if own and waits else "",
        "holder": name_of(found.account.owner, viewer=viewer),
        "may_undo": waits and policies.may_give_up(viewer, found),
        "may_return": found.standing is State.HANDED_OVER
        and policies.may_hand_over(viewer, found),
    }
