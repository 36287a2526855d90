"""Who may write a community's profile. Actions enforce these; pages hide by them."""

from linli.matters.models import Matter
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.profiles.models import Campaign


def may_write_profile(viewer: Viewer, area: Area) -> bool:
    """写社区画像、荣誉，设专项：管理员，以及该区域本级和上级的工作人员。"""
    return viewer.keeps(area.path)


def may_tag(viewer: Viewer, campaign: Campaign, matter: Matter) -> bool:
    """把事归入专项：管这件事所在区域登记的工作人员；专项要管到这里。"""
    return viewer.keeps(matter.place.path) and matter.place.path.startswith(campaign.area.path)
