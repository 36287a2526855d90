"""Problems in any legal state, reached the way real ones are: through the actions."""

from datetime import datetime, timedelta

from linli.kernel.options import choose
from linli.kernel.references import THE_SYSTEM
from linli.kernel.testing import NOON
from linli.matters import actions as matters
from linli.matters.actions import Word
from linli.matters.models import Matter
from linli.matters.options import ROUTES
from linli.matters.routing import Route
from linli.people.models import Person
from linli.people.testing import a_clerk, a_person, a_secretary, viewing
from linli.places.models import Area
from linli.places.rules import AreaKind
from linli.places.testing import Neighbourhood, a_neighbourhood
from linli.prevention import actions
from linli.prevention.models import Problem

LIGHT = Route(
    code="light",
    label="楼道灯",
    label_en="Stair light",
    keywords=("灯", "路灯"),
    tier="minor",
    desk=AreaKind.COMMUNITY,
    requirement="当天去看，换灯泡或者查线路。",
)
WORDS = "楼道的路灯又不亮，晚上看不见。"


def with_lights(area: Area) -> None:
    """The community knows lamps as a kind of their own."""
    routes = (LIGHT, *ROUTES.default)
    choose({ROUTES: routes}, place=area.ref, by=THE_SYSTEM, at=NOON)


def a_lit_neighbourhood() -> Neighbourhood:
    place = a_neighbourhood()
    with_lights(place.community)
    a_secretary(place.community)
    return place


def said(
    place: Area, *, at: datetime = NOON, reporter: Person | None = None, words: str = WORDS
) -> Matter:
    """One more matter from there, looked at as the subscription does."""
    who = reporter or a_person("王秀英", place)
    word = Word(words=words, place=place)
    matter = matters.report_matter(word=word, by=viewing(who), reporter=who, at=at)
    actions.look_for_problem(matter=matter, at=at)
    return matter


def a_problem(place: Neighbourhood | None = None, *, at: datetime = NOON) -> Problem:
    """Three times the lamp of one building."""
    here = place or a_lit_neighbourhood()
    for day in range(3):
        said(here.building, at=at + timedelta(days=day))
    return Problem.objects.select_related("place", "desk__parent", "owner").get(
        place=here.building
    )


def a_problem_taken_on(place: Neighbourhood | None = None) -> Problem:
    problem = a_problem(place)
    clerk = a_clerk(problem.desk, "林小溪")
    actions.take_on_problem(problem=problem, by=viewing(clerk), at=NOON + timedelta(days=3))
    return problem


def a_problem_with_measures(place: Neighbourhood | None = None) -> Problem:
    problem = a_problem_taken_on(place)
    assert problem.owner
    actions.set_measures(
        problem=problem,
        cause="整栋楼的线路老化",
        measures="请物业换线路，装感应灯",
        by=viewing(problem.owner),
        at=NOON + timedelta(days=5),
    )
    return problem
