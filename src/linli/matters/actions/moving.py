"""The one way in which a matter moves: check the table, write what was seen, tell it."""

from datetime import datetime
from typing import Any

from django.db.models import F

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.events import Event
from linli.kernel.models import Entry
from linli.kernel.options import Resolution, pinned
from linli.kernel.references import Ref
from linli.matters import policies, rules
from linli.matters.models import Matter
from linli.matters.options import TIERS
from linli.matters.routing import Tier
from linli.matters.rules import State, Step
from linli.people.viewer import Viewer
from linli.places.models import Area

HANDLING = "handle"
DISPATCHING = "dispatch"


class MatterMovedOn(Refusal):
    """Somebody else was first; whoever shows this also shows what has happened since."""

    def __init__(self, matter: Matter) -> None:
        super().__init__("这件事刚刚有了新进展，请看过再办。您写的字还在下面。")
        self.matter_id = matter.pk
        self.seen_version = matter.version


def permit(step: Step, matter: Matter, by: Viewer, otherwise: str) -> None:
    """Refuse with that sentence whoever may not take the step."""
    if not policies.MAY[step](by, matter):
        raise NotPermitted(otherwise)


def take(
    step: Step,
    matter: Matter,
    event: Event,
    *,
    by: Ref,
    at: datetime,
    **changes: Any,
) -> Entry:
    """Move the matter and tell it, or refuse if it is no longer as this person saw it.

    The version covers everything that the policy looked at: state, holder, desk and unit.
    """
    try:
        state = rules.after(State(matter.state), step)
    except rules.StepNotAllowed:
        if Matter.objects.filter(pk=matter.pk, version=matter.version).exists():
            raise
        raise MatterMovedOn(matter) from None
    seen = Matter.objects.filter(pk=matter.pk, version=matter.version)
    if not seen.update(state=state, version=F("version") + 1, **changes):
        raise MatterMovedOn(matter)
    matter.state, matter.version = state, matter.version + 1
    for name, value in changes.items():
        setattr(matter, name, value)
    return journal.record(event, by=by, at=at, place=matter.place.ref)


def options_of(matter: Matter) -> Resolution:
    """The rules under which the matter began; they stay while it runs."""
    return pinned(matter.options_digest)


def tier_of(matter: Matter, code: str | None = None) -> Tier:
    """The tier of the matter, or the one with that code under its rules."""
    wanted = code or matter.tier
    tiers = options_of(matter)[TIERS]
    return next((tier for tier in tiers if tier.code == wanted), tiers[0])


def desk_above(desk: Area) -> Area | None:
    """The desk one level up, or None where there is none."""
    return desk.parent
