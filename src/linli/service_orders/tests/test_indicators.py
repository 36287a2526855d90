"""Every figure equals its list."""

from datetime import timedelta

import pytest

from linli.kernel.indicators import Indicator, Window
from linli.people.testing import a_browser_of
from linli.ratings.rules import Answer, Satisfied, Solved
from linli.service_orders import actions
from linli.service_orders import indicators as figures
from linli.service_orders.testing import (
    TOMORROW,
    Here,
    a_confirmed_order,
    a_done_order,
    a_published_order,
    a_wish,
    here,
)

pytestmark = pytest.mark.django_db
WINDOW = Window(since=TOMORROW - timedelta(days=1), until=TOMORROW + timedelta(days=30))


@pytest.fixture
def them() -> Here:
    """Two visits at home of one kind, one errand, one that waits for a word, one untaken."""
    them = here()
    first = a_confirmed_order(them).order
    answer = Answer(solved=Solved.YES, satisfied=Satisfied.VERY)
    actions.rate_order(order=first, answer=answer, by=them.by_elder, at=first.ends_at)
    for day, service in ((1, "companionship"), (2, "errand")):
        starts_at = TOMORROW + timedelta(days=day)
        a_confirmed_order(them, wish=a_wish(service, starts_at=starts_at))
    a_done_order(them, wish=a_wish(starts_at=TOMORROW + timedelta(days=3)))
    a_published_order(them, wish=a_wish(starts_at=TOMORROW + timedelta(days=4)))
    return them


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        (figures.HOME_VISITS, 2),
        (figures.HOME_KINDS, 1),
        (figures.SERVED, 3),
        (figures.PEOPLE_SERVED, 1),
        (figures.PEOPLE_WHO_SERVED, 1),
        (figures.RECIPIENTS, 1),
        (figures.FULFILLED, 60),
        (figures.CONTENT, 100),
    ],
)
def test_a_figure_counts_its_list(them: Here, figure: Indicator, value: int) -> None:  # type: ignore[type-arg]
    place = them.station.place.community.ref

    assert figure.value(place, WINDOW) == value
    if not figure.as_percent:
        assert figure.rows(place, WINDOW).count() == value


def test_another_community_has_none_of_it(them: Here) -> None:
    elsewhere = here().station.place.community

    assert figures.SERVED.value(elsewhere.ref, WINDOW) == 0


def test_the_list_opens_for_the_desk(them: Here) -> None:
    browser = a_browser_of(them.station.clerk)
    place = them.station.place.community.pk
    for figure in ("home_service_visits", "people_served", "people_who_served", "content"):
        shown = browser.get(f"/figures/service_orders.{figure}/?place={place}")
        assert shown.status_code == 200, figure
