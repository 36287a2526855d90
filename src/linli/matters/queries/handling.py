"""怎么办的: the mode of a matter in words, what it still lacks, and what stands around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.kernel.options import pinned
from linli.matters.claims import OfferState, PlanKind
from linli.matters.handling_options import MODES
from linli.matters.models import ClaimOffer, HandlingPlan, HelpingHand, Involvement, Matter
from linli.matters.modes import Mode, Need, lacking, mode_for
from linli.matters.queries.hanging import hanging_on, hangs
from linli.matters.rules import Role
from linli.meetings.models import Meeting
from linli.people.viewer import Viewer
from linli.places.rules import ids_on

MOST_MEETINGS = 20
BY_ROLE = {
    Role.TRACK: Need.TRACKER,
    Role.LEAD: Need.LEAD,
    Role.ASSIST: Need.ASSIST,
    Role.CO: Need.CO,
}
SHOWN_OFFERS = (OfferState.OPEN, OfferState.CLAIMED, OfferState.DONE)

hangs("offer", lambda this: ClaimOffer.objects.filter(matter=this, state__in=SHOWN_OFFERS))
hangs("plan", lambda this: HandlingPlan.objects.filter(matter=this))


@dataclass(frozen=True, kw_only=True)
class Handling:
    """Everything about how one matter is handled."""

    mode: Mode
    lacking: tuple[Need, ...]
    offers: Sequence[ClaimOffer] = ()
    hands: Sequence[HelpingHand] = ()
    plans: Sequence[HandlingPlan] = ()
    running: Sequence[Involvement] = ()
    parts: Sequence[tuple[str, str, str, datetime]] = ()


def mode_of(matter: Matter) -> Mode:
    """办理方式: as it was chosen, or as the rule has it."""
    modes = pinned(matter.options_digest)[MODES]
    ruled = mode_for(modes, route=matter.route, tier=matter.tier)
    return next((mode for mode in modes if mode.code == matter.mode), ruled)


def handling_of(matter: Matter) -> Handling:
    """How it is handled, who has been asked, what was planned, and what each has done."""
    mode = mode_of(matter)
    there = hanging_on(matter)
    together: list[Involvement] = []
    offers: list[ClaimOffer] = []
    plans: list[HandlingPlan] = []
    if "involvement" in there:
        rows = matter.involvements.select_related("person", "organisation")
        together = list(rows.prefetch_related("contributions"))
    if "offer" in there:
        shown = matter.claim_offers.filter(state__in=SHOWN_OFFERS)
        offers = list(shown.select_related("asked", "claimed_by", "claimed_for").order_by("pk"))
    if "plan" in there:
        decided = matter.plans.select_related("meeting").prefetch_related("steps")
        plans = list(decided.order_by("pk"))
    hands = _hands(offers)
    have = _have(matter, together, offers, plans, hands)
    parts = [
        (one.who.name, str(one.part.label), part.words, part.written_at)
        for one in together
        for part in one.contributions.all()
    ]
    return Handling(
        mode=mode,
        lacking=lacking(mode, have),
        offers=offers,
        hands=hands,
        plans=plans,
        running=[one for one in together if one.until is None],
        parts=sorted(parts, key=lambda part: part[3]),
    )


def held_meetings(matter: Matter, *, at: datetime) -> list[Meeting]:
    """The last meetings held over the place of the matter, newest first."""
    held = Meeting.objects.held().filter(place__in=ids_on(matter.place.path), starts_at__lte=at)
    return list(held.order_by("-starts_at")[:MOST_MEETINGS])


def offers_to(viewer: Viewer) -> list[ClaimOffer]:
    """等认领的: what the viewer, or a unit of theirs, is asked to take on."""
    put = ClaimOffer.objects.put_to(viewer).select_related("desk", "matter__place")
    return list(put.order_by("until", "pk"))


def calls_to_neighbours(viewer: Viewer) -> list[ClaimOffer]:
    """邻里互助: where a hand is wanted around where the viewer lives."""
    put = ClaimOffer.objects.put_to_neighbours(viewer).select_related("desk", "matter__place")
    return list(put.order_by("until", "pk"))


def claimed_by(viewer: Viewer) -> list[ClaimOffer]:
    """我认领的: what the viewer has taken on and not yet finished."""
    mine = ClaimOffer.objects.filter(claimed_by=viewer.person_id, state=OfferState.CLAIMED)
    return list(mine.select_related("matter").order_by("promised_on", "pk"))


def _have(
    matter: Matter,
    together: Sequence[Involvement],
    offers: Sequence[ClaimOffer],
    plans: Sequence[HandlingPlan],
    hands: Sequence[HelpingHand],
) -> set[Need]:
    """What is there already of all that a mode may need."""
    running = {one.part for one in together if one.until is None}
    have = {BY_ROLE[role] for role in running if role in BY_ROLE}
    if matter.answered_at:
        have.add(Need.ANSWER)
    if any(plan.sort is PlanKind.MEETING for plan in plans):
        have.add(Need.PLAN)
    if any(offer.standing is OfferState.CLAIMED for offer in offers):
        have.add(Need.LEAD)
    if any(hand.confirmed_at for hand in hands):
        have.add(Need.NEIGHBOURS)
    return have


def _hands(offers: Sequence[ClaimOffer]) -> list[HelpingHand]:
    asked = [offer.pk for offer in offers if offer.to == "neighbours"]
    if not asked:
        return []
    found = HelpingHand.objects.filter(offer__in=asked)
    return list(found.select_related("person", "offer").order_by("signed_up_at", "pk"))
