"""The pages of mediation: what each person reads, and what nobody else does."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from linli.duties.actions import look_after_duties
from linli.kernel import outbox
from linli.kernel.drafts import draft_of
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.matters.testing import a_matter, a_matter_in_work
from linli.mediation import actions
from linli.mediation.models import Case
from linli.mediation.rules import FailedBecause, Form
from linli.mediation.testing import (
    NOTES,
    TERMS,
    WORDS,
    a_case,
    a_case_in_talks,
    a_committee,
    an_agreed_case,
    members_of,
    the_mediator,
)
from linli.messaging.events import Told
from linli.messaging.models import Message
from linli.people.models import Person
from linli.people.testing import a_browser_of, a_clerk, a_person, a_subdistrict_clerk, viewing
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db


def delivered(at: datetime = NOON) -> None:
    """What was told is brought to whoever subscribed, in one transaction of the test."""
    for delivery in list(outbox.due(at)):
        outbox._react(delivery, at)


def page_of(person: Person | None, case: Case) -> tuple[int, str]:
    browser = a_browser_of(person) if person else Client()
    answer = browser.get(reverse("mediation-case", args=[case.number]))
    return answer.status_code, answer.content.decode()


def test_each_reads_what_is_theirs_and_no_more() -> None:
    case = an_agreed_case(form=Form.WRITTEN)
    party = case.parties.get(side=1).person
    clerk = a_clerk(case.desk, "林小溪")
    assert party

    for person in (the_mediator(case), case.committee.composition.head):
        status, said = page_of(person, case)
        assert status == 200
        assert all(words in said for words in (NOTES, WORDS, TERMS))
    status, said = page_of(party, case)
    assert status == 200
    assert TERMS in said
    assert NOTES not in said
    assert WORDS not in said
    status, said = page_of(clerk, case)
    assert status == 200
    assert not any(words in said for words in (NOTES, WORDS, TERMS, party.name))
    assert page_of(None, case)[0] == 404
    assert page_of(a_person("邻居", case.place), case)[0] == 404


def test_the_head_who_is_a_party_reads_no_notes() -> None:
    place = a_neighbourhood()
    committee = a_committee(place.community)
    from linli.mediation.actions import NewParty  # noqa: PLC0415

    case = a_case(
        place=place.building,
        committee=committee,
        parties=[NewParty(side=1, person=committee.head), NewParty(side=2, name="乙")],
        panel=[members_of(committee)[1]],
    )
    status, said = page_of(committee.head, case)
    assert status == 200
    assert WORDS not in said


def test_a_dispute_is_opened_at_the_desk() -> None:
    place = a_neighbourhood()
    committee = a_committee(place.community)
    clerk = a_clerk(place.community, "林小溪")
    browser = a_browser_of(clerk)
    address = reverse("mediation-new")
    asked = browser.get(address)
    assert asked.status_code == 200
    said = {
        "key": "k1",
        "kind": "neighbour",
        "committee": committee.organisation.pk,
        "panel": [members_of(committee)[1].pk],
        "words": WORDS,
        "side1-name": "甲",
        "side1-consents": "on",
        "side2-name": "乙",
    }
    answer = browser.post(address, said)
    case = Case.objects.get()
    assert answer.status_code == 303
    assert [party.called for party in case.parties.order_by("side")] == ["甲", "乙"]

    refused = browser.post(address, said | {"key": "k2", "words": "家暴"})
    assert refused.status_code == 409
    assert "110" in refused.content.decode()
    assert "家暴" in refused.content.decode()  # what was typed is still there


def test_the_register_lists_and_prints_without_names_in_constant_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    case = an_agreed_case()
    for _ in range(3):
        a_case(place=case.place)
    browser = a_browser_of(a_clerk(case.desk, "林小溪"))
    party = case.parties.get(side=1).person
    assert party
    for name in ("mediation-cases", "mediation-register"):
        with django_assert_max_num_queries(30):
            answer = browser.get(reverse(name))
        assert answer.status_code == 200
        assert case.number in answer.content.decode()
        assert party.name not in answer.content.decode()
    assert Client().get(reverse("mediation-cases")).status_code == 403


@pytest.mark.parametrize(
    "noun", ["panel", "talks", "extension", "agreement", "ending", "police"]
)
def test_every_deed_asks_on_a_page_of_its_own(noun: str) -> None:
    case = a_case_in_talks()
    head = case.committee.composition.head
    address = reverse("mediation-deed", args=[case.number, noun])
    assert a_browser_of(head).get(address).status_code == 200
    assert a_browser_of(a_person("邻居", case.place)).get(address).status_code == 404
    assert a_browser_of(head).get(address.replace(noun, "visits")).status_code == 404


def test_a_talk_an_agreement_and_a_visit_are_written_down_on_the_pages() -> None:
    case = a_case_in_talks()
    browser = a_browser_of(the_mediator(case))
    both = [party.pk for party in case.parties.all()]

    def send(noun: str, **said: object) -> int:
        address = reverse("mediation-deed", args=[case.number, noun])
        version = Case.objects.get(pk=case.pk).version
        return browser.post(address, {"key": noun, "version": version, **said}).status_code

    talk = {"where": "说事室", "came": both, "notes": NOTES}
    assert send("talks", held_on="2026-03-02T10:00", **talk) == 303
    assert send("agreement", form="oral", terms=TERMS, fulfil_by="2026-03-09") == 303
    assert send("visits", found="fulfilled") == 303
    assert Case.objects.get(pk=case.pk).state == "closed"


def test_what_moved_on_meanwhile_keeps_what_was_typed() -> None:
    case = a_case_in_talks()
    browser = a_browser_of(the_mediator(case))
    address = reverse("mediation-deed", args=[case.number, "talks"])
    stale = {"key": "k", "version": case.version - 1, "where": "说事室", "notes": NOTES}
    answer = browser.post(address, {**stale, "came": [case.parties.all()[0].pk]})
    assert answer.status_code == 409
    assert NOTES in answer.content.decode()


def test_a_party_answers_and_has_the_mediator_changed() -> None:
    case = a_case()
    one, party = case.parties.get(side=1), case.parties.get(side=2)
    assert party.person
    assert one.person
    browser = a_browser_of(party.person)
    address = reverse("mediation-consent", args=[case.number, party.pk])
    assert browser.get(address).status_code == 200
    other = reverse("mediation-consent", args=[case.number, one.pk])
    assert browser.get(other).status_code == 404
    assert browser.post(address, {"key": "k", "answer": "yes"}).status_code == 303
    mediator = case.mediators.get()
    change = reverse("mediation-change", args=[case.number, mediator.pk])
    assert browser.post(change, {"key": "c"}).status_code == 303
    mediator.refresh_from_db()
    assert mediator.refused_by_id == party.pk


def test_the_agreement_is_printed_for_its_parties_only() -> None:
    case = an_agreed_case(form=Form.WRITTEN)
    party = case.parties.get(side=1).person
    assert party
    address = reverse("mediation-sheet", args=[case.number])
    printed = a_browser_of(party).get(address).content.decode()
    assert TERMS in printed
    assert "2026-04-01" in printed
    assert a_browser_of(a_clerk(case.desk, "林小溪")).get(address).status_code == 404


def test_a_matter_offers_mediation_and_says_one_neutral_sentence() -> None:
    matter = a_matter(WORDS)
    a_committee(matter.desk)
    clerk = a_clerk(matter.desk, "林小溪")
    desk = reverse("desk-matter", args=[matter.number])
    assert "请调解" in a_browser_of(clerk).get(desk).content.decode()
    address = reverse("matter-mediation", args=[matter.number])
    assert a_browser_of(clerk).get(address).status_code == 200
    assert Client().get(address).status_code == 404

    case = a_case_in_talks(matter=matter)
    assert case.number in a_browser_of(clerk).get(desk).content.decode()
    assert matter.reporter
    said = a_browser_of(matter.reporter).get(reverse("matter", args=[matter.number]))
    assert "人民调解" in said.content.decode()
    assert NOTES not in said.content.decode()


def test_when_it_fails_whoever_has_the_matter_or_its_desk_is_told() -> None:
    at_the_desk, in_hand = a_matter(WORDS), a_matter_in_work()
    clerk = a_clerk(at_the_desk.desk, "林小溪")
    for matter in (at_the_desk, in_hand):
        case = a_case(matter=matter, consents=True)
        because = FailedBecause.APART
        by = viewing(the_mediator(case))
        actions.fail_case(case=case, because=because, by=by, at=NOON)
    delivered()

    desk = Message.objects.filter(url=reverse("desk-matter", args=[at_the_desk.number]))
    assert clerk.ref in desk.values_list("to", flat=True)
    assert in_hand.handler
    hand = Message.objects.filter(url=reverse("matter", args=[in_hand.number]))
    assert in_hand.handler.ref in hand.values_list("to", flat=True)


def test_when_it_is_settled_the_handlers_form_holds_the_result() -> None:
    matter = a_matter_in_work()
    assert matter.handler
    case = an_agreed_case(matter=matter)
    assert case.matter
    delivered()
    kept = draft_of(owner=matter.handler.ref, form=f"closure/{matter.pk}")
    assert kept["outcome"]
    assert TERMS not in str(kept)
    form = reverse("matter-closure", args=[matter.number])
    assert kept["outcome"] in a_browser_of(matter.handler).get(form).content.decode()


def test_the_clocks_strike_through_the_outbox() -> None:
    case = a_case_in_talks()
    late = NOON + timedelta(days=100)
    delivered()
    look_after_duties(late)
    for _ in range(3):
        delivered(late)
    case.refresh_from_db()
    assert (case.state, case.failed_because) == ("failed", "ran_out")


def test_a_committee_is_composed_on_its_page() -> None:
    place = a_neighbourhood()
    committee = a_committee(place.community)
    address = reverse("mediation-committee", args=[committee.organisation.pk])
    members = members_of(committee)
    clerk = a_clerk(place.community, "林小溪")
    browser = a_browser_of(clerk)
    assert browser.get(address).status_code == 200
    said = {
        "key": "k",
        "members": [one.pk for one in members],
        "head": members[1].pk,
        "women": 1,
        "elected_on": "2026-03-01",
    }
    assert browser.post(address, said).status_code == 303
    committee.refresh_from_db()
    assert committee.head == members[1]
    refused = browser.post(address, said | {"key": "k2", "women": 0})
    assert refused.status_code == 422


def test_whom_the_committee_list_does_not_offer_is_looked_up_by_name() -> None:
    place = a_neighbourhood()
    committee = a_committee(place.community)
    address = reverse("mediation-committee", args=[committee.organisation.pk])
    head, *others = members_of(committee)
    a_person("路人", place.unit)
    neighbour = a_person("田大妈", place.unit)
    browser = a_browser_of(a_clerk(place.community, "林小溪"))

    asked = browser.get(address).content.decode()
    assert "林小溪（社区工作者）" in asked
    assert "路人" not in asked
    members = [head.pk, *(one.pk for one in others)]
    said = {"members": members, "head": head.pk, "women": 1}
    found = browser.post(address, said | {"key": "a", "look_up": "1", "named": "田大妈"})
    assert found.status_code == 200
    assert "田大妈" in found.content.decode()
    assert f'value="{head.pk}" selected' in found.content.decode()
    committee.refresh_from_db()
    assert committee.organisation.memberships.count() == 3

    said |= {"members": [*members, neighbour.pk], "elected_on": "2026-03-01"}
    assert browser.post(address, said | {"key": "b"}).status_code == 303
    assert neighbour in members_of(committee)


def test_upstairs_sees_that_there_is_one() -> None:
    case = a_case()
    assert case.desk.parent
    status, said = page_of(a_subdistrict_clerk(case.desk.parent), case)
    assert status == 200
    assert WORDS not in said
    assert viewing(the_mediator(case)).is_known


def test_whom_a_message_reached_is_not_told_to_the_desk() -> None:
    case = an_agreed_case()
    delivered()
    assert Entry.objects.filter(code=Told.code, subject=case.ref).exists()

    status, said = page_of(a_clerk(case.desk, "林小溪"), case)

    assert status == 200
    assert not any(party.called in said for party in case.parties.all())
