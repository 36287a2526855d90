"""What an organisation is, and how it stands before the law. No Django here."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.words import Words


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
    RESIDENTS_GROUP = "residents_group"
    VOLUNTEER_TEAM = "volunteer_team"
    PARTNER_VOLUNTEER_TEAM = "partner_volunteer_team"
    ELDER_VOLUNTEER_TEAM = "elder_volunteer_team"
    SOCIAL_WORK_AGENCY = "social_work_agency"

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
        "residents_group": "楼栋小组",
        "volunteer_team": "社区志愿服务队",
        "partner_volunteer_team": "共建单位志愿服务队",
        "elder_volunteer_team": "老年志愿服务队",
        "social_work_agency": "社工机构",
    }
)
