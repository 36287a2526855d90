"""A store with goods, people with credits and points, through the real actions."""

from dataclasses import dataclass
from datetime import date

from linli.kernel import options
from linli.kernel.testing import NOON
from linli.ledger import actions as ledger
from linli.ledger.models import LedgerAccount
from linli.ledger.options import TERMS, Terms
from linli.ledger.rules import Book
from linli.ledger.testing import a_key, an_account, with_credits
from linli.people.actions import found_household, propose_kinship, verify_kinship
from linli.people.models import Household, Kinship, Person
from linli.people.rules import KinRelation, PostKind
from linli.people.testing import a_clerk, a_holder, a_person, viewing
from linli.people.viewer import THE_HOUSE
from linli.places.actions import NewDwelling, add_dwellings
from linli.places.models import Area
from linli.places.testing import Neighbourhood, a_neighbourhood
from linli.store import actions
from linli.store.actions import NewGoods
from linli.store.models import Goods, HelpProject, HouseholdDeed, Redemption, Shelf, Store

TODAY = date(2026, 3, 2)


@dataclass(frozen=True, kw_only=True)
class Here:
    """王秀英 and her daughter, the keeper of the store, two clerks, a grid worker."""

    place: Neighbourhood
    store: Store
    wang: Person
    daughter: Person
    keeper: Person
    clerk: Person
    colleague: Person
    walker: Person


def here() -> Here:
    place = a_neighbourhood()
    clerk = a_clerk(place.community)
    return Here(
        place=place,
        store=actions.open_store(
            area=place.community,
            name="和平里积分超市",
            address="社区大厅东头",
            hours="周二、周五 9:00-11:30",
            by=viewing(clerk),
            at=NOON,
        ),
        wang=a_person("王秀英", place.unit, born_on=date(1950, 5, 1)),
        daughter=a_person("周小燕", place.unit, born_on=date(1978, 6, 1)),
        keeper=a_holder(PostKind.STORE_KEEPER, place.community, "姚丽华"),
        clerk=clerk,
        colleague=a_clerk(place.community, "郑海"),
        walker=a_holder(PostKind.GRID_WORKER, place.compound, "罗小舟"),
    )


def some_goods(
    them: Here,
    name: str = "洗洁精",
    *,
    price: int = 5,
    book: Book = Book.HOUR,
    cost_fen: int = 800,
    most_a_month: int = 0,
) -> Goods:
    return actions.list_goods(
        area=them.place.community,
        goods=NewGoods(
            name=name, book=book, price=price, cost_fen=cost_fen, most_a_month=most_a_month
        ),
        by=viewing(them.clerk),
        at=NOON,
    )


def a_shelf(
    them: Here,
    name: str = "洗洁精",
    *,
    pieces: int = 3,
    low_at: int = 0,
    price: int = 5,
    book: Book = Book.HOUR,
    most_a_month: int = 0,
) -> Shelf:
    goods = some_goods(them, name, price=price, book=book, most_a_month=most_a_month)
    return actions.take_in(
        store=them.store,
        goods=goods,
        quantity=pieces,
        reason="街道采购",
        low_at=low_at,
        by=viewing(them.keeper),
        at=NOON,
    )


def account_with(them: Here, person: Person, hours: int = 120) -> LedgerAccount:
    """Somebody's hours, after so many hours of service."""
    account = an_account(person, them.place.community)
    return with_credits(account, hours) if hours else account


def points_of(them: Here, household: Household, points: int = 20) -> LedgerAccount:
    """A household's book of points with so many in it."""
    account = actions.account_for(
        f"household/{household.pk}", them.place.unit, book=Book.POINT, at=NOON
    )
    ledger.award(
        key=a_key("award"),
        account=account,
        amount=points,
        reason="参加居民议事",
        by=viewing(them.clerk),
        at=NOON,
    )
    return account


def a_household(them: Here, *members: Person, number: str = "201") -> Household:
    [dwelling] = add_dwellings(
        within=them.place.unit,
        dwellings=[NewDwelling(area=them.place.unit, number=number)],
        by=THE_HOUSE,
        at=NOON,
    )
    return found_household(
        dwelling=dwelling,
        members=[(one, "本人") for one in members or (them.wang,)],
        by=THE_HOUSE,
        at=NOON,
    )


def a_redemption(shelf: Shelf, account: LedgerAccount, *, quantity: int = 1) -> Redemption:
    who = Person.objects.get(pk=account.owner.rpartition("/")[2])
    return actions.reserve_goods(
        key=a_key("wish"),
        shelf=shelf,
        quantity=quantity,
        account=account,
        by=viewing(who),
        at=NOON,
    )


def a_fetched_redemption(them: Here, shelf: Shelf, account: LedgerAccount) -> Redemption:
    redemption = a_redemption(shelf, account)
    actions.hand_over(
        redemption=redemption, code=redemption.code, by=viewing(them.keeper), at=NOON
    )
    return redemption


def verified_kin(
    them: Here, person: Person, relative: Person, relation: KinRelation
) -> Kinship:
    kinship = propose_kinship(
        person=person,
        relative=relative,
        relation=relation,
        evidence="户口簿",
        by=viewing(person),
        at=NOON,
    )
    verify_kinship(kinship=kinship, by=viewing(them.clerk), at=NOON)
    return kinship


def a_deed(
    them: Here, household: Household, kind: str = "deliberation", *, on: date = TODAY
) -> HouseholdDeed:
    return actions.note_deed(
        household=household,
        kind=kind,
        done_on=on,
        evidence="签到表第 3 行",
        by=viewing(them.walker),
        at=NOON,
    )


def a_help_project(them: Here) -> HelpProject:
    return actions.open_help_project(
        area=them.place.community,
        name="独居老人陪诊",
        purpose="给八十岁以上独居老人换陪诊",
        by=viewing(them.clerk),
        at=NOON,
    )


def terms_here_are(area: Area, *terms: Terms) -> None:
    """The terms that a place has chosen, as a playbook would."""
    others = [one for one in TERMS.default if one.book not in {term.book for term in terms}]
    options.choose({TERMS: (*terms, *others)}, place=area.ref, by="system/linli", at=NOON)
