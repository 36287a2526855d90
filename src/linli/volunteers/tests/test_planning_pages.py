"""The pages of what is planned together: shifts, courses, stars, teams, letters."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.kernel.testing import NOON
from linli.people.rules import PostKind
from linli.people.testing import a_browser_of, a_person, a_term
from linli.volunteers.models import (
    AppointmentLetter,
    Course,
    Shift,
    ShiftPlace,
    StarAward,
    Team,
)
from linli.volunteers.rules import (
    CourseState,
    EnrolmentState,
    PlaceState,
    StarState,
)
from linli.volunteers.testing import (
    Station,
    a_course,
    a_fit_volunteer,
    a_place,
    a_shift,
    a_star_on_notice,
    a_station,
    a_volunteer,
    with_hours,
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


def test_a_shift_from_the_plan_to_the_attendance(station: Station) -> None:
    volunteer = a_fit_volunteer(station)
    clerk, browser = a_browser_of(station.clerk), a_browser_of(volunteer.person)

    posted(
        clerk,
        "/volunteers/shifts/new/",
        title="门岗轮值",
        kind="patrol",
        place=station.place.compound.pk,
        day="2026-03-05",
        begins="09:00",
        ends="11:00",
        places="1",
        risk="ordinary",
    )
    shift = Shift.objects.get()
    url = f"/volunteers/shifts/{shift.number}/"
    assert "还要 1 位" in text(Client(), url)
    assert posted(browser, f"{url}places/")["Location"] == url
    assert "您报了这一班" in text(browser, url)
    assert "门岗轮值" in text(browser, "/volunteers/me/")
    posted(browser, f"{url}withdrawal/", reason="有事")
    posted(browser, f"{url}places/")
    other = a_browser_of(a_fit_volunteer(station, "李梅").person)
    full = posted(other, f"{url}places/")
    assert (full.status_code, "人已经够了" in full.content.decode()) == (409, True)

    ended = NOON - timedelta(hours=1)
    Shift.objects.update(starts_at=ended - timedelta(hours=2), ends_at=ended)
    place = ShiftPlace.objects.get(state=PlaceState.TAKEN)
    assert "没来也没说" in text(clerk, url)
    posted(clerk, f"/volunteers/places/{place.pk}/attendance/", came="yes")
    place.refresh_from_db()
    assert place.standing is PlaceState.CONFIRMED
    assert posted(browser, f"/volunteers/places/{place.pk}/attendance/").status_code == 404


def test_who_is_not_fit_reads_what_is_missing(station: Station) -> None:
    shift = a_shift(station, risk="home_visit")
    browser = a_browser_of(a_volunteer(station).person)

    assert "还没有读过、同意过" in text(browser, f"/volunteers/shifts/{shift.number}/")


def test_a_shift_is_called_off_on_its_page(station: Station) -> None:
    shift, volunteer = a_shift(station), a_fit_volunteer(station)
    a_place(shift, volunteer)
    url = f"/volunteers/shifts/{shift.number}/"

    posted(a_browser_of(station.clerk), f"{url}cancellation/", reason="下大雨")
    assert "下大雨" in text(a_browser_of(volunteer.person), url)


def test_a_course_from_the_plan_to_the_certificate(station: Station) -> None:
    volunteer = a_volunteer(station)
    clerk, browser = a_browser_of(station.clerk), a_browser_of(volunteer.person)

    posted(
        clerk,
        "/volunteers/courses/new/",
        title="老年护理",
        organiser="县人社局",
        place=station.place.community.pk,
        seats="10",
        certificate="elder_care",
        certificate_months="24",
    )
    course = Course.objects.get()
    url = f"/volunteers/courses/{course.number}/"
    posted(
        clerk,
        f"{url}lessons/",
        form="practice",
        title="翻身拍背",
        day="2026-03-01",
        begins="09:00",
        ends="11:00",
    )
    assert "实操指导" in text(Client(), url)
    posted(browser, f"{url}enrolments/")
    posted(browser, f"{url}signing-off/")
    posted(browser, f"{url}enrolments/")
    lesson, enrolment = course.lessons.get(), course.enrolments.get()
    posted(clerk, f"/volunteers/lessons/{lesson.pk}/attendance/", came=[enrolment.pk])
    posted(clerk, f"{url}end/")

    course.refresh_from_db()
    enrolment.refresh_from_db()
    assert (course.standing, enrolment.standing) == (
        CourseState.FINISHED,
        EnrolmentState.PASSED,
    )
    assert "老年护理证" in text(browser, "/volunteers/me/")
    assert "老年护理" in text(Client(), "/volunteers/courses/")


def test_a_course_is_called_off_on_its_page(station: Station) -> None:
    course = a_course(station)
    clerk, url = a_browser_of(station.clerk), f"/volunteers/courses/{course.number}/"

    assert posted(clerk, f"{url}end/").status_code == 409
    posted(clerk, f"{url}cancellation/", reason="老师病了")
    assert "老师病了" in text(Client(), url)


def test_a_star_on_the_page_of_notices(station: Station) -> None:
    volunteer = with_hours(station, a_volunteer(station, "欧阳秀英"), 100)
    clerk, url = a_browser_of(station.clerk), "/volunteers/stars/"
    assert "时数够了" in text(clerk, "/volunteers/station/")
    posted(clerk, f"/volunteers/registrations/{volunteer.pk}/stars/")
    award = StarAward.objects.get()

    assert "欧阳**" in text(Client(), url)
    assert "欧阳秀英" in text(clerk, url)
    neighbour = a_browser_of(a_person("邻居", station.place.unit))
    posted(neighbour, f"{url}{award.pk}/objections/", words="那天他不在")
    objection = award.objections.get()
    assert "那天他不在" not in text(clerk, url)
    colleague = a_browser_of(station.colleague)
    assert "那天他不在" in text(colleague, url)
    ruling = f"/volunteers/objections/{objection.pk}/ruling/"
    assert posted(neighbour, ruling, upheld="no", ruling="查过").status_code == 404
    posted(colleague, ruling, upheld="no", ruling="签到表上有他")
    early = posted(clerk, f"{url}{award.pk}/grant/")
    assert (early.status_code, "还在公示期" in early.content.decode()) == (409, True)
    StarAward.objects.update(noticed_at=NOON - timedelta(9), closes_at=NOON)
    posted(clerk, f"{url}{award.pk}/grant/")
    award.refresh_from_db()
    assert award.state == StarState.GRANTED
    posted(clerk, f"{url}{award.pk}/revocation/", reason="查实虚报", years="2")
    award.refresh_from_db()
    assert award.state == StarState.REVOKED


def test_a_star_is_not_granted_with_a_reason(station: Station) -> None:
    award = a_star_on_notice(station, with_hours(station, a_volunteer(station), 100))

    posted(a_browser_of(station.clerk), f"/volunteers/stars/{award.pk}/refusal/", reason="重名")
    award.refresh_from_db()
    assert award.reason == "重名"


def test_a_team_and_who_reads_its_members(station: Station) -> None:
    volunteer, other = a_volunteer(station, "欧阳秀英"), a_volunteer(station, "李梅")
    clerk = a_browser_of(station.clerk)
    posted(
        clerk,
        "/volunteers/teams/",
        name="银发先锋队",
        kind="silver",
        area=station.place.community.pk,
    )
    team = Team.objects.get()
    url = f"/volunteers/teams/{team.pk}/"
    for one in (volunteer, other):
        posted(clerk, f"{url}members/", person=one.person.name)
    posted(clerk, f"{url}leader/", person=volunteer.person_id)
    assert team.leads.get().person == volunteer.person

    assert "欧阳秀英" not in text(Client(), url)
    assert "李梅" in text(a_browser_of(volunteer.person), url)
    posted(a_browser_of(other.person), f"{url}leavings/", person=other.person_id)
    assert "李梅" not in text(clerk, url)
    assert "银发先锋队" in text(a_browser_of(volunteer.person), "/volunteers/me/")
    assert posted(clerk, f"{url}members/", person="何春燕").status_code == 409


def test_a_letter_for_a_silver_assistant(station: Station) -> None:
    term = a_term(PostKind.SILVER_ASSISTANT, station.place.community, "张建光")
    clerk = a_browser_of(station.clerk)

    posted(clerk, f"/volunteers/terms/{term.pk}/letter/", words="聘请您为银发协理员。")
    letter = AppointmentLetter.objects.get()

    url = f"/volunteers/letters/{letter.number}/"
    assert "聘请您为银发协理员" in text(clerk, url)
    assert "张建光" in text(a_browser_of(term.person), url)
    stranger = a_browser_of(a_person("路人", station.place.unit))
    assert stranger.get(url).status_code == 404
    assert posted(stranger, f"/volunteers/terms/{term.pk}/letter/").status_code == 404
