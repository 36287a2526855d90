"""How an outcome is rated: "solved?" and "satisfied?" are two questions. No Django here."""

from enum import StrEnum

from linli.kernel.words import Words


class Solved(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"

    @property
    def label(self) -> Words:
        return Words({"yes": "解决了", "partly": "解决了一部分", "no": "没有解决"}[self])


class Satisfied(StrEnum):
    VERY = "very"
    FAIRLY = "fairly"
    NOT = "not"

    @property
    def label(self) -> Words:
        return Words({"very": "满意", "fairly": "基本满意", "not": "不满意"}[self])

    @property
    def is_content(self) -> bool:
        return self is not Satisfied.NOT


class TakenBy(StrEnum):
    """By which way an answer came in."""

    PAGE = "page"
    QR = "qr"
    PHONE = "phone"
    PAPER = "paper"

    @property
    def label(self) -> Words:
        return Words({"page": "网页", "qr": "扫码", "phone": "电话回访", "paper": "纸质"}[self])


def calls_for_another_look(solved: Solved, satisfied: Satisfied) -> bool:
    """不满意重办: unsolved or unsatisfied, the matter has to be looked at again."""
    return solved is Solved.NO or satisfied is Satisfied.NOT
