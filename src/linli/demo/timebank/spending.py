"""What credits go for: goods, a gift to kin, a donation, honours; and points of households."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from linli.demo.timebank.enrolling import clerk_in, person_in
from linli.demo.timebank.inputs import TimeBankDeed
from linli.kernel.dates import day_of
from linli.ledger.models import LedgerAccount
from linli.ledger.rules import Book
from linli.people import actions as people
from linli.people.models import Household, Kinship
from linli.people.rules import KinRelation
from linli.store import actions as store
from linli.store.actions import NewGoods
from linli.store.models import HelpProject, HouseholdDeed, Redemption, Shelf, Store

if TYPE_CHECKING:
    from linli.demo.replaying import Telling


def adopt_policy(deed: TimeBankDeed, telling: "Telling") -> None:
    """采用城市规则: from that day on."""
    store.adopt_city_policy(
        code=deed.row["policy"],
        area=telling.stage.areas[deed.row["area"]],
        starts_on=day_of(deed.at),
        by=clerk_in(deed, telling),
        at=deed.at,
    )


def open_store(deed: TimeBankDeed, telling: "Telling") -> None:
    """开店; with a project for elders in need, if its row names one."""
    row, by, at = deed.row, clerk_in(deed, telling), deed.at
    area = telling.stage.areas[row["area"]]
    opened = store.open_store(
        area=area, name=row["store"], address=row["address"], hours=row["hours"], by=by, at=at
    )
    telling.bank.found[f"store/{row['store']}"] = opened.pk
    if row["project"]:
        project = store.open_help_project(
            area=area, name=row["project"], purpose=row["purpose"], by=by, at=at
        )
        telling.bank.found[f"project/{row['project']}"] = project.pk


def take_in(deed: TimeBankDeed, telling: "Telling") -> None:
    """定商品、入库."""
    row, at = deed.row, deed.at
    shop = Store.objects.select_related("area").get(
        pk=telling.bank.found[f"store/{row['store']}"]
    )
    goods = store.list_goods(
        area=shop.area,
        goods=NewGoods(
            name=row["goods"],
            book=Book(row["book"]),
            price=int(row["price"]),
            cost_fen=int(row["cost_fen"]),
        ),
        by=clerk_in(deed, telling),
        at=at,
    )
    shelf = store.take_in(
        store=shop,
        goods=goods,
        quantity=int(row["pieces"]),
        reason=row["reason"],
        by=clerk_in(deed, telling, "keeper"),
        at=at,
    )
    telling.bank.found[f"shelf/{row['goods']}"] = shelf.pk


def propose_kinship(deed: TimeBankDeed, telling: "Telling") -> None:
    """提出亲属关系: by one of the two."""
    row, person = deed.row, person_in(deed, telling)
    kinship = people.propose_kinship(
        person=person,
        relative=person_in(deed, telling, "relative"),
        relation=KinRelation(row["relation"]),
        evidence=row["evidence"],
        by=telling.viewer(person, deed.at),
        at=deed.at,
    )
    telling.bank.found[_kin(deed)] = kinship.pk


def verify_kinship(deed: TimeBankDeed, telling: "Telling") -> None:
    """核实: by the desk that has seen the papers."""
    if telling.bank.knows(_kin(deed)):
        found = Kinship.objects.select_related("person__home", "relative")
        kinship = found.get(pk=telling.bank.found[_kin(deed)])
        people.verify_kinship(kinship=kinship, by=clerk_in(deed, telling), at=deed.at)


def use_credits(deed: TimeBankDeed, telling: "Telling") -> None:
    """用积分: for goods, as a gift or a donation, or to be named for what was served."""
    USES[deed.row["use"]](deed, telling)
    telling.counted["用积分"] += 1


def fetch(deed: TimeBankDeed, telling: "Telling") -> None:
    """取货: by the code that was given."""
    if not telling.bank.knows(_use(deed)):
        return
    rows = Redemption.objects.reserved().select_related(
        "shelf__store__area", "shelf__goods", "account__place", "hold"
    )
    if waiting := rows.filter(pk=telling.bank.found[_use(deed)]).first():
        by = clerk_in(deed, telling, "keeper")
        store.hand_over(redemption=waiting, code=waiting.code, by=by, at=deed.at)


def note_deed(deed: TimeBankDeed, telling: "Telling") -> None:
    """登记户积分: by who walks there, with what shows it."""
    row = deed.row
    person = person_in(deed, telling)
    homes = Household.objects.filter(members__person=person, members__ended_on=None)
    noted = store.note_deed(
        household=homes.select_related("dwelling__area").get(),
        kind=row["kind"],
        done_on=date.fromisoformat(row["done_on"]),
        evidence=row["evidence"],
        by=clerk_in(deed, telling, "walker"),
        at=deed.at,
    )
    telling.bank.found[f"deed/{row['deed']}"] = noted.pk
    telling.counted["户积分"] += 1


def confirm_deed(deed: TimeBankDeed, telling: "Telling") -> None:
    """复核: what is worth much is looked at by another."""
    name = f"deed/{deed.row['deed']}"
    if telling.bank.knows(name):
        waiting = HouseholdDeed.objects.select_related("household", "place")
        noted = waiting.get(pk=telling.bank.found[name])
        store.confirm_deed(deed=noted, by=clerk_in(deed, telling), at=deed.at)


def account_in(deed: TimeBankDeed, telling: "Telling", book: Book) -> LedgerAccount:
    """The account of who uses credits, of the household where it is points; opened if new."""
    person = person_in(deed, telling, "who")
    home = person.home
    assert home is not None  # noqa: S101 - whoever uses credits lives here
    owner = person.ref
    if book is Book.POINT:
        owner = f"household/{person.households.get(ended_on=None).household_id}"
    return store.account_for(owner, home, book=book, at=deed.at)


def _goods(deed: TimeBankDeed, telling: "Telling") -> None:
    row = deed.row
    shelves = Shelf.objects.select_related("store__area", "goods__area")
    shelf = shelves.get(pk=telling.bank.found[f"shelf/{row['what']}"])
    redemption = store.reserve_goods(
        key=_use(deed),
        shelf=shelf,
        quantity=int(row["amount"]),
        account=account_in(deed, telling, Book(shelf.goods.book)),
        by=telling.viewer(person_in(deed, telling, "who"), deed.at),
        at=deed.at,
    )
    telling.bank.found[_use(deed)] = redemption.pk


def _gift(deed: TimeBankDeed, telling: "Telling") -> None:
    row = deed.row
    store.give_to_relative(
        key=_use(deed),
        account=account_in(deed, telling, Book.HOUR),
        to=telling.stage.people[row["what"]],
        amount=int(row["amount"]),
        by=telling.viewer(person_in(deed, telling, "who"), deed.at),
        at=deed.at,
    )


def _donation(deed: TimeBankDeed, telling: "Telling") -> None:
    row = deed.row
    named = f"project/{row['what']}"
    project = HelpProject.objects.get(pk=telling.bank.found[named]) if row["what"] else None
    store.donate_credits(
        key=_use(deed),
        account=account_in(deed, telling, Book.HOUR),
        amount=int(row["amount"]),
        project=project,
        by=telling.viewer(person_in(deed, telling, "who"), deed.at),
        at=deed.at,
    )


def _honour(deed: TimeBankDeed, telling: "Telling") -> None:
    person = person_in(deed, telling, "who")
    store.accept_honour(
        person=person,
        ground=deed.row["what"],
        by_full_name=False,
        by=telling.viewer(person, deed.at),
        at=deed.at,
    )


USES: Mapping[str, Callable[[TimeBankDeed, "Telling"], None]] = MappingProxyType(
    {"goods": _goods, "gift": _gift, "donation": _donation, "honour": _honour}
)


def _use(deed: TimeBankDeed) -> str:
    return f"use/{deed.row['use_id']}"


def _kin(deed: TimeBankDeed) -> str:
    return f"kinship/{deed.row['person']}/{deed.row['relative']}"
