"""A clerk's morning: by keyboard at the desk, by thumb on a phone, without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect

from linli.matters.models import Matter
from tests.journeys.desk_story import a_morning, faults_on, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_clerk_gives_out_the_first_matter_without_touching_the_mouse(
    desk: Page, live_server: object
) -> None:
    morning = a_morning()
    sign_in(desk, morning.clerk, live_server)

    desk.goto("/desk/")
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("三楼平台顶棚渗水")
    desk.locator("#main").focus()
    desk.get_by_role("button", name="派给方桂兰").press("Enter")

    expect(desk.get_by_role("status")).to_contain_text("派出去了")
    assert Matter.objects.get(pk=morning.fresh.pk).handler == morning.steward
    assert faults_on(desk) == []


def test_a_caller_is_written_down_and_hears_the_number(desk: Page, live_server: object) -> None:
    morning = a_morning()
    sign_in(desk, morning.clerk, live_server)

    desk.goto("/desk/")
    desk.keyboard.press("n")
    desk.get_by_label("他说了什么").fill("单元门口的灯坏了三天")
    desk.get_by_label("在哪里").select_option(str(morning.hood.unit.pk))
    desk.get_by_label("说事人姓名").fill("罗阿姨")
    desk.get_by_label("电话", exact=False).last.fill("13800138009")
    desk.get_by_role("button", name="记下来").click()

    said = Matter.objects.order_by("-pk")[0]
    expect(desk.get_by_text("请念给他听")).to_be_visible()
    expect(desk.locator(".code")).to_have_text(" ".join(said.spoken_code))
    assert faults_on(desk) == []


def test_on_a_phone_the_queue_leads_to_the_matter_and_back(
    phone: Page, live_server: object
) -> None:
    morning = a_morning()
    sign_in(phone, morning.clerk, live_server)

    phone.goto("/desk/")
    phone.get_by_role("link", name="快递柜挡住坡道").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("快递柜")
    expect(phone.locator(".queue")).to_be_hidden()
    phone.get_by_role("link", name="换一位、改要求").click()
    phone.get_by_text("梁晓岚", exact=False).click()
    phone.get_by_role("button", name="派出去").click()

    expect(phone.get_by_role("status")).to_contain_text("派出去了")
    phone.get_by_role("main").get_by_role("link", name="新来的").click()
    expect(phone.locator(".queue")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1440])
@pytest.mark.parametrize(
    ("size", "language"), [("normal", "zh-hans"), ("large", "zh-hans"), ("large", "en")]
)
def test_no_page_of_the_desk_runs_off_sideways(
    browser: Browser, live_server: object, width: int, size: str, language: str
) -> None:
    morning = a_morning()
    context = browser.new_context(
        base_url=str(live_server), viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    sign_in(page, morning.clerk, live_server)
    opened = f"/desk/{morning.fresh.number}/"
    addresses = ["/desk/", opened, "/desk/say/", "/desk/callbacks/", "/desk/sweep/"]

    wide = []
    for address in [*addresses, "/desk/stuck/", "/search/?q=灯"]:
        asked = f"size={size}&language={language}"
        page.goto(f"{address}{'&' if '?' in address else '?'}{asked}")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(address)
    context.close()

    assert wide == []


def test_it_all_works_without_javascript(browser: Browser, live_server: object) -> None:
    morning = a_morning()
    context = browser.new_context(
        base_url=str(live_server), java_script_enabled=False, locale="zh-CN"
    )
    page = context.new_page()
    sign_in(page, morning.clerk, live_server)

    page.goto(f"/desk/{morning.fresh.number}/")
    page.get_by_role("button", name="派给方桂兰").click()
    expect(page.get_by_role("status")).to_contain_text("派出去了")
    page.get_by_label("记一笔：看到了什么、做了什么").fill("已经跟物业说过")
    page.get_by_role("button", name="记下", exact=True).click()
    expect(page.get_by_role("list", name="这件事的经过")).to_contain_text("已经跟物业说过")
    context.close()
