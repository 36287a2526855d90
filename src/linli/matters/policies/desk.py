"""Who may do what with a matter. Actions enforce these; pages hide by them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.db.models import Q

from linli.matters.models import NUMBER_OF_DESK, Exclusion, Involvement, Matter
from linli.matters.rules import (
    MOST_RETURNS,
    AskedState,
    ReturnState,
    Role,
    Sensitivity,
    State,
    Step,
)
from linli.people.models import Person
from linli.people.rules import DESK_POSTS, LEADING, HeldPost, Reach
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
    return matter.joined > 0 and matter.voices.filter(mine).exists()


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


def may_involve(viewer: Viewer, matter: Matter) -> bool:
    """请人一起办：承办人，管这件事的那一级，以及事情到过的上级。

    Who has it in hand, its desk, and the desks above that it has come before.
    """
    return (
        may_work(viewer, matter)
        or works_its_desk(viewer, matter)
        or serves_at_desk(viewer, matter)
    )


def may_answer_outside(viewer: Viewer, matter: Matter) -> bool:
    """记平台的编号、改平台的期限：现在管这件事的那一级。

    The desk that holds it now, which answers to the platform.
    """
    return works_its_desk(viewer, matter)


def may_hang_sheet(viewer: Viewer, area: Area) -> bool:
    """记月报贴出去了：那里的工作台。

    The desk over the area.
    """
    return any(post.reach is Reach.DESK and post.covers(area.path) for post in viewer.posts)


def may_track(viewer: Viewer, matter: Matter) -> bool:
    """定跟踪督办的人：工作台来定，承办人自己不能定。

    A desk names who keeps an eye on it, never who is kept an eye on.
    """
    at_a_desk = works_its_desk(viewer, matter) or serves_at_desk(viewer, matter)
    return at_a_desk and viewer.person_id != matter.handler_id


def may_release(viewer: Viewer, involvement: Involvement) -> bool:
    """让人退出：请得动人的都可以；督办的人只有工作台能换；本人可以自己退出，督办除外。

    Whoever may involve; a tracker is let go by a desk alone; others may leave by themselves.
    """
    if involvement.part is Role.TRACK:
        return may_track(viewer, involvement.matter)
    themselves = viewer.is_known and viewer.person_id == involvement.person_id
    return themselves or may_involve(viewer, involvement.matter)


def may_rule(viewer: Viewer, matter: Matter) -> bool:
    """裁定退单：上一级的工作台；没有上一级的，本级书记。退单的人自己不行。

    The desk that was asked; at the topmost one who leads it. Never who asked.
    """
    if matter.standing is not State.RETURNED or viewer.person_id == matter.concerns_id:
        return False
    asked = matter.asked_returns.filter(state=ReturnState.ASKED).first()
    if not asked or viewer.person_id in {asked.by_id, matter.handler_id}:
        return False
    return _answers_at(viewer, asked.desk_id, own=asked.desk_id == matter.desk_id)


def may_rule_once(viewer: Viewer, matter: Matter) -> bool:
    """准不准退单：第一次退单的裁定。

    What is ruled on a first return.
    """
    return matter.returns < MOST_RETURNS and may_rule(viewer, matter)


def may_settle(viewer: Viewer, matter: Matter) -> bool:
    """会商：第二次退单，由同一级定牵头的。

    After a second return nothing is ruled but who leads and who helps.
    """
    return matter.returns >= MOST_RETURNS and may_rule(viewer, matter)


def may_undo(viewer: Viewer, matter: Matter) -> bool:
    """恢复原样：并了的拆开、拆了的合回，由管这件事的那一级。

    The desk of what was merged or split.
    """
    return matter.standing in (State.MERGED, State.SPLIT) and may_merge(viewer, matter)


def may_ask_to_park(viewer: Viewer, matter: Matter) -> bool:
    """申请挂账：承办人，或者管这件事的那一级。

    Who has it in hand, or its desk.
    """
    return may_work(viewer, matter) or works_its_desk(viewer, matter)


def may_park(viewer: Viewer, matter: Matter) -> bool:
    """批挂账：本级书记；第二次由上一级批。承办人和申请的人自己不能批。

    Whoever was asked, never who has it in hand or who asked.
    """
    if matter.standing is not State.WORKING or viewer.person_id == matter.concerns_id:
        return False
    asked = matter.parkings.filter(state=AskedState.ASKED).first()
    if not asked or viewer.person_id in {asked.asked_by_id, matter.handler_id}:
        return False
    return _answers_at(viewer, asked.desk_id, own=asked.desk_id == matter.desk_id)


def may_resume(viewer: Viewer, matter: Matter) -> bool:
    """提前恢复办理：承办人，管这件事的那一级，以及事情到过的上级。

    Who has it in hand, its desk, and the desks above that it has come before.
    """
    return may_involve(viewer, matter)


def may_merge(viewer: Viewer, matter: Matter) -> bool:
    """并案、拆分：现在管这件事的那一级。

    The desk that holds it.
    """
    return works_its_desk(viewer, matter)


def may_refer(viewer: Viewer, matter: Matter) -> bool:
    """转介：还没分派时是工作台，分派了是承办人。

    Its desk while nobody has it; then who has it in hand.
    """
    if matter.standing is State.RECEIVED:
        return works_its_desk(viewer, matter)
    return may_work(viewer, matter)


def _answers_at(viewer: Viewer, desk_id: int, *, own: bool) -> bool:
    """Any post of a desk above; of the matter's own desk only who leads it, if anybody can."""
    return any(
        post.area_id == desk_id and (not own or post.kind in LEADING or not _is_led(post))
        for post in viewer.with_reach(Reach.DESK)
    )


def _is_led(post: HeldPost) -> bool:
    return any(DESK_POSTS[kind] == post.area_kind for kind in LEADING)


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


def may_ask_to_exclude(viewer: Viewer, matter: Matter) -> bool:
    """申请剔除：那里的工作台，事情不能涉及本人。

    The desk of the place.
    """
    return serves_at_desk(viewer, matter) and viewer.person_id != matter.concerns_id


def may_exclude(viewer: Viewer, asked: Exclusion) -> bool:
    """核定剔除：那里的另一位工作台人员；申请的人、办过的人都不行。

    A second person at the desk of the place, never who asked and never who handled it.
    """
    themselves = {asked.asked_by_id, asked.matter.handler_id, asked.matter.handled_before_id}
    return may_ask_to_exclude(viewer, asked.matter) and viewer.person_id not in themselves


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
        Step.INVOLVE: may_involve,
        Step.OUTSIDE: may_answer_outside,
        Step.RETURN: may_work,
        Step.UPHOLD: may_rule_once,
        Step.SETTLE: may_settle,
        Step.ASK_TO_PARK: may_ask_to_park,
        Step.PARK: may_park,
        Step.RESUME: may_resume,
        Step.MERGE: may_merge,
        Step.SPLIT: may_merge,
        Step.REFER: may_refer,
        Step.BACK_TO_WORK: may_undo,
        Step.CALL: may_ask_back,
        Step.ASK_TO_EXCLUDE: may_ask_to_exclude,
    }
)
