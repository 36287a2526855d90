"""Dated facts about persons are recorded with their purpose, and end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.references import NOWHERE
from linli.people import policies
from linli.people.events import FactEnded, FactRecorded, FactsRecorded
from linli.people.models import Consent, Person, PersonFact
from linli.people.rules import FACT_LABELS, SENSITIVE_FACTS, ConsentPurpose
from linli.people.viewer import Viewer
from linli.places.models import Area

KEEPERS_ONLY = "只有此人所在区域的管理员和工作人员可以记录个人事实。"


class SensitiveWithoutConsent(Refusal):
    pass


class FactAlreadyEnded(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class NewFact:
    """A fact to be recorded: of whom, what (a FactKind), since when, what it is kept for."""

    person: Person
    kind: str
    began_on: date
    purpose: str
    evidence: str = ""


@transaction.atomic
def record_fact(
    *,
    person: Person,
    kind: str,
    began_on: date,
    purpose: str,
    evidence: str = "",
    by: Viewer,
    at: datetime,
) -> PersonFact:
    """记录个人事实: one thing about a person, dated, with what it is kept for."""
    if not policies.may_change_person(by, person):
        raise NotPermitted(KEEPERS_ONLY)
    new = NewFact(
        person=person, kind=kind, began_on=began_on, purpose=purpose, evidence=evidence
    )
    [fact] = _recorded([new])
    what = FACT_LABELS.get(kind, kind)
    event = FactRecorded(subject=person.ref, what=what, purpose=purpose)
    place = person.home.ref if person.home else NOWHERE
    journal.record(event, by=by.ref, at=at, place=place)
    return fact


@transaction.atomic
def record_facts(
    *, within: Area, facts: Sequence[NewFact], by: Viewer, at: datetime
) -> list[PersonFact]:
    """成批记录个人事实: of persons who live within one area, told once."""
    outside = any(
        new.person.home is None or not new.person.home.lies_in(within) for new in facts
    )
    if outside or not policies.may_keep_register(by, within):
        raise NotPermitted(KEEPERS_ONLY)
    recorded = _recorded(facts)
    event = FactsRecorded(subject=within.ref, count=len(recorded))
    journal.record(event, by=by.ref, at=at, place=within.ref)
    return recorded


@transaction.atomic
def end_fact(*, fact: PersonFact, ended_on: date, by: Viewer, at: datetime) -> None:
    """个人事实终止: it no longer holds from that day."""
    person = fact.person
    if not policies.may_change_person(by, person):
        raise NotPermitted(KEEPERS_ONLY)
    if not PersonFact.objects.filter(pk=fact.pk, ended_on=None).update(ended_on=ended_on):
        raise FactAlreadyEnded("这条事实已经终止了。")
    event = FactEnded(subject=person.ref, what=FACT_LABELS.get(fact.kind, fact.kind))
    place = person.home.ref if person.home else NOWHERE
    journal.record(event, by=by.ref, at=at, place=place)
    fact.ended_on = ended_on


def _recorded(facts: Sequence[NewFact]) -> list[PersonFact]:
    _refuse_sensitive_without_consent(facts)
    return PersonFact.objects.bulk_create(
        (
            PersonFact(
                person=new.person,
                kind=new.kind,
                began_on=new.began_on,
                purpose=new.purpose,
                evidence=new.evidence,
            )
            for new in facts
        ),
        batch_size=1000,
    )


def _refuse_sensitive_without_consent(facts: Sequence[NewFact]) -> None:
    asked = {new.person.pk for new in facts if new.kind in SENSITIVE_FACTS}
    if not asked:
        return
    agreed = Consent.objects.filter(
        person__in=asked, purpose=ConsentPurpose.SENSITIVE_FACTS, withdrawn_at=None
    )
    if asked - set(agreed.values_list("person_id", flat=True)):
        raise SensitiveWithoutConsent(
            "这是敏感个人信息，要先取得本人单独同意（“{purpose}”）再登记。",
            purpose=ConsentPurpose.SENSITIVE_FACTS.label,
        )
