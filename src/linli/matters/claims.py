"""认领: to whom a matter is put, and how that offer and a plan stand. No Django here."""

from datetime import time
from enum import StrEnum

from linli.kernel.words import Words

EVENING = time(18)  # a day that was promised lasts until the office closes


class OfferTo(StrEnum):
    """To whom a matter is put."""

    ONE = "one"
    PARTNERS = "partners"
    NEIGHBOURS = "neighbours"

    @property
    def label(self) -> Words:
        return Words(
            {
                "one": "请一位领办",
                "partners": "单位和党员认领",
                "neighbours": "邻里互助",
            }[self]
        )


class OfferState(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    DECLINED = "declined"
    LAPSED = "lapsed"
    GIVEN_BACK = "given_back"
    TAKEN_BACK = "taken_back"
    DONE = "done"

    @property
    def label(self) -> Words:
        return Words(
            {
                "open": "等认领",
                "claimed": "已认领",
                "declined": "婉拒了",
                "lapsed": "没人认领，回到工作台",
                "given_back": "退回认领",
                "taken_back": "工作台收回",
                "done": "说事人说帮好了",
            }[self]
        )


class PlanKind(StrEnum):
    MEETING = "meeting"
    SERVICE = "service"

    @property
    def label(self) -> Words:
        return Words({"meeting": "会上定的方案", "service": "社工专业方案"}[self])
