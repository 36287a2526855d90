"""A steward on the stairs: one thumb, a phone, and what is in their hands."""

import base64
import re

import pytest
from playwright.sync_api import Page, expect

from linli.matters.models import Matter
from tests.journeys.desk_story import a_morning, faults_on, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

A_PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5E"
    "rkJggg=="
)


def test_a_steward_signs_notes_and_finishes_on_the_stairs(
    phone: Page, live_server: object
) -> None:
    morning = a_morning()
    sign_in(phone, morning.steward, live_server)

    phone.goto("/today/")
    phone.get_by_role("button", name=re.compile("签收.*电动车")).click()
    expect(phone.get_by_role("status")).to_contain_text("签收了")
    phone.get_by_role("link", name=re.compile("记一笔.*电动车")).click()
    phone.get_by_label("看到了什么、做了什么").fill("跟车主说好今晚搬走")
    phone.get_by_role("button", name="记下").click()
    expect(phone.get_by_role("status")).to_contain_text("记下了")
    phone.get_by_role("link", name=re.compile("办结.*电动车")).click()
    phone.get_by_label("结果怎样").fill("车搬走了，楼道通了")
    phone.get_by_role("button", name="办结").click()

    expect(phone.get_by_role("status")).to_contain_text("办结了")
    assert Matter.objects.get(pk=morning.given.pk).state == "finished"


def test_a_steward_notes_something_with_a_photo(phone: Page, live_server: object) -> None:
    morning = a_morning()
    sign_in(phone, morning.steward, live_server)

    phone.goto("/today/")
    phone.get_by_role("link", name="记一件").click()
    phone.get_by_label("看到什么，或者谁说了什么").fill("二楼纸箱堵着过道")
    phone.get_by_label("拍一张").set_input_files(
        {"name": "stairs.png", "mimeType": "image/png", "buffer": A_PICTURE}
    )
    phone.get_by_role("button", name="记下").click()

    expect(phone.get_by_role("status")).to_contain_text("受理号")
    assert Matter.objects.order_by("-pk")[0].photos.count() == 1


@pytest.mark.parametrize("size", ["normal", "large"])
def test_the_walkers_pages_are_open_to_everybody(
    phone: Page, live_server: object, size: str
) -> None:
    morning = a_morning()
    sign_in(phone, morning.steward, live_server)

    for address in ("/today/", "/today/record/", f"/matters/{morning.given.number}/closure/"):
        phone.goto(f"{address}?size={size}")
        assert faults_on(phone) == []
        assert not phone.evaluate("document.documentElement.scrollWidth > innerWidth")
