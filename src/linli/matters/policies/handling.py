"""Who may decide how a matter is handled, claim it, or do at once what is done at once."""

from linli.matters.claims import PlanKind
from linli.matters.models import (
    ClaimOffer,
    InstantMatter,
    Involvement,
    Matter,
    is_volunteer_at,
)
from linli.matters.policies.desk import may_note, may_work, serves_at, works_its_desk
from linli.people.rules import PostKind, Reach
from linli.people.viewer import Viewer
from linli.places.models import Area

SOCIAL_WORKERS = (PostKind.SOCIAL_WORKER, PostKind.STATIONED_SOCIAL_WORKER)


def may_fix_on_the_way(viewer: Viewer, place: Area) -> bool:
    """随手办：在当地值守的人，和那一带志愿服务队的队员。

    Who serves there, and members of a volunteer team of the area.
    """
    return viewer.is_known and (serves_at(viewer, place) or is_volunteer_at(viewer, place))


def may_take_in(viewer: Viewer, place: Area) -> bool:
    """提前受理即办件：在当地值守的人。

    Who serves there.
    """
    return viewer.is_known and serves_at(viewer, place)


def may_take_instant(viewer: Viewer, instant: InstantMatter) -> bool:
    """接手即办件：那个社区工作台的任何一位，不分窗口。

    Anybody at the desk of that community; it is not for the one whom it is for.
    """
    return viewer.person_id != instant.resident_id and any(
        post.area_id == instant.desk_id for post in viewer.with_reach(Reach.DESK)
    )


def may_do_instant(viewer: Viewer, instant: InstantMatter) -> bool:
    """办即办件：接了手的那一位。

    Only who took it.
    """
    return viewer.is_known and viewer.person_id == instant.clerk_id


def may_report_instant(viewer: Viewer, instant: InstantMatter) -> bool:
    """反馈即办件：替居民受理的那一位，或者那个社区的工作台。

    Who took it in for the resident, or the desk of that community.
    """
    took_it_in = viewer.is_known and viewer.person_id == instant.taken_in_by_id
    return took_it_in or may_take_instant(viewer, instant)


def may_choose_mode(viewer: Viewer, matter: Matter) -> bool:
    """定办理方式、请人认领：现在管这件事的那一级。

    The desk that holds it now.
    """
    return works_its_desk(viewer, matter)


def may_end_claim(viewer: Viewer, offer: ClaimOffer) -> bool:
    """退回认领：认领的人自己，或者发出领办单的工作台。

    Who claimed it, or the desk that had offered it.
    """
    own = viewer.is_known and viewer.person_id == offer.claimed_by_id
    return own or works_its_desk(viewer, offer.matter)


def may_plan(viewer: Viewer, matter: Matter, kind: PlanKind) -> bool:
    """定方案：会上定的由承办人或工作台记；专业方案由看得到这件事的社工写。

    From a meeting: who has it or its desk; a service plan: a social worker who may note it.
    """
    if kind is PlanKind.SERVICE:
        return viewer.holds(*SOCIAL_WORKERS) and may_note(viewer, matter)
    return may_work(viewer, matter) or works_its_desk(viewer, matter)


def may_write_part(viewer: Viewer, involvement: Involvement) -> bool:
    """写自己做了什么：一起办的本人，或者替那个单位说话的人。

    Who takes part in person, or speaks for the unit that does.
    """
    if involvement.person_id is not None:
        return viewer.is_known and viewer.person_id == involvement.person_id
    return any(
        post.organisation_id == involvement.organisation_id
        for post in viewer.with_reach(Reach.UNIT)
    )
