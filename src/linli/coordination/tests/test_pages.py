"""The pages of whistles: who gets in, what stands on them, what is done from them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from linli.coordination.models import UnitJudgement, Whistle
from linli.coordination.rules import Ground, UnitState, WhistleState
from linli.coordination.testing import (
    HERE,
    a_contact,
    a_department,
    a_judged_unit,
    a_unit_on_the_spot,
    a_unit_with_a_result,
    a_whistle,
    the_unit,
)
from linli.kernel.testing import NOON
from linli.matters.testing import a_matter
from linli.people.testing import a_browser_of, a_clerk, a_person

pytestmark = pytest.mark.django_db


def test_a_clerk_whistles_from_the_page_of_the_matter() -> None:
    matter = a_matter()
    assert matter.desk.parent
    unit = a_department(matter.desk.parent)
    browser = a_browser_of(a_clerk(matter.desk))
    address = reverse("matter-whistle", args=[matter.number])

    assert address in browser.get(f"/desk/{matter.number}/").content.decode()
    asked = browser.get(address).content.decode()
    assert "30 分钟内到，昼夜都算" in asked
    empty = browser.post(address, {"key": "a"})
    words = {"ground": "emergency", "lead": unit.pk, "asked": "请到场"}
    done = browser.post(address, {"key": "b", **words})
    again = browser.post(address, {"key": "b", **words})
    twice = browser.post(address, {"key": "c", **words})

    assert (empty.status_code, done.status_code, twice.status_code) == (422, 303, 409)
    assert again.headers["Location"] == done.headers["Location"]
    assert "请到场" in twice.content.decode()
    assert Whistle.objects.get().ground == Ground.EMERGENCY
    assert address not in browser.get(f"/desk/{matter.number}/").content.decode()


def test_the_unit_reports_in_with_one_tap_and_gives_its_result(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whistle = a_whistle()
    called = the_unit(whistle)
    browser = a_browser_of(a_contact(called.unit))
    page = browser.get(reverse("unit-work")).content.decode()
    arrival = reverse("unit-arrival", args=[whistle.pk, called.pk])
    assert arrival in page

    monkeypatch.setattr("linli.kernel.clock.now", lambda: NOON + timedelta(minutes=9))
    said = browser.post(arrival, {"key": "a", "where": HERE, "who": "左思源"})
    result = reverse("unit-result", args=[whistle.pk, called.pk])
    assert result in browser.get(reverse("unit-work")).content.decode()
    ended = browser.post(result, {"key": "b", "result": "拆了"})

    assert (said.status_code, ended.status_code) == (303, 303)
    there = the_unit(whistle)
    assert there.standing is UnitState.DONE
    assert there.arrived_at == NOON + timedelta(minutes=9)


def test_the_desk_judges_and_the_unit_reads_it_and_another_does_not() -> None:
    called = a_unit_with_a_result()
    whistle = called.whistle
    desk = a_browser_of(whistle.blown_by)
    address = reverse("unit-judgement", args=[whistle.pk, called.pk])
    assert address in desk.get(reverse("whistle", args=[whistle.pk])).content.decode()

    said = {"response": "5", "result": "4", "attitude": "4", "words": "夜里也来了"}
    done = desk.post(address, {"key": "a", **said})

    assert done.status_code == 303
    assert UnitJudgement.objects.get().total == 13
    unit = a_browser_of(a_contact(called.unit))
    assert "夜里也来了" in unit.get(reverse("unit-work")).content.decode()
    assert Whistle.objects.get().standing is WhistleState.ENDED


def test_a_stranger_finds_nothing_behind_the_address() -> None:
    whistle = a_whistle()
    called = the_unit(whistle)
    other = a_browser_of(a_contact(a_department(whistle.desk, "别的单位")))
    resident = a_browser_of(a_person())

    for name in ("whistle", "whistle-sheet"):
        assert other.get(reverse(name, args=[whistle.pk])).status_code == 404
        assert resident.get(reverse(name, args=[whistle.pk])).status_code == 403
    for name in ("unit-arrival", "unit-result", "unit-release", "unit-judgement"):
        for browser in (other, resident, Client()):
            said = browser.post(reverse(name, args=[whistle.pk, called.pk]), {"key": "a"})
            assert said.status_code == 404
    assert (
        resident.get(reverse("matter-whistle", args=[whistle.matter.number])).status_code == 404
    )
    for name in ("whistles", "unit-work", "whistle-figures"):
        assert resident.get(reverse(name)).status_code == 403


def test_the_resident_reads_in_a_sentence_who_was_called_and_who_came() -> None:
    called = a_unit_on_the_spot()
    matter = called.whistle.matter
    assert matter.reporter

    said = a_browser_of(matter.reporter).get(f"/matters/{matter.number}/").content.decode()

    assert f"叫了{called.unit.name}一起来，到了 1 家，0 家给了结果" in said
    assert "左思源" not in said


def test_small_samples_have_no_mean_and_nobody_is_ranked() -> None:
    whistle = a_judged_unit().whistle
    browser = a_browser_of(whistle.blown_by)

    said = browser.get(f"{reverse('whistle-figures')}?year=2026").content.decode()

    assert "不到 5 次，不算" in said
    called = the_unit(whistle)
    for what in ("asked", "in_time", "done", "judged"):
        url = f"{reverse('whistle-figures-list')}?year=2026&unit={called.unit_id}&what={what}"
        assert whistle.matter.title in browser.get(url).content.decode()
    assert browser.get(f"{reverse('whistle-figures-list')}?what=x").status_code == 404


def test_the_public_count_says_who_did_not_come_and_of_no_matter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whistle = a_whistle(ground=Ground.EMERGENCY)

    monkeypatch.setattr("linli.kernel.clock.now", lambda: NOON + timedelta(hours=1))
    said = Client().get(reverse("whistle-counts")).content.decode()

    assert "按时到 0，迟到 0，没到 1" in said
    assert the_unit(whistle).unit.name in said
    assert whistle.matter.title not in said


def test_a_sheet_of_paper_says_what_was_asked_who_came_and_how_it_was_judged() -> None:
    whistle = a_judged_unit().whistle

    said = a_browser_of(whistle.blown_by).get(reverse("whistle-sheet", args=[whistle.pk]))

    text = said.content.decode()
    assert "<svg" in text
    for words in (whistle.asked, "左思源", "5 · 4 · 4", "拆了违建"):
        assert words in text


def test_whoever_is_called_and_let_go_is_told_of_once_in_the_life_of_the_matter() -> None:
    matter = a_matter()
    reporter = matter.reporter
    assert reporter
    whistle = a_whistle(matter=matter)
    called, clerk = the_unit(whistle), a_browser_of(a_clerk(matter.desk))

    def life() -> str:
        answer = a_browser_of(reporter).get(reverse("matter", args=[matter.number]))
        return answer.content.decode().split("怎么办")[0]

    assert life().count(f"请{called.unit.name}") == 1
    clerk.post(
        reverse("unit-release", args=[whistle.pk, called.pk]),
        {"key": "a", "reason": "不用来了"},
    )
    assert life().count("撤出") == 1
    assert life().count("不用来了") == 1
    assert "不再被吹哨" not in life()
