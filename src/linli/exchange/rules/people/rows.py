"""One row of a register of households, read whole, with everything that is wrong with it."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta

from linli.exchange.rules.cells import (
    EXCEL_BEGINS,
    Cell,
    CellUnreadable,
    read_time,
    text_of,
)
from linli.exchange.rules.people.columns import PersonColumn
from linli.exchange.rules.rows import Fault
from linli.kernel.dates import day_of
from linli.kernel.identity import (
    IdNumber,
    NotAnIdNumber,
    NotAPhoneNumber,
    Sex,
    read_id_number,
    read_phone,
)
from linli.people.rules import relation_called

LONGEST: Mapping[PersonColumn, int] = {
    PersonColumn.NAME: 60,
    PersonColumn.ROOM: 20,
    PersonColumn.HOUSEHOLD: 20,
    PersonColumn.TOWN: 60,
    PersonColumn.VILLAGE: 60,
    PersonColumn.ORGANISATION: 80,
}
NOT_SAID = frozenset({"", "-", "—", "/", "无", "暂无", "不详"})
FORMULA = ("=", "+", "-", "@", "\t", "\r")
ESCAPE = "'"
SEXES = {"男": Sex.MALE, "男性": Sex.MALE, "女": Sex.FEMALE, "女性": Sex.FEMALE}
OLDEST = 130  # years
EXCEL_DAYS = range(1, 80_000)  # 1900 to 2119
LOST = re.compile(r"[1-9]\d{14}0{3}")  # a spreadsheet keeps fifteen digits of a number


@dataclass(frozen=True, kw_only=True)
class ReadPerson:
    """What one row says of somebody; what it leaves empty is not said."""

    name: str = ""
    room: str = ""
    household: str = ""
    relation: str = ""
    id_number: str = ""
    born_on: date | None = None
    phone: str = ""
    town: str = ""
    village: str = ""
    organisation: str = ""

    def plain(self) -> dict[str, str]:
        """What JSON can hold; empty fields are left out."""
        said = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in said
            if value
        }

    @classmethod
    def from_plain(cls, kept: Mapping[str, str]) -> "ReadPerson":
        born_on = kept.get("born_on")
        rest = {name: value for name, value in kept.items() if name != "born_on"}
        return cls(**rest, born_on=date.fromisoformat(born_on) if born_on else None)


def said_in(cells: Mapping[PersonColumn, Cell]) -> dict[PersonColumn, str]:
    """The text of every cell; a mark of emptiness, and what is masked, says nothing."""
    return {column: _said(cells.get(column)) for column in PersonColumn}


def read_person(
    said: Mapping[PersonColumn, str], *, on: date
) -> tuple[ReadPerson, list[Fault]]:
    """读一行: everything it says, and every fault with its column; nothing is guessed."""
    faults: list[Fault] = []

    def read[T](column: PersonColumn, how: Callable[[str], T]) -> T | None:
        try:
            return how(said[column]) if said[column] else None
        except CellUnreadable as error:
            facts = {name: str(fact) for name, fact in error.facts.items()}
            faults.append(Fault(column=column, sentence=error.sentence, facts=facts))
            return None

    number = read(PersonColumn.ID_NUMBER, _id_number)
    born_on = read(PersonColumn.BORN_ON, _day)
    sex = read(PersonColumn.SEX, _sex)
    person = ReadPerson(
        name=said[PersonColumn.NAME],
        room=said[PersonColumn.ROOM],
        household=said[PersonColumn.HOUSEHOLD],
        relation=read(PersonColumn.RELATION, _relation) or "",
        id_number=number.number if number else "",
        born_on=born_on or (number.born_on if number else None),
        phone=read(PersonColumn.PHONE, _phone) or "",
        town=said[PersonColumn.TOWN],
        village=said[PersonColumn.VILLAGE],
        organisation=said[PersonColumn.ORGANISATION],
    )
    faults += _lacks(said, person)
    faults += _contradictions(number, born_on, sex, on)
    return person, faults


def escaped(text: str) -> str:
    """What a spreadsheet would take for a formula goes out with a mark before it."""
    return f"{ESCAPE}{text}" if text.startswith(FORMULA) else text


def _said(cell: Cell) -> str:
    if not cell:
        return ""
    text = unicodedata.normalize("NFKC", text_of(cell))
    if text.startswith(ESCAPE) and text[1:].startswith(FORMULA):
        text = text[1:]
    return "" if text in NOT_SAID or "*" in text else text.strip()


def _id_number(text: str) -> IdNumber:
    try:
        return read_id_number(text)
    except NotAnIdNumber as error:
        if LOST.fullmatch(text):
            raise CellUnreadable(
                "身份证号被表格当成了数字，末几位已经丢了，请把这一列设成文本再填。"
            ) from error
        raise CellUnreadable(_without_digits(str(error))) from error


def _without_digits(sentence: str) -> str:
    """Faults are counted by their sentence, so a number stays out of it."""
    return re.sub(r"出生日期\d{8}不存在", "出生日期不存在", sentence)


def _day(text: str) -> date:
    if text.isdecimal() and int(text) in EXCEL_DAYS:
        return day_of(EXCEL_BEGINS + timedelta(days=int(text)))
    try:
        found = read_time(text)
    except CellUnreadable:
        found = None
    if found is None:
        raise CellUnreadable("读不出日期“{text}”，应如 1949-12-31。", text=text[:20])
    return day_of(found)


def _sex(text: str) -> Sex:
    if text not in SEXES:
        raise CellUnreadable("“{text}”看不懂，性别应是男或女，或空着。", text=text[:10])
    return SEXES[text]


def _relation(text: str) -> str:
    if found := relation_called(text):
        return found
    raise CellUnreadable(
        "“{text}”看不懂，应如：户主、配偶、儿子、女儿、父亲、母亲、其他。", text=text[:10]
    )


def _phone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    if len(digits) in (7, 8) and not digits.startswith("1"):
        raise CellUnreadable(
            "“{text}”是没有区号的固定电话，请写11位手机号，或带上区号。", text=text[:20]
        )
    try:
        return read_phone(text).number
    except NotAPhoneNumber as error:
        raise CellUnreadable(
            "“{text}”不是电话号码：手机号是11位，以1开头。", text=text[:20]
        ) from error


def _lacks(said: Mapping[PersonColumn, str], person: ReadPerson) -> list[Fault]:
    wrong = {
        (PersonColumn.NAME, "没有写姓名。"): not person.name,
        (PersonColumn.RELATION, "没有写与户主关系。"): not said[PersonColumn.RELATION],
        (PersonColumn.TOWN, "写了来源村，却没有写来源乡镇。"): bool(person.village)
        and not person.town,
    }
    faults = [
        Fault(column=column, sentence=sentence)
        for (column, sentence), is_so in wrong.items()
        if is_so
    ]
    for column, longest in LONGEST.items():
        if len(said[column]) > longest:
            facts = {"most": str(longest)}
            faults.append(
                Fault(column=column, sentence="太长了，最多{most}个字。", facts=facts)
            )
        if said[column].startswith(FORMULA):
            faults.append(Fault(column=column, sentence="这一格像是公式，请改成文字。"))
    return faults


def _contradictions(
    number: IdNumber | None, born_on: date | None, sex: Sex | None, on: date
) -> list[Fault]:
    born = born_on or (number.born_on if number else None)
    wrong = {
        (PersonColumn.BORN_ON, "出生日期和身份证号里的不一样。"): number is not None
        and born_on is not None
        and born_on != number.born_on,
        (PersonColumn.SEX, "性别和身份证号里的不一样。"): number is not None
        and sex is not None
        and sex is not number.sex,
        (PersonColumn.BORN_ON, "出生日期还没有到。"): born is not None and born > on,
        (PersonColumn.BORN_ON, "出生日期太早了，请核对。"): born is not None
        and on.year - born.year > OLDEST,
    }
    return [
        Fault(column=column, sentence=sentence)
        for (column, sentence), is_so in wrong.items()
        if is_so
    ]
