"""Who may do what with a problem. Actions enforce these; pages hide by them."""

from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.prevention.models import Problem


def may_work(viewer: Viewer, problem: Problem) -> bool:
    """找根子、定办法：管这一处的工作台，和领下来的人。

    The desk over the place, and who took it on.
    """
    if viewer.is_known and viewer.person_id == problem.owner_id:
        return True
    return at_the_desk(viewer, problem)


def may_set_aside(viewer: Viewer, problem: Problem) -> bool:
    """同意不列为问题：工作台上的另一个人，不是申请的那位。

    Another at the desk than the one who asked for it.
    """
    return at_the_desk(viewer, problem) and viewer.person_id != problem.aside_asked_by_id


def at_the_desk(viewer: Viewer, problem: Problem) -> bool:
    """坐在管这一处的工作台。

    Whether the viewer holds a desk over the place.
    """
    return viewer.is_known and any(
        post.covers(problem.place.path) for post in viewer.with_reach(Reach.DESK)
    )
