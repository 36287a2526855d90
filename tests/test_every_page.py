"""Every page opens for whom it is meant, and asks the database no more when there is more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.everybody import Everybody, everybody, more_matters, pages_of

pytestmark = pytest.mark.django_db


def queries_of(them: Everybody) -> dict[tuple[str, str], int]:
    counted = {}
    for who, browser, address in pages_of(them):
        browser.get(address)  # what a process keeps, it has now
        with CaptureQueriesContext(connection) as asked:
            response = browser.get(address)
        assert response.status_code in {200, 303}, (who, address, response.status_code)
        counted[who, address.rstrip("/0123456789-LABCDEFGH")] = len(asked)
    return counted


def test_every_page_opens_for_whom_it_is_meant() -> None:
    for who, browser, address in pages_of(everybody()):
        assert browser.get(address).status_code in {200, 303}, (who, address)


def test_every_page_opens_in_english_and_in_large_print() -> None:
    for who, browser, address in pages_of(everybody()):
        for choice in ("language=en", "size=large"):
            response = browser.get(f"{address}?{choice}", follow=True)
            assert response.status_code == 200, (who, address, choice)


def test_no_page_asks_more_when_there_is_more() -> None:
    them = everybody()
    few = queries_of(them)
    more_matters(them, turns=4)
    many = queries_of(them)

    grown = {page: (few[page], many[page]) for page in few if many.get(page, 0) > few[page]}
    assert grown == {}
