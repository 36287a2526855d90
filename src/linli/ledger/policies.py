"""Who may do what with credits. Actions enforce these; pages hide by them."""

from linli.kernel.references import Ref, number
from linli.ledger.models import LedgerAccount
from linli.ledger.rules import HOLDER_KINDS, AccountKind
from linli.people.models import HouseholdMember
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area


def may_keep_books(viewer: Viewer, place: Area) -> bool:
    """记账（发放、过期、冲正、冻结账户、结清）：那里的管理员和本级、上级的工作人员。

    Who keeps the registers there.
    """
    return viewer.keeps(place.path)


def may_audit(viewer: Viewer, place: Area) -> bool:
    """查总账：记账的人和审计人员。

    Who keeps the books there, and who audits there.
    """
    if may_keep_books(viewer, place):
        return True
    return any(post.covers(place.path) for post in viewer.with_reach(Reach.READ))


def may_open_account(viewer: Viewer, owner: Ref, place: Area) -> bool:
    """开户：本人、受托人，或那里记账的人。

    The owner, whoever speaks for them, or who keeps the books there.
    """
    return owner in refs_of(viewer) or may_keep_books(viewer, place)


def may_spend(viewer: Viewer, account: LedgerAccount) -> bool:
    """用积分（冻结、赠予、捐赠、兑换）：户主、同户的人、受托人、团队的联系人；工作人员代为办理。

    Whose it is, whoever speaks for them, and the desk on their behalf.
    """
    if account.what not in HOLDER_KINDS:
        return may_keep_books(viewer, account.place)
    if account.owner in refs_of(viewer) or may_keep_books(viewer, account.place):
        return True
    return LedgerAccount.objects.of(viewer).filter(pk=account.pk).exists()


def may_credit(viewer: Viewer, account: LedgerAccount, order: Ref) -> bool:
    """存入：记账的人，或确认了一次服务的人；谁也不能给自己记。

    Who keeps the books, or who has confirmed an order; nobody for themselves.
    """
    if is_own(viewer, account):
        return False
    return may_keep_books(viewer, account.place) or (viewer.is_known and bool(order))


def is_own(viewer: Viewer, account: LedgerAccount) -> bool:
    """自己的账户：本人的，或自己所在这一户的。

    Whether the viewer or the viewer's household has it.
    """
    if account.owner == viewer.ref:
        return True
    if account.what is not AccountKind.HOUSEHOLD or not viewer.is_known:
        return False
    home = HouseholdMember.objects.filter(household=number(account.owner), ended_on=None)
    return home.filter(person=viewer.person_id).exists()


def may_approve(viewer: Viewer, place: Area, first: Viewer) -> bool:
    """复核：那里记账的人或审计人员，不能是经手人自己。

    Another one who keeps the books or audits there.
    """
    if not viewer.is_known or viewer.person_id == first.person_id:
        return False
    return may_audit(viewer, place)


def refs_of(viewer: Viewer) -> frozenset[Ref]:
    """本人和所代的人、单位：账户的户主可以是他们。

    Oneself, those one speaks for, and the units one is the contact of, as references.
    """
    people = {f"person/{pk}" for pk in viewer.speaks_for}
    units = {f"organisation/{p.organisation_id}" for p in viewer.posts if p.organisation_id}
    return frozenset(people | units)
