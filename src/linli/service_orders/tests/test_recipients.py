"""Who may be served: dated facts with evidence and consent, and a decision with its basis."""

from datetime import date, timedelta

import pytest

from linli.kernel.errors import NotPermitted
from linli.kernel.models import Entry
from linli.kernel.options import choose, resolve
from linli.kernel.testing import NOON
from linli.people.testing import a_person, viewing
from linli.people.viewer import THE_HOUSE
from linli.service_orders import actions
from linli.service_orders.actions.recipients import (
    ConsentMissing,
    NeedKnownAlready,
    NeedUnsound,
    NotResident,
)
from linli.service_orders.models import EligibilityDecision, NeedFact, ServiceRecipient
from linli.service_orders.options import OPEN_TO_ALL, RECIPIENT_CLASSES
from linli.service_orders.queries.recipients import (
    eligibility_of,
    latest_decision,
    may_be_served,
)
from linli.service_orders.rules import Need
from linli.service_orders.testing import Here, a_delegate, a_recipient, here, with_need

pytestmark = pytest.mark.django_db


@pytest.fixture
def them() -> Here:
    return here()


def record(them: Here, recipient: ServiceRecipient, **changes: object) -> NeedFact:
    said = {
        "need": Need.LOW_INCOME,
        "evidence": "低保证",
        "began_on": date(2026, 1, 1),
        "valid_until": date(2026, 12, 31),
        "consented_on": date(2026, 3, 1),
        "by": them.by_clerk,
        **changes,
    }
    return actions.record_need(recipient=recipient, at=NOON, **said)  # type: ignore[arg-type]


def test_somebody_who_lives_alone_may_order_and_is_told_why(them: Here) -> None:
    decision = latest_decision(them.recipient)
    assert decision is not None
    classes = resolve(them.recipient.place.chain)[RECIPIENT_CLASSES]
    found = eligibility_of(them.recipient, classes, earned=0, on=date(2026, 3, 2))

    assert (decision.is_eligible, decision.classes) == (True, ["needing"])
    assert decision.valid_until == date(2026, 12, 31) or decision.valid_until < date(2027, 3, 3)
    assert found.hits[0].sentence.startswith("独居、空巢、失能老年人：独居")


def test_nothing_sensitive_without_separate_consent(them: Here) -> None:
    with pytest.raises(ConsentMissing):
        record(them, them.recipient, consented_on=None)


@pytest.mark.parametrize(
    "changes",
    [{"evidence": " "}, {"valid_until": date(2026, 3, 2)}, {"valid_until": date(2025, 1, 1)}],
)
def test_nothing_without_evidence_and_a_day_on_which_it_ends(
    them: Here, changes: dict[str, object]
) -> None:
    with pytest.raises(NeedUnsound):
        record(them, them.recipient, **changes)


def test_one_fact_stands_once(them: Here) -> None:
    record(them, them.recipient)

    with pytest.raises(NeedKnownAlready):
        record(them, them.recipient)


def test_only_the_desk_writes_down_what_it_has_seen(them: Here) -> None:
    with pytest.raises(NotPermitted):
        record(them, them.recipient, by=them.by_elder)


def test_which_need_it_is_stands_in_no_journal(them: Here) -> None:
    record(them, them.recipient)

    said = str(list(Entry.objects.values_list("facts", flat=True)))
    assert "low_income" not in said
    assert "低保" not in said


def test_who_takes_the_consent_back_is_forgotten(them: Here) -> None:
    actions.forget_needs(recipient=them.recipient, by=them.by_elder, at=NOON)
    actions.decide_eligibility(recipient=them.recipient, by=them.by_elder, at=NOON)

    assert not NeedFact.objects.exists()
    decision = latest_decision(them.recipient)
    assert decision is not None
    assert not decision.is_eligible


def test_a_stranger_neither_decides_nor_forgets(them: Here) -> None:
    stranger = viewing(a_person("路人", them.station.place.unit))

    with pytest.raises(NotPermitted):
        actions.decide_eligibility(recipient=them.recipient, by=stranger, at=NOON)
    with pytest.raises(NotPermitted):
        actions.forget_needs(recipient=them.recipient, by=stranger, at=NOON)
    with pytest.raises(NotPermitted):
        actions.register_recipient(person=them.elder, by=stranger, at=NOON)


def test_a_fact_that_runs_out_ends_the_decision_with_it(them: Here) -> None:
    plain = a_recipient(them.station, "吴阿婆")
    record(them, plain, need=Need.EMPTY_NEST, valid_until=date(2026, 4, 1))
    actions.decide_eligibility(recipient=plain, by=them.by_clerk, at=NOON)
    options = resolve(plain.place.chain)

    assert may_be_served(plain, options, date(2026, 4, 1))
    assert not may_be_served(plain, options, date(2026, 4, 2))


def test_where_all_may_order_nobody_decides(them: Here) -> None:
    plain = a_recipient(them.station, "周文", born_on=date(1990, 1, 1))
    community = them.station.place.community
    assert not may_be_served(plain, resolve(plain.place.chain), date(2026, 3, 2))

    choose({OPEN_TO_ALL: True}, place=community.ref, by="person/1", at=NOON)

    assert may_be_served(plain, resolve(plain.place.chain), date(2026, 3, 2))


def test_who_has_no_home_on_the_register_is_sent_there(them: Here) -> None:
    person = a_person("无住处", them.station.place.unit)
    type(person).objects.filter(pk=person.pk).update(home=None)
    person.refresh_from_db()

    with pytest.raises(NotResident):
        actions.register_recipient(person=person, by=THE_HOUSE, at=NOON)


def test_what_is_known_is_seen_by_the_person_a_delegate_and_the_desk(them: Here) -> None:
    with_need(them.station, them.recipient, Need.LOW_INCOME)
    neighbour = viewing(a_person("路人", them.station.place.unit))

    def seen(viewer: object) -> int:
        return NeedFact.objects.visible_to(viewer).count()  # type: ignore[arg-type]

    assert seen(them.by_elder) == seen(them.by_clerk) == 2
    assert seen(viewing(a_delegate(them))) == 2
    assert seen(viewing(a_delegate(them, "李大明", scope="matters"))) == 0
    assert seen(neighbour) == seen(them.by_volunteer) == 0
    assert not ServiceRecipient.objects.visible_to(neighbour).exists()


def test_decisions_are_kept(them: Here) -> None:
    later = NOON + timedelta(days=1)
    actions.decide_eligibility(recipient=them.recipient, by=them.by_elder, at=later)

    assert EligibilityDecision.objects.count() == 2
