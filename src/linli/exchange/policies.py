"""Who may bring rows in and take them out. Actions enforce these; pages hide by them."""

from linli.people.viewer import Viewer
from linli.places.models import Area


def may_import(viewer: Viewer, community: Area) -> bool:
    """导入热线工单：管理员，以及该社区和上级的工作人员。"""
    return viewer.keeps(community.path)
