"""What is said again and again becomes a problem, and is held only after quiet days."""

from dataclasses import replace
from datetime import timedelta

import pytest

from linli.duties.models import Duty
from linli.kernel.errors import NotPermitted
from linli.kernel.options import choose
from linli.kernel.references import THE_SYSTEM
from linli.kernel.testing import NOON
from linli.matters import actions as matters
from linli.matters.models import Matter
from linli.matters.options import ROUTES
from linli.people.testing import A_STRANGER, a_clerk, a_person, viewing
from linli.places.testing import a_neighbourhood
from linli.prevention import actions
from linli.prevention.actions.spotting import WhyTakenOff
from linli.prevention.models import Hanging, Problem
from linli.prevention.options import LEVEL, SEASONS, Season
from linli.prevention.queries import suggestions_at
from linli.prevention.rules import Level, State
from linli.prevention.testing import (
    LIGHT,
    WORDS,
    a_lit_neighbourhood,
    a_problem,
    a_problem_taken_on,
    a_problem_with_measures,
    said,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=6)


def test_three_of_a_kind_from_one_building_open_one_problem() -> None:
    place = a_lit_neighbourhood()
    said(place.building)
    said(place.unit, at=NOON + timedelta(days=1))
    assert not Problem.objects.exists()
    [suggestion] = suggestions_at(place.community, at=LATER)
    assert len(suggestion.matters) == 2

    matter = said(place.building, at=NOON + timedelta(days=2))

    problem = Problem.objects.get()
    assert (problem.state, problem.place, problem.kind_label) == (
        "spotted",
        place.building,
        "楼道灯",
    )
    assert problem.owner
    assert problem.hangings.count() == 3
    assert Duty.objects.running().get(subject=problem.ref).holder == problem.owner
    assert suggestions_at(place.community, at=LATER) == []
    # Told twice, it happens once.
    actions.look_for_problem(matter=matter, at=LATER)
    assert problem.hangings.count() == 3


def test_too_far_apart_in_time_or_place_or_kind_is_no_problem() -> None:
    place = a_lit_neighbourhood()
    said(place.building)
    said(place.building, at=NOON + timedelta(days=20))
    said(place.building, at=NOON + timedelta(days=40))
    said(place.compound, at=NOON + timedelta(days=40))
    for _ in range(3):
        said(place.building, words="想问问医保怎么办，材料要带哪些。")
    assert not Problem.objects.exists()


def test_what_was_withdrawn_does_not_count() -> None:
    place = a_lit_neighbourhood()
    one = said(place.building)
    said(place.building)
    assert one.reporter
    matters.withdraw_matter(matter=one, reason="好了", by=viewing(one.reporter), at=NOON)
    said(place.building)
    assert not Problem.objects.exists()


def test_what_is_private_does_not_count() -> None:
    place = a_lit_neighbourhood()
    for _ in range(3):
        matter = said(place.compound)
        Matter.objects.filter(pk=matter.pk).update(sensitivity="private", place=place.building)
        matter.refresh_from_db()
        assert actions.look_for_problem(matter=matter, at=NOON) is None
    assert not Problem.objects.exists()


def test_a_community_may_look_at_the_whole_compound() -> None:
    place = a_lit_neighbourhood()
    choose({LEVEL: Level.COMPOUND}, place=place.community.ref, by=THE_SYSTEM, at=NOON)
    for spot in (place.building, place.compound, place.unit):
        said(spot)
    assert Problem.objects.get().place == place.compound


def test_a_season_opens_a_problem_by_itself_once_a_year() -> None:
    place = a_lit_neighbourhood()
    season = Season(route="light", label="冬天天黑得早", label_en="Dark winter", months=(3, 4))
    choose({SEASONS: (season,)}, place=place.community.ref, by=THE_SYSTEM, at=NOON)

    assert actions.open_seasons(NOON) == 1
    assert actions.open_seasons(NOON + timedelta(days=3)) == 0
    problem = Problem.objects.get()
    assert problem.place == place.community
    said(place.building)
    assert problem.hangings.count() == 1
    assert actions.open_seasons(NOON + timedelta(days=90)) == 0
    a_neighbourhood()
    assert actions.open_seasons(NOON) == 0


def test_a_matter_is_hung_on_and_taken_off_by_hand_and_stays_off() -> None:
    problem = a_problem()
    clerk = viewing(a_clerk(problem.desk, "林小溪"))
    hanging = problem.hangings.select_related("problem__place", "matter").first()
    assert hanging
    with pytest.raises(WhyTakenOff):
        actions.take_off_matter(hanging=hanging, why=" ", by=clerk, at=LATER)
    actions.take_off_matter(hanging=hanging, why="是他家自己的灯", by=clerk, at=LATER)
    actions.look_for_problem(matter=hanging.matter, at=LATER)
    assert Hanging.objects.running().filter(problem=problem).count() == 2
    problem.refresh_from_db()

    actions.hang_matter(problem=problem, matter=hanging.matter, by=clerk, at=LATER)
    with pytest.raises(actions.HangsAlready):
        actions.hang_matter(problem=problem, matter=hanging.matter, by=clerk, at=LATER)
    elsewhere = said(a_lit_neighbourhood().building)
    with pytest.raises(actions.NothingAlike):
        actions.hang_matter(problem=problem, matter=elsewhere, by=clerk, at=LATER)
    with pytest.raises(NotPermitted):
        actions.hang_matter(problem=problem, matter=hanging.matter, by=A_STRANGER, at=LATER)


def test_it_is_worked_out_and_held_after_quiet_days() -> None:
    problem = a_problem_with_measures()
    assert problem.quiet_until
    assert not Duty.objects.running().filter(subject=problem.ref).exists()

    assert actions.check_quiet_problems(problem.quiet_until - timedelta(minutes=1)) == 0
    assert actions.check_quiet_problems(problem.quiet_until) == 1

    problem.refresh_from_db()
    assert (problem.state, problem.ended_at) == (State.CHECKED, problem.quiet_until)


def test_said_again_after_the_measures_it_is_opened_anew() -> None:
    problem = a_problem_with_measures()
    said(problem.place, at=NOON + timedelta(days=20))
    problem.refresh_from_db()
    assert (problem.state, problem.reopenings) == (State.TAKEN_ON, 1)
    assert Duty.objects.running().filter(subject=problem.ref).count() == 1
    assert actions.check_quiet_problems(NOON + timedelta(days=90)) == 0


def test_measures_without_a_cause_are_refused() -> None:
    problem = a_problem_taken_on()
    assert problem.owner
    with pytest.raises(actions.CauseMissing):
        actions.set_measures(
            problem=problem, cause=" ", measures="换", by=viewing(problem.owner), at=LATER
        )
    stranger = viewing(a_person("路人"))
    with pytest.raises(NotPermitted):
        actions.set_measures(problem=problem, cause="线", measures="换", by=stranger, at=LATER)


def test_it_is_set_aside_only_by_a_second_person() -> None:
    problem = a_problem()
    one, other = (viewing(a_clerk(problem.desk, name)) for name in ("林小溪", "何春燕"))
    with pytest.raises(actions.NobodyAsked):
        actions.set_aside(problem=problem, by=other, at=LATER)
    with pytest.raises(actions.WhyMissing):
        actions.ask_to_set_aside(problem=problem, why="", by=one, at=LATER)
    actions.ask_to_set_aside(problem=problem, why="三次说的是三盏灯", by=one, at=LATER)
    with pytest.raises(actions.AskedAlready):
        actions.ask_to_set_aside(problem=problem, why="再说一次", by=other, at=LATER)
    with pytest.raises(actions.AnotherPersonNeeded):
        actions.set_aside(problem=problem, by=one, at=LATER)
    actions.keep_problem(problem=problem, by=other, at=LATER)
    assert problem.aside_asked_by_id is None
    actions.ask_to_set_aside(problem=problem, why="三次说的是三盏灯", by=one, at=LATER)
    actions.set_aside(problem=problem, by=other, at=LATER)
    assert problem.state == State.SET_ASIDE
    assert not Duty.objects.running().filter(subject=problem.ref).exists()


def test_two_at_the_desk_cannot_both_take_it_on() -> None:
    problem = a_problem()
    stale = Problem.objects.get(pk=problem.pk)
    clerk = viewing(a_clerk(problem.desk, "林小溪"))
    actions.take_on_problem(problem=problem, by=clerk, at=LATER)
    with pytest.raises(actions.ProblemMovedOn):
        actions.take_on_problem(problem=stale, by=clerk, at=LATER)


def test_a_desk_need_not_wait_for_the_third_time() -> None:
    place = a_lit_neighbourhood()
    clerk = viewing(a_clerk(place.community, "林小溪"))
    one = said(place.building)
    with pytest.raises(actions.NothingAlike):
        actions.open_problem(matter=one, by=clerk, at=LATER)
    said(place.building)
    with pytest.raises(NotPermitted):
        actions.open_problem(matter=one, by=viewing(a_person("路人")), at=LATER)
    problem = actions.open_problem(matter=one, by=clerk, at=LATER)
    assert problem.hangings.count() == 2
    with pytest.raises(actions.HangsAlready):
        actions.open_problem(matter=one, by=clerk, at=LATER)


def test_one_topic_over_many_routes_is_no_kind() -> None:
    place = a_neighbourhood()
    lamp = replace(LIGHT, topic="compound")
    pipes = replace(LIGHT, code="pipes", label="水管", keywords=("水管",), topic="compound")
    choose(
        {ROUTES: (lamp, pipes, *ROUTES.default)},
        place=place.community.ref,
        by=THE_SYSTEM,
        at=NOON,
    )
    for words in (WORDS, WORDS, "楼道里的水管一直滴水，地上是湿的。"):
        said(place.building, words=words)
    assert not Problem.objects.exists()

    said(place.building)

    assert Problem.objects.get().kind_label == "楼道灯"


def test_what_is_still_open_from_last_year_is_not_opened_again() -> None:
    place = a_lit_neighbourhood()
    season = Season(route="light", label="冬天天黑得早", label_en="Dark winter", months=(3, 4))
    choose({SEASONS: (season,)}, place=place.community.ref, by=THE_SYSTEM, at=NOON)
    assert actions.open_seasons(NOON) == 1

    assert actions.open_seasons(NOON + timedelta(days=365)) == 0
    assert Problem.objects.count() == 1
