"""我的事: what waits for somebody, what is open, and what is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.db.models import Exists, OuterRef, Prefetch, Q

from linli.kernel.redact import deidentified
from linli.matters.models import Matter, Voice
from linli.matters.rules import UNFINISHED
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.queries import whole_names
from linli.ratings.models import RatingSlip

type Relation = Literal["mine", "for", "joined", "receipt"]
MOST = 200


@dataclass(frozen=True, kw_only=True)
class Held:
    """A matter of somebody's, how it is theirs, and the slip that waits for their answer."""

    matter: Matter
    relation: Relation
    where: str
    principal: str = ""
    token: str = ""

    @property
    def outcome(self) -> str:
        """Who only joined reads nobody's door or name in it."""
        told = self.matter.outcome
        return deidentified(told) if self.relation == "joined" else told


@dataclass(frozen=True, kw_only=True)
class Mine:
    """In the order in which one looks: waiting for me, open, done."""

    waiting: tuple[Held, ...]
    open: tuple[Held, ...]
    done: tuple[Held, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.waiting or self.open or self.done)


def matters_of(viewer: Viewer) -> Mine:
    """Everything that the viewer brought, joined, speaks for or holds a receipt of."""
    held = list(_held(viewer))
    return Mine(
        waiting=tuple(one for one in held if one.token),
        open=tuple(h for h in held if not h.token and h.matter.standing in UNFINISHED),
        done=tuple(h for h in held if not h.token and h.matter.standing not in UNFINISHED),
    )


def _held(viewer: Viewer) -> Iterator[Held]:
    found = list(_matters(viewer))
    tokens = _open_slips(viewer, found)
    where = whole_names([matter.place for matter in found])
    for matter in found:
        yield Held(
            matter=matter,
            relation=_relation(viewer, matter),
            where=where[matter.place_id],
            principal=matter.reporter.name
            if matter.reporter and matter.reporter_id in viewer.principals
            else "",
            token=tokens.get(matter.ref, ""),
        )


def _matters(viewer: Viewer) -> list[Matter]:
    """Guarded by being a party, so narrower than `visible_to`: no post leads here."""
    if not (viewer.speaks_for or viewer.receipts):
        return []
    joined = Voice.objects.filter(matter=OuterRef("pk")).filter(
        Q(person__in=viewer.speaks_for) | Q(receipt_hash__in=viewer.receipts)
    )
    mine = Q(reporter__in=viewer.speaks_for) | Q(receipt_hash__in=viewer.receipts)
    found = Matter.objects.filter(mine | Exists(joined))
    return list(
        found.select_related("place", "desk", "handler", "unit")
        .prefetch_related(Prefetch("reporter", Person.objects.only("name")))
        .order_by("-pk")[:MOST]
    )


def _relation(viewer: Viewer, matter: Matter) -> Relation:
    if matter.reporter_id is not None and matter.reporter_id == viewer.person_id:
        return "mine"
    if matter.reporter_id in viewer.principals:
        return "for"
    return "receipt" if matter.receipt_hash in viewer.receipts else "joined"


def _open_slips(viewer: Viewer, matters: list[Matter]) -> dict[str, str]:
    """The tokens of the slips that wait for the viewer, in one query."""
    turns = {matter.ref: matter.turn for matter in matters}
    slips = RatingSlip.objects.visible_to(viewer).waiting().filter(subject__in=turns)
    # Of several slips of one matter the first stays, as on the page of the matter.
    found = slips.order_by("-pk")
    return {slip.subject: slip.token for slip in found if slip.turn == turns[slip.subject]}
