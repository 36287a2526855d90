import re

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from pytest_django import Settings

from linli.kernel.errors import NotPermitted, Refusal, WayOut
from linli.ui.tests.addresses import Said


def text(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def test_a_link_turns_large_print_on_and_the_device_remembers(browser: Client) -> None:
    first = browser.get("/say/?size=large")

    assert 'data-size="large"' in first.content.decode()
    assert browser.cookies["size"].value == "large"
    assert 'data-size="large"' in text(browser, "/say/")


def test_a_link_turns_large_print_off_again(browser: Client) -> None:
    browser.get("/say/?size=large")

    assert 'data-size="normal"' in text(browser, "/say/?size=normal")
    assert 'data-size="normal"' in text(browser, "/say/")


def test_what_is_no_size_changes_nothing(browser: Client) -> None:
    assert 'data-size="normal"' in text(browser, '/say/?size="><script>')
    assert "size" not in browser.cookies


def test_the_switch_keeps_the_rest_of_the_address(browser: Client) -> None:
    assert "?page=2&amp;size=large" in text(browser, "/say/?page=2&size=normal")


def test_a_theme_and_a_language_are_remembered(browser: Client) -> None:
    browser.get("/say/?theme=dark&language=en")

    page = text(browser, "/say/")

    assert 'data-theme="dark"' in page
    assert '<html lang="en"' in page


def test_preferences_can_be_sent_by_form(browser: Client) -> None:
    response = browser.post("/preferences/", {"size": "large", "next": "/say/"})

    assert response.status_code == 303
    assert response.headers["Location"] == "/say/"
    assert browser.cookies["size"].value == "large"


def test_preferences_lead_to_no_other_house(browser: Client) -> None:
    response = browser.get("/preferences/?size=large&next=https://example.org/")

    assert response.headers["Location"] == "/"


def test_after_a_post_the_switch_goes_by_way_of_preferences(browser: Client) -> None:
    page = browser.post("/say/", {}).content.decode()

    assert "/preferences/?size=large" in page


def test_only_places_that_exist_stand_in_the_tabs(browser: Client) -> None:
    tabs = re.search(r'<nav class="tabs".*?</nav>', text(browser, "/say/"), re.DOTALL)

    assert tabs
    assert tabs[0].count("<a ") == 2
    assert 'href="/say/" aria-current="page"' in tabs[0]


def test_an_error_stands_at_its_field_and_is_read_out(browser: Client) -> None:
    response = browser.post("/say/", {"words": "", "key": "k"})
    page = response.content.decode()

    assert response.status_code == 422
    assert 'aria-describedby="id_words_help id_words_error"' in page
    assert re.search(r'<input[^>]*name="words"[^>]*aria-invalid="true"', page) or re.search(
        r'<input[^>]*aria-invalid="true"[^>]*name="words"', page
    )
    assert '<div id="id_words_error">' in page
    assert "这里还空着，请您填一下。" in page
    assert 'role="radiogroup" aria-invalid="true"' in page


def test_every_field_has_its_label(browser: Client) -> None:
    page = text(browser, "/say/")

    assert '<label for="id_words">什么事' in page
    assert "<legend>怎么找您" in page
    assert '<label class="pick" for="id_way_0">' in page


def test_two_forms_have_two_keys() -> None:
    assert Said()["key"].value() != Said()["key"].value()


def test_the_component_page_shows_every_part(browser: Client) -> None:
    page = text(browser, "/ui/?size=large&theme=dark")

    assert "每样东西" in page
    assert "还剩 3 小时" in page


def test_the_component_page_is_not_for_the_public(browser: Client, settings: Settings) -> None:
    settings.LINLI_COMPONENT_PAGE = False
    settings.DEBUG = False

    assert browser.get("/ui/").status_code == 404


def test_a_page_that_is_not_there_says_so_kindly(browser: Client) -> None:
    response = browser.get("/nowhere/")

    assert response.status_code == 404
    assert "没有找到这一页" in response.content.decode()


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_a_broken_house_still_answers_in_two_languages(name: str) -> None:
    page = render_to_string(name)

    assert "回首页" in page
    assert 'lang="en"' in page


def test_a_refusal_shows_the_way_on_and_gives_back_what_was_typed(browser: Client) -> None:
    refusal = Refusal(
        "这件事刚刚办结了。", next_step=WayOut(label="看看现在怎样了", url="/say/")
    )
    refusal.changed = ["徐立明办结了这件事"]  # type: ignore[attr-defined]

    page = render_to_string(
        "ui/refusal.html",
        {"refusal": refusal, "kept": "二楼也潮"},
        RequestFactory().get("/"),
    )

    assert "这件事刚刚办结了。" in page
    assert 'href="/say/">看看现在怎样了' in page
    assert "徐立明办结了这件事" in page
    assert "readonly>二楼也潮</textarea>" in page


def test_a_refusal_by_right_says_whose_affair_it_is(browser: Client) -> None:
    page = render_to_string(
        "ui/refusal.html", {"refusal": NotPermitted("不归您。")}, RequestFactory().get("/")
    )

    assert "这件事不归您办" in page
    assert "<textarea" not in page


def test_a_form_open_too_long_loses_nothing(browser: Client) -> None:
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/say/", {"words": "楼道灯不亮", "key": "one-time-key"})
    page = response.content.decode()

    assert response.status_code == 403
    assert "readonly>楼道灯不亮</textarea>" in page
    assert "one-time-key" not in page
