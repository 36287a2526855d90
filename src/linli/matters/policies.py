"""Who may do what with a matter. Actions enforce these; pages hide by them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.db.models import Q

from linli.matters.models import NUMBER_OF_DESK, Matter
from linli.matters.rules import Sensitivity, Step
from linli.people.models import Person
from linli.people.rules import HeldPost, Reach
from linli.people.viewer import Viewer
from linli.places.models import Area


def may_report_as(viewer: Viewer, reporter: Person | None, place: Area, evidence: str) -> bool:
    """说事：替自己或不留名都可以；替别人要有委托，或在当地值守。

    For oneself or unnamed; for another under a mandate, or as who serves there.
    """
    if reporter is None or reporter.pk in viewer.speaks_for:
        return True
    return bool(evidence) and serves_at(viewer, place)


def serves_at(viewer: Viewer, place: Area) -> bool:
    """当地值守：那里归他的工作台或楼道管。

    Who holds a desk or walks the stairs where the place lies.
    """
    return any(
        post.covers(place.path) and post.reach in (Reach.DESK, Reach.STAIRS)
        for post in viewer.posts
    )


def may_bring_in(viewer: Viewer, place: Area) -> bool:
    """转入热线工单：管那里登记的人。

    Take over what a hotline recorded: who keeps the registers of the place.
    """
    return viewer.keeps(place.path)


def may_dispatch(viewer: Viewer, matter: Matter) -> bool:
    """分派：现在管这件事的那一级，事情不能涉及本人。

    The desk that holds it now, unless the matter concerns that very person.
    """
    return works_its_desk(viewer, matter)


def may_work(viewer: Viewer, matter: Matter) -> bool:
    """办理：手里拿着这件事的人，一个人对结果负责。

    Only who has it in hand, so that one person answers for the result.
    """
    return viewer.is_known and viewer.person_id == matter.handler_id


def may_note(viewer: Viewer, matter: Matter) -> bool:
    """记进展：承办人、管这件事的那一级、在当地值守又看得到的人。

    Who has it, its desk, and whoever serves on the spot and may read it.
    """
    if may_work(viewer, matter) or works_its_desk(viewer, matter):
        return True
    return viewer.person_id != matter.concerns_id and any(
        post.covers(matter.place.path) and _reads(post, matter) for post in viewer.posts
    )


def _reads(post: HeldPost, matter: Matter) -> bool:
    """Whether desk or stairs let the post read it: the same that `visible_to` asks of rows."""
    if post.reach is Reach.STAIRS:
        return matter.sensitivity == Sensitivity.ORDINARY
    number = NUMBER_OF_DESK.get(post.area_kind, 0)
    if post.reach is not Reach.DESK or matter.level_reached < number:
        return False
    return matter.sensitivity != Sensitivity.COMPLAINT or matter.lowest_desk <= number


def may_escalate(viewer: Viewer, matter: Matter) -> bool:
    """上报：管这件事的那一级，或者承办人。

    The desk that holds it, or who has it in hand.
    """
    return works_its_desk(viewer, matter) or may_work(viewer, matter)


def may_send_back(viewer: Viewer, matter: Matter) -> bool:
    """带意见退回：社区以上的那一级，退给可以再往下办的事。

    A desk above the community's, for what was passed up to it and may lie lower.
    """
    number = NUMBER_OF_DESK[matter.desk.kind]  # type: ignore[index] # kinds of desks only
    return works_its_desk(viewer, matter) and number > matter.lowest_desk


def may_withdraw(viewer: Viewer, matter: Matter) -> bool:
    """撤回：说事人本人、受委托的人，或拿着回执的人。

    Only who brought it, in person, under a mandate or with the receipt.
    """
    if matter.reporter_id is not None and matter.reporter_id in viewer.speaks_for:
        return True
    return bool(matter.receipt_hash) and matter.receipt_hash in viewer.receipts


def may_say_more(viewer: Viewer, matter: Matter) -> bool:
    """补充：说事人和附议的人。

    补充: who brought it, and everybody who joined.
    """
    if may_withdraw(viewer, matter):
        return True
    mine = Q(person__in=viewer.speaks_for) | Q(receipt_hash__in=viewer.receipts)
    return matter.voices.filter(mine).exists()


def may_ask_back(viewer: Viewer, matter: Matter) -> bool:
    """电话回访：那里的工作台，但办过这件事的人不行。

    电话回访: the desk of the place, but never who handled it.
    """
    return serves_at_desk(viewer, matter) and viewer.person_id != matter.handler_id


def may_be_given(person: Person, matter: Matter) -> bool:
    """承办：说事人自己和事情涉及的人都不能办。

    Nobody gets to handle what he brought himself or what concerns him.
    """
    return person.pk not in {matter.reporter_id, matter.concerns_id}


def works_its_desk(viewer: Viewer, matter: Matter) -> bool:
    """坐在现在管这件事的工作台。

    Whether the viewer sits at the desk that holds the matter now.
    """
    return viewer.person_id != matter.concerns_id and any(
        post.reach is Reach.DESK and post.area_id == matter.desk_id for post in viewer.posts
    )


def serves_at_desk(viewer: Viewer, matter: Matter) -> bool:
    """坐在那里的工作台，事情也到过这一级。

    Whether the viewer sits at a desk over the place, and the matter has come before it.
    """
    return viewer.person_id != matter.concerns_id and any(
        post.reach is Reach.DESK and post.covers(matter.place.path) and _reads(post, matter)
        for post in viewer.posts
    )


MAY: Mapping[Step, Callable[[Viewer, Matter], bool]] = MappingProxyType(
    {
        Step.DISPATCH: may_dispatch,
        Step.ACCEPT: may_work,
        Step.NOTE: may_note,
        Step.EXTEND: may_work,
        Step.ESCALATE: may_escalate,
        Step.SEND_BACK: may_send_back,
        Step.FINISH: may_work,
        Step.WITHDRAW: may_withdraw,
    }
)
