"""Who may do what with a notice. Actions enforce these; pages hide by them."""

from linli.notices.models import Document, Notice, Recipient
from linli.notices.rules import ORDINARY, STAIRS_KINDS, Audience, Kind
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import AreaKind


def may_write(viewer: Viewer, area: Area, *, audience: Audience, kind: Kind) -> bool:
    """写通知：本级和上级的工作人员谁都可以告知；楼长、网格员只给自己的楼道发普通通知，不按人群。

    A desk over the area, to anybody; who walks the stairs, an ordinary notice to those who
    live on them, never to a group.
    """
    if viewer.keeps(area.path):
        return True
    if audience is not Audience.AREA or kind not in ORDINARY:
        return False
    if area.kind not in STAIRS_KINDS:
        return False
    return any(post.covers(area.path) for post in viewer.with_reach(Reach.STAIRS))


def may_publish(viewer: Viewer, area: Area, *, is_for_all: bool) -> bool:
    """公开张贴：告知住在这里所有人的通知，由本级和上级的工作人员决定。"""
    return is_for_all and viewer.keeps(area.path)


def may_change(viewer: Viewer, notice: Notice) -> bool:
    """改草稿、作废、发出、撤回、更正：起草的人，和那里本级、上级的工作人员。

    Whoever wrote it as long as they could write it still, and the desks over it.
    """
    if viewer.keeps(notice.area.path):
        return True
    if viewer.person_id is None or viewer.person_id != notice.issued_by_id:
        return False
    audience = Audience.AREA if notice.meant is Audience.SAME else notice.meant
    kind = Kind(notice.kind)
    return may_write(viewer, notice.area, audience=audience, kind=kind)


def may_acknowledge(viewer: Viewer, recipient: Recipient) -> bool:
    """点“知道了”：本人、受托人。"""
    return recipient.person_id in viewer.speaks_for


def may_see_reach(viewer: Viewer, notice: Notice) -> bool:
    """看通知到了没有：本级和上级的工作人员、审计；楼长、网格员看自己楼道的户。"""
    if any(post.reach is Reach.READ and post.covers(notice.area.path) for post in viewer.posts):
        return True
    return may_reach(viewer, notice, notice.area)


def may_reach(viewer: Viewer, notice: Notice, area: Area | None) -> bool:
    """补通知（打电话、上门、登记纸质签收）：工作人员；楼长、网格员只对自己楼道里的户。

    To a group only desks: a steward must not learn who belongs to it.
    """
    if viewer.keeps(notice.area.path):
        return True
    if area is None:
        return False
    if viewer.keeps(area.path):
        return True
    if not notice.is_for_all:
        return False
    return any(_is_on(area.path, post.area_path) for post in viewer.with_reach(Reach.STAIRS))


def may_keep_documents(viewer: Viewer, area: Area) -> bool:
    """政策、公约入库、修订、废止：本级和上级的工作人员。"""
    return viewer.keeps(area.path) and area.kind != AreaKind.UNIT


def may_repeal(viewer: Viewer, document: Document) -> bool:
    """废止文件：本级和上级的工作人员。"""
    return may_keep_documents(viewer, document.area)


def _is_on(path: str, stairs: str) -> bool:
    """Whether an area and somebody's stairs lie one in the other."""
    return path.startswith(stairs) or stairs.startswith(path)
