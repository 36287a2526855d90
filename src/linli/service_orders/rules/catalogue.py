"""A kind of service (服务项目): how long, what it takes, how it is done. No Django here."""

from dataclasses import dataclass
from enum import StrEnum

from linli.kernel.words import Words


class Branch(StrEnum):
    """通用型 or 专业类 (GZ07, GZ08)."""

    GENERAL = "general"
    SPECIALIST = "specialist"

    @property
    def label(self) -> Words:
        return Words({"general": "通用型服务", "specialist": "专业类服务"}[self])


class Mode(StrEnum):
    """How it is done."""

    AT_HOME = "at_home"
    ACCOMPANY = "accompany"
    REMOTE = "remote"
    ERRAND = "errand"

    @property
    def label(self) -> Words:
        return Words(
            {
                "at_home": "上门",
                "accompany": "陪同外出",
                "remote": "远程",
                "errand": "代办",
            }[self]
        )


@dataclass(frozen=True, kw_only=True)
class Service:
    """服务项目: `risk` and `certificates` name what volunteers must have (one is enough).

    `minutes` is how long it usually takes, `people` how many go together.
    """

    code: str
    label: str
    label_en: str
    branch: Branch = Branch.GENERAL
    minutes: int = 60
    mode: Mode = Mode.AT_HOME
    risk: str = "ordinary"
    certificates: tuple[str, ...] = ()
    people: int = 1
    hint: str = ""
    icon: str = "heart-handshake"

    @property
    def name(self) -> Words:
        return Words(self.label)


def lack_of(services: tuple[Service, ...]) -> str | None:
    """Say what a catalogue still lacks."""
    codes = [one.code for one in services]
    if not codes or len(codes) != len(set(codes)):
        return "至少一项服务，每项一个代码。"
    for one in services:
        if not 15 <= one.minutes <= 480 or not 1 <= one.people <= 4:  # noqa: PLR2004
            return f"“{one.label}”要 15 到 480 分钟、1 到 4 个人。"
        if one.branch is Branch.SPECIALIST and not one.certificates:
            return f"“{one.label}”是专业类，要写明需要哪种证书。"
    return None
