"""柜台: the code typed or scanned, who waits, and whoever has no telephone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.ledger.models import LedgerAccount
from linli.people.models import HouseholdMember, Mandate, Person
from linli.store import actions
from linli.store.actions import NotTheirAccount, Shown
from linli.store.forms import AtCounterForm, CodeForm
from linli.store.models import Redemption, Shelf, Store
from linli.store.queries.shop import shelves_of, waiting_in
from linli.store.rules import Proof
from linli.store.views.doors import keeping, somebody_meant, tried, who_acts
from linli.ui.pages import SeeOther, page


@require_GET
def counter(request: HttpRequest, pk: int) -> HttpResponse:
    _, store = keeping(request, pk)
    return _counter_page(request, store)


@require_POST
@answered_once(per=who_acts)
def handing_over(request: HttpRequest, pk: int) -> HttpResponse:
    """交货: by the code."""
    viewer, store = keeping(request, pk)
    form, done = CodeForm(request.POST), list[Redemption]()

    def hand(said: dict[str, Any]) -> None:
        found = actions.redemption_under(said["code"], store)
        actions.hand_over(redemption=found, code=said["code"], by=viewer, at=clock.now())
        done.append(found)

    if status := tried(form, hand):
        return _counter_page(request, store, status=status, code_form=form)
    return SeeOther(f"{reverse('store-counter', args=[pk])}?done={done[0].number}")


@require_POST
@answered_once(per=who_acts)
def at_counter(request: HttpRequest, pk: int) -> HttpResponse:
    """柜台代办: paid and handed over for who stands there; then the slip is printed."""
    viewer, store = keeping(request, pk)
    form, made = _form(store, request.POST), list[Redemption]()

    def redeem(said: dict[str, Any]) -> None:
        person = somebody_meant(viewer, said["person"])
        shelf = Shelf.objects.select_related("store__area", "goods__area").get(pk=said["shelf"])
        made.append(
            actions.redeem_at_counter(
                key=f"{viewer.ref}/{said['key']}"[:80],
                person=person,
                shelf=shelf,
                quantity=said["quantity"],
                account=_passbook(person, shelf),
                shown=_shown(person, said),
                by=viewer,
                at=clock.now(),
            )
        )

    if status := tried(form, redeem):
        return _counter_page(request, store, status=status, person_form=form)
    return SeeOther(reverse("redemption-slip", args=[made[0].number]))


def _shown(person: Person, said: dict[str, Any]) -> Shown:
    proof = Proof(said["proof"])
    if proof is not Proof.MANDATE:
        return Shown(proof=proof, words=said["words"])
    today = day_of(clock.now())
    held = Mandate.objects.filter(principal=person, revoked_at=None)
    running = held.filter(starts_on__lte=today, ends_on__gt=today)
    return Shown(proof=proof, mandate=running.order_by("pk").first())


def _passbook(person: Person, shelf: Shelf) -> LedgerAccount:
    """Theirs, or their home's, in the book in which the goods are priced."""
    living = HouseholdMember.objects.filter(person=person, ended_on=None)
    homes = [f"household/{pk}" for pk in living.values_list("household", flat=True)]
    held = LedgerAccount.objects.filter(
        owner__in=[person.ref, *homes], book=shelf.goods.book
    ).select_related("place")
    found = held.order_by("-posted", "pk").first()
    if not found:
        raise NotTheirAccount("{name}还没有这样的账户。", name=person.name)
    return found


def _form(store: Store, data: Any = None) -> AtCounterForm:
    line = gettext("{name}（{price}，还有 {left}）")
    shelves = [
        (
            one.pk,
            line.format(name=one.goods.name, price=one.goods.price, left=one.available),
        )
        for one in shelves_of(store)
        if one.available > 0
    ]
    return AtCounterForm(data, shelves=shelves, auto_id="at_%s")


def _counter_page(
    request: HttpRequest, store: Store, *, status: int = 200, **said: Any
) -> HttpResponse:
    done = Redemption.objects.filter(
        shelf__store=store, number=request.GET.get("done", "")
    ).select_related("shelf__goods")
    context = {
        "now": clock.now(),
        "store": store,
        "waiting": waiting_in(store),
        "done": done.first(),
        "low": [one for one in shelves_of(store) if one.is_low],
        "code_form": CodeForm(),
        "person_form": _form(store),
    }
    return page(request, "store/counter.html", context | said, status=status)
