"""What hangs on a matter: whether there is any of each kind, all in one question.

Most matters have nothing beside them. Each panel of a matter's page would ask for its own and
find nothing; so whoever has such a kind declares it, and all of them are looked for at once.
"""

from collections.abc import Callable, Container

from django.db.models import Exists, Model, OuterRef, QuerySet

from linli.matters.models import Involvement, Matter, Photo

type Rows = Callable[[OuterRef], QuerySet[Model]]

KEPT = "_hangs"
_kinds: dict[str, Rows] = {
    "involvement": lambda this: Involvement.objects.filter(matter=this),
    "photo": lambda this: Photo.objects.filter(matter=this),
}


def hangs(kind: str, rows: Rows) -> None:
    """Declare a kind of thing that may hang on a matter, by its rows for `OuterRef("pk")`."""
    _kinds[kind] = rows


def hanging_on(matter: Matter) -> Container[str]:
    """The kinds of which there is anything; asked once for the object in hand."""
    if KEPT not in matter.__dict__:
        asked = {kind: Exists(rows(OuterRef("pk"))) for kind, rows in _kinds.items()}
        found = Matter.objects.filter(pk=matter.pk).values(**asked).get()
        matter.__dict__[KEPT] = frozenset(kind for kind, there in found.items() if there)
    kept: Container[str] = matter.__dict__[KEPT]
    return kept
