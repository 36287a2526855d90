"""资质证书 and what it takes to serve: second eyes, running out, and what is missing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.options import choose
from linli.kernel.testing import NOON
from linli.people.testing import a_person, viewing
from linli.volunteers import actions
from linli.volunteers.actions import (
    AlreadyInsured,
    CertificateMovedOn,
    CertificateUnsound,
    InsuranceUnsound,
    NoSuchCertificate,
    ReasonMissing,
)
from linli.volunteers.events import CertificateLapsed, CertificateRunsOut, RiskAgreed
from linli.volunteers.models import Certificate, Volunteer
from linli.volunteers.options import RISKS, YOUNGEST_WITH_GUARDIAN, Risk
from linli.volunteers.queries import holds_certificate, may_serve
from linli.volunteers.queries.fitness import NoSuchRisk
from linli.volunteers.rules import CertificateState
from linli.volunteers.rules.certificates import CertificateStepNotAllowed
from linli.volunteers.testing import (
    A_PROFILE,
    Station,
    a_certificate,
    a_fit_volunteer,
    a_station,
    a_volunteer,
    an_applicant,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
SPRING = date(2026, 4, 1)


@pytest.fixture
def station() -> Station:
    return a_station()


def entered(volunteer: Volunteer, **said: Any) -> Certificate:
    told: dict[str, Any] = {
        "volunteer": volunteer,
        "kind": "elder_care",
        "issuer": "县人社局",
        "issued_on": date(2025, 1, 1),
        "by": viewing(volunteer.person),
        "at": NOON,
    }
    return actions.enter_certificate(**{**told, **said})


def test_a_certificate_counts_once_a_second_person_saw_it(station: Station) -> None:
    volunteer = a_volunteer(station)
    certificate = entered(volunteer)
    assert not holds_certificate(volunteer.person, "elder_care", TODAY)

    actions.verify_certificate(certificate=certificate, by=station.by, at=NOON)

    assert holds_certificate(volunteer.person, "elder_care", TODAY)
    assert not holds_certificate(volunteer.person, "elder_care", date(2024, 12, 31))
    assert not holds_certificate(volunteer.person, "nurse", TODAY)


def test_neither_who_entered_it_nor_the_holder_verifies(station: Station) -> None:
    volunteer = a_volunteer(station)
    by_clerk = entered(volunteer, by=station.by)

    for viewer in (station.by, viewing(volunteer.person), viewing(a_person("路人"))):
        with pytest.raises(NotPermitted):
            actions.verify_certificate(certificate=by_clerk, by=viewer, at=NOON)
    actions.verify_certificate(certificate=by_clerk, by=station.by_colleague, at=NOON)


def test_the_database_wants_two_persons(station: Station) -> None:
    certificate = entered(a_volunteer(station), by=station.by)

    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(verified_by=station.clerk)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"kind": "pilot"}, NoSuchCertificate),
        ({"issuer": " "}, CertificateUnsound),
        ({"issued_on": TODAY + timedelta(days=1)}, CertificateUnsound),
        ({"valid_until": TODAY - timedelta(days=1)}, CertificateUnsound),
    ],
)
def test_refused_certificates(
    station: Station, said: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        entered(a_volunteer(station), **said)


def test_a_stranger_enters_none(station: Station) -> None:
    with pytest.raises(NotPermitted):
        entered(a_volunteer(station), by=viewing(a_person("路人")))


def test_refused_with_a_reason_and_not_verified_afterwards(station: Station) -> None:
    certificate = entered(a_volunteer(station))
    stale = Certificate.objects.select_related("volunteer__area").get(pk=certificate.pk)

    with pytest.raises(ReasonMissing):
        actions.refuse_certificate(certificate=certificate, reason="", by=station.by, at=NOON)
    actions.refuse_certificate(
        certificate=certificate, reason="看不清编号", by=station.by, at=NOON
    )
    with pytest.raises(CertificateStepNotAllowed):
        actions.verify_certificate(certificate=certificate, by=station.by, at=NOON)
    with pytest.raises(CertificateMovedOn):
        actions.verify_certificate(certificate=stale, by=station.by_colleague, at=NOON)


def test_a_certificate_warns_a_month_before_and_lapses_on_its_day(station: Station) -> None:
    volunteer = a_volunteer(station)
    certificate = a_certificate(station, volunteer, "elder_care", valid_until=SPRING)

    assert actions.look_after_certificates(NOON - timedelta(days=1)) == 0
    assert actions.look_after_certificates(NOON) == 1
    assert actions.look_after_certificates(NOON) == 0
    assert len(journal.events(CertificateRunsOut, subject=volunteer.ref)) == 1

    last_day = NOON + timedelta(days=30)
    assert holds_certificate(volunteer.person, "elder_care", SPRING)
    assert actions.look_after_certificates(last_day) == 0
    assert actions.look_after_certificates(last_day + timedelta(days=1)) == 1
    assert actions.look_after_certificates(last_day + timedelta(days=1)) == 0

    certificate.refresh_from_db()
    assert (certificate.state, certificate.ended_on) == (
        CertificateState.LAPSED,
        date(2026, 4, 2),
    )
    [told] = journal.events(CertificateLapsed, subject=volunteer.ref)
    assert (told.kind, told.person) == ("elder_care", volunteer.person.ref)


def test_before_the_round_has_come_it_is_over_all_the_same(station: Station) -> None:
    volunteer = a_volunteer(station)
    a_certificate(station, volunteer, "elder_care", valid_until=SPRING)

    assert not holds_certificate(volunteer.person, "elder_care", SPRING + timedelta(days=1))


def test_what_was_false_is_revoked(station: Station) -> None:
    volunteer = a_volunteer(station)
    certificate = a_certificate(station, volunteer)
    said: dict[str, Any] = {"certificate": certificate, "at": NOON}

    with pytest.raises(NotPermitted):
        actions.revoke_certificate(**said, reason="假的", by=viewing(volunteer.person))
    with pytest.raises(ReasonMissing):
        actions.revoke_certificate(**said, reason=" ", by=station.by)
    actions.revoke_certificate(**said, reason="发证单位说没有这张证", by=station.by)

    assert not holds_certificate(volunteer.person, "first_aid", TODAY)


def lacking(volunteer: Volunteer, risk: str, on: date = TODAY) -> str:
    return may_serve(volunteer.person, risk, on).words


def test_who_is_not_on_the_register_may_not_serve(station: Station) -> None:
    assert "先登记" in lacking(an_applicant(station), "ordinary")
    assert "先登记" in may_serve(a_person("路人"), "ordinary", TODAY).words


def test_what_is_missing_is_said_in_words_one_by_one(station: Station) -> None:
    volunteer = a_volunteer(station)
    by = viewing(volunteer.person)

    said = lacking(volunteer, "body_care")
    assert all(word in said for word in ("风险告知", "保险", "老年护理证或护士", "健康声明"))

    actions.agree_to_risk(volunteer=volunteer, risk="body_care", by=by, at=NOON)
    actions.state_health(volunteer=volunteer, is_fit=True, agrees=True, by=by, at=NOON)
    a_certificate(station, volunteer, "elder_care", valid_until=SPRING)
    assert lacking(volunteer, "body_care").count("。") == 1
    actions.enter_insurance(
        volunteer=volunteer,
        insurer="平安",
        policy_number="V-1",
        valid_from=TODAY,
        valid_until=date(2026, 12, 31),
        by=station.by,
        at=NOON,
    )

    assert may_serve(volunteer.person, "body_care", TODAY)
    assert "老年护理证" in lacking(volunteer, "body_care", SPRING + timedelta(days=1))
    assert "保险" in lacking(volunteer, "body_care", TODAY - timedelta(days=1))


def test_health_is_asked_anew_after_a_year_and_a_no_is_a_no(station: Station) -> None:
    volunteer = a_fit_volunteer(station)
    assert may_serve(volunteer.person, "home_visit", TODAY)

    assert "重写" in lacking(volunteer, "home_visit", date(2027, 3, 2))
    actions.state_health(
        volunteer=volunteer,
        is_fit=False,
        agrees=True,
        by=viewing(volunteer.person),
        at=NOON,
    )
    assert "身体不便" in lacking(volunteer, "home_visit")
    assert may_serve(volunteer.person, "ordinary", TODAY)


def test_other_words_of_the_notice_are_agreed_to_anew(station: Station) -> None:
    volunteer = a_fit_volunteer(station)
    new = (Risk(code="ordinary", label="一般服务", label_en="Ordinary", notice="新的告知。"),)
    choose({RISKS: new}, place=station.place.community.ref, by=station.clerk.ref, at=NOON)

    assert "风险告知" in lacking(volunteer, "ordinary")
    with pytest.raises(NoSuchRisk):
        may_serve(volunteer.person, "body_care", TODAY)


def test_a_notice_is_agreed_to_by_oneself_and_once(station: Station) -> None:
    volunteer = a_volunteer(station)
    said: dict[str, Any] = {"volunteer": volunteer, "risk": "ordinary", "at": NOON}

    with pytest.raises(NotPermitted):
        actions.agree_to_risk(**said, by=viewing(a_person("路人")))
    with pytest.raises(NoSuchRisk):
        actions.agree_to_risk(**{**said, "risk": "war"}, by=station.by)
    first = actions.agree_to_risk(**said, by=viewing(volunteer.person))
    assert actions.agree_to_risk(**said, by=viewing(volunteer.person)) == first
    assert len(journal.events(RiskAgreed, subject=volunteer.ref)) == 1


def test_a_minor_does_what_is_not_for_adults_alone(station: Station) -> None:
    place = station.place.community
    choose({YOUNGEST_WITH_GUARDIAN: 14}, place=place.ref, by=station.clerk.ref, at=NOON)
    child = a_person("小满", station.place.unit, born_on=date(2010, 6, 1))
    volunteer = actions.register_volunteer(
        person=child,
        area=place,
        profile=A_PROFILE,
        guardian=actions.Guardian(name="李梅", relation="母亲", evidence="签字"),
        by=station.by,
        at=NOON,
    )
    actions.accept_volunteer(volunteer=volunteer, by=station.by, at=NOON)
    actions.agree_to_risk(volunteer=volunteer, risk="ordinary", by=station.by, at=NOON)

    assert may_serve(child, "ordinary", TODAY)
    assert "只限成年人" in lacking(volunteer, "emergency")
    assert "只限成年人" not in lacking(volunteer, "emergency", date(2028, 6, 1))
    actions.withdraw_guardian_consent(volunteer=volunteer, by=station.by, at=NOON)
    assert "监护人" in lacking(volunteer, "ordinary")


def test_refused_insurances(station: Station) -> None:
    volunteer = a_volunteer(station)
    said: dict[str, Any] = {
        "volunteer": volunteer,
        "insurer": "平安",
        "policy_number": "V-1",
        "valid_from": TODAY,
        "valid_until": TODAY,
        "at": NOON,
    }

    with pytest.raises(NotPermitted):
        actions.enter_insurance(**said, by=viewing(volunteer.person))
    with pytest.raises(InsuranceUnsound):
        actions.enter_insurance(**{**said, "policy_number": ""}, by=station.by)
    with pytest.raises(InsuranceUnsound):
        actions.enter_insurance(**{**said, "valid_from": SPRING}, by=station.by)
    actions.enter_insurance(**said, by=station.by)
    with pytest.raises(AlreadyInsured):
        actions.enter_insurance(**said, by=station.by)
