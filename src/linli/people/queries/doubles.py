"""疑似同一人: pairs of persons on the register who may be one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from django.db.models import Count, QuerySet

from linli.kernel.words import Words
from linli.people.models import Distinction, Merger, Person
from linli.people.viewer import Viewer

MOST = 100
LATEST = 20
MOST_ALIKE = 6  # of so many with one phone, it is the phone of a family or a shop

type Pair = tuple[int, int]

WHY: Mapping[str, Words] = {
    "id_number_index": Words("身份证号相同"),
    "name_born": Words("姓名和出生日期相同"),
    "phone_index": Words("电话相同"),
}


@dataclass(kw_only=True)
class Double:
    """Two who may be one, and why."""

    one: Person
    other: Person
    why: list[Words] = field(default_factory=list)


def doubles_seen_by(viewer: Viewer) -> list[Double]:
    """List the pairs among those whom one may change, the surest first; told apart, no more."""
    people = Person.objects.visible_to(viewer).filter(left_on=None)
    why: defaultdict[Pair, list[Words]] = defaultdict(list)
    for reason, groups in (
        ("id_number_index", _alike(people.exclude(id_number_index=""), "id_number_index")),
        ("name_born", _alike(people.exclude(born_on=None), "name", "born_on")),
        ("phone_index", _alike(people.exclude(phone_index=""), "phone_index")),
    ):
        for group in groups:
            for pair in combinations(sorted(group), 2):
                why[pair].append(WHY[reason])
    _without_told_apart(why)
    pairs = sorted(why, key=lambda pair: (-len(why[pair]), pair))[:MOST]
    return list(_with_persons(pairs, why))


def mergers_seen_by(viewer: Viewer) -> list[Merger]:
    """合并过的: what can still be undone among those whom one may see, the latest first."""
    standing = Merger.objects.standing().filter(before__isnull=False)
    seen = standing.filter(kept__in=Person.objects.visible_to(viewer))
    return list(seen.select_related("kept", "gone").order_by("-merged_at", "-pk")[:LATEST])


def _alike(people: QuerySet[Person], *columns: str) -> Iterator[Sequence[int]]:
    """The ids of those of one value, in two queries however many values there are."""
    several = (
        people.order_by()
        .values(*columns)
        .annotate(many=Count("pk"))
        .filter(many__gt=1, many__lte=MOST_ALIKE)
    )
    values = [tuple(row[column] for column in columns) for row in several[:MOST]]
    if not values:
        return
    first = {value[0] for value in values}
    found = people.filter(**{f"{columns[0]}__in": first}).values_list("pk", *columns)
    groups: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for pk, *value in found:
        groups[tuple(value)].append(pk)
    yield from (groups[value] for value in values)


def _without_told_apart(why: dict[Pair, list[Words]]) -> None:
    ids = {pk for pair in why for pk in pair}
    for pair in Distinction.objects.filter(one__in=ids).values_list("one", "other"):
        why.pop(pair, None)


def _with_persons(pairs: Iterable[Pair], why: Mapping[Pair, list[Words]]) -> Iterator[Double]:
    pairs = list(pairs)
    known = Person.objects.select_related("home", "dwelling").in_bulk(
        {pk for pair in pairs for pk in pair}
    )
    for pair in pairs:
        yield Double(one=known[pair[0]], other=known[pair[1]], why=why[pair])
