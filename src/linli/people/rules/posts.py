"""Posts, their powers, and how far each sees. No Django here."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.words import Words
from linli.places.rules import AreaKind


class PostKind(StrEnum):
    SECRETARY = "secretary"
    CLERK = "clerk"
    BRANCH_SECRETARY = "branch_secretary"
    PARTY_GROUP_LEADER = "party_group_leader"
    HOST = "host"
    HOST_ASSISTANT = "host_assistant"
    EXPERT_SPEAKER = "expert_speaker"
    STEWARD = "steward"
    GRID_LEADER = "grid_leader"
    GRID_WORKER = "grid_worker"
    GRID_VOLUNTEER = "grid_volunteer"
    NEIGHBOUR_GRID_LEADER = "neighbour_grid_leader"
    HOUSEHOLD_REPRESENTATIVE = "household_representative"
    LIAISON = "liaison"
    SILVER_ASSISTANT = "silver_assistant"
    ADJUNCT_MEMBER = "adjunct_member"
    STATIONED_SOCIAL_WORKER = "stationed_social_worker"
    SOCIAL_WORKER = "social_worker"
    SUBDISTRICT_CLERK = "subdistrict_clerk"
    SUBDISTRICT_SECRETARY = "subdistrict_secretary"
    COUNTY_CLERK = "county_clerk"
    DEPARTMENT_CONTACT = "department_contact"
    MEDIATOR = "mediator"
    STORE_KEEPER = "store_keeper"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> Words:
        return Words(POST_LABELS[self])


POST_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "secretary": "社区书记",
        "clerk": "社区工作者",
        "branch_secretary": "小区党支部书记",
        "party_group_leader": "楼栋党小组长",
        "host": "主摆人",
        "host_assistant": "主摆人助理",
        "expert_speaker": "会摆人",
        "steward": "楼长",
        "grid_leader": "网格长",
        "grid_worker": "网格员",
        "grid_volunteer": "网格志愿者",
        "neighbour_grid_leader": "邻里网格长",
        "household_representative": "居住户代表",
        "liaison": "联络员",
        "silver_assistant": "银发协理员",
        "adjunct_member": "兼职委员",
        "stationed_social_worker": "驻站社工",
        "social_worker": "社区社工",
        "subdistrict_clerk": "街道工作人员",
        "subdistrict_secretary": "街道党工委书记",
        "county_clerk": "县（区）工作人员",
        "department_contact": "部门联系人",
        "mediator": "调解员",
        "store_keeper": "积分超市店员",
        "auditor": "审计人员",
        "administrator": "管理员",
    }
)


class Reach(StrEnum):
    """How far a post sees: which matters of its area lie open to whoever holds it."""

    DESK = "desk"
    """Every matter that the desk of this level holds or has passed on, in the whole area."""
    STAIRS = "stairs"
    """Ordinary matters of the area: who walks the stairs knows what is going on there."""
    UNIT = "unit"
    """What was sent to the organisation for which the post speaks."""
    READ = "read"
    """Everything in the area, to read and never to touch."""
    NOTHING = "nothing"


DESK_POSTS: Mapping[PostKind, AreaKind] = MappingProxyType(
    {
        PostKind.SECRETARY: AreaKind.COMMUNITY,
        PostKind.CLERK: AreaKind.COMMUNITY,
        PostKind.SUBDISTRICT_CLERK: AreaKind.SUBDISTRICT,
        PostKind.SUBDISTRICT_SECRETARY: AreaKind.SUBDISTRICT,
        PostKind.COUNTY_CLERK: AreaKind.COUNTY,
    }
)
STAIR_POSTS = frozenset(
    {
        PostKind.BRANCH_SECRETARY,
        PostKind.PARTY_GROUP_LEADER,
        PostKind.HOST,
        PostKind.HOST_ASSISTANT,
        PostKind.STEWARD,
        PostKind.GRID_LEADER,
        PostKind.GRID_WORKER,
        PostKind.GRID_VOLUNTEER,
        PostKind.NEIGHBOUR_GRID_LEADER,
        PostKind.SILVER_ASSISTANT,
        PostKind.SOCIAL_WORKER,
        PostKind.STATIONED_SOCIAL_WORKER,
    }
)
# Who signs in to these posts needs a password and a second factor.
POWERFUL = frozenset({*DESK_POSTS, PostKind.ADMINISTRATOR, PostKind.AUDITOR})
LEADING = frozenset({PostKind.SECRETARY, PostKind.SUBDISTRICT_SECRETARY})


def reach_of(kind: PostKind) -> Reach:
    """Say how far the holder of such a post sees."""
    if kind in DESK_POSTS:
        return Reach.DESK
    if kind in STAIR_POSTS:
        return Reach.STAIRS
    if kind is PostKind.DEPARTMENT_CONTACT:
        return Reach.UNIT
    if kind is PostKind.AUDITOR:
        return Reach.READ
    return Reach.NOTHING


class Obtained(StrEnum):
    """How somebody came to a post."""

    APPOINTED = "appointed"
    ELECTED = "elected"
    RECOMMENDED = "recommended"
    RECRUITED = "recruited"
    SENT = "sent"

    @property
    def label(self) -> Words:
        return Words(
            {
                "appointed": "任命",
                "elected": "选举",
                "recommended": "推选",
                "recruited": "招募",
                "sent": "派驻",
            }[self]
        )


@dataclass(frozen=True, kw_only=True)
class HeldPost:
    """A post that somebody holds today: what, where (id and path of the area), for whom."""

    post_id: int
    kind: PostKind
    area_id: int
    area_path: str
    area_kind: AreaKind
    organisation_id: int | None = None

    @property
    def reach(self) -> Reach:
        return reach_of(self.kind)

    @property
    def keeps_registers(self) -> bool:
        return self.reach is Reach.DESK or self.kind is PostKind.ADMINISTRATOR

    @property
    def knows_neighbours(self) -> bool:
        return self.keeps_registers or self.reach in (Reach.STAIRS, Reach.READ)

    def covers(self, path: str) -> bool:
        return path.startswith(self.area_path)

    def may_fill(self, kind: PostKind, path: str) -> bool:
        """Say whether who holds this post fills such a post in the area on that path.

        Administrators fill any. A desk fills what has no power of its own; what has, only its
        leader does, and a leader is put in from above.
        """
        if not self.covers(path):
            return False
        if self.kind is PostKind.ADMINISTRATOR:
            return True
        if kind not in POWERFUL:
            return self.reach is Reach.DESK
        if kind in (PostKind.ADMINISTRATOR, PostKind.AUDITOR):
            return False
        from_above = path != self.area_path
        return self.kind in LEADING and (from_above or kind not in LEADING)


def fits_at(kind: PostKind, area_kind: AreaKind) -> bool:
    """Say whether such a post can stand in such an area: a desk post only at its own level."""
    return DESK_POSTS.get(kind, area_kind) is area_kind
