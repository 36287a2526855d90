"""Who may choose the rules of a place. Actions enforce this; pages hide by it."""

from linli.kernel.references import THE_SYSTEM
from linli.people.rules import LEADING, PostKind, Reach
from linli.people.viewer import Viewer
from linli.places.models import Area


def may_adopt(viewer: Viewer, area: Area) -> bool:
    """采用规则包：该区域或其上级区域的管理员。"""
    return any(
        post.kind is PostKind.ADMINISTRATOR and post.covers(area.path) for post in viewer.posts
    )


def may_try(viewer: Viewer, area: Area) -> bool:
    """试跑规则：该区域或其上级区域的管理员和书记。"""
    kinds = (PostKind.ADMINISTRATOR, *LEADING)
    return any(post.kind in kinds and post.covers(area.path) for post in viewer.posts)


def may_found(viewer: Viewer) -> bool:
    """启用社区：只在服务器上由系统自己办，网页上谁也不能。"""
    return viewer.ref == THE_SYSTEM


def may_propose_rule(viewer: Viewer, area: Area) -> bool:
    """按裁定提规则：该区域或其上级区域的工作台。"""
    return any(post.reach is Reach.DESK and post.covers(area.path) for post in viewer.posts)
