"""What is known of recipients, and whether they may order, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from linli.kernel.options import Resolution
from linli.people.models import Person
from linli.service_orders.models import EligibilityDecision, ServiceRecipient
from linli.service_orders.options import OPEN_TO_ALL
from linli.service_orders.rules.eligibility import (
    Hit,
    Known,
    RecipientClass,
    hits,
    missing,
)


@dataclass(frozen=True, kw_only=True)
class Eligibility:
    """Which classes apply, or in words why none does."""

    hits: tuple[Hit, ...]
    lacking: str = ""

    def __bool__(self) -> bool:
        return bool(self.hits)


def recipient_of(person: Person) -> ServiceRecipient | None:
    """Find the registration of a person as one who is served."""
    found = ServiceRecipient.objects.filter(person=person)
    return found.select_related("person__home", "place").first()


def eligibility_of(
    recipient: ServiceRecipient, classes: Sequence[RecipientClass], *, earned: int, on: date
) -> Eligibility:
    """能不能点单: what applies to somebody that day, from dated facts."""
    facts = tuple(fact.fact for fact in recipient.needs.holding(on).order_by("pk"))
    known = Known(age=_age(recipient, on), facts=facts, earned=earned)
    found = hits(classes, known, on=on)
    return Eligibility(hits=found, lacking="" if found else missing(classes, known))


def latest_decision(recipient: ServiceRecipient) -> EligibilityDecision | None:
    """The decision that counts."""
    return recipient.decisions.order_by("-decided_at", "-pk").first()


def may_be_served(recipient: ServiceRecipient, options: Resolution, on: date) -> bool:
    """Say whether a decision that still holds lets them order, or whether all may."""
    if options[OPEN_TO_ALL]:
        return True
    decision = latest_decision(recipient)
    return decision is not None and decision.is_eligible and on <= decision.valid_until


def _age(recipient: ServiceRecipient, on: date) -> int | None:
    born_on = recipient.person.born_on
    if born_on is None:
        return None
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
