"""What shows only when all rows lie side by side: doubles, households without a head."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from linli.exchange.rules.people.columns import PersonColumn
from linli.exchange.rules.rows import Fault
from linli.people.rules import HEAD

ID_TWICE = "身份证号和第{line}行重复。"
NAME_TWICE = "同一个门里和第{line}行同名；是两个人就写上身份证号或出生日期。"
NO_HEAD = "这一户没有户主。"
TWO_HEADS = "这一户已经有户主了（第{line}行）。"
TWO_ORIGINS = "同一户的来源地和第{line}行不一样。"


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """Of one row what is compared with the other rows; keyed hashes, not the values."""

    pk: int
    line: int
    id_index: str
    name_index: str
    door_index: str
    relation: str
    origin_index: str


def across_rows(
    rows: Sequence[Beside], *, with_head: Iterable[str]
) -> Iterator[tuple[int, Fault]]:
    """Yield (row, fault). `with_head` are the households whose head is on the register."""
    yield from _twice(rows, ID_TWICE, PersonColumn.ID_NUMBER, lambda row: row.id_index)
    yield from _twice(rows, NAME_TWICE, PersonColumn.NAME, lambda row: row.name_index)
    yield from _of_households(rows, frozenset(with_head))


def _twice(
    rows: Sequence[Beside],
    sentence: str,
    column: PersonColumn,
    of: Callable[[Beside], str],
) -> Iterator[tuple[int, Fault]]:
    first: dict[str, int] = {}
    for row in rows:
        if not (said := of(row)):
            continue
        if said in first:
            yield row.pk, _fault(column, sentence, line=first[said])
        else:
            first[said] = row.line


def _of_households(
    rows: Sequence[Beside], with_head: frozenset[str]
) -> Iterator[tuple[int, Fault]]:
    doors: defaultdict[str, list[Beside]] = defaultdict(list)
    for row in rows:
        if row.door_index:
            doors[row.door_index].append(row)
    for door, members in doors.items():
        yield from _heads(members, has_head=door in with_head)
        yield from _origins(members)


def _heads(members: Sequence[Beside], *, has_head: bool) -> Iterator[tuple[int, Fault]]:
    heads = [row for row in members if row.relation == HEAD]
    if not heads and not has_head and all(row.relation for row in members):
        yield members[0].pk, _fault(PersonColumn.RELATION, NO_HEAD)
    for row in heads[1:]:
        yield row.pk, _fault(PersonColumn.RELATION, TWO_HEADS, line=heads[0].line)


def _origins(members: Sequence[Beside]) -> Iterator[tuple[int, Fault]]:
    said = [row for row in members if row.origin_index]
    for row in said[1:]:
        if row.origin_index != said[0].origin_index:
            yield row.pk, _fault(PersonColumn.TOWN, TWO_ORIGINS, line=said[0].line)


def _fault(column: PersonColumn, sentence: str, **facts: int) -> Fault:
    told: Mapping[str, str] = {name: str(fact) for name, fact in facts.items()}
    return Fault(column=column, sentence=sentence, facts=told)
