"""Following with a receipt code, and the list of what is mine."""

from typing import Any

import pytest
from django.test import Client

from linli.kernel import journal
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Word
from linli.matters.models import Matter
from linli.matters.testing import a_closed_matter, a_finished_matter, a_matter, a_matter_in_work
from linli.people import actions as people
from linli.people.testing import A_STRANGER, a_browser_of, a_clerk, a_person, viewing
from linli.people.viewer import THE_HOUSE
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db
CODE = "K7M39QXT"


def an_unnamed_matter() -> Matter:
    here = a_neighbourhood()
    word = Word(words="楼上半夜拖椅子", place=here.building)
    return actions.report_matter(word=word, by=A_STRANGER, receipt=CODE, at=NOON)


def asked(client: Client, code: str) -> Any:
    return client.post("/follow/", {"code": code})


@pytest.mark.parametrize("typed", ["K7M3-9QXT", "k7m39qxt", " K7M3 9QXT "])
def test_the_code_opens_the_matter_on_this_device_alone(typed: str) -> None:
    matter, browser = an_unnamed_matter(), Client()

    answer = asked(browser, typed)

    assert answer.headers["Location"] == f"/matters/{matter.number}/"
    assert CODE not in answer.headers["Location"]
    assert "楼上半夜拖椅子" in browser.get(f"/matters/{matter.number}/").content.decode()
    assert Client().get(f"/matters/{matter.number}/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "请把回执上的八个字"), ("K7M3", "回执码是八个字"), ("K7M3-9QXZ", "没有找到")],
)
def test_a_wrong_code_is_told_so_at_its_field(typed: str, sentence: str) -> None:
    an_unnamed_matter()
    answer = asked(Client(), typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_nobody_goes_on_guessing() -> None:
    an_unnamed_matter()
    answers = [asked(Client(), f"0000000{n % 10}").status_code for n in range(25)]

    assert answers[0] == 422
    assert answers[-1] == 429


def test_who_joined_unnamed_comes_back_by_the_code_too() -> None:
    matter = a_matter()
    actions.join_matter(matter=matter, by=A_STRANGER, receipt=CODE, at=NOON)

    assert asked(Client(), CODE).headers["Location"] == f"/matters/{matter.number}/"


def test_a_signed_in_device_does_not_give_the_unnamed_away() -> None:
    matter = an_unnamed_matter()
    wang = a_person(home=matter.place)
    browser = a_browser_of(wang)
    asked(browser, CODE)
    page = browser.get(f"/matters/{matter.number}/").content.decode()
    key = page.split('name="key" value="')[1].split('"')[0]

    browser.post(
        f"/matters/{matter.number}/words/",
        {"key": key, "words": "昨晚又来", "version": "1", "whom": "unnamed"},
    )

    lines = journal.timeline(matter.ref, names=lambda refs: {ref: ref for ref in refs})
    assert lines[-1].sentence == "补充说：昨晚又来"
    assert wang.ref not in {line.by for line in lines}


def test_my_list_puts_first_what_waits_for_me() -> None:
    waiting = a_finished_matter()
    wang = waiting.reporter
    assert wang
    a_matter("门口的井盖松了", reporter=wang)
    a_matter("别人的事", place=waiting.place)

    text = a_browser_of(wang).get("/mine/").content.decode()

    assert text.index("等您看一眼") < text.index("门口的井盖松了")
    assert "别人的事" not in text


def test_my_list_holds_whom_i_speak_for_and_what_i_joined() -> None:
    matter = a_matter_in_work()
    other = a_matter("隔壁楼的灯不亮", place=matter.place)
    daughter = a_person("王小梅", matter.place)
    assert matter.reporter
    people.give_mandate(
        principal=matter.reporter,
        delegate=daughter,
        evidence="当面",
        starts_on=NOON.date(),
        ends_on=NOON.date().replace(year=2027),
        by=THE_HOUSE,
        at=NOON,
    )
    actions.join_matter(matter=other, by=viewing(daughter), at=NOON)

    text = a_browser_of(daughter).get("/mine/").content.decode()

    assert "替王秀英说的" in text
    assert "我也遇到的事" in text
    assert "隔壁楼的灯不亮" not in text


def test_an_empty_list_teaches_the_first_step() -> None:
    here = a_neighbourhood()
    assert "三楼灯不亮" in a_browser_of(a_person(home=here.unit)).get("/mine/").content.decode()
    assert "填回执码" in Client().get("/mine/").content.decode()


def test_the_list_asks_no_more_however_long_it_is(
    django_assert_max_num_queries: Any,
) -> None:
    matter = a_closed_matter()
    wang = matter.reporter
    assert wang
    browser = a_browser_of(wang)
    browser.get("/mine/")
    with django_assert_max_num_queries(14) as few:
        browser.get("/mine/")
    for _ in range(5):
        a_matter("灯又不亮了", reporter=wang)
    with django_assert_max_num_queries(len(few)):
        browser.get("/mine/")


def test_a_post_leads_to_the_desk_and_not_into_my_list() -> None:
    matter = a_matter("三楼的灯不亮")
    clerk = a_clerk(matter.desk)

    assert "三楼的灯不亮" not in a_browser_of(clerk).get("/mine/").content.decode()
