"""A dispute from the register to the last visit, and every refusal on the way."""

from datetime import date, timedelta

import pytest
from django.db import connection

from linli.duties.models import Duty
from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.matters.models import Matter
from linli.matters.rules import Role, Sensitivity
from linli.matters.testing import a_matter
from linli.mediation import actions
from linli.mediation.actions import Agreed, NewParty
from linli.mediation.actions.moving import CONSENTING, MEDIATING, VISITING
from linli.mediation.events import (
    AgreementReached,
    CaseOpened,
    MatterBackFromMediation,
    MatterSettledByMediation,
)
from linli.mediation.models import Case
from linli.mediation.rules import Consent, FailedBecause, Form, Fulfilment, State
from linli.mediation.testing import (
    NOTES,
    TERMS,
    WORDS,
    a_case,
    a_case_in_talks,
    a_committee,
    a_panel,
    an_accepted_case,
    an_agreed_case,
    members_of,
    the_mediator,
)
from linli.people import actions as people
from linli.people.models import Household, HouseholdMember, Person
from linli.people.rules import OrganisationKind
from linli.people.testing import a_clerk, a_person, viewing
from linli.people.viewer import THE_HOUSE
from linli.places.models import Dwelling
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def running(case: Case) -> list[str]:
    return list(Duty.objects.running().filter(subject=case.ref).values_list("kind", flat=True))


def test_a_dispute_goes_from_the_register_to_the_visit() -> None:
    case = a_case()
    one, other = case.parties.order_by("side")
    assert (case.state, running(case)) == (State.OPENED, [CONSENTING])

    actions.give_consent(party=one, by=viewing(one.person), at=NOON)  # type: ignore[arg-type]
    other.case = one.case
    assert one.case.state == State.OPENED
    actions.give_consent(party=other, by=viewing(other.person), at=NOON)  # type: ignore[arg-type]
    case = other.case
    assert (case.state, case.due_at, running(case)) == (
        State.ACCEPTED,
        case.due_at,
        [MEDIATING],
    )
    assert (case.due_at - NOON).days in (29, 30)

    by = viewing(the_mediator(case))
    actions.record_talk(case=case, notes=NOTES, came=[one], where="说事室", by=by, at=NOON)
    agreed = Agreed(form=Form.ORAL, terms=TERMS, fulfil_by=date(2026, 3, 9))
    agreement = actions.reach_agreement(case=case, agreed=agreed, by=by, at=LATER)
    assert (case.state, running(case)) == (State.AGREED, [VISITING])
    assert agreement.confirm_by == date(2026, 4, 2)

    actions.record_visit(case=case, found=Fulfilment.FULFILLED, by=by, at=LATER)
    assert (case.state, case.fulfilment, running(case)) == ("closed", "fulfilled", [])


def test_what_is_said_stands_in_no_journal_and_nowhere_in_clear() -> None:
    case = an_agreed_case(form=Form.WRITTEN)

    told = "".join(str(entry.facts) for entry in Entry.objects.all())
    talk = case.talks.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT notes FROM mediation_talk WHERE id = %s", [talk.pk])
        stored = cursor.fetchone()[0]

    assert not any(words in told for words in (WORDS, NOTES, TERMS))
    assert NOTES not in stored
    assert talk.notes == NOTES


def test_every_change_is_one_event() -> None:
    case = a_case()
    assert len(journal.events(CaseOpened, subject=case.ref)) == 1
    case = an_agreed_case()
    assert len(journal.events(AgreementReached, subject=case.ref)) == 1


def test_one_side_that_does_not_want_to_ends_it() -> None:
    case = a_case()
    party = case.parties.get(side=2)
    assert party.person

    actions.decline(party=party, by=viewing(party.person), at=NOON)

    assert (party.case.state, party.consent) == (State.DECLINED, Consent.REFUSED)
    assert running(case) == []


def test_without_a_mediator_it_does_not_begin() -> None:
    committee = a_committee(a_neighbourhood().community)
    building = committee.organisation.area.children.get().children.get()
    case = a_case(place=building, committee=committee, panel=[], consents=True)
    assert case.state == State.OPENED

    clerk = viewing(a_clerk(committee.organisation.area, "林小溪"))
    actions.name_mediator(case=case, person=members_of(committee)[1], by=clerk, at=NOON)

    assert case.state == State.ACCEPTED


def test_nobody_who_is_near_to_it_mediates() -> None:
    place = a_neighbourhood()
    committee = a_committee(place.community)
    head, aunt, _ = members_of(committee)
    stranger = a_person("路人甲", place.building)
    dwelling = Dwelling.objects.create(area=place.unit, number="201")
    home = Household.objects.create(dwelling=dwelling, began_on=date(2020, 1, 1))
    child = a_person("宋家女儿", place.unit)
    for one in (aunt, child):
        HouseholdMember.objects.create(
            household=home, person=one, relation="家人", began_on=date(2020, 1, 1)
        )

    def opened(panel: list[Person], party: Person) -> None:
        sides = [NewParty(side=1, person=party), NewParty(side=2, name="外来户")]
        a_case(place=place.building, committee=committee, parties=sides, panel=panel)

    with pytest.raises(actions.MediatorIsParty):
        opened([head], head)
    with pytest.raises(actions.MediatorIsRelative):
        opened([aunt], child)
    with pytest.raises(actions.MediatorNotOfCommittee):
        opened([stranger], child)
    with pytest.raises(actions.TooManyMediators):
        opened([*members_of(committee), stranger], child)
    opened([head], child)


def test_who_a_matter_concerns_or_who_said_it_does_not_mediate_it() -> None:
    place = a_neighbourhood()
    committee = a_committee(place.community)
    head = members_of(committee)[0]
    matter = a_matter(reporter=head, place=place.building)

    with pytest.raises(actions.MediatorConcerned):
        a_case(matter=matter, committee=committee, panel=[head])


def test_a_party_may_have_a_mediator_changed_and_gets_another() -> None:
    case = a_case(consents=True)
    party, first = case.parties.get(side=1), case.mediators.get()
    assert party.person
    first.case = case

    actions.refuse_mediator(mediator=first, party=party, by=viewing(party.person), at=NOON)
    assert not case.mediators.filter(until=None).exists()
    clerk = viewing(a_clerk(case.desk, "林小溪"))
    with pytest.raises(actions.MediatorWasRefused):
        actions.name_mediator(case=case, person=first.person, by=clerk, at=NOON)
    other = case.committee.memberships.exclude(person=first.person).first()
    assert other
    actions.name_mediator(case=case, person=other.person, by=clerk, at=NOON, chosen_by=party)
    with pytest.raises(actions.MediatorThereAlready):
        actions.name_mediator(case=case, person=other.person, by=clerk, at=NOON)
    with pytest.raises(actions.MediatorGone):
        actions.refuse_mediator(mediator=first, party=party, by=viewing(party.person), at=NOON)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"words": " "}, actions.NothingSaid),
        ({"words": "他家暴，要离婚"}, actions.ForThePolice),
        ({"kind": "gossip"}, actions.NoSuchKindOfDispute),
        ({"parties": [NewParty(side=1, name="甲")]}, actions.OneSideOnly),
        (
            {"parties": [NewParty(side=1, name="甲"), NewParty(side=2)]},
            actions.PartyUnnamed,
        ),
        (
            {
                "parties": [
                    NewParty(side=1, name="甲"),
                    NewParty(side=2, name="小乙", is_minor=True),
                ]
            },
            actions.GuardianMissing,
        ),
    ],
)
def test_what_cannot_be_written_down_is_refused_with_a_sentence(
    changed: dict[str, object], refusal: type[Exception]
) -> None:
    place = a_neighbourhood()
    sides = [NewParty(side=1, name="甲"), NewParty(side=2, name="乙")]
    asked = {"kind": "neighbour", "words": WORDS, "parties": sides} | changed
    with pytest.raises(refusal):
        actions.open_case(
            place=place.building,
            committee=a_panel(place.community),
            by=viewing(a_clerk(place.community)),
            at=NOON,
            **asked,  # type: ignore[arg-type]
        )
    assert not Case.objects.exists()


def test_a_minor_is_known_by_the_birthday() -> None:
    place = a_neighbourhood()
    child = a_person("小乙", place.unit, born_on=date(2015, 1, 1))
    with pytest.raises(actions.GuardianMissing):
        a_case(
            place=place.building,
            parties=[NewParty(side=1, name="甲"), NewParty(side=2, person=child)],
        )
    mother = a_person("小乙妈妈", place.unit)
    case = a_case(
        place=place.building,
        parties=[NewParty(side=1, name="甲"), NewParty(side=2, person=child, guardian=mother)],
    )
    minor = case.parties.get(side=2)
    assert minor.is_minor
    actions.give_consent(party=minor, by=viewing(mother), at=NOON)
    assert minor.consent == Consent.GIVEN


def test_who_may_not_open_is_told_so() -> None:
    place = a_neighbourhood()
    committee = a_committee(place.community)
    clerk, resident = a_clerk(place.community), a_person("王秀英", place.unit)
    both = [NewParty(side=1, person=resident), NewParty(side=2, name="乙")]

    with pytest.raises(NotPermitted):
        a_case(place=place.building, committee=committee, by=resident)
    own = [NewParty(side=1, person=clerk), NewParty(side=2, name="乙")]
    with pytest.raises(NotPermitted):  # nobody writes down a dispute of their own
        a_case(place=place.building, committee=committee, parties=own, by=clerk)
    elsewhere = a_committee(a_neighbourhood().community)
    with pytest.raises(actions.NotThisCommittee):
        a_case(place=place.building, parties=both, committee=elsewhere)
    choir = people.form_organisation(
        name="合唱队",
        kind=OrganisationKind.CULTURAL_TEAM,
        area=place.community,
        by=THE_HOUSE,
        at=NOON,
    )
    with pytest.raises(actions.NotThisCommittee):
        actions.open_case(
            place=place.building,
            kind="neighbour",
            words=WORDS,
            parties=both,
            committee=choir,
            by=viewing(clerk),
            at=NOON,
        )


def test_a_matter_sends_its_dispute_and_hears_what_came_of_it() -> None:
    matter = a_matter(WORDS)
    case = a_case(matter=matter, consents=True)
    involved = matter.involvements.running().filter(role=Role.MEDIATE)
    assert involved.count() == 2  # the committee and its mediator
    with pytest.raises(actions.AlreadyMediated):
        a_case(matter=Matter.objects.get(pk=matter.pk))

    actions.fail_case(
        case=case, because=FailedBecause.APART, by=viewing(the_mediator(case)), at=NOON
    )

    [back] = journal.events(MatterBackFromMediation, subject=matter.ref)
    assert "12368" in back.ways
    settled = an_agreed_case(matter=a_matter(WORDS))
    assert settled.matter
    assert journal.events(MatterSettledByMediation, subject=settled.matter.ref)


def test_a_complaint_is_not_mediated() -> None:
    matter = a_matter(WORDS)
    matter.sensitivity = Sensitivity.COMPLAINT
    with pytest.raises(actions.NotForMediation):
        a_case(matter=matter)


def test_a_talk_says_where_who_came_and_what_was_said() -> None:
    case = an_accepted_case()
    by, came = viewing(the_mediator(case)), list(case.parties.all())
    with pytest.raises(actions.NotesMissing):
        actions.record_talk(case=case, notes=" ", came=came, where="这里", by=by, at=NOON)
    with pytest.raises(actions.WhereMissing):
        actions.record_talk(case=case, notes=NOTES, came=came, by=by, at=NOON)
    with pytest.raises(actions.NobodyCame):
        actions.record_talk(case=case, notes=NOTES, came=[], where="这里", by=by, at=NOON)
    clerk = viewing(a_clerk(case.desk, "林小溪"))
    with pytest.raises(NotPermitted):
        actions.record_talk(case=case, notes=NOTES, came=came, where="这里", by=clerk, at=NOON)


def test_it_is_prolonged_only_when_everybody_wants_it() -> None:
    case = a_case_in_talks()
    by, both = viewing(the_mediator(case)), list(case.parties.all())
    before = case.due_at
    with pytest.raises(actions.ExtensionNotAgreed):
        actions.extend_case(case=case, days=10, agreed=both[:1], by=by, at=NOON)
    with pytest.raises(actions.TooManyDaysMore):
        actions.extend_case(case=case, days=31, agreed=both, by=by, at=NOON)

    actions.extend_case(case=case, days=10, agreed=both, by=by, at=NOON)

    assert case.due_at > before
    assert case.extensions == 1
    assert Duty.objects.running().get(subject=case.ref).due_at == case.due_at
