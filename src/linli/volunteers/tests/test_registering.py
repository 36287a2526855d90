"""志愿者登记: from the first word to the number, every refusal, and back again."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.options import choose
from linli.kernel.testing import NOON
from linli.people.actions import withdraw_consent
from linli.people.models import Consent
from linli.people.rules import ConsentPurpose
from linli.people.testing import a_person, viewing
from linli.people.viewer import A_PASSER_BY
from linli.volunteers import actions
from linli.volunteers.actions import (
    AlreadyRegistered,
    BirthdayMissing,
    Guardian,
    GuardianMissing,
    HealthConsentMissing,
    NothingOffered,
    Profile,
    ReasonMissing,
    TimesUnsound,
    TooYoung,
    VolunteerMovedOn,
)
from linli.volunteers.events import VolunteerAccepted, VolunteerApplied
from linli.volunteers.models import Volunteer
from linli.volunteers.options import YOUNGEST_WITH_GUARDIAN
from linli.volunteers.queries import (
    free_times,
    is_volunteer,
    traits_of,
    volunteer_of,
    volunteers_waiting,
)
from linli.volunteers.rules import FreeTime, TraitKind, VolunteerState
from linli.volunteers.rules.registration import VolunteerStepNotAllowed
from linli.volunteers.testing import (
    A_PROFILE,
    BORN,
    SATURDAY_MORNING,
    Station,
    a_station,
    a_volunteer,
    an_applicant,
)

pytestmark = pytest.mark.django_db
MOTHER = Guardian(name="李梅", relation="母亲", evidence="当面签字的同意书")


@pytest.fixture
def station() -> Station:
    return a_station()


def let_minors_in(station: Station, youngest: int = 14) -> None:
    place = station.place.community.ref
    choose({YOUNGEST_WITH_GUARDIAN: youngest}, place=place, by=station.clerk.ref, at=NOON)


def test_a_neighbour_becomes_a_volunteer(station: Station) -> None:
    volunteer = an_applicant(station)
    assert volunteer.standing is VolunteerState.APPLIED
    assert list(volunteers_waiting(station.by)) == [volunteer]

    actions.accept_volunteer(volunteer=volunteer, by=station.by, at=NOON)

    volunteer.refresh_from_db()
    assert (volunteer.number, volunteer.is_listed) == ("ZY-2026-000001", False)
    assert is_volunteer(volunteer.person)
    assert free_times(volunteer) == [SATURDAY_MORNING]
    assert traits_of(volunteer)[TraitKind.WISH] == ("companionship", "meal_aid")
    assert len(journal.events(VolunteerApplied, subject=volunteer.ref)) == 1
    assert len(journal.events(VolunteerAccepted, subject=volunteer.ref)) == 1
    assert not volunteers_waiting(station.by)


def test_whoever_is_known_by_no_birthday_says_one(station: Station) -> None:
    person = a_person("陈桂芳", station.place.unit)
    said: dict[str, Any] = {
        "person": person,
        "area": station.place.community,
        "profile": A_PROFILE,
    }

    with pytest.raises(BirthdayMissing):
        actions.register_volunteer(**said, by=viewing(person), at=NOON)
    volunteer = actions.register_volunteer(**said, born_on=BORN, by=viewing(person), at=NOON)

    assert volunteer.born_on == BORN


def test_another_registers_nobody_but_the_desk_does_with_the_paper(station: Station) -> None:
    person = a_person("王秀英", station.place.unit, born_on=BORN)
    said: dict[str, Any] = {
        "person": person,
        "area": station.place.community,
        "profile": A_PROFILE,
    }

    with pytest.raises(NotPermitted):
        actions.register_volunteer(**said, by=A_PASSER_BY, at=NOON)
    with pytest.raises(NotPermitted):
        actions.register_volunteer(**said, by=viewing(a_person("路人")), at=NOON)
    actions.register_volunteer(**said, by=station.by, at=NOON)


def test_once_is_enough(station: Station) -> None:
    volunteer = an_applicant(station)

    with pytest.raises(AlreadyRegistered):
        actions.register_volunteer(
            person=volunteer.person,
            area=station.place.community,
            profile=A_PROFILE,
            by=viewing(volunteer.person),
            at=NOON,
        )


def test_a_child_is_too_young_and_nothing_is_left_of_it(station: Station) -> None:
    with pytest.raises(TooYoung), transaction.atomic():
        an_applicant(station, "小满", born_on=date(2012, 6, 1))
    assert not Volunteer.objects.exists()


def test_where_the_playbook_allows_a_guardian_agrees(station: Station) -> None:
    let_minors_in(station, 13)
    child = a_person("小满", station.place.unit, born_on=date(2012, 6, 1))
    said: dict[str, Any] = {
        "person": child,
        "area": station.place.community,
        "profile": A_PROFILE,
    }

    with pytest.raises(GuardianMissing), transaction.atomic():
        actions.register_volunteer(**said, by=viewing(child), at=NOON)
    volunteer = actions.register_volunteer(**said, guardian=MOTHER, by=viewing(child), at=NOON)
    actions.accept_volunteer(volunteer=volunteer, by=station.by, at=NOON)

    actions.withdraw_guardian_consent(volunteer=volunteer, by=station.by, at=NOON)
    with pytest.raises(GuardianMissing):
        actions.withdraw_guardian_consent(volunteer=volunteer, by=station.by, at=NOON)


def test_a_guardian_agrees_for_themselves_and_takes_it_back(station: Station) -> None:
    let_minors_in(station, 13)
    mother = a_person("李梅", station.place.unit)
    child = a_person("小满", station.place.unit, born_on=date(2012, 6, 1))
    own = Guardian(name="李梅", relation="母亲", evidence="自己点的", person=mother)
    volunteer = actions.register_volunteer(
        person=child,
        area=station.place.community,
        profile=A_PROFILE,
        guardian=MOTHER,
        by=station.by,
        at=NOON,
    )

    with pytest.raises(NotPermitted):
        actions.consent_as_guardian(
            volunteer=volunteer, guardian=own, by=viewing(child), at=NOON
        )
    actions.consent_as_guardian(volunteer=volunteer, guardian=own, by=viewing(mother), at=NOON)
    assert volunteer.guardian_consents.filter(withdrawn_on=None).get().guardian == mother
    with pytest.raises(NotPermitted):
        actions.withdraw_guardian_consent(volunteer=volunteer, by=viewing(child), at=NOON)
    actions.withdraw_guardian_consent(volunteer=volunteer, by=viewing(mother), at=NOON)


def test_nobody_is_their_own_guardian(station: Station) -> None:
    let_minors_in(station, 13)
    child = a_person("小满", station.place.unit, born_on=date(2012, 6, 1))
    own = Guardian(name="小满", relation="本人", evidence="自己", person=child)

    with pytest.raises(GuardianMissing), transaction.atomic():
        actions.register_volunteer(
            person=child,
            area=station.place.community,
            profile=A_PROFILE,
            guardian=own,
            by=viewing(child),
            at=NOON,
        )


@pytest.mark.parametrize(
    ("profile", "refusal"),
    [
        (Profile(wishes=("meal_aid",), radius=0), TimesUnsound),
        (
            Profile(wishes=("meal_aid",), times=(FreeTime(weekday=1, begins=600, ends=600),)),
            TimesUnsound,
        ),
        (Profile(), NothingOffered),
        (Profile(wishes=("flying",)), NothingOffered),
    ],
)
def test_what_was_said_has_to_make_sense(
    station: Station, profile: Profile, refusal: type[Exception]
) -> None:
    person = a_person("王秀英", station.place.unit, born_on=BORN)

    with pytest.raises(refusal), transaction.atomic():
        actions.register_volunteer(
            person=person,
            area=station.place.community,
            profile=profile,
            by=viewing(person),
            at=NOON,
        )


def test_the_profile_changes_and_a_stale_page_is_refused(station: Station) -> None:
    volunteer = a_volunteer(station)
    stale = Volunteer.objects.select_related("person", "area").get(pk=volunteer.pk)
    new = Profile(wishes=("errand",), languages=("sign",), radius=2000)

    actions.change_profile(
        volunteer=volunteer, profile=new, by=viewing(volunteer.person), at=NOON
    )

    assert traits_of(volunteer)[TraitKind.WISH] == ("errand",)
    assert free_times(volunteer) == []
    with pytest.raises(VolunteerMovedOn):
        actions.change_profile(
            volunteer=stale, profile=A_PROFILE, by=viewing(volunteer.person), at=NOON
        )
    with pytest.raises(NotPermitted):
        actions.change_profile(
            volunteer=volunteer, profile=new, by=viewing(a_person("路人")), at=NOON
        )


def test_a_refusal_has_a_reason_and_is_not_for_ever(station: Station) -> None:
    volunteer = an_applicant(station)

    with pytest.raises(ReasonMissing):
        actions.refuse_volunteer(volunteer=volunteer, reason=" ", by=station.by, at=NOON)
    actions.refuse_volunteer(volunteer=volunteer, reason="请先来面谈", by=station.by, at=NOON)
    with pytest.raises(VolunteerStepNotAllowed):
        actions.accept_volunteer(volunteer=volunteer, by=station.by, at=NOON)

    actions.register_volunteer(
        person=volunteer.person,
        area=station.place.community,
        profile=A_PROFILE,
        by=viewing(volunteer.person),
        at=NOON,
    )
    again = volunteer_of(volunteer.person)
    assert again is not None
    assert (again.standing, again.reason) == (VolunteerState.APPLIED, "")


def test_nobody_looks_at_their_own_registration(station: Station) -> None:
    volunteer = actions.register_volunteer(
        person=station.clerk,
        area=station.place.community,
        profile=A_PROFILE,
        born_on=BORN,
        by=station.by,
        at=NOON,
    )

    with pytest.raises(NotPermitted):
        actions.accept_volunteer(volunteer=volunteer, by=station.by, at=NOON)
    assert not volunteers_waiting(station.by)
    actions.accept_volunteer(volunteer=volunteer, by=station.by_colleague, at=NOON)


def test_two_who_look_at_once(station: Station) -> None:
    volunteer = an_applicant(station)
    stale = Volunteer.objects.select_related("person", "area").get(pk=volunteer.pk)
    actions.accept_volunteer(volunteer=volunteer, by=station.by, at=NOON)

    with pytest.raises(VolunteerMovedOn):
        actions.refuse_volunteer(
            volunteer=stale, reason="重复", by=station.by_colleague, at=NOON
        )


def test_who_leaves_and_comes_back_keeps_the_number(station: Station) -> None:
    volunteer = a_volunteer(station)
    by, number = viewing(volunteer.person), volunteer.number

    actions.withdraw_volunteer(volunteer=volunteer, by=by, at=NOON)
    assert not is_volunteer(volunteer.person)
    actions.register_volunteer(
        person=volunteer.person,
        area=station.place.community,
        profile=A_PROFILE,
        by=by,
        at=NOON + timedelta(days=1),
    )
    volunteer = Volunteer.objects.get()
    actions.accept_volunteer(volunteer=volunteer, by=station.by, at=NOON + timedelta(days=2))

    assert (volunteer.number, volunteer.ended_at) == (number, None)


def test_the_name_is_hidden_until_they_say_otherwise(station: Station) -> None:
    volunteer = a_volunteer(station)
    by = viewing(volunteer.person)
    assert not Volunteer.objects.listed()

    actions.choose_listing(volunteer=volunteer, is_listed=True, by=by, at=NOON)
    assert list(Volunteer.objects.listed()) == [volunteer]
    actions.withdraw_volunteer(volunteer=volunteer, by=by, at=NOON)
    assert not Volunteer.objects.listed()


def test_health_is_stated_only_with_consent_and_erased_with_it(station: Station) -> None:
    volunteer = a_volunteer(station)
    said: dict[str, Any] = {
        "volunteer": volunteer,
        "is_fit": True,
        "words": "血压略高",
        "at": NOON,
    }
    by = viewing(volunteer.person)

    with pytest.raises(HealthConsentMissing):
        actions.state_health(**said, agrees=False, by=by)
    with pytest.raises(NotPermitted):
        actions.state_health(**said, agrees=True, by=viewing(a_person("路人")))
    statement = actions.state_health(**said, agrees=True, by=by)
    assert Consent.objects.filter(
        person=volunteer.person, purpose=ConsentPurpose.SENSITIVE_FACTS
    ).exists()
    actions.state_health(**said, agrees=True, by=by)

    withdraw_consent(
        person=volunteer.person, purpose=ConsentPurpose.SENSITIVE_FACTS, by=by, at=NOON
    )
    assert actions.erase_health(volunteer=volunteer, by="system/linli", at=NOON) == 2
    assert actions.erase_health(volunteer=volunteer, by="system/linli", at=NOON) == 0
    statement.refresh_from_db()
    assert (statement.words, statement.stated_on) == ("", date(2026, 3, 2))


@pytest.mark.parametrize(
    "broken", [{"state": "active", "number": None}, {"state": "refused"}, {"state": "odd"}]
)
def test_the_database_refuses_what_cannot_be(station: Station, broken: dict[str, str]) -> None:
    volunteer = an_applicant(station)

    with pytest.raises(IntegrityError), transaction.atomic():
        Volunteer.objects.filter(pk=volunteer.pk).update(**broken)


def test_who_sees_whom(station: Station) -> None:
    volunteer = a_volunteer(station)

    for viewer, sees in (
        (viewing(volunteer.person), True),
        (station.by, True),
        (viewing(a_person("邻居", station.place.unit)), False),
        (A_PASSER_BY, False),
    ):
        assert Volunteer.objects.visible_to(viewer).filter(pk=volunteer.pk).exists() is sees
