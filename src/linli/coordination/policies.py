"""Who may do what with a whistle. Actions enforce these; pages hide by them."""

from linli.coordination.models import CalledUnit, JointTask, Whistle
from linli.coordination.models.whistles import units_of
from linli.matters.models import NUMBER_OF_DESK, Matter
from linli.people.rules import HeldPost, Reach
from linli.people.viewer import Viewer
from linli.places.rules import AreaKind


def may_whistle(viewer: Viewer, matter: Matter, lowest: AreaKind) -> bool:
    """吹哨：事情到过的那一级工作台，而且规则许可这一级吹哨。

    A desk that the matter has come before, at or above the level that may whistle here.
    """
    return whistling_post(viewer, matter, lowest) is not None


def whistling_post(viewer: Viewer, matter: Matter, lowest: AreaKind) -> HeldPost | None:
    """以哪个岗位吹哨：坐在够级的工作台上，最低的一级先算。

    The lowest desk post of the viewer over the place that may whistle for the matter.
    """
    if not viewer.is_known or viewer.person_id == matter.concerns_id:
        return None
    levels = range(NUMBER_OF_DESK.get(lowest, 0), matter.level_reached + 1)
    fit = [
        post
        for post in viewer.with_reach(Reach.DESK)
        if post.covers(matter.place.path) and NUMBER_OF_DESK.get(post.area_kind, 0) in levels
    ]
    return max(fit, key=lambda post: len(post.area_path), default=None)


def may_report_in(viewer: Viewer, called: CalledUnit) -> bool:
    """报到、给结果：被吹哨单位的联系人；没有联系人在线时，吹哨的工作台可以代记。

    Whoever speaks for the unit; the whistling desk may write it down for them.
    """
    return speaks_for_unit(viewer, called) or may_run(viewer, called.whistle)


def may_run(viewer: Viewer, whistle: Whistle) -> bool:
    """主持处置：吹哨的工作台，以及督办到的上级；说到的本人不行。

    The desk that whistled, and those above that it has come before.
    """
    if viewer.person_id == whistle.matter.concerns_id:
        return False
    lowest = NUMBER_OF_DESK.get(AreaKind(whistle.desk.kind), 0)
    return any(
        post.covers(whistle.matter.place.path)
        and lowest <= NUMBER_OF_DESK.get(post.area_kind, 0) <= max(lowest, whistle.level)
        for post in viewer.with_reach(Reach.DESK)
    )


def may_judge(viewer: Viewer, called: CalledUnit) -> bool:
    """联合评价：吹哨的工作台，被评价单位自己的人不行。

    Somebody at the very desk that whistled, never one who speaks for the unit itself.
    """
    at_the_desk = any(
        post.area_id == called.whistle.desk_id for post in viewer.with_reach(Reach.DESK)
    )
    concerned = viewer.person_id == called.whistle.matter.concerns_id
    return at_the_desk and not concerned and not speaks_for_unit(viewer, called)


def speaks_for_unit(viewer: Viewer, called: CalledUnit) -> bool:
    """本单位的人：单位联系人岗位上的人。

    Who holds a contact's post of that unit.
    """
    return called.unit_id in units_of(viewer)


def may_finish_task(viewer: Viewer, task: JointTask) -> bool:
    """报议定事项的结果：责任单位的联系人；工作台可以代记。

    Whoever speaks for the unit; a desk that it has come before may write it down.
    """
    return task.unit_id in units_of(viewer) or may_drop_task(viewer, task)


def may_drop_task(viewer: Viewer, task: JointTask) -> bool:
    """撤销议定事项：管到这件事的工作台，说到的本人不行。

    A desk that the matter or the task has come before.
    """
    if viewer.person_id == task.matter.concerns_id:
        return False
    reached = max(task.level, task.matter.level_reached)
    return any(
        post.covers(task.matter.place.path) and NUMBER_OF_DESK.get(post.area_kind, 0) <= reached
        for post in viewer.with_reach(Reach.DESK)
    )
