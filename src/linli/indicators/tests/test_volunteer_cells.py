"""The lists behind the figures of volunteers name nobody to a passer-by."""

from datetime import timedelta

import pytest

from linli.indicators.lists import Listing, listing
from linli.kernel.indicators import Indicator, Window
from linli.kernel.testing import NOON
from linli.people.testing import viewing
from linli.people.viewer import A_PASSER_BY, Viewer
from linli.volunteers import actions
from linli.volunteers.testing import (
    Station,
    a_course,
    a_record,
    a_star_on_notice,
    a_station,
    a_team,
    a_volunteer,
    with_hours,
)

pytestmark = pytest.mark.django_db
TODAY = Window(since=None, until=NOON + timedelta(days=30))


@pytest.fixture
def station() -> Station:
    return a_station()


def shown(code: str, station: Station, viewer: Viewer) -> Listing:
    place = station.place.community
    return listing(Indicator.registry[code].rows(place.ref, TODAY), place, viewer)


def test_a_passer_by_reads_counts_and_compounds(station: Station) -> None:
    a_record(station, a_volunteer(station, "欧阳秀英"))

    for code in ("volunteers.registered", "volunteers.minutes"):
        said = str(shown(code, station, A_PASSER_BY).rows)
        assert not any(word in said for word in ("欧阳", "ZY-", "3号楼"))
        assert "ZY-" in str(shown(code, station, viewing(station.clerk)).rows)


def test_every_list_stands_for_its_figure(station: Station) -> None:
    a_team(station)
    volunteer = with_hours(station, a_volunteer(station), 100)
    award = a_star_on_notice(station, volunteer)
    actions.grant_star(award=award, by=station.by, at=award.closes_at)
    course = a_course(station, lessons=1)
    enrolment = actions.sign_up(course=course, volunteer=volunteer, by=station.by, at=NOON)
    done = NOON + timedelta(days=2)
    lesson = course.lessons.get()
    actions.note_lesson(lesson=lesson, came=[enrolment.pk], by=station.by, at=done)
    actions.finish_course(course=course, by=station.by, at=done)

    for name in ("teams", "starred", "trained", "registered"):
        found = shown(f"volunteers.{name}", station, viewing(station.clerk))
        figure = Indicator.registry[f"volunteers.{name}"]
        assert found.stands_for == figure.value(station.place.community.ref, TODAY) == 1
