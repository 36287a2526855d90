"""Chromium for the journeys: one browser a run, one fresh context a page."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 8_000  # milliseconds


def chromium() -> str | None:
    return os.environ.get("LINLI_CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), None
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on this machine; bin/test says how to get one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def phone(browser: Browser, live_server: object) -> Iterator[Page]:
    yield from _page(browser, live_server, 390, 844, 2)


@pytest.fixture
def desk(browser: Browser, live_server: object) -> Iterator[Page]:
    yield from _page(browser, live_server, 1440, 900, 1)


def _page(
    browser: Browser, live_server: object, width: int, height: int, density: float
) -> Iterator[Page]:
    context = browser.new_context(
        base_url=str(live_server),
        viewport={"width": width, "height": height},
        device_scale_factor=density,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()
