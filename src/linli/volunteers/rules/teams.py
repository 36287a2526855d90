"""Teams (志愿服务队): what kinds there are. No Django here."""

from enum import StrEnum

from linli.kernel.words import Words


class TeamKind(StrEnum):
    COMMUNITY = "community"
    PARTY = "party"
    YOUTH = "youth"
    WOMEN = "women"
    SILVER = "silver"

    @property
    def label(self) -> Words:
        return Words(
            {
                "community": "社区志愿服务队",
                "party": "党员志愿服务队",
                "youth": "青年志愿服务队",
                "women": "巾帼志愿服务队",
                "silver": "银发志愿服务队",
            }[self]
        )
