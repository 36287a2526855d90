"""Who may choose the rules of a place. Actions enforce this; pages hide by it."""

from linli.people.rules import PostKind
from linli.people.viewer import Viewer
from linli.places.models import Area


def may_adopt(viewer: Viewer, area: Area) -> bool:
    """采用规则包：该区域或其上级区域的管理员。"""
    return any(
        post.kind is PostKind.ADMINISTRATOR and post.covers(area.path) for post in viewer.posts
    )
