"""What a community says of itself that no register can count. No Django here."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Unreadable
from linli.kernel.words import Words

FEW = 5  # of so few a neighbour could tell who they are (个人信息保护法 6、51)
HUNDREDTHS = 100


class NotAnAmount(Unreadable):
    pass


class StatedKind(StrEnum):
    """填报的事实: what is stated with its source, for there are no rows to count."""

    AREA = "area"
    FOUNDED = "founded"
    HISTORY = "history"
    TRAIT = "trait"
    ORIGIN = "origin"
    OTHER = "other"

    @property
    def label(self) -> Words:
        return Words(STATED[self])


STATED: Mapping[str, str] = MappingProxyType(
    {
        "area": "面积（平方公里）",
        "founded": "成立年份",
        "history": "由来",
        "trait": "特点",
        "origin": "居民从哪里来",
        "other": "其他",
    }
)
# Of these only one holds at a time: whoever states it anew takes back the former.
ONE_AT_A_TIME = frozenset({StatedKind.AREA, StatedKind.FOUNDED})


def amount_of(kind: StatedKind, said: str) -> int | None:
    """数值: square kilometres in hundredths, a year as it is; of words, none."""
    text = said.strip()
    if kind is StatedKind.AREA:
        return _hundredths(text)
    if kind is StatedKind.FOUNDED:
        year = text.removesuffix("年")
        if not (year.isdecimal() and len(year) == len("2011")):
            raise NotAnAmount("成立年份应是四位数字，例如 2011。")
        return int(year)
    return None


def _hundredths(text: str) -> int:
    whole, _, rest = text.partition(".")
    if not (whole.isdecimal() and (not rest or rest.isdecimal()) and len(rest) <= len("45")):
        raise NotAnAmount("面积应是数字，最多两位小数，例如 0.4。")
    return int(whole) * HUNDREDTHS + int(rest.ljust(2, "0") or 0)
