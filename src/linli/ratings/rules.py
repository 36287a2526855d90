"""How an outcome is rated: "solved?" and "satisfied?" are two questions. No Django here."""

from dataclasses import dataclass
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
    HOTLINE = "hotline"
    """The city's hotline called back; its sheet says what it heard."""

    @property
    def label(self) -> Words:
        return Words(
            {
                "page": "网页",
                "qr": "扫码",
                "phone": "电话回访",
                "paper": "纸质",
                "hotline": "热线回访",
            }[self]
        )


@dataclass(frozen=True)
class Rater:
    """Who is asked: a person by id, or, of the unnamed, whoever holds the receipt."""

    person_id: int | None
    receipt_hash: str = ""

    @property
    def can_come_back(self) -> bool:
        """Without a name and a receipt nobody is told from anybody else."""
        return bool(self.person_id or self.receipt_hash)


def rater(person_id: int | None, receipt_hash: str) -> Rater:
    """A name is enough: the receipt counts only of who stays unnamed."""
    return Rater(person_id, "" if person_id else receipt_hash)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What somebody says of an outcome: "solved?" and "satisfied?" apart, and by which way."""

    solved: Solved
    satisfied: Satisfied
    comment: str = ""
    taken_by: TakenBy = TakenBy.PAGE

    @property
    def calls_for_another_look(self) -> bool:
        """不满意重办: unsolved or unsatisfied, it has to be looked at again."""
        return self.solved is Solved.NO or self.satisfied is Satisfied.NOT
