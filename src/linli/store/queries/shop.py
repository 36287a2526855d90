"""What is on the shelves, who waits, what is owed to everybody, and what it is set against."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet, Sum

from linli.kernel.dates import day_of, start_of
from linli.kernel.options import resolve
from linli.ledger.models import LedgerAccount
from linli.ledger.queries import conservation_of, passbooks_of
from linli.ledger.rules import Book
from linli.people.models import HouseholdMember, Person
from linli.people.rules import PostKind, Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.store.models import (
    HouseholdDeed,
    Redemption,
    Shelf,
    StockMove,
    Stocktake,
    Store,
)
from linli.store.options import BUDGET
from linli.store.rules import MoveKind

MOST = 100
LATEST = 40


@dataclass(frozen=True, kw_only=True)
class Counter:
    """A store with what lies on its shelves today."""

    store: Store
    shelves: list[Shelf]


@dataclass(frozen=True, kw_only=True)
class Owed:
    """积分负债: one book: what people could ask for, and what lies there for it."""

    book: Book
    outstanding: int
    pooled: int
    on_shelves: int
    reserved: int

    @property
    def percent(self) -> int:
        """How much of what is owed could be had in goods today."""
        if not self.outstanding:
            return 100
        return min(100, 100 * self.on_shelves // self.outstanding)


@dataclass(frozen=True, kw_only=True)
class Liability:
    """负债页: points outstanding against stock; what was bought against the budget, in fen."""

    books: tuple[Owed, ...]
    stock_cost: int
    bought_this_year: int
    budget: int

    @property
    def left(self) -> int:
        return self.budget - self.bought_this_year


def open_counters() -> list[Counter]:
    """积分超市: every open store with its goods, what is there first."""
    shelves = Shelf.objects.filter(store__closed_on=None, goods__withdrawn_on=None)
    rows = shelves.select_related("store__area", "goods").order_by("goods__price", "pk")
    by_store: dict[int, list[Shelf]] = {}
    for shelf in rows[: 10 * MOST]:
        by_store.setdefault(shelf.store_id, []).append(shelf)
    stores = Store.objects.filter(closed_on=None).select_related("area").order_by("pk")
    return [Counter(store=one, shelves=by_store.get(one.pk, [])) for one in stores[:MOST]]


def passbooks_for(viewer: Viewer, book: Book) -> list[LedgerAccount]:
    """可以用的账户: one's own, one's home's and those of whom one speaks for, in that book."""
    if not viewer.is_known:
        return []
    return [one for one in passbooks_of(viewer) if one.book == book]


def stores_kept_by(viewer: Viewer) -> list[Store]:
    """我看的店: where somebody stands at the counter."""
    seen = Q(pk__in=[])
    for post in viewer.posts:
        if post.kind is PostKind.STORE_KEEPER or post.keeps_registers:
            seen |= Q(area__path__startswith=post.area_path)
    stores = Store.objects.filter(seen, closed_on=None).select_related("area")
    return list(stores.order_by("pk")[:MOST])


def redemptions_of(viewer: Viewer) -> list[Redemption]:
    """我的兑换: those of one's passbooks, what waits first."""
    mine = LedgerAccount.objects.of(viewer).values("pk")
    rows = with_goods(Redemption.objects.filter(account__in=mine))
    return list(rows.order_by("-state", "-asked_at")[:LATEST])


def waiting_in(store: Store) -> list[Redemption]:
    """等来取的."""
    rows = Redemption.objects.reserved().filter(shelf__store=store)
    return list(with_goods(rows).order_by("fetch_by", "pk")[:MOST])


def with_goods(rows: QuerySet[Redemption]) -> QuerySet[Redemption]:
    """With what a line of a list needs."""
    return rows.select_related(
        "shelf__store__area", "shelf__goods", "account__place", "hold", "asker", "keeper"
    )


def shelves_of(store: Store) -> list[Shelf]:
    """货架: what is still on offer, the emptiest first."""
    rows = store.shelves.filter(goods__withdrawn_on=None).select_related("goods", "store")
    return list(rows.annotate(room=F("on_hand") - F("reserved")).order_by("room", "pk"))


def moves_of(store: Store) -> list[StockMove]:
    """出入库记录: the latest first."""
    moves = StockMove.objects.filter(shelf__store=store).select_related("shelf__goods")
    return list(moves.order_by("-pk")[:LATEST])


def stocktakes_of(store: Store) -> list[Stocktake]:
    """盘点: the latest first."""
    rows = store.stocktakes.select_related("counter", "signer").prefetch_related(
        "counts__shelf__goods"
    )
    return list(rows.order_by("-pk")[:10])


def liability_of(area: Area, *, at: datetime) -> Liability:
    """负债: what could be asked for in the area, and what it is set against."""
    january = start_of(day_of(at).replace(month=1, day=1))
    shelves = Shelf.objects.filter(store__area__path__startswith=area.path)
    bought = StockMove.objects.filter(
        shelf__store__area__path__startswith=area.path, kind=MoveKind.IN, moved_at__gte=january
    )
    cost = F("on_hand") * F("shelf__goods__cost_fen")
    return Liability(
        books=tuple(_owed(area, book, shelves) for book in (Book.HOUR, Book.POINT)),
        stock_cost=_sum(shelves, F("on_hand") * F("goods__cost_fen")),
        bought_this_year=bought.aggregate(sum=Sum(cost))["sum"] or 0,
        budget=resolve(area.chain)[BUDGET],
    )


def areas_accounted_by(viewer: Viewer) -> list[Area]:
    """The areas whose liability somebody may see."""
    ids = [
        post.area_id
        for post in viewer.posts
        if post.keeps_registers or post.reach is Reach.READ
    ]
    return list(Area.objects.filter(pk__in=ids).order_by("path"))


def deeds_of(viewer: Viewer) -> list[HouseholdDeed]:
    """我家的户积分."""
    homes = HouseholdMember.objects.filter(person__in=viewer.speaks_for, ended_on=None)
    rows = HouseholdDeed.objects.filter(household__in=homes.values("household"))
    return list(rows.select_related("place").order_by("-noted_at")[:LATEST])


def deeds_noted_by(viewer: Viewer) -> list[HouseholdDeed]:
    """我登记的."""
    rows = HouseholdDeed.objects.filter(proposer=viewer.person_id)
    return list(rows.select_related("place", "household__dwelling").order_by("-pk")[:LATEST])


def deeds_to_confirm(viewer: Viewer) -> QuerySet[HouseholdDeed]:
    """等我复核的: noted by another, where one serves."""
    seen = Q(pk__in=[])
    for post in viewer.posts:
        if post.reach in (Reach.STAIRS, Reach.DESK):
            seen |= Q(place__path__startswith=post.area_path)
    rows = HouseholdDeed.objects.proposed().filter(seen).exclude(proposer=viewer.person_id)
    return rows.select_related("place", "household__dwelling", "proposer").order_by("pk")


def home_of(person: Person) -> HouseholdMember | None:
    """The household somebody lives in today."""
    rows = HouseholdMember.objects.filter(person=person, ended_on=None)
    return rows.select_related("household__dwelling__area").first()


def _owed(area: Area, book: Book, shelves: QuerySet[Shelf]) -> Owed:
    balances = conservation_of(area, book)
    there = shelves.filter(goods__book=book, goods__withdrawn_on=None)
    return Owed(
        book=book,
        outstanding=balances.in_accounts,
        pooled=balances.pooled,
        on_shelves=_sum(there, (F("on_hand") - F("reserved")) * F("goods__price")),
        reserved=_sum(there, F("reserved") * F("goods__price")),
    )


def _sum(shelves: QuerySet[Shelf], what: "object") -> int:
    return shelves.aggregate(sum=Sum(what))["sum"] or 0
