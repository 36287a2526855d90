"""Posts, their powers, and who somebody is to a household. No Django here."""

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


class OrganisationStatus(StrEnum):
    """R33: registered with civil affairs, filed with the subdistrict, or informal."""

    REGISTERED = "registered"
    FILED = "filed"
    INFORMAL = "informal"

    @property
    def label(self) -> Words:
        return Words({"registered": "已登记", "filed": "已备案", "informal": "自发"}[self])


class OrganisationKind(StrEnum):
    PARTY_COMMITTEE = "party_committee"
    PARTY_BRANCH = "party_branch"
    PARTY_GROUP = "party_group"
    RESIDENTS_COMMITTEE = "residents_committee"
    OWNERS_COMMITTEE = "owners_committee"
    SELF_MANAGEMENT_COMMITTEE = "self_management_committee"
    PROPERTY_MANAGER = "property_manager"
    PARTNER_UNIT = "partner_unit"
    DEPARTMENT = "department"
    SOCIAL_ORGANISATION = "social_organisation"
    CULTURAL_TEAM = "cultural_team"
    MEDIATION_PANEL = "mediation_panel"
    COMPANY = "company"

    @property
    def label(self) -> Words:
        return Words(ORGANISATION_LABELS[self])


ORGANISATION_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "party_committee": "党委",
        "party_branch": "小区党支部",
        "party_group": "楼栋党小组",
        "residents_committee": "居民委员会",
        "owners_committee": "业主委员会",
        "self_management_committee": "自管委",
        "property_manager": "物业服务企业",
        "partner_unit": "共建单位",
        "department": "职能部门",
        "social_organisation": "社区社会组织",
        "cultural_team": "文娱队伍",
        "mediation_panel": "调解委员会",
        "company": "社区公司",
    }
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


class FactKind(StrEnum):
    """个人事实: what a community keeps of a person because a service or a visit rests on it."""

    LIVING_ALONE = "living_alone"
    EMPTY_NEST = "empty_nest"
    LAID_OFF = "laid_off"
    FACTORY_WORKER = "factory_worker"
    PARTY_MEMBER = "party_member"
    DUAL_REPORTING = "dual_reporting"
    VETERAN = "veteran"
    DISABLED_ELDER = "disabled_elder"
    DISABILITY = "disability"
    LOW_INCOME = "low_income"
    ILLNESS = "illness"
    BEREAVED_PARENT = "bereaved_parent"
    CHILD_IN_NEED = "child_in_need"

    @property
    def label(self) -> Words:
        return Words(FACT_LABELS[self])


FACT_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "living_alone": "独居老人",
        "empty_nest": "空巢老人",
        "laid_off": "下岗职工",
        "factory_worker": "老厂职工",
        "party_member": "党员",
        "dual_reporting": "双报到党员",
        "veteran": "退役军人",
        "disabled_elder": "失能老年人",
        "disability": "残疾",
        "low_income": "低保",
        "illness": "重病",
        "bereaved_parent": "计划生育特殊家庭",
        "child_in_need": "困境儿童",
    }
)
# 个人信息保护法 28、29: kept only with a separate consent.
SENSITIVE_FACTS = frozenset(
    {
        FactKind.DISABLED_ELDER,
        FactKind.DISABILITY,
        FactKind.LOW_INCOME,
        FactKind.ILLNESS,
        FactKind.BEREAVED_PARENT,
        FactKind.CHILD_IN_NEED,
    }
)


class ConsentPurpose(StrEnum):
    """What a person may agree to, one by one (个人信息保护法 14、25、29)."""

    PUBLICATION = "publication"
    SENSITIVE_FACTS = "sensitive_facts"
    CALLS = "calls"
    VISITS = "visits"

    @property
    def label(self) -> Words:
        return Words(
            {
                "publication": "公开我说的事和办理结果",
                "sensitive_facts": "登记健康、困难等敏感情况",
                "calls": "电话回访",
                "visits": "上门走访",
            }[self]
        )


class Secret(StrEnum):
    """What stays masked until somebody asks for it with a reason."""

    PHONE = "phone"
    ID_NUMBER = "id_number"

    @property
    def label(self) -> Words:
        return Words({"phone": "电话", "id_number": "身份证号"}[self])
