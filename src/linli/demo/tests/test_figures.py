"""No figure without its list: each equals what its page shows."""

import csv
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from linli.demo.testing import a_small_script, tell_small
from linli.indicators.lists import listing
from linli.indicators.queries import agrees, figures_of, window
from linli.kernel.dates import day_of
from linli.kernel.indicators import Indicator, Qualifier
from linli.people.viewer import A_PASSER_BY, THE_HOUSE
from linli.places.models import Area
from linli.places.queries import area_of_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Area:
    """浦城县 with the first few matters of its replay."""
    tell_small(a_small_script("pucheng", first=8))
    return here()


def here() -> Area:
    place = area_of_code("350722000000")
    assert place
    return place


def test_every_list_is_as_long_as_its_figure(place: Area) -> None:
    asked = window(None, day_of(a_small_script("pucheng", first=8).until))

    for indicator in Indicator.registry.values():
        rows = indicator.rows(place.ref, asked)
        for viewer in (A_PASSER_BY, THE_HOUSE):
            table = listing(rows, place, viewer)
            assert table.stands_for == rows.count(), indicator.code
        value = indicator.value(place.ref, asked)
        if indicator.as_percent:
            whole = indicator.denominator(place.ref, asked) or 1
            exact = 100 * 10**indicator.decimals * rows.count() / whole
            assert abs(value - exact) <= 0.5, indicator.code
        elif not (indicator.sum_of or indicator.averaged):
            assert value == rows.count(), indicator.code


def test_every_figure_has_a_page_and_files_without_the_name_of_a_person(place: Area) -> None:
    for figure in figures_of("pucheng"):
        page = Client().get(figure.list_url)
        assert page.status_code == 200
        assert figure.headline.indicator.explained in page.content.decode()
        file = Client().get(f"{figure.list_url}&file=csv").content.decode("utf-8-sig")
        table = list(csv.reader(StringIO(file)))[1:]
        people = table and len(table[0]) == 2 and table[0][1].isdigit()
        assert (sum(int(r[1]) for r in table) if people else len(table)) == figure.value
        assert Client().get(f"{figure.list_url}&file=xlsx").content[:2] == b"PK"

    url = next(f.list_url for f in figures_of("pucheng") if f.headline.key == "grid_leaders")
    said = Client().get(url).content.decode()
    assert place.name in said
    assert "只按小区列人数" in said
    assert "*" not in said.partition("<tbody>")[2].partition("</tbody>")[0]


def test_all_figures_stand_on_one_page_and_the_command_says_them(
    place: Area, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("figures", "pucheng")
    said = Client().get(reverse("figures")).content.decode()

    assert "talk_boxes" in capsys.readouterr().out
    assert place.name in said
    assert "报道值" in said


@pytest.mark.parametrize(
    ("qualifier", "value", "reported", "expected"),
    [
        (Qualifier.EXACT, 23, 23, True),
        (Qualifier.EXACT, 24, 23, False),
        (Qualifier.AT_LEAST, 500, 500, True),
        (Qualifier.AT_LEAST, 600, 500, True),
        (Qualifier.AT_LEAST, 601, 500, False),
        (Qualifier.AT_LEAST, 499, 500, False),
        (Qualifier.ABOUT, 9, 10, True),
        (Qualifier.ABOUT, 11, 10, True),
        (Qualifier.ABOUT, 12, 10, False),
    ],
)
def test_a_figure_agrees_as_far_as_the_press_was_exact(
    qualifier: Qualifier, value: int, reported: int, expected: bool
) -> None:
    assert agrees(qualifier, value, reported) is expected
