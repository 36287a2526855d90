"""What a process remembers of the areas, and when it asks anew."""

import pytest
from django.db import connection, transaction
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from linli.kernel import memory
from linli.kernel.testing import NOON
from linli.places import actions
from linli.places.models import Area
from linli.places.queries.known import community_on, known_area, known_areas, known_on
from linli.places.rules import AreaKind
from linli.places.templatetags.places import names_of
from linli.places.testing import THE_SURVEYOR, a_neighbourhood

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_long_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "KEPT_SECONDS", 3600.0)
    monkeypatch.setattr(memory, "DOUBTED_SECONDS", 0.0)


def test_an_area_comes_with_everything_it_lies_in() -> None:
    here = a_neighbourhood()

    unit = known_area(here.unit.pk)

    assert [area.name for area in known_on(unit.path)][-3:] == ["翠竹苑", "3号楼", "2单元"]
    assert unit.parent == here.building
    assert unit.parent.parent == here.compound
    assert community_on(unit.path) == here.community


def test_what_lies_above_every_community_lies_in_none() -> None:
    here = a_neighbourhood()
    outermost = known_on(here.community.path)[0]

    assert community_on(outermost.path) is None


def test_it_is_asked_once() -> None:
    here = a_neighbourhood()
    known_areas([here.unit.pk])

    with CaptureQueriesContext(connection) as asked:
        assert known_area(here.building.pk).name == "3号楼"
        assert known_area(here.unit.pk).parent.parent.name == "翠竹苑"  # type: ignore[union-attr]

    assert len(asked) == 0


def test_a_new_name_is_known_at_once_where_it_was_given() -> None:
    here = a_neighbourhood()
    known_areas([here.compound.pk])

    actions.rename_area(area=here.compound, name="翠竹新苑", by=THE_SURVEYOR, at=NOON)
    memory.forget_everything()  # the seconds of the watch

    assert known_area(here.compound.pk).name == "翠竹新苑"


def test_a_change_that_is_taken_back_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = a_neighbourhood()
    monkeypatch.setattr(memory, "DOUBTED_SECONDS", 3600.0)

    with transaction.atomic():
        actions.rename_area(area=here.compound, name="翠竹新苑", by=THE_SURVEYOR, at=NOON)
        assert known_area(here.compound.pk).name == "翠竹新苑"
        transaction.set_rollback(True)

    assert known_area(here.compound.pk).name == "翠竹苑"


def test_no_more_is_kept_than_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    here = a_neighbourhood()
    monkeypatch.setattr("linli.places.queries.known.MOST", 1)
    known_areas([here.unit.pk])

    known = known_areas([here.community.pk])

    assert here.unit.pk not in known
    assert known[here.community.pk].kind == AreaKind.COMMUNITY


def test_who_is_not_there_is_not_known() -> None:
    with pytest.raises(KeyError):
        known_area(Area.objects.count() + 1000)


def test_a_page_names_areas_whole_one_by_one_or_of_a_list() -> None:
    here = a_neighbourhood()
    page = Template(
        "{% load places %}{{ unit|whole }} {% names_of rows 'area' as names %}"
        "{% for row in rows %}{{ row.area|named_in:names }} {% endfor %}"
    )
    rows = [{"area": here.building}, {"area": here.community}, {"area": None}]

    said = page.render(Context({"unit": here.unit, "rows": rows[:2]}))

    assert said.split() == ["翠竹苑3号楼2单元", "翠竹苑3号楼", "和平里社区"]
    assert names_of(rows, "area") == names_of(rows[:2], "area")
