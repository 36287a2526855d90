"""What can be found at a door (巡楼走访), and when somebody counts as never reached."""

from collections.abc import Sequence
from enum import StrEnum

from linli.kernel.words import Words

IN_VAIN = 3
"""After so many rounds in a row without anybody at home the door is listed."""
COVERAGE_DAYS = 90


class Found(StrEnum):
    HOME = "home"
    NOBODY = "nobody"
    MOVED = "moved"
    NEW = "new"

    @property
    def label(self) -> Words:
        return Words(
            {"home": "在家", "nobody": "没人", "moved": "已搬走", "new": "新来的"}[self]
        )

    @property
    def is_reached(self) -> bool:
        """Who moved away was not met, but the door told what it had to tell."""
        return self is not Found.NOBODY

    @property
    def corrects(self) -> bool:
        """The register says otherwise: whoever keeps it is asked to look."""
        return self in (Found.MOVED, Found.NEW)


class CorrectionState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"

    @property
    def label(self) -> Words:
        return Words(
            {"proposed": "等登记的人看", "accepted": "登记册改了", "refused": "没有改"}[self]
        )


def is_never_reached(latest_first: Sequence[Found]) -> bool:
    """三次没人: the last rounds found nobody."""
    last = latest_first[:IN_VAIN]
    return len(last) == IN_VAIN and all(found is Found.NOBODY for found in last)
