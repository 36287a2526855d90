"""What is kept of a person, what they agree to, what stays masked. No Django here."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.words import Words


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
    HONOURS = "honours"

    @property
    def label(self) -> Words:
        return Words(
            {
                "publication": "公开我说的事和办理结果",
                "sensitive_facts": "登记健康、困难等敏感情况",
                "calls": "电话回访",
                "visits": "上门走访",
                "honours": "在荣誉榜上写我的名字",
            }[self]
        )


class Secret(StrEnum):
    """What stays masked until somebody asks for it with a reason."""

    PHONE = "phone"
    ID_NUMBER = "id_number"

    @property
    def label(self) -> Words:
        return Words({"phone": "电话", "id_number": "身份证号"}[self])
