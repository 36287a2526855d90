"""Today's names of whatever a reference names."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Exists, OuterRef, Value

from linli.kernel.references import NOWHERE, Ref, kind, number
from linli.kernel.words import Words, say
from linli.people.models import Mandate, Organisation, Person, Post, Term
from linli.people.rules import PostKind
from linli.people.viewer import Viewer
from linli.places.models import Area, Point

FORGOTTEN = Words("已注销")
A_NEIGHBOUR = Words("一位居民")
OTHERS: Mapping[str, Words] = {
    "system": Words("系统"),
    "visitor": Words("一位居民（未登录）"),
    "household": Words("这一户"),
}
ELSEWHERE = Words("全部区域")


def names_of(references: Collection[Ref], *, viewer: Viewer | None = None) -> Mapping[Ref, str]:
    """Put today's name to every reference; who is no longer on record reads 已注销.

    With a viewer, residents who never held a post are “一位居民” to whoever neither serves
    where they live, nor speaks for them, nor lets them speak. Without one the names are for
    the house itself.
    """
    asked: dict[str, set[int]] = {}
    for reference in references:
        if reference and reference != NOWHERE and kind(reference) in NAMED:
            asked.setdefault(kind(reference), set()).add(number(reference))
    known: dict[Ref, str] = {}
    for what, numbers in asked.items():
        known |= {f"{what}/{pk}": said for pk, said in NAMED[what](numbers, viewer)}
    return {
        reference: known.get(reference) or _otherwise(reference) for reference in references
    }


def name_of(reference: Ref, *, viewer: Viewer | None = None) -> str:
    """Put today's name to one reference."""
    return names_of([reference], viewer=viewer)[reference]


def _otherwise(reference: Ref) -> str:
    if not reference:
        return ""
    what = kind(reference)
    if what == "area":
        return say(ELSEWHERE)
    return say(OTHERS.get(what, FORGOTTEN))


def _people(numbers: set[int], viewer: Viewer | None) -> Iterable[tuple[int, str]]:
    served = Exists(Term.objects.filter(person=OuterRef("pk")))
    found = Person.objects.filter(pk__in=numbers).annotate(served=served)
    if viewer is not None and viewer.is_known:
        trusted = Mandate.objects.filter(principal__in=viewer.speaks_for)
        found = found.annotate(trusted=Exists(trusted.filter(delegate=OuterRef("pk"))))
    else:
        found = found.annotate(trusted=Value(value=False))
    rows = found.values_list("pk", "name", "home__path", "served", "trusted")
    for pk, name, path, has_served, is_trusted in rows:
        is_open = viewer is None or has_served or is_trusted or _knows(viewer, pk, path)
        yield pk, name if is_open else say(A_NEIGHBOUR)


def _knows(viewer: Viewer, pk: int, path: str | None) -> bool:
    return pk in viewer.speaks_for or (path is not None and viewer.serves(path))


def _organisations(numbers: set[int], _: Viewer | None) -> Iterable[tuple[int, str]]:
    yield from Organisation.objects.filter(pk__in=numbers).values_list("pk", "name")


def _areas(numbers: set[int], _: Viewer | None) -> Iterable[tuple[int, str]]:
    yield from Area.objects.filter(pk__in=numbers).values_list("pk", "name")


def _points(numbers: set[int], _: Viewer | None) -> Iterable[tuple[int, str]]:
    yield from Point.objects.filter(pk__in=numbers).values_list("pk", "name")


def _posts(numbers: set[int], _: Viewer | None) -> Iterable[tuple[int, str]]:
    found = Post.objects.filter(pk__in=numbers).values_list("pk", "kind", "area__name")
    for pk, post_kind, area in found:
        yield pk, f"{area}{say(PostKind(post_kind).label)}"


NAMED = {
    "person": _people,
    "organisation": _organisations,
    "area": _areas,
    "point": _points,
    "post": _posts,
}
