"""自办: neighbours lend a hand; the desk says who, and who had asked says when it is done."""

from datetime import datetime

from django.db import IntegrityError, transaction

from linli.duties.actions import end_duties
from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal
from linli.matters import policies
from linli.matters.actions.claiming import OfferGone
from linli.matters.claims import OfferState
from linli.matters.events import (
    NeighbourConfirmed,
    NeighboursHelped,
    NeighbourSignedUp,
)
from linli.matters.models import ClaimOffer, HelpingHand
from linli.people.viewer import Viewer

LONGEST_WORDS = 200


class SignedUpAlready(Refusal):
    pass


class ConfirmedAlready(Refusal):
    pass


class NobodyHasHelped(Refusal):
    pass


@transaction.atomic
def sign_up(*, offer: ClaimOffer, by: Viewer, at: datetime, words: str = "") -> HelpingHand:
    """报名搭把手: who lives around there; the desk alone reads the name."""
    if not ClaimOffer.objects.put_to_neighbours(by).filter(pk=offer.pk).exists():
        raise OfferGone
    if by.person_id in {offer.matter.reporter_id, offer.matter.concerns_id}:
        raise NotPermitted("这是您自己说的事，等邻居来帮就好。")
    try:
        with transaction.atomic():
            hand = HelpingHand.objects.create(
                offer=offer,
                person_id=by.person_id or 0,
                words=words.strip()[:LONGEST_WORDS],
                signed_up_at=at,
            )
    except IntegrityError:
        raise SignedUpAlready("您已经报过名了，社区会联系您。") from None
    _told(offer, NeighbourSignedUp(subject=offer.matter.ref), by, at)
    return hand


@transaction.atomic
def confirm_hand(*, hand: HelpingHand, by: Viewer, at: datetime) -> None:
    """请来搭把手: the desk asks this neighbour to go."""
    if not policies.may_choose_mode(by, hand.offer.matter):
        raise NotPermitted("由发出来的工作台请邻居去帮。")
    waiting = HelpingHand.objects.filter(pk=hand.pk, confirmed_at=None)
    if not waiting.update(confirmed_at=at):
        raise ConfirmedAlready("这位邻居已经请过了。")
    hand.confirmed_at = at
    _told(hand.offer, NeighbourConfirmed(subject=hand.offer.matter.ref), by, at)


@transaction.atomic
def say_neighbours_helped(
    *, offer: ClaimOffer, by: Viewer, at: datetime, words: str = ""
) -> None:
    """说帮好了: who had asked confirms it; nobody else can."""
    if not policies.may_withdraw(by, offer.matter):
        raise NotPermitted("帮好了没有，由说事人自己来说。")
    if not offer.hands.exclude(confirmed_at=None).exists():
        raise NobodyHasHelped("社区还没有请邻居来帮，请先等一等。")
    running = ClaimOffer.objects.filter(
        pk=offer.pk, state__in=(OfferState.OPEN, OfferState.LAPSED)
    )
    if not running.update(state=OfferState.DONE, ended_at=at):
        raise OfferGone
    end_duties(subject=offer.ref, at=at)
    said = f"：{words.strip()}" if words.strip() else ""
    _told(offer, NeighboursHelped(subject=offer.matter.ref, words=said), by, at)


def _told(
    offer: ClaimOffer,
    event: NeighbourSignedUp | NeighbourConfirmed | NeighboursHelped,
    by: Viewer,
    at: datetime,
) -> None:
    journal.record(event, by=by.ref, at=at, place=offer.matter.place.ref)
