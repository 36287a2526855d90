"""A stairwell without network: what was filled in waits on the phone and arrives once."""

import pytest
from playwright.sync_api import Page, expect

from linli.matters.models import Matter
from tests.journeys.desk_story import a_morning, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "看到什么，或者谁说了什么"
SHELL_KEPT = "caches.match('/today/record/').then(Boolean)"
LOSE_ONE_ANSWER = """
const real = window.fetch;
window.fetch = async (...asked) => {
  const answer = await real(...asked);
  if (asked[1] && asked[1].method === 'POST' && !sessionStorage.getItem('lost')) {
    sessionStorage.setItem('lost', answer.status);
    throw new TypeError('the answer was lost on the way');
  }
  return answer;
};
"""


def test_what_is_noted_without_network_arrives_once(phone: Page, live_server: object) -> None:
    morning = a_morning()
    sign_in(phone, morning.steward, live_server)
    phone.goto("/today/record/")
    before = Matter.objects.count()

    phone.context.set_offline(True)
    phone.get_by_label(WORDS).fill("三楼的灯不亮")
    phone.get_by_role("button", name="记下").click()
    expect(phone.locator("[data-waiting]")).to_contain_text("没有网络，存在这部手机里")
    phone.get_by_label(WORDS).fill("二楼纸箱堵着过道")
    phone.get_by_role("button", name="记下").click()
    expect(phone.locator("[data-waiting]")).to_contain_text("记一件、记一件")
    assert Matter.objects.count() == before

    phone.context.set_offline(False)
    expect(phone.locator("[data-waiting]")).to_contain_text("先前存着的 2 件发出去了")
    phone.reload()
    phone.wait_for_timeout(500)

    noted = Matter.objects.order_by("pk")[before:]
    assert [one.words for one in noted] == ["三楼的灯不亮", "二楼纸箱堵着过道"]


def test_an_answer_that_was_lost_on_the_way_does_not_double_it(
    phone: Page, live_server: object
) -> None:
    morning = a_morning()
    sign_in(phone, morning.steward, live_server)
    phone.add_init_script(LOSE_ONE_ANSWER)
    phone.goto("/today/record/")
    before = Matter.objects.count()

    phone.get_by_label(WORDS).fill("三楼的灯不亮")
    phone.get_by_role("button", name="记下").click()
    expect(phone.locator("[data-waiting]")).to_contain_text("没有网络")
    phone.reload()
    expect(phone.locator("[data-waiting]")).to_contain_text("发出去了")

    assert phone.evaluate("sessionStorage.getItem('lost')") == "200"
    assert Matter.objects.count() == before + 1


def test_the_page_opens_without_network_and_holds_nobody(
    phone: Page, live_server: object
) -> None:
    morning = a_morning()
    sign_in(phone, morning.steward, live_server)
    phone.goto("/today/record/")
    _until_kept(phone)
    kept = phone.evaluate(
        "caches.keys().then(names => Promise.all(names.map(name => caches.open(name)"
        ".then(shell => shell.keys()).then(all => all.map(one => new URL(one.url).pathname)))))"
    )
    pages = [path for shell in kept for path in shell if not path.startswith("/static/")]
    assert pages == ["/today/record/"]

    phone.context.set_offline(True)
    phone.goto("/today/record/")
    phone.get_by_label(WORDS).fill("四楼漏水")
    phone.get_by_role("button", name="记下").click()
    expect(phone.locator("[data-waiting]")).to_contain_text("没有网络")
    phone.context.set_offline(False)
    expect(phone.locator("[data-waiting]")).to_contain_text("发出去了")

    assert Matter.objects.filter(words="四楼漏水").count() == 1


def _until_kept(phone: Page) -> None:
    """The worker of the page keeps it when it has come to work."""
    for _ in range(50):
        if phone.evaluate(SHELL_KEPT):
            return
        phone.wait_for_timeout(200)
    pytest.fail("the page was not kept")
