"""一件事的一生, as each reads it: who brought it, who joined, who serves, and a stranger."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Assignment, Word
from linli.matters.models import Matter
from linli.matters.rules import State
from linli.matters.testing import a_closed_matter, a_finished_matter, a_matter, a_matter_in_work
from linli.people.models import Person
from linli.people.testing import A_STRANGER, a_browser_of, a_clerk, a_person, viewing

pytestmark = pytest.mark.django_db


def read(page: str) -> str:
    """What a person reads of the page: no tags, no addresses."""
    return re.sub(r"<[^>]*>", "", page)


def page_of(matter: Matter, person: Person | None) -> str:
    browser = a_browser_of(person) if person else Client()
    answer = browser.get(f"/matters/{matter.number}/")
    assert answer.status_code == 200
    return answer.content.decode()


def form_on(browser: Client, address: str) -> dict[str, str]:
    page = browser.get(address).content.decode()

    def hidden(name: str) -> str:
        return page.split(f'name="{name}" value="')[1].split('"')[0]

    return {name: hidden(name) for name in ("key", "version", "seen_at")}


def test_it_says_who_has_it_until_when_and_what_comes_next() -> None:
    matter = a_matter_in_work()
    page = page_of(matter, matter.reporter)

    for said in ("张师傅", "还剩", "办好后告诉您，请您评价", "您说了这件事", "正在办"):
        assert said in page
    assert " ".join(matter.spoken_code) in page
    assert "T0" not in read(page)


def test_a_result_waits_for_the_one_who_brought_it() -> None:
    matter = a_finished_matter()
    page = page_of(matter, matter.reporter)

    assert "张师傅说办好了，您看办好了吗？" in read(page)
    assert "?solved=yes" in page
    assert "?solved=no" in page


def test_a_closed_matter_has_nothing_more_to_come() -> None:
    matter = a_closed_matter()
    page = page_of(matter, matter.reporter)

    assert "已经了结" in page
    assert 'aria-current="step"' not in page
    assert f"/board/matters/{matter.number}/" in page


def test_a_stranger_finds_nothing() -> None:
    matter = a_matter()

    assert Client().get(f"/matters/{matter.number}/").status_code == 404
    stranger = a_browser_of(a_person("路人"))
    for path in ("", "withdrawal/", "photos/1/"):
        assert stranger.get(f"/matters/{matter.number}/{path}").status_code == 404
    assert stranger.post(f"/matters/{matter.number}/words/", {"words": "灯"}).status_code == 404


def test_who_joined_reads_no_word_and_no_name_of_the_other() -> None:
    matter = a_matter("我是王秀英，三楼302的灯不亮")
    other = a_person("赵六", matter.place)
    actions.join_matter(matter=matter, by=viewing(other), words="我家门口也不亮", at=NOON)
    third = a_person("钱七", matter.place)
    actions.join_matter(matter=matter, by=viewing(third), at=NOON)

    page = page_of(matter, third)

    assert "有邻居说了这件事" in page
    assert "王秀英" not in page
    assert "302" not in page
    assert "我家门口也不亮" not in page


def test_who_works_the_desk_is_led_there() -> None:
    matter = a_matter()
    assert f"/desk/{matter.number}/" in page_of(matter, a_clerk(matter.desk))
    assert f"/desk/{matter.number}/" not in page_of(matter, matter.reporter)


def test_who_has_it_in_hand_is_led_to_the_work_of_today() -> None:
    matter = a_matter_in_work()
    assert "这件事在您手里" in page_of(matter, matter.handler)


def test_who_brought_it_adds_a_word() -> None:
    matter = a_matter_in_work()
    assert matter.reporter
    browser = a_browser_of(matter.reporter)
    form = form_on(browser, f"/matters/{matter.number}/")

    answer = browser.post(f"/matters/{matter.number}/words/", {**form, "words": "四楼也不亮"})

    assert answer.status_code == 303
    assert "四楼也不亮" in page_of(matter, matter.reporter)


def test_who_joined_adds_a_word_too_and_others_do_not() -> None:
    matter = a_matter_in_work()
    joined, neighbour = a_person("赵六", matter.place), a_person("钱七", matter.place)
    actions.join_matter(matter=matter, by=viewing(joined), at=NOON)

    actions.say_more(matter=matter, words="我家也是", by=viewing(joined), at=NOON)

    with pytest.raises(NotPermitted):
        actions.say_more(matter=matter, words="我也说", by=viewing(neighbour), at=NOON)


def test_an_empty_word_is_asked_for_again() -> None:
    matter = a_matter_in_work()
    assert matter.reporter
    browser = a_browser_of(matter.reporter)
    form = form_on(browser, f"/matters/{matter.number}/")

    answer = browser.post(f"/matters/{matter.number}/words/", {**form, "words": ""})

    assert answer.status_code == 422
    assert "请写一句要补充什么" in answer.content.decode()


def test_taking_back_is_asked_once_more() -> None:
    matter = a_matter()
    assert matter.reporter
    browser = a_browser_of(matter.reporter)
    address = f"/matters/{matter.number}/withdrawal/"
    form = form_on(browser, address)
    assert "真的不用办了" in browser.get(address).content.decode()

    browser.post(address, {**form, "reason": "自己修好了"})
    again = browser.post(address, {**form, "reason": "自己修好了"})

    matter.refresh_from_db()
    assert matter.standing is State.WITHDRAWN
    assert again.status_code in (303, 404)
    assert "自己修好了" in page_of(matter, matter.reporter)


def test_who_comes_second_sees_what_happened_and_keeps_the_words() -> None:
    matter = a_matter()
    assert matter.reporter
    browser = a_browser_of(matter.reporter)
    address = f"/matters/{matter.number}/withdrawal/"
    form = form_on(browser, address)
    clerk = a_clerk(matter.desk)
    given = Assignment(handler=a_person("张师傅", matter.place))
    actions.dispatch_matter(
        matter=matter, assignment=given, by=viewing(clerk), at=NOON + timedelta(minutes=1)
    )

    answer = browser.post(address, {**form, "reason": "自己修好了，谢谢"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "派给张师傅" in read(page)
    assert "自己修好了，谢谢" in page
    assert form["key"] not in page
    matter.refresh_from_db()
    assert matter.standing is State.DISPATCHED


def test_the_unnamed_take_back_with_their_receipt() -> None:
    word = Word(words="不用了", place=a_matter().place)
    matter = actions.report_matter(word=word, by=A_STRANGER, receipt="K7M39QXT", at=NOON)
    browser = Client()
    browser.post("/follow/", {"code": "K7M3-9QXT"})
    address = f"/matters/{matter.number}/withdrawal/"

    browser.post(address, {**form_on(browser, address), "reason": "好了"})

    matter.refresh_from_db()
    assert matter.standing is State.WITHDRAWN


def test_the_page_asks_no_more_however_much_has_happened(
    django_assert_max_num_queries: Any,
) -> None:
    matter = a_matter_in_work()
    assert matter.reporter
    assert matter.handler
    browser = a_browser_of(matter.reporter)
    address = f"/matters/{matter.number}/"
    browser.get(address)
    with django_assert_max_num_queries(10) as few:
        browser.get(address)
    for number in range(20):
        words = f"第 {number} 次上门"
        actions.note_progress(matter=matter, words=words, by=viewing(matter.handler), at=NOON)
    with django_assert_max_num_queries(len(few)):
        browser.get(address)


@pytest.mark.parametrize("query", ["size=large", "language=en", "theme=dark"])
def test_it_stands_in_every_size_and_language(query: str) -> None:
    matter = a_finished_matter()
    assert matter.reporter
    browser = a_browser_of(matter.reporter)
    assert browser.get(f"/matters/{matter.number}/?{query}").status_code == 200


def test_a_word_for_what_was_taken_back_meanwhile_is_kept_and_told_why() -> None:
    matter = a_matter()
    assert matter.reporter
    browser = a_browser_of(matter.reporter)
    form = form_on(browser, f"/matters/{matter.number}/")
    actions.withdraw_matter(matter=matter, reason="好了", by=viewing(matter.reporter), at=NOON)

    answer = browser.post(f"/matters/{matter.number}/words/", {**form, "words": "还有二楼"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "这件事刚刚有了新进展" in read(page)
    assert "还有二楼" in page


def test_neighbours_who_joined_one_after_another_are_one_stop() -> None:
    matter = a_matter()
    for name in ("赵一", "钱二", "孙三"):
        neighbour = a_person(name, matter.place)
        actions.join_matter(matter=matter, by=viewing(neighbour), at=NOON)

    page = read(page_of(matter, matter.reporter))

    assert "又有 3 位邻居也遇到这件事" in page
    assert "又有一位邻居也遇到这件事" not in page
