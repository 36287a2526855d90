"""Recipients are registered, what is known of them is kept by consent, eligibility decided."""

from datetime import date, datetime, timedelta
from secrets import token_hex

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.options import pin, resolve
from linli.kernel.words import Words
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.service_orders import policies
from linli.service_orders.credits import credits_of
from linli.service_orders.events import (
    EligibilityDecided,
    NeedRecorded,
    NeedsForgotten,
    RecipientRegistered,
)
from linli.service_orders.models import EligibilityDecision, NeedFact, ServiceRecipient
from linli.service_orders.options import DECISION_MONTHS, RECIPIENT_CLASSES
from linli.service_orders.queries.recipients import eligibility_of
from linli.service_orders.rules import Need

DAYS_A_MONTH = 30


class NotResident(Refusal):
    pass


class ConsentMissing(Refusal):
    pass


class NeedUnsound(Unreadable):
    pass


class NeedKnownAlready(Refusal):
    pass


@transaction.atomic
def register_recipient(
    *,
    person: Person,
    by: Viewer,
    at: datetime,
    languages: tuple[str, ...] = (),
    notes: str = "",
) -> ServiceRecipient:
    """登记服务对象: once; whoever is registered already is found again."""
    place = _home_of(person)
    own = policies.may_order_for(by, person, day_of(at))
    if not own and not policies.may_take_down(by, place):
        raise NotPermitted("要由本人、有“代点单”委托的人，或那里的工作人员来登记。")
    recipient, is_new = ServiceRecipient.objects.get_or_create(
        person=person,
        defaults={
            "place": place,
            "languages": " ".join(languages),
            "notes": notes.strip(),
            "door_code": token_hex(6),
            "registered_at": at,
        },
    )
    if is_new:
        event = RecipientRegistered(subject=recipient.ref)
        journal.record(event, by=by.ref, at=at, place=place.ref)
    return recipient


@transaction.atomic
def record_need(
    *,
    recipient: ServiceRecipient,
    need: Need,
    evidence: str,
    began_on: date,
    valid_until: date,
    consented_on: date | None,
    by: Viewer,
    at: datetime,
) -> NeedFact:
    """登记情况: sensitive (个人信息保护法 28、29): evidence, own consent, a last day."""
    if not policies.may_take_down(by, recipient.place):
        raise NotPermitted("服务对象的情况由那里的工作人员看过凭据再登记。")
    if consented_on is None:
        raise ConsentMissing("这是敏感个人信息，要先取得本人单独同意（点单资格）再登记。")
    if not evidence.strip() or valid_until < began_on or valid_until <= day_of(at):
        raise NeedUnsound("请写凭什么认定、管到哪天；到期的日子要在今天以后。")
    try:
        with transaction.atomic():
            fact = NeedFact.objects.create(
                recipient=recipient,
                need=need,
                evidence=evidence.strip(),
                began_on=began_on,
                valid_until=valid_until,
                consented_on=consented_on,
                entered_by_id=by.person_id,
                entered_at=at,
            )
    except IntegrityError:
        raise NeedKnownAlready("这项情况已经登记了，到期或收回以后再登记。") from None
    # Which need it is stays out of the journal: it is erased with the consent.
    event = NeedRecorded(subject=recipient.ref, until=valid_until.isoformat())
    journal.record(event, by=by.ref, at=at, place=recipient.place.ref)
    return fact


@transaction.atomic
def forget_needs(*, recipient: ServiceRecipient, by: Viewer, at: datetime) -> int:
    """收回同意: what was known of them is deleted, as easily as it was given (第十五条)."""
    own = policies.may_order_for(by, recipient.person, day_of(at))
    if not own and not policies.may_take_down(by, recipient.place):
        raise NotPermitted("由本人收回同意，或请那里的工作人员代办。")
    count, _ = NeedFact.objects.filter(recipient=recipient).delete()
    event = NeedsForgotten(subject=recipient.ref, count=count)
    journal.record(event, by=by.ref, at=at, place=recipient.place.ref)
    return count


@transaction.atomic
def decide_eligibility(
    *, recipient: ServiceRecipient, by: Viewer, at: datetime
) -> EligibilityDecision:
    """认定资格: by the rules alone, from what holds today; the newest decision counts.

    The reasons are said from what is known at the time they are read (个人信息保护法 24).
    """
    own = policies.may_order_for(by, recipient.person, day_of(at))
    if not own and not policies.may_take_down(by, recipient.place):
        raise NotPermitted("由本人、受托人或那里的工作人员来看能不能点单。")
    on, options = day_of(at), resolve(recipient.place.chain)
    earned = credits_of(recipient.person, recipient.place)
    classes = options[RECIPIENT_CLASSES]
    found = eligibility_of(recipient, classes, earned=earned, on=on)
    latest = on + timedelta(days=DAYS_A_MONTH * options[DECISION_MONTHS])
    ends = [hit.until for hit in found.hits if hit.until]
    decision = EligibilityDecision.objects.create(
        recipient=recipient,
        is_eligible=bool(found.hits),
        classes=[hit.code for hit in found.hits],
        is_first=any(hit.first for hit in found.hits),
        pays=bool(found.hits) and all(hit.pays for hit in found.hits),
        rules=pin(options),
        valid_until=min([latest, *ends]),
        decided_by=by.ref,
        decided_at=at,
    )
    outcome = Words("可以点单") if found.hits else Words("现在还不符合")
    event = EligibilityDecided(subject=recipient.ref, outcome=outcome)
    journal.record(event, by=by.ref, at=at, place=recipient.place.ref)
    return decision


def _home_of(person: Person) -> Area:
    if person.home is None:
        raise NotResident("登记册上没有住处，先请社区登记住在哪里。")
    return person.home
