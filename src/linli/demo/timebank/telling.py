"""Which deed of a time bank is which action; what the rules refuse is kept with its words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from linli.demo.script import Script
from linli.demo.timebank import enrolling, serving, spending
from linli.demo.timebank.inputs import TimeBankDeed, deeds_of
from linli.kernel.errors import Refusal
from linli.ledger import actions as ledger
from linli.service_orders import actions as orders
from linli.store import actions as store
from linli.volunteers import actions as volunteers

if TYPE_CHECKING:
    from linli.demo.replaying import Telling

DOES: Mapping[tuple[str, str], Callable[[TimeBankDeed, "Telling"], None]] = MappingProxyType(
    {
        ("city_policies", "adopted"): spending.adopt_policy,
        ("volunteers", "applied"): enrolling.apply,
        ("volunteers", "accepted"): enrolling.accept,
        ("certificates", "entered"): enrolling.bring_certificate,
        ("certificates", "verified"): enrolling.verify_certificate,
        ("courses", "planned"): enrolling.plan_course,
        ("courses", "finished"): enrolling.finish_course,
        ("teams", "made"): enrolling.make_team,
        ("mandates", "given"): serving.give_mandate,
        ("recipients", "registered"): serving.register_recipient,
        ("orders", "ordered"): serving.place_order,
        ("orders", "reviewed"): serving.review_order,
        ("orders", "taken"): serving.take_order,
        ("orders", "arrived"): serving.arrive,
        ("orders", "left"): serving.leave,
        ("orders", "confirmed"): serving.confirm,
        ("orders", "rated"): serving.rate,
        ("activities", "ended"): serving.end_activity,
        ("stores", "opened"): spending.open_store,
        ("goods", "taken_in"): spending.take_in,
        ("kinships", "proposed"): spending.propose_kinship,
        ("kinships", "verified"): spending.verify_kinship,
        ("uses", "asked"): spending.use_credits,
        ("uses", "fetched"): spending.fetch,
        ("household_deeds", "noted"): spending.note_deed,
        ("household_deeds", "confirmed"): spending.confirm_deed,
    }
)


@dataclass(frozen=True, kw_only=True)
class Dawn:
    """The morning of a day: what comes to an end by itself does."""

    at: datetime


type TimeBankTold = TimeBankDeed | Dawn


def timebank_of(script: Script) -> list[TimeBankTold]:
    """The deeds of a time bank and the mornings between them, in the order of time."""
    deeds = deeds_of(script.timebank)
    if not deeds:
        return []
    return sorted([*deeds, *_mornings(deeds)], key=lambda told: told.at)


def tell_of_timebank(told: TimeBankTold, telling: "Telling") -> None:
    """Do it if the rules let it be done; if not, what they said stands in the story."""
    if isinstance(told, Dawn):
        _let_end(told.at)
        return
    try:
        DOES[told.file, told.step](told, telling)
    except Refusal as refused:
        telling.bank.refuse(told, refused)


def _let_end(at: datetime) -> None:
    volunteers.look_after_certificates(at)
    orders.look_after_visits(at)
    orders.expire_orders(at)
    orders.close_ratings(at)
    store.lapse_redemptions(at)
    ledger.expire_holds(at)


def _mornings(deeds: list[TimeBankDeed]) -> Iterator[Dawn]:
    day = deeds[0].at.replace(hour=6, minute=0)
    while day < deeds[-1].at:
        day += timedelta(days=1)
        yield Dawn(at=day)
