"""Who may do what outside the office. Actions enforce these; pages hide by them."""

from collections.abc import Collection

from linli.outreach.models import AskedHousehold, BoxOpening, Correction, Patrol, Wish
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area

TWO = 2


def may_serve(viewer: Viewer, place: Area) -> bool:
    """开箱、看心愿、收金点子、排值班：在那里值守的工作台和楼道里的人。

    Who holds a desk over the place or walks all of its stairs.
    """
    return any(
        post.reach in (Reach.DESK, Reach.STAIRS) and post.covers(place.path)
        for post in viewer.posts
    )


def may_enter_papers(
    viewer: Viewer, opening: BoxOpening, openers_here: Collection[int]
) -> bool:
    """录入、核对纸条：一起开箱的两个人；有一位不在那里值守了，同事接着。

    Only the two who opened the box, of whom `openers_here` still serve there; for one who does
    not, whoever serves there.
    """
    if viewer.is_known and viewer.person_id in (opening.opener_id, opening.witness_id):
        return True
    return len(openers_here) < TWO and may_serve(viewer, opening.box.area)


def may_screen(viewer: Viewer, wish: Wish) -> bool:
    """审看心愿：那里的工作台，但不能是许愿的人自己。

    The desk of the place, but never the wisher.
    """
    if viewer.person_id is not None and viewer.person_id == wish.wisher_id:
        return False
    return any(
        post.reach is Reach.DESK and post.covers(wish.place.path) for post in viewer.posts
    )


def may_claim(viewer: Viewer, wish: Wish) -> bool:
    """认领心愿：登录了的邻居，自己的心愿不能自己认领。

    Anybody who is known, except the wisher.
    """
    return viewer.is_known and viewer.person_id != wish.wisher_id


def may_fulfil(viewer: Viewer, wish: Wish) -> bool:
    """实现、放回心愿：认领的人，或审看心愿的工作台。

    Whoever claimed it, or the desk that screens.
    """
    if viewer.is_known and viewer.person_id == wish.claimed_by_id:
        return True
    return may_screen(viewer, wish)


def may_speak_as_wisher(viewer: Viewer, wish: Wish) -> bool:
    """道谢、收回：许愿的人、受托人；没有账号的，由工作台代记。

    The wisher; for who has no account the desk.
    """
    if wish.wisher_id is not None and wish.wisher_id in viewer.speaks_for:
        return True
    return may_screen(viewer, wish)


def may_run_survey(viewer: Viewer, area: Area) -> bool:
    """拟题、开始、结束调查：那里的工作台。

    The desk over the area.
    """
    return any(post.reach is Reach.DESK and post.covers(area.path) for post in viewer.posts)


def may_answer_survey(viewer: Viewer, asked: AskedHousehold, code: str) -> bool:
    """填一户的答卷：走这个楼的人、那里的工作台，或凭这户的二维码。

    Who walks the stairs, the desk, or who holds the code of that household.
    """
    if code:
        return code == asked.code
    return may_serve(viewer, asked.area)


def may_run_group_line(viewer: Viewer, area: Area) -> bool:
    """接通、停用群接口，登记群里的话：那里的工作台。

    The desk over the group's place.
    """
    return any(post.reach is Reach.DESK and post.covers(area.path) for post in viewer.posts)


def may_patrol(viewer: Viewer, area: Area) -> bool:
    """巡楼：走这些楼道的人。

    Who walks the stairs of all of it.
    """
    return any(post.reach is Reach.STAIRS and post.covers(area.path) for post in viewer.posts)


def may_walk(viewer: Viewer, patrol: Patrol) -> bool:
    """敲门、走完一轮：开始走的人，还在岗的。

    Whoever began the round and still walks there.
    """
    return viewer.person_id == patrol.walker_id and may_patrol(viewer, patrol.area)


def may_rule_correction(viewer: Viewer, correction: Correction) -> bool:
    """改不改登记册：管登记册的人，自己提的由别人看。

    Who keeps that register, but not whoever proposed it.
    """
    if viewer.person_id == correction.proposed_by_id:
        return False
    return viewer.keeps(correction.dwelling.area.path)
