"""axe looks at every page, at phone and desk size, in normal and in large print."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.everybody import everybody, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GRAVE = {"serious", "critical"}


def a_page(browser: Browser, client: Client, server: str, width: int, height: int) -> Page:
    """A page with the session that the client has."""
    context = browser.new_context(
        base_url=server, viewport={"width": width, "height": height}, locale="zh-CN"
    )
    if session := client.cookies.get(settings.SESSION_COOKIE_NAME):
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session.value, "url": server}]
        )
    return context.new_page()


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(390, 844, "large"), (390, 844, "normal"), (1440, 900, "normal")],
)
def test_axe_finds_nothing_grave_and_no_page_runs_off_sideways(
    browser: Browser, live_server: object, width: int, height: int, size: str
) -> None:
    grave, sideways = [], []
    pages: dict[str, Page] = {}
    for who, client, address in pages_of(everybody()):
        if who not in pages:
            pages[who] = a_page(browser, client, str(live_server), width, height)
        page = pages[who]
        page.goto(f"{address}?size={size}", wait_until="domcontentloaded")
        found = Axe().run(page).response["violations"]
        grave += [(who, address, one["id"]) for one in found if one["impact"] in GRAVE]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            sideways.append((who, address))
    for page in pages.values():
        page.context.close()

    assert grave == []
    assert sideways == []
