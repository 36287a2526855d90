"""Who may do what in the store and with the points of households. Actions enforce these."""

from linli.ledger.models import LedgerAccount
from linli.people.models import Household, HouseholdMember, Person
from linli.people.rules import PostKind, Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.store.models import HouseholdDeed, Redemption, Stocktake, Store


def may_run_store(viewer: Viewer, area: Area) -> bool:
    """开店、定商品和价格、开助老项目：那里的管理员和本级、上级的工作人员。

    Who keeps the registers there.
    """
    return viewer.keeps(area.path)


def may_keep_store(viewer: Viewer, store: Store) -> bool:
    """看柜台（出入库、交货、盘点）：积分超市店员，和那里的工作人员。

    Its keepers, and the desk above it.
    """
    if may_run_store(viewer, store.area):
        return True
    posts = (post for post in viewer.posts if post.kind is PostKind.STORE_KEEPER)
    return any(post.covers(store.area.path) for post in posts)


def may_see_liability(viewer: Viewer, area: Area) -> bool:
    """看负债页：那里的工作人员和审计人员。

    The desk there, and who audits.
    """
    if may_run_store(viewer, area):
        return True
    return any(post.covers(area.path) for post in viewer.with_reach(Reach.READ))


def may_hand_over(viewer: Viewer, redemption: Redemption) -> bool:
    """交货：看柜台的人；不能交给自己或自己这一户。

    Who keeps the store, but never to themselves.
    """
    if is_of(viewer, redemption.account):
        return False
    return may_keep_store(viewer, redemption.shelf.store)


def may_serve_at_counter(viewer: Viewer, store: Store, person: Person) -> bool:
    """替没有手机的人兑换：看柜台的人，不能替自己或自己这一户。

    Who keeps the store, for somebody else.
    """
    if not viewer.is_known or person.pk == viewer.person_id:
        return False
    together = HouseholdMember.objects.filter(ended_on=None, person=person)
    homes = together.values("household")
    mine = HouseholdMember.objects.filter(ended_on=None, person=viewer.person_id)
    if mine.filter(household__in=homes).exists():
        return False
    return may_keep_store(viewer, store)


def may_give_up(viewer: Viewer, redemption: Redemption) -> bool:
    """放弃兑换、换取货码：账户的主人、受托人，或看柜台的人替来说的人办。

    Whose it is, whoever speaks for them, or who keeps the store.
    """
    return is_of(viewer, redemption.account) or may_keep_store(viewer, redemption.shelf.store)


def may_sign_stocktake(viewer: Viewer, stocktake: Stocktake) -> bool:
    """盘点签字：看柜台的另一位；清点的人自己不能签。

    Another one who keeps the store.
    """
    if not viewer.is_known or viewer.person_id == stocktake.counter_id:
        return False
    return may_keep_store(viewer, stocktake.store)


def may_note_deed(viewer: Viewer, household: Household, place: Area) -> bool:
    """记户积分：在那里走动的网格员、楼长等，和那里的工作人员；不能给自己这一户记。

    Who serves there, never for their own household.
    """
    if not viewer.is_known or lives_in(viewer, household):
        return False
    serving = (Reach.STAIRS, Reach.DESK)
    return any(p.reach in serving and p.covers(place.path) for p in viewer.posts)


def may_confirm_deed(viewer: Viewer, deed: HouseholdDeed) -> bool:
    """复核户积分：那里另一位可以记的人；登记的人自己和这一户的人不能复核。

    Another one who could have noted it.
    """
    if viewer.person_id == deed.proposer_id:
        return False
    return may_note_deed(viewer, deed.household, deed.place)


def may_adopt_city_policy(viewer: Viewer, area: Area) -> bool:
    """采用城市规则：那里的管理员和本级、上级的工作人员。

    Who keeps the registers there.
    """
    return viewer.keeps(area.path)


def is_of(viewer: Viewer, account: LedgerAccount) -> bool:
    """自己的账户：本人、同户或受托的。

    Whether the viewer holds the passbook of that account.
    """
    return LedgerAccount.objects.of(viewer).filter(pk=account.pk).exists()


def lives_in(viewer: Viewer, household: Household) -> bool:
    """住在这一户：现在登记在这一户里。

    Whether the viewer is of that household today.
    """
    living = HouseholdMember.objects.filter(household=household, ended_on=None)
    return living.filter(person=viewer.person_id).exists()
