"""What credits and points are good for in 幸福里: the shop, a gift to a mother, a household."""

from datetime import datetime

from linli.demo.cast import CLERK, HELPER
from linli.demo.story import Deed, Story
from linli.kernel.dates import day_of
from linli.ledger import actions as ledger
from linli.ledger.models import LedgerAccount
from linli.ledger.rules import AccountKind, Book
from linli.people import actions as people
from linli.people.models import Household
from linli.people.rules import KinRelation
from linli.store import actions as store
from linli.store.actions import NewGoods
from linli.store.models import Redemption, Shelf

SHOP = "幸福里积分超市"
MOTHER, KEEPER = "王世兰", "费素云"
WALKER, FAMILY = "程小满", "席兰"


def the_shop(story: Story) -> None:
    """A redemption that was fetched and one that waits."""

    def opens(at: datetime) -> None:
        by = story.viewer(CLERK, at)
        shop = store.open_store(
            area=story.stage.place,
            name=SHOP,
            address="社区大厅东头",
            hours="周二、周五 9:00-11:30",
            by=by,
            at=at,
        )
        for name, book, price, pieces in (
            ("洗洁精", Book.HOUR, 1, 12),
            ("幸福里帆布袋", Book.HOUR, 2, 2),
            ("抽纸", Book.POINT, 3, 30),
        ):
            new = NewGoods(name=name, book=book, price=price, cost_fen=800)
            goods = store.list_goods(area=story.stage.place, goods=new, by=by, at=at)
            store.take_in(
                store=shop,
                goods=goods,
                quantity=pieces,
                reason="街道采购",
                low_at=2,
                by=story.viewer(KEEPER, at),
                at=at,
            )

    def redeems(name: str) -> Deed:
        def deed(at: datetime) -> None:
            shelves = Shelf.objects.select_related("store__area", "goods__area")
            store.reserve_goods(
                key=f"demo/{name}",
                shelf=shelves.get(goods__name=name),
                quantity=1,
                account=_account(HELPER, story, at),
                by=story.viewer(HELPER, at),
                at=at,
            )

        return deed

    def fetches(at: datetime) -> None:
        rows = Redemption.objects.reserved().select_related(
            "shelf__store__area", "shelf__goods", "account__place", "hold"
        )
        waiting = rows.get()
        by = story.viewer(KEEPER, at)
        store.hand_over(redemption=waiting, code=waiting.code, by=by, at=at)

    story.tells(story.workday(17, "09:20"), opens)
    story.tells(story.workday(5, "19:30"), redeems("洗洁精"))
    story.tells(story.workday(4, "09:40"), fetches)
    story.tells(story.workday(1, "19:10"), redeems("幸福里帆布袋"))


def an_hour_for_a_mother(story: Story) -> None:
    """A gift to a mother of over 80, once another has seen the papers."""

    def proves(at: datetime) -> None:
        kinship = people.propose_kinship(
            person=story.stage.people[HELPER],
            relative=story.stage.people[MOTHER],
            relation=KinRelation.PARENT,
            evidence="户口簿",
            by=story.viewer(HELPER, at),
            at=at,
        )
        people.verify_kinship(kinship=kinship, by=story.viewer(CLERK, at), at=at)

    def gives(at: datetime) -> None:
        store.give_to_relative(
            key="demo/gift",
            account=_account(HELPER, story, at),
            to=story.stage.people[MOTHER],
            amount=1,
            by=story.viewer(HELPER, at),
            at=at,
        )

    story.tells(story.workday(8, "10:30"), proves)
    story.tells(story.workday(3, "20:00"), gives)


def points_of_a_household(story: Story) -> None:
    """户积分: by the table; what is worth much waits for a second pair of eyes."""

    def notes(kind: str, evidence: str) -> Deed:
        def deed(at: datetime) -> None:
            homes = Household.objects.filter(members__person=story.stage.people[FAMILY])
            store.note_deed(
                household=homes.select_related("dwelling__area").get(),
                kind=kind,
                done_on=day_of(at),
                evidence=evidence,
                by=story.viewer(WALKER, at),
                at=at,
            )

        return deed

    story.tells(story.workday(11, "17:00"), notes("clean_up", "清洁楼道照片第4张"))
    story.tells(story.workday(7, "17:00"), notes("deliberation", "议事签到表第3行"))
    story.tells(story.workday(1, "16:00"), notes("report", "巷口电线垂下来，电工看过属实"))


SCENES = (the_shop, an_hour_for_a_mother, points_of_a_household)


def _account(who: str, story: Story, at: datetime) -> LedgerAccount:
    return ledger.open_account(
        book=Book.HOUR,
        kind=AccountKind.PERSON,
        owner=story.stage.people[who].ref,
        place=story.stage.place,
        by=story.viewer(who, at),
        at=at,
    )
