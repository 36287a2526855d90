"""What is asked after the end: who was called, what may be left out, who still has what."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from linli.matters.models import Exclusion, Matter
from linli.matters.rules import UNFINISHED, AskedState, State
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.ratings.rules import Satisfied, Solved


@dataclass(frozen=True, kw_only=True)
class InHand:
    """How many matters of a desk somebody has in hand, and how many of them are late."""

    handler_id: int
    many: int
    late: int

    @property
    def numbers(self) -> dict[str, object]:
        return {"many": self.many, "late": self.late}


def open_by_handler(desk: Area, *, at: datetime) -> list[InHand]:
    """谁手里还有多少: what lies on that desk and in somebody's hands."""
    held = Matter.objects.filter(desk=desk, state__in=UNFINISHED, handler__isnull=False)
    counted = (
        held.values("handler")
        .annotate(many=Count("pk"), late=Count("pk", filter=Q(due_at__lt=at)))
        .order_by("handler")
    )
    return [
        InHand(handler_id=row["handler"], many=row["many"], late=row["late"]) for row in counted
    ]


def excusable(matter: Matter) -> bool:
    """Whether the reporter's answer counts against whoever handled it."""
    unsolved = matter.solved == Solved.NO or matter.satisfied == Satisfied.NOT
    return matter.standing is State.CLOSED and unsolved and matter.excluded_at is None


def asked_exclusion_of(matter: Matter) -> Exclusion | None:
    """The request on which a second person has to decide."""
    asked = matter.exclusions.filter(state=AskedState.ASKED)
    return asked.select_related("matter__place", "asked_by").first()


def exclusions_to_decide(viewer: Viewer) -> list[Exclusion]:
    """要核定的剔除: what somebody else asked for at a desk of the viewer's."""
    visible = Matter.objects.visible_to(viewer)
    waiting = Exclusion.objects.filter(state=AskedState.ASKED, matter__in=visible)
    others = waiting.exclude(asked_by=viewer.person_id)
    return list(
        others.select_related("matter__place", "asked_by").order_by("decide_by", "pk")[:100]
    )
