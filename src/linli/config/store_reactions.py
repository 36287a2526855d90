"""What follows from the store: who waits is told, and what nobody fetched goes back."""

from datetime import datetime, timedelta

from linli.kernel.dates import day_of
from linli.kernel.models import Entry
from linli.kernel.outbox import Subscription
from linli.kernel.references import kind, number
from linli.kernel.rounds import Periodic
from linli.ledger.models import LedgerAccount
from linli.messaging.actions import tell_of
from linli.people.models import HouseholdMember, Post, Term
from linli.people.rules import PostKind
from linli.store.actions import lapse_redemptions
from linli.store.events import (
    DeedAwarded,
    DeedRefused,
    GoodsHandedOver,
    RedemptionLapsed,
    StockRanLow,
)
from linli.store.models import HouseholdDeed, Redemption, Shelf


def tell_whose_it_is(_: GoodsHandedOver | RedemptionLapsed, entry: Entry, __: datetime) -> None:
    """兑换: whoever holds the passbook hears that it was fetched, or that it lapsed."""
    found = Redemption.objects.select_related("account").get(pk=number(entry.subject))
    for person in _holders(found.account):
        tell_of(entry, to=person, url=f"/store/redemptions/{found.number}/")


def tell_the_household(_: DeedAwarded | DeedRefused, entry: Entry, __: datetime) -> None:
    """户积分: those who live there hear of it."""
    deed = HouseholdDeed.objects.get(pk=number(entry.subject))
    for person in _living_in(deed.household_id):
        tell_of(entry, to=person, url="/points/")


def tell_the_keepers(_: StockRanLow, entry: Entry, at: datetime) -> None:
    """快没货了: whoever stands at the counter of that store."""
    shelf = Shelf.objects.select_related("store__area").get(pk=number(entry.subject))
    posts = Post.objects.filter(kind=PostKind.STORE_KEEPER, abolished_on=None)
    above = [
        post.pk for post in posts.select_related("area") if shelf.store.area.lies_in(post.area)
    ]
    for term in Term.objects.running(day_of(at)).filter(post__in=above):
        tell_of(entry, to=f"person/{term.person_id}", url=f"/store/{shelf.store_id}/stock/")


def _holders(account: LedgerAccount) -> list[str]:
    if kind(account.owner) == "household":
        return _living_in(number(account.owner))
    return [account.owner] if kind(account.owner) == "person" else []


def _living_in(household: int) -> list[str]:
    living = HouseholdMember.objects.filter(household=household, ended_on=None)
    return [f"person/{pk}" for pk in living.order_by("person").values_list("person", flat=True)]


SUBSCRIPTIONS = (
    Subscription(name="tell-goods-fetched", to=GoodsHandedOver, reaction=tell_whose_it_is),
    Subscription(name="tell-goods-lapsed", to=RedemptionLapsed, reaction=tell_whose_it_is),
    Subscription(name="tell-deed-awarded", to=DeedAwarded, reaction=tell_the_household),
    Subscription(name="tell-deed-refused", to=DeedRefused, reaction=tell_the_household),
    Subscription(name="tell-stock-low", to=StockRanLow, reaction=tell_the_keepers),
)
ROUNDS = (Periodic(name="lapse-redemptions", every=timedelta(hours=1), work=lapse_redemptions),)
