"""A neighbour with a phone: says something, follows it, rates it, and reads the board."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from linli.matters.models import Matter
from linli.ratings.models import Rating
from tests.journeys.desk_story import Morning, a_morning, faults_on, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RECEIPT = re.compile(r"^[0-9A-Z]{4}-[0-9A-Z]{4}$")


def say_something(page: Page, words: str) -> None:
    page.goto("/say/")
    page.get_by_label("什么事", exact=True).fill(words)
    page.get_by_label("在哪里", exact=True).select_option(label="翠竹苑3号楼")
    page.get_by_role("button", name="送出").click()


def test_a_passer_by_says_it_and_comes_back_with_the_code(
    phone: Page, browser: Browser, live_server: object
) -> None:
    a_morning()
    say_something(phone, "门口的石板松了，下雨天踩着溅水")
    code = phone.locator(".code").filter(has_text=RECEIPT).inner_text()
    expect(phone.get_by_role("heading", level=1)).to_have_text("您说的事已经收下")

    elsewhere = browser.new_context(base_url=str(live_server), locale="zh-CN").new_page()
    elsewhere.goto("/follow/")
    elsewhere.get_by_label("回执码").fill(code.lower())
    elsewhere.get_by_role("button", name="查一查").click()

    expect(elsewhere.get_by_role("heading", level=1)).to_contain_text("门口的石板松了")
    expect(elsewhere.locator(".path .now")).to_contain_text("社区看过，派人来办")
    elsewhere.context.close()


def test_the_same_trouble_is_joined(phone: Page, live_server: object) -> None:
    morning = a_morning()
    sign_in(phone, morning.steward, live_server)

    say_something(phone, "三楼平台顶棚渗水，墙皮都掉下来了")
    phone.get_by_role("button", name="就是这件事，我也算一个").first.click()

    expect(phone).to_have_url(re.compile(rf"/matters/{morning.fresh.number}/$"))
    assert Matter.objects.get(pk=morning.fresh.pk).joined == 1


def test_a_resident_looks_and_rates(phone: Page, live_server: object) -> None:
    morning = a_morning()
    assert morning.finished.reporter
    sign_in(phone, morning.finished.reporter, live_server)

    phone.goto("/")
    phone.get_by_role("link", name="广场舞声音太大").first.click()
    phone.get_by_role("link", name="还没办好").click()
    expect(phone.get_by_label("没有解决")).to_be_checked()
    phone.get_by_label("不满意").check()
    phone.get_by_role("button", name="就这样评").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("谢谢您说实话")
    expect(phone.get_by_role("main")).to_contain_text("换人重新看")
    assert Rating.objects.get().satisfied == "not"


def test_a_form_that_was_wrong_says_where_and_keeps_the_words(phone: Page) -> None:
    a_morning()
    phone.goto("/say/")
    phone.get_by_label("什么事", exact=True).fill("水管漏水")
    phone.get_by_role("button", name="送出").click()

    expect(phone.get_by_text("请选一下在哪里；说不清就选整个社区。")).to_be_visible()
    expect(phone.get_by_label("什么事", exact=True)).to_have_value("水管漏水")


def test_everything_works_without_scripts(browser: Browser, live_server: object) -> None:
    a_morning()
    context = browser.new_context(
        base_url=str(live_server), java_script_enabled=False, locale="zh-CN"
    )
    page = context.new_page()

    say_something(page, "没有脚本也能说，路口的镜子歪了")
    expect(page.get_by_role("heading", level=1)).to_have_text("您说的事已经收下")
    page.goto("/board/")
    page.get_by_role("link", name=re.compile("^还在办")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("还在办的")
    context.close()


def test_every_figure_of_the_board_opens_its_list(desk: Page) -> None:
    a_morning()
    desk.goto("/board/")
    figures = desk.locator("a.fig")

    for number in range(figures.count()):
        desk.goto("/board/")
        figure = figures.nth(number)
        said = re.findall(r"看 (\d+) 件", figure.inner_text())
        figure.click()
        if said:
            expect(desk.get_by_role("heading", level=1)).to_contain_text(f"{said[0]} 件")
            assert desk.locator("tbody tr").count() == int(said[0])


@pytest.mark.parametrize("look", ["size=normal", "size=large", "theme=dark", "language=en"])
def test_the_pages_of_neighbours_are_open_to_everybody(
    phone: Page, live_server: object, look: str
) -> None:
    morning = a_morning()
    assert morning.finished.reporter
    public = ["/", "/say/", "/board/", "/board/list/?what=open", "/board/how/", "/follow/"]
    found = _faults(phone, [*public, "/call/", "/mine/"], look)
    sign_in(phone, morning.finished.reporter, live_server)
    found += _faults(phone, _own_pages(morning), look)

    assert found == []


def _own_pages(morning: Morning) -> list[str]:
    number = morning.finished.number
    return [
        "/",
        "/mine/",
        "/say/",
        f"/matters/{number}/",
        f"/matters/{morning.fresh.number}/",
        f"/board/matters/{number}/",
    ]


def _faults(page: Page, addresses: list[str], look: str) -> list[tuple[str, str]]:
    found = []
    for address in addresses:
        page.goto(f"{address}{'&' if '?' in address else '?'}{look}")
        found += [(address, fault) for fault in faults_on(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((address, "runs off sideways"))
    return found
