"""When what lies beneath the house fails, the page says so and says what to do."""

import errno

import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest
from django.test import Client

from linli.config.errors import is_unavailable, server_error
from linli.kernel.models import Entry
from linli.matters.models import Matter, MatterQuerySet
from linli.matters.tests.test_saying_pages import key_on
from linli.places.testing import a_neighbourhood
from linli.portal import context


def unreachable(*_: object, **__: object) -> None:
    raise OperationalError("connection refused")


@pytest.mark.django_db
def test_an_unreachable_database_gets_a_clear_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "community_of", unreachable)
    monkeypatch.setattr(MatterQuerySet, "visible_to", unreachable)
    browser = Client(raise_request_exception=False)

    response = browser.get("/")

    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "稍后" in response.content.decode() or "一会儿" in response.content.decode()


def test_our_own_fault_is_said_to_be_ours() -> None:
    assert server_error(HttpRequest()).status_code == 500


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EACCES, "Permission denied"), False),
        (OperationalError("database or disk is full"), True),
        (ValueError(), False),
        (None, False),
    ],
)
def test_a_full_disk_passes_and_a_wrong_value_does_not(
    error: Exception | None, *, passes: bool
) -> None:
    assert is_unavailable(error) is passes


@pytest.mark.django_db
def test_a_file_that_cannot_grow_takes_nothing_and_loses_nothing() -> None:
    """SQLite itself says that it is full: its file may not grow by one page more."""
    if connection.vendor != "sqlite":
        pytest.skip("the size of one file is what SQLite lives by")
    place = a_neighbourhood()
    browser = Client(raise_request_exception=False)
    key = key_on(browser.get("/say/"))
    said = {"key": key, "words": "楼道的灯坏了三天了。" * 190, "place": place.building.pk}
    _no_page_is_free()
    pages, entries = _pages("page_count"), Entry.objects.count()

    _pages(f"max_page_count = {pages}")
    try:
        refused = browser.post("/say/", said)
    finally:
        _pages("max_page_count = 1073741823")
    accepted = browser.post("/say/", said)

    assert refused.status_code == 503
    assert accepted.status_code in (200, 303)
    assert Entry.objects.count() == entries + Matter.objects.count()


def _no_page_is_free() -> None:
    """What other tests have left behind in the file would take the word in."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filler (filling BLOB)")
        while free := _pages("freelist_count"):
            cursor.execute(f"INSERT INTO filler VALUES (zeroblob({free * 4096}))")


def _pages(pragma: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        return int(cursor.fetchone()[0])
