"""查一查: finds matters by number, spoken code, words or the name of who spoke."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from linli.matters.models import Matter, MatterQuerySet
from linli.matters.queries.queue import SHOWN, SHOWN_WITH, with_places
from linli.people.models import Person
from linli.people.viewer import Viewer

MOST = 30
MOST_PEOPLE = 20
CODE_DIGITS = 5


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found, whether there is more, and whether a number named exactly this one."""

    matters: Sequence[Matter] = field(default_factory=tuple)
    more: bool = False
    is_exact: bool = False


def found_for(viewer: Viewer, said: str) -> Found:
    """Look where what was typed points to: a number, a spoken code, or words and names."""
    if not said.strip():
        return Found()
    seen = Matter.objects.visible_to(viewer)
    typed = "".join(said.split()).upper()
    if exact := with_places(_shown(seen.filter(number=typed))[:1]):
        return Found(matters=exact, is_exact=True)
    if typed.isdecimal() and len(typed) == CODE_DIGITS:
        by_code = with_places(_shown(seen.filter(spoken_code=typed))[:MOST])
        if by_code:
            return Found(matters=by_code, is_exact=len(by_code) == 1)
    return _by_words(seen, viewer, said)


def _by_words(seen: MatterQuerySet, viewer: Viewer, said: str) -> Found:
    """Words first, then what people of that name brought; each matter once."""
    by_words = list(_shown(seen.filter(grams__match=said))[: MOST + 1])
    named = Person.objects.visible_to(viewer).filter(name__startswith=said)[:MOST_PEOPLE]
    ids = [person.pk for person in named]
    by_name = list(_shown(seen.filter(reporter__in=ids))[: MOST + 1]) if ids else []
    both = list({matter.pk: matter for matter in (*by_words, *by_name)}.values())
    return Found(matters=with_places(both[:MOST]), more=len(both) > MOST)


def _shown(rows: MatterQuerySet) -> MatterQuerySet:
    """Newest first, as they were written down (see `Sought.clock`)."""
    return rows.select_related(*SHOWN_WITH).only(*SHOWN).order_by("-pk")
