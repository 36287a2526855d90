"""The desk's pages: who gets in, what stands on them, and what leaves them."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.matters.models import Matter
from linli.matters.testing import a_finished_matter, a_matter, a_matter_in_work
from linli.people.models import Person
from linli.people.rules import PostKind
from linli.people.testing import (
    a_browser_of,
    a_clerk,
    a_holder,
    a_person,
    a_secretary,
    a_steward,
)
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db


@pytest.fixture
def hood() -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def clerk(hood: Neighbourhood) -> Person:
    return a_clerk(hood.community, "何春燕")


def test_the_desk_is_for_those_who_work_there(hood: Neighbourhood, clerk: Person) -> None:
    resident = a_person("周建国", hood.unit)

    assert a_browser_of(clerk).get("/desk/").status_code == 200
    assert a_browser_of(resident).get("/desk/").status_code == 403
    assert a_browser_of(a_steward(hood.building)).get("/desk/").status_code == 403


def test_an_auditor_reads_and_finds_no_button(hood: Neighbourhood) -> None:
    matter = a_matter(place=hood.unit)
    auditor = a_browser_of(a_holder(PostKind.AUDITOR, hood.community, "吴静"))

    said = auditor.get(f"/desk/{matter.number}/").content.decode()

    assert matter.title in said
    assert "/dispatch/" not in said
    assert "/notes/" not in said


def test_the_matter_shows_the_three_answers_and_the_speaker_masked(
    hood: Neighbourhood, clerk: Person
) -> None:
    reporter = a_person("周建国", hood.unit, phone="13800138000")
    matter = a_matter(reporter=reporter)

    said = a_browser_of(clerk).get(f"/desk/{matter.number}/").content.decode()

    assert "现在在谁手里" in said
    assert "138 **** 8000" in said
    assert "13800138000" not in said


def test_the_whole_phone_takes_a_reason_and_leaves_a_mark(
    hood: Neighbourhood, clerk: Person
) -> None:
    reporter = a_person("周建国", hood.unit, phone="13800138000")
    matter = a_matter(reporter=reporter)
    browser = a_browser_of(clerk)

    without = browser.post(f"/desk/{matter.number}/phone/", {"reason": " "})
    said = browser.post(f"/desk/{matter.number}/phone/", {"reason": "约上门时间"})

    assert without.status_code >= 400
    assert "13800138000" in said.content.decode()
    assert Entry.objects.filter(code="people.secret_revealed", subject=reporter.ref).exists()


def test_a_list_leaves_as_csv_and_excel_without_the_names_of_who_spoke(
    hood: Neighbourhood, clerk: Person
) -> None:
    a_matter("=1+1 楼道的灯不亮", reporter=a_person("周建国", hood.unit))
    browser = a_browser_of(clerk)

    text = browser.get("/desk/list.csv?list=all").content.decode("utf-8-sig")
    sheet = browser.get("/desk/list.xlsx?list=all").content

    [head, line] = list(csv.reader(StringIO(text)))
    assert head[0] == "编号"
    assert line[1].startswith("'=")
    assert "周建国" not in text
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == [head[0], line[0]]
    assert browser.get("/desk/list.exe").status_code == 404


def test_an_empty_list_teaches_the_first_step(clerk: Person) -> None:
    said = a_browser_of(clerk).get("/desk/").content.decode()

    assert "代居民说事" in said
    assert "<h1>" in said


CALL = {
    "words": "单元门口的灯坏了三天",
    "spot": "一楼",
    "channel": "phone",
    "evidence": "电话口头委托",
}


def test_a_caller_is_entered_once_and_hears_a_code(hood: Neighbourhood, clerk: Person) -> None:
    browser = a_browser_of(clerk)
    spoke = {"name": "罗阿姨", "phone": "138 0013 8009", "place": str(hood.unit.pk)}

    first = browser.post("/desk/say/", {**CALL, **spoke, "key": "a"})
    again = browser.post("/desk/say/", {**CALL, **spoke, "key": "b", "words": "楼上漏水"})

    one, two = Matter.objects.order_by("pk")
    said = browser.get(first.headers["Location"]).content.decode()
    assert (first.status_code, again.status_code) == (303, 303)
    assert one.reporter == two.reporter
    assert one.recorder == clerk
    assert " ".join(one.spoken_code) in said
    assert "再记一件" in said


def test_a_caller_may_stay_unnamed(hood: Neighbourhood, clerk: Person) -> None:
    content = {**CALL, "place": str(hood.unit.pk), "key": "a"}

    a_browser_of(clerk).post("/desk/say/", content)

    matter = Matter.objects.get()
    assert (matter.reporter, matter.recorder) == (None, clerk)


def test_a_phone_that_cannot_be_one_is_said_at_its_field(
    hood: Neighbourhood, clerk: Person
) -> None:
    spoke = {"name": "罗阿姨", "phone": "123", "place": str(hood.unit.pk)}

    said = a_browser_of(clerk).post("/desk/say/", {**CALL, **spoke, "key": "a"})

    assert said.status_code == 422
    assert "id_phone_error" in said.content.decode()
    assert not Matter.objects.exists()


def test_the_calls_to_make_come_with_what_to_say(hood: Neighbourhood, clerk: Person) -> None:
    finished = a_finished_matter(place=hood.unit)

    said = a_browser_of(clerk).get("/desk/callbacks/").content.decode()

    assert finished.title in said
    assert "问问您前几天说的那件事" in said


def test_the_secretary_sees_what_is_stuck_and_with_whom(hood: Neighbourhood) -> None:
    working = a_matter_in_work(place=hood.unit, at=NOON - timedelta(days=30))
    secretary = a_browser_of(a_secretary(hood.community))

    said = secretary.get("/desk/stuck/").content.decode()

    assert working.handler
    assert working.handler.name in said
    assert "超期" in said


def test_search_finds_by_number_code_words_and_name(hood: Neighbourhood, clerk: Person) -> None:
    matter = a_matter("三楼平台漏水了", reporter=a_person("周建国", hood.unit))
    hidden = a_matter("另一处漏水了")
    browser = a_browser_of(clerk)

    for said in (matter.number, matter.number.lower(), matter.spoken_code):
        assert (
            browser.get("/search/", {"q": said})
            .headers["Location"]
            .endswith(f"/desk/{matter.number}/")
        )
    for said in ("漏水", "周建国"):
        page = browser.get("/search/", {"q": said}).content.decode()
        assert matter.number in page
        assert hidden.number not in page
    assert "没有查到" in browser.get("/search/", {"q": hidden.number}).content.decode()


def test_what_was_not_given_out_in_time_is_stuck_though_the_promise_still_runs(
    hood: Neighbourhood,
) -> None:
    waiting = a_matter("三楼平台漏水了", place=hood.unit, at=NOON - timedelta(days=3))
    Matter.objects.filter(pk=waiting.pk).update(due_at=NOON + timedelta(days=30))

    said = a_browser_of(a_secretary(hood.community)).get("/desk/stuck/").content.decode()

    assert waiting.number in said
    assert "该派还没派" in said


def test_a_department_comes_to_what_was_sent_to_it(hood: Neighbourhood) -> None:
    contact = a_holder(PostKind.DEPARTMENT_CONTACT, hood.subdistrict)
    browser = a_browser_of(contact)

    assert browser.get("/").headers["Location"] == "/desk/"
    said = browser.get("/desk/").content.decode()

    assert "待签收" in said
    assert "list=received" not in said


def test_a_rating_sheet_is_printed_by_a_colleague_and_never_by_who_handled_it() -> None:
    place = a_neighbourhood()
    handler = a_clerk(place.community, "徐立明")
    matter = a_finished_matter(handler=handler, place=place.building)
    colleague = a_secretary(place.community)
    address = f"/matters/{matter.number}/slip/"

    sheet = a_browser_of(colleague).get(address)
    refused = a_browser_of(handler).get(address)

    assert sheet.status_code == 200
    assert "<svg" in sheet.content.decode()
    assert matter.title in sheet.content.decode()
    assert refused.status_code == 403
    assert Client().get(address).status_code in {302, 303, 403, 404}
