"""When what lies beneath the house fails, the page says so and says what to do."""

import errno

import pytest
from django.db import OperationalError
from django.http import HttpRequest
from django.test import Client

from linli.config.errors import is_unavailable, server_error
from linli.matters.models import MatterQuerySet
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
