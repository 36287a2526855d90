"""Receipts: who stays unnamed follows what they said, and nothing kept leads to them."""

import pytest
from django.test import Client

from linli.kernel.models import Answer, Entry, PersonalDetail
from linli.matters.models import Matter
from linli.matters.receipts import code_for, read_code, shown
from linli.matters.tests.test_saying_pages import CODE, key_on, said
from linli.people.queries import receipt_hash
from linli.people.testing import a_browser_of, a_person
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db


def test_a_passer_by_gets_a_receipt_that_is_kept_nowhere() -> None:
    here = a_neighbourhood()
    browser = Client()

    answer = said(browser, here, contact="138 0000 2207")
    page = browser.get(answer.headers["Location"]).content.decode()

    matter, found = Matter.objects.get(), CODE.search(page)
    assert found
    code = read_code(found[1])
    assert matter.reporter is None
    assert matter.receipt_hash == receipt_hash(code)
    assert matter.contact == "13800002207"
    assert browser.get(f"/matters/{matter.number}/").status_code == 200
    kept = [
        *(
            bytes(one.body).decode() + str(one.headers) + one.owner
            for one in Answer.objects.all()
        ),
        *(str(one.facts) + one.by for one in Entry.objects.all()),
        *(str(one.facts) for one in PersonalDetail.objects.all()),
        answer.headers["Location"],
    ]
    assert not any(
        secret in text for text in kept for secret in (code, found[1], "13800002207")
    )


def test_the_receipt_is_shown_to_nobody_else() -> None:
    here = a_neighbourhood()
    answer = said(Client(), here)

    assert Client().get(answer.headers["Location"]).status_code == 404


def test_a_double_tap_makes_one_matter_with_one_receipt() -> None:
    here = a_neighbourhood()
    browser = Client()
    key = key_on(browser.get("/say/"))
    typed = {"key": key, "words": "三楼的灯不亮", "place": here.building.pk}

    first = browser.post("/say/", typed)
    shown_first = CODE.findall(browser.get(first.headers["Location"]).content.decode())
    second = browser.post("/say/", {**typed, "seen": "on"})
    third = browser.post("/say/", typed)

    assert Matter.objects.count() == 1
    assert second.status_code in (303, 409)
    assert third.status_code in (200, 303)
    assert CODE.findall(browser.get(first.headers["Location"]).content.decode()) == shown_first


def test_it_works_without_any_cookie() -> None:
    here = a_neighbourhood()
    strict = Client(enforce_csrf_checks=True)
    key = key_on(strict.get("/say/"))
    strict.cookies.clear()

    typed = {"key": key, "words": "门口井盖松了", "place": here.building.pk}
    page = strict.post("/say/", typed)
    again = Client(enforce_csrf_checks=True).post("/say/", {**typed, "seen": ""})

    assert page.status_code == 200
    [code] = CODE.findall(page.content.decode())
    assert Matter.objects.get().receipt_hash == receipt_hash(read_code(code))
    assert Matter.objects.count() == 1
    assert again.status_code in (200, 409)


def test_a_device_that_brings_cookies_brings_the_token_too() -> None:
    here = a_neighbourhood()
    strict = Client(enforce_csrf_checks=True)
    key = key_on(strict.get("/say/"))

    answer = strict.post("/say/", {"key": key, "words": "灯", "place": here.building.pk})

    assert answer.status_code == 403


def test_who_has_signed_in_may_stay_unnamed_for_good() -> None:
    here = a_neighbourhood()
    wang = a_person(home=here.building)
    browser = a_browser_of(wang)

    answer = said(browser, here, whom="unnamed")

    matter = Matter.objects.get()
    assert (matter.reporter, matter.recorder) == (None, None)
    assert CODE.search(browser.get(answer.headers["Location"]).content.decode())
    assert not Entry.objects.filter(subject=matter.ref, by=wang.ref).exists()
    assert not Answer.objects.filter(owner=wang.ref).exists()


def test_a_code_reads_the_same_however_it_is_typed() -> None:
    code = code_for(seed="device", key="form")

    assert len(code) == 8
    assert read_code(shown(code).lower()) == code
    assert read_code("oi l0-1234") == "01101234"
    assert code_for(seed="device", key="other") != code


def test_a_flood_of_unnamed_words_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    here = a_neighbourhood()
    monkeypatch.setattr("linli.matters.views.saying.SAID_UNNAMED", 2)
    answers = [
        said(Client(), here, words=f"第{n}件事", seen="on").status_code for n in "一二三"
    ]

    assert answers == [303, 303, 429]
    assert Matter.objects.count() == 2
    assert said(a_browser_of(a_person(home=here.building)), here, whom="me").status_code != 429
