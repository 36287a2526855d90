"""The pages: a neighbour registers, the station looks, and what a volunteer does alone."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from linli.kernel.testing import NOON
from linli.people.rules import PostKind
from linli.people.testing import a_browser_of, a_holder, a_person, viewing
from linli.volunteers import actions
from linli.volunteers.models import (
    Certificate,
    LateEntry,
    RecordProof,
    Volunteer,
)
from linli.volunteers.rules import (
    CertificateState,
    LateState,
    VolunteerState,
)
from linli.volunteers.testing import (
    BORN,
    Station,
    a_fit_volunteer,
    a_place,
    a_record,
    a_shift,
    a_station,
    a_team,
    a_volunteer,
    an_applicant,
)

pytestmark = pytest.mark.django_db
KEYS = iter(range(10**6))


@pytest.fixture
def station() -> Station:
    return a_station()


def posted(browser: Client, url: str, **said: Any) -> Any:
    return browser.post(url, {"key": f"key-{next(KEYS)}", **said})


def text(browser: Client, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_a_neighbour_registers_and_the_station_lets_them_in(station: Station) -> None:
    person = a_person("王秀英", station.place.unit)
    browser, clerk = a_browser_of(person), a_browser_of(station.clerk)
    assert "我要做志愿者" in text(browser, "/volunteers/")

    sent = posted(
        browser,
        "/volunteers/join/",
        born_on=BORN.isoformat(),
        wishes=["meal_aid", "companionship"],
        times=["5-morning", "6-afternoon"],
        languages=["local"],
        radius="1000",
    )
    assert (sent.status_code, sent["Location"]) == (303, "/volunteers/me/")
    assert "社区还在看您的登记" in text(browser, "/volunteers/me/")

    assert "王秀英" in text(clerk, "/volunteers/station/")
    volunteer = Volunteer.objects.get()
    card = text(clerk, f"/volunteers/registrations/{volunteer.pk}/")
    assert "周六 8:00—12:00" in card
    posted(clerk, f"/volunteers/registrations/{volunteer.pk}/acceptance/")
    assert "ZY-2026-000001" in text(browser, "/volunteers/me/")


def test_what_is_missing_is_said_and_nothing_that_was_typed_is_lost(station: Station) -> None:
    browser = a_browser_of(a_person("王秀英", station.place.unit))

    again = posted(
        browser, "/volunteers/join/", wishes=["meal_aid"], radius="1000", words="你好"
    )
    assert again.status_code == 422
    assert "请填出生日期" in again.content.decode()
    assert "你好" in again.content.decode()
    assert not Volunteer.objects.exists()


def test_a_clerk_enters_the_paper_of_somebody_else(station: Station) -> None:
    a_person("陈桂芳", station.place.unit, born_on=BORN)
    clerk = a_browser_of(station.clerk)

    sent = posted(clerk, "/volunteers/join/", person="陈桂芳", wishes=["errand"], radius="500")

    volunteer = Volunteer.objects.get()
    assert sent["Location"] == f"/volunteers/registrations/{volunteer.pk}/"
    assert volunteer.person.name == "陈桂芳"


def test_a_refusal_is_read_and_answered(station: Station) -> None:
    volunteer = an_applicant(station)
    clerk, url = a_browser_of(station.clerk), f"/volunteers/registrations/{volunteer.pk}/"

    assert posted(clerk, f"{url}refusal/", reason="").status_code == 422
    posted(clerk, f"{url}refusal/", reason="请先来面谈")
    assert "请先来面谈" in text(a_browser_of(volunteer.person), "/volunteers/me/")


def test_a_stranger_sees_no_card_and_a_passer_by_only_numbers(station: Station) -> None:
    volunteer = a_volunteer(station, "欧阳秀英")
    neighbour = a_browser_of(a_person("邻居", station.place.unit))

    assert neighbour.get(f"/volunteers/registrations/{volunteer.pk}/").status_code == 404
    assert neighbour.get("/volunteers/station/").status_code == 403
    assert neighbour.get("/volunteers/me/").status_code == 403
    for url in ("/volunteers/", "/volunteers/stars/", "/volunteers/teams/"):
        assert "欧阳秀英" not in text(Client(), url)
    by = viewing(volunteer.person)
    actions.choose_listing(volunteer=volunteer, is_listed=True, by=by, at=NOON)
    assert "欧阳秀英" in text(Client(), "/volunteers/")


def test_a_volunteer_does_everything_on_their_own_page(station: Station) -> None:
    volunteer = a_volunteer(station)
    browser, me = a_browser_of(volunteer.person), "/volunteers/me/"

    posted(browser, f"{me}listing/")
    posted(browser, f"{me}risks/", risk="home_visit")
    assert posted(browser, f"{me}health/", is_fit="yes").status_code == 422
    posted(browser, f"{me}health/", is_fit="yes", agrees="on")
    posted(
        browser,
        f"{me}certificates/",
        kind="first_aid",
        issuer="红十字会",
        issued_on="2025-06-01",
    )
    posted(browser, f"{me}calendar/")
    posted(browser, f"{me}profile/", wishes=["errand"], radius="3000")
    posted(browser, f"{me}proofs/")

    volunteer.refresh_from_db()
    assert volunteer.is_listed
    assert (volunteer.radius, volunteer.risk_agreements.count()) == (3000, 1)
    assert volunteer.health_statements.get().is_fit
    assert Certificate.objects.get().standing is CertificateState.SUBMITTED
    shown = text(browser, me)
    assert f"/volunteers/calendar/{volunteer.calendar_key}.ics" in shown
    assert f"/volunteers/proofs/{RecordProof.objects.get().code}/" in shown
    assert "3000" in text(browser, f"{me}profile/")
    posted(browser, f"{me}withdrawal/")
    assert "您已经退出" in text(browser, me)


def test_a_certificate_is_verified_by_the_station_on_the_card(station: Station) -> None:
    volunteer = a_volunteer(station)
    by = viewing(volunteer.person)
    said: dict[str, Any] = {"volunteer": volunteer, "by": by, "at": NOON}
    issued = date(2025, 6, 1)
    one, two = (
        actions.enter_certificate(**said, kind=kind, issuer="县人社局", issued_on=issued)
        for kind in ("first_aid", "elder_care")
    )
    clerk = a_browser_of(station.clerk)
    assert "急救证" in text(clerk, "/volunteers/station/")

    posted(clerk, f"/volunteers/certificates/{one.pk}/verification/")
    posted(clerk, f"/volunteers/certificates/{two.pk}/refusal/", reason="看不清")
    posted(clerk, f"/volunteers/certificates/{one.pk}/revocation/", reason="假的")

    states = dict(Certificate.objects.values_list("kind", "state"))
    assert states == {"first_aid": "revoked", "elder_care": "refused"}
    assert posted(clerk, "/volunteers/certificates/999/verification/").status_code == 404


def test_the_card_corrects_insures_and_honours(station: Station) -> None:
    volunteer = a_volunteer(station)
    record = a_record(station, volunteer)
    clerk, url = a_browser_of(station.clerk), f"/volunteers/registrations/{volunteer.pk}/"

    posted(clerk, f"{url}corrections/", record=record.pk, minutes="30", reason="早走")
    nobody = posted(clerk, f"{url}corrections/", record="x", minutes="30", reason="早走")
    posted(
        clerk,
        f"{url}insurances/",
        insurer="平安",
        policy_number="V-1",
        valid_from="2026-01-01",
        valid_until="2026-12-31",
    )
    posted(
        clerk,
        f"{url}commendations/",
        title="最美志愿者",
        awarded_by="县文明办",
        awarded_on="2026-02-01",
    )
    posted(clerk, f"{url}proofs/")

    assert nobody.status_code == 404
    shown = text(clerk, url)
    assert all(word in shown for word in ("30 分钟", "更正", "平安"))
    assert volunteer.commendations.exists()
    assert RecordProof.objects.exists()


def test_a_late_entry_goes_through_two_hands(station: Station) -> None:
    volunteer = a_volunteer(station)
    said = {
        "volunteer": "王秀英",
        "kind": "companionship",
        "what": "陪老人说话",
        "place": station.place.compound.pk,
        "day": "2026-02-10",
        "begins": "09:00",
        "ends": "10:30",
        "evidence": "签到表第3页",
    }
    first, second = a_browser_of(station.clerk), a_browser_of(station.colleague)

    assert posted(first, "/volunteers/late/", **{**said, "ends": "09:00"}).status_code == 422
    unknown = posted(first, "/volunteers/late/", **{**said, "volunteer": "何春燕"})
    assert "没有登记做志愿者" in unknown.content.decode()
    posted(first, "/volunteers/late/", **said)
    entry = LateEntry.objects.get()
    url = f"/volunteers/late/{entry.pk}/"
    assert posted(first, f"{url}confirmation/").status_code == 403
    assert "复核通过" not in text(first, "/volunteers/late/")
    assert "复核通过" in text(second, "/volunteers/late/")
    posted(second, f"{url}confirmation/")

    entry.refresh_from_db()
    assert entry.standing is LateState.CONFIRMED
    assert "补录" in text(a_browser_of(volunteer.person), "/volunteers/me/")
    assert posted(second, f"{url}refusal/", reason="重复").status_code == 409


def test_the_work_page_and_the_first_page_lead_here(station: Station) -> None:
    an_applicant(station)
    volunteer = a_fit_volunteer(station, "李梅")
    a_place(a_shift(station), volunteer)

    work = text(a_browser_of(station.clerk), "/work/")
    assert re.search(r'href="/volunteers/station/"', work)
    assert "门岗轮值" in text(a_browser_of(volunteer.person), "/")
    steward = a_browser_of(a_holder(PostKind.STEWARD, station.place.building, "楼长"))
    assert "/volunteers/shifts/" in text(steward, "/work/")


def test_twice_tapped_is_done_once(station: Station) -> None:
    volunteer = a_volunteer(station)
    browser = a_browser_of(volunteer.person)

    for _ in range(2):
        sent = browser.post("/volunteers/me/proofs/", {"key": "the-same"})
        assert sent.status_code == 303
    assert RecordProof.objects.count() == 1
    assert volunteer.standing is VolunteerState.ACTIVE


def test_a_team_page_of_nobody(station: Station) -> None:
    assert a_team(station).sort.value == "silver"
    assert Client().get("/volunteers/teams/999/").status_code == 404
