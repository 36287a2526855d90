"""A needs survey: drawn by lot, answered once by each household, told in counts."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.errors import NotPermitted
from linli.kernel.indicators import Window
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.matters.models import Matter
from linli.outreach import actions, policies
from linli.outreach.actions.surveys import (
    AlreadyAnswered,
    HouseholdNotAsked,
    NothingSaid,
    PaperDateImpossible,
    SurveyIncomplete,
    SurveyMovedOn,
    TooFewHouseholds,
)
from linli.outreach.indicators import NEEDS_SURVEYS, SURVEY_COVERAGE
from linli.outreach.models import AskedHousehold, Response, Survey
from linli.outreach.rules.surveys import (
    NEXT,
    Answering,
    AnswerUnreadable,
    QuestionUnreadable,
    Said,
    SurveyState,
    SurveyStep,
    SurveyStepNotAllowed,
    Way,
    after,
    average,
    drawn,
    read_choices,
    refuse_unreadable,
    shown_counts,
)
from linli.outreach.testing import Here, a_running_survey, a_survey, answers, here
from linli.people.rules import PostKind
from linli.people.testing import a_clerk, a_holder, a_steward, viewing
from linli.people.viewer import A_PASSER_BY
from linli.places.testing import a_neighbourhood

A_MONTH = Window(since=NOON - timedelta(days=1), until=NOON + timedelta(days=30))


@pytest.fixture
def them() -> Here:
    return here()


def asked_of(survey: Survey) -> list[AskedHousehold]:
    found = AskedHousehold.objects.filter(survey=survey)
    return list(
        found.select_related("survey", "household__dwelling__area").order_by("position")
    )


def test_every_state_and_step() -> None:
    for state, step in product(SurveyState, SurveyStep):
        if (state, step) in NEXT:
            assert after(state, step) is NEXT[state, step]
        else:
            with pytest.raises(SurveyStepNotAllowed):
                after(state, step)


def test_the_same_seed_draws_the_same() -> None:
    assert drawn(range(1, 50), seed=7) == drawn(reversed(range(1, 50)), seed=7)
    assert drawn(range(1, 50), seed=7) != drawn(range(1, 50), seed=8)
    assert sorted(drawn(range(1, 50), seed=7)) == list(range(1, 50))


@given(st.lists(st.integers(0, 12), min_size=2, max_size=8), st.integers(2, 6))
def test_few_are_never_found_by_subtraction(counts: list[int], smallest: int) -> None:
    shown = shown_counts(counts, smallest=smallest, adds_up=True)

    hidden = [count for count, seen in zip(counts, shown, strict=True) if seen is None]
    assert all(seen is None or seen == 0 or seen >= smallest for seen in shown)
    assert not hidden or sum(hidden) >= smallest or not any(shown)


def test_the_average_rounds_a_half_up() -> None:
    assert [average([]), average([1, 2]), average([1, 1, 2])] == [None, 2, 1]


@pytest.mark.parametrize(
    ("answering", "said"),
    [
        (Answering.ONE, Said(choices=(0, 1))),
        (Answering.ONE, Said(choices=(2,))),
        (Answering.ONE, Said(words="灯")),
        (Answering.SEVERAL, Said(choices=(1, 1))),
        (Answering.SEVERAL, Said(number=1)),
        (Answering.NUMBER, Said(number=-1)),
        (Answering.NUMBER, Said(words="三口")),
        (Answering.WORDS, Said(words="灯" * 501)),
        (Answering.WORDS, Said(choices=(0,))),
    ],
)
def test_what_does_not_answer_the_question_is_refused(answering: Answering, said: Said) -> None:
    with pytest.raises(AnswerUnreadable):
        refuse_unreadable(answering, 2, said)


def test_a_choice_needs_two_that_differ() -> None:
    assert read_choices(Answering.ONE, [" 灯 ", "", "门"]) == ["灯", "门"]
    for written in (["灯"], ["灯", "灯"], [str(n) for n in range(13)]):
        with pytest.raises(QuestionUnreadable):
            read_choices(Answering.ONE, written)


pytestmark = pytest.mark.django_db


def test_a_census_asks_every_household_and_a_sample_so_many(them: Here) -> None:
    survey = a_running_survey(them)
    assert len(asked_of(survey)) == 6

    sample = a_survey(them, size=4)
    actions.begin_survey(survey=sample, by=viewing(them.clerk), at=NOON)
    households = [one.household_id for one in asked_of(sample)]
    assert households == drawn([one.household_id for one in asked_of(survey)], seed=7)[:4]


def test_a_household_answers_once_whoever_writes_it_down(them: Here) -> None:
    survey = a_running_survey(them)
    first, steward = asked_of(survey)[0], a_steward(them.place.building)
    said = answers(survey, Said(choices=(0,)), Said(choices=(0, 2)), Said(number=3))
    actions.answer_survey(asked=first, said=said, way=Way.WALKER, by=viewing(steward), at=NOON)

    with pytest.raises(AlreadyAnswered):
        actions.answer_survey(
            asked=first, said=said, way=Way.SELF, code=first.code, by=A_PASSER_BY, at=NOON
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(asked=first, way="self", answered_on=NOON, entered_at=NOON)
    assert Response.objects.get().replies.count() == 4


def test_the_code_of_one_household_does_not_answer_for_another(them: Here) -> None:
    survey = a_running_survey(them)
    mine, other = asked_of(survey)[:2]
    said = answers(survey, Said(choices=(0,)))

    actions.answer_survey(
        asked=mine, said=said, way=Way.SELF, code=mine.code, by=A_PASSER_BY, at=NOON
    )
    for code in (mine.code, ""):
        with pytest.raises(NotPermitted):
            actions.answer_survey(
                asked=other, said=said, way=Way.SELF, code=code, by=A_PASSER_BY, at=NOON
            )


def test_the_journal_never_tells_which_household_answered(them: Here) -> None:
    survey = a_running_survey(them)
    one = asked_of(survey)[0]
    said = answers(survey, Said(choices=(0,)))
    actions.answer_survey(
        asked=one, said=said, way=Way.SELF, code=one.code, by=A_PASSER_BY, at=NOON
    )

    entry = Entry.objects.order_by("-pk")[0]
    assert (entry.subject, entry.place) == (survey.ref, survey.area.ref)
    assert entry.facts == {"way": "自己填的"}


def test_paper_has_the_day_on_which_it_was_filled_in(them: Here) -> None:
    survey = a_running_survey(them)
    one, later = asked_of(survey)[0], NOON + timedelta(days=3)
    said = answers(survey, Said(choices=(0,)))

    def enters(day: int) -> Response:
        return actions.answer_survey(
            asked=one,
            said=said,
            way=Way.PAPER,
            answered_on=(NOON + timedelta(days=day)).date(),
            by=viewing(them.clerk),
            at=later,
        )

    for wrong in (-1, 4):
        with pytest.raises(PaperDateImpossible):
            enters(wrong)
    response = enters(1)
    assert (response.answered_on, response.entered_at) == (
        (NOON + timedelta(days=1)).date(),
        later,
    )


def test_an_empty_sheet_is_no_answer(them: Here) -> None:
    survey = a_running_survey(them)
    one = asked_of(survey)[0]

    for said in ({}, answers(survey, Said(), Said(words=" "))):
        with pytest.raises((NothingSaid, AnswerUnreadable)):
            actions.answer_survey(
                asked=one, said=said, way=Way.SELF, code=one.code, by=A_PASSER_BY, at=NOON
            )
    with pytest.raises(AnswerUnreadable):
        actions.answer_survey(
            asked=one,
            said={0: Said(number=1)},
            way=Way.SELF,
            code=one.code,
            by=A_PASSER_BY,
            at=NOON,
        )


def test_the_next_of_the_draw_takes_the_place_of_who_is_away(them: Here) -> None:
    survey = a_running_survey(them, size=4)
    one, by = asked_of(survey)[1], viewing(them.clerk)

    new = actions.replace_household(asked=one, reason="长期在外", by=by, at=NOON)

    everybody = drawn(list(range(one.household_id - 10, one.household_id + 10)), seed=7)
    real = {row.household_id for row in asked_of(survey)}
    assert new.position == 5
    assert [pk for pk in everybody if pk in real][:5] == [
        row.household_id for row in asked_of(survey)
    ]
    one.refresh_from_db()
    with pytest.raises(SurveyMovedOn):
        actions.replace_household(asked=one, reason="长期在外", by=by, at=NOON)
    with pytest.raises(HouseholdNotAsked):
        actions.answer_survey(
            asked=one,
            said=answers(survey, Said(choices=(0,))),
            way=Way.SELF,
            code=one.code,
            by=A_PASSER_BY,
            at=NOON,
        )


def test_who_is_not_replaced(them: Here) -> None:
    by = viewing(them.clerk)
    census = a_running_survey(them, many=3)
    with pytest.raises(HouseholdNotAsked):
        actions.replace_household(asked=asked_of(census)[0], reason="在外", by=by, at=NOON)
    sample = a_survey(them, size=3)
    actions.begin_survey(survey=sample, by=by, at=NOON)
    one = asked_of(sample)[0]
    with pytest.raises(SurveyIncomplete):
        actions.replace_household(asked=one, reason=" ", by=by, at=NOON)
    with pytest.raises(NotPermitted):
        actions.replace_household(asked=one, reason="在外", by=A_PASSER_BY, at=NOON)
    with pytest.raises(TooFewHouseholds):
        actions.replace_household(asked=one, reason="在外", by=by, at=NOON)
    one.refresh_from_db()
    assert one.replaced_because == ""
    said = answers(sample, Said(choices=(0,)))
    actions.answer_survey(asked=one, said=said, way=Way.WALKER, by=by, at=NOON)
    with pytest.raises(AlreadyAnswered):
        actions.replace_household(asked=one, reason="在外", by=by, at=NOON)


def test_what_a_survey_needs_before_it_begins(them: Here) -> None:
    by = viewing(them.clerk)

    def drafts(**said: Any) -> Survey:
        real: dict[str, Any] = {
            "title": "楼道",
            "purpose": "定规矩",
            "closes_at": NOON + timedelta(days=1),
        }
        return actions.draft_survey(
            **(real | said),
            area=them.place.compound,
            by=by,
            at=NOON,
        )

    for wrong in ({"title": " "}, {"purpose": ""}, {"closes_at": NOON}):
        with pytest.raises(SurveyIncomplete):
            drafts(**wrong)
    empty = drafts()
    with pytest.raises(SurveyIncomplete):
        actions.begin_survey(survey=empty, by=by, at=NOON)
    with pytest.raises(QuestionUnreadable):
        actions.ask_question(survey=empty, words=" ", answering=Answering.WORDS, by=by, at=NOON)
    with pytest.raises(TooFewHouseholds):
        actions.begin_survey(survey=a_survey(them), by=by, at=NOON)


def test_a_survey_that_has_begun_is_neither_changed_nor_dropped(them: Here) -> None:
    survey, by = a_running_survey(them), viewing(them.clerk)

    with pytest.raises(SurveyStepNotAllowed):
        actions.ask_question(
            survey=survey, words="再问", answering=Answering.WORDS, by=by, at=NOON
        )
    with pytest.raises(SurveyStepNotAllowed):
        actions.drop_survey(survey=survey, reason="算了", by=by, at=NOON)


def test_a_draft_is_dropped_with_a_reason(them: Here) -> None:
    survey, by = a_survey(them), viewing(them.clerk)
    with pytest.raises(SurveyIncomplete):
        actions.drop_survey(survey=survey, reason="", by=by, at=NOON)

    actions.drop_survey(survey=survey, reason="上个月问过了", by=by, at=NOON)

    assert survey.standing is SurveyState.DROPPED


def test_two_do_not_both_close_it_and_nobody_answers_afterwards(them: Here) -> None:
    survey, by = a_running_survey(them), viewing(them.clerk)
    stale, one = Survey.objects.get(pk=survey.pk), asked_of(survey)[0]
    with pytest.raises(SurveyIncomplete):
        actions.close_survey(survey=survey, conclusion=" ", by=by, at=NOON)
    actions.close_survey(survey=survey, conclusion="开会定规矩", by=by, at=NOON)

    with pytest.raises(SurveyMovedOn):
        actions.close_survey(survey=stale, conclusion="再来", by=by, at=NOON)
    with pytest.raises(SurveyMovedOn):  # the row was read before it was closed
        actions.answer_survey(
            asked=one,
            said=answers(survey, Said(choices=(0,))),
            way=Way.SELF,
            code=one.code,
            by=A_PASSER_BY,
            at=NOON,
        )
    assert not Response.objects.exists()


def test_what_was_found_becomes_a_matter_once_it_is_told(them: Here) -> None:
    survey, by = a_running_survey(them), viewing(them.clerk)
    with pytest.raises(SurveyMovedOn):
        actions.raise_from_survey(survey=survey, words="装扶手", by=by, at=NOON)
    actions.close_survey(survey=survey, conclusion="多数要扶手", by=by, at=NOON)

    matter = actions.raise_from_survey(survey=survey, words="装扶手", by=by, at=NOON)

    assert (matter, matter.place) == (Matter.objects.get(), survey.area)


def test_who_may_run_and_who_may_answer(them: Here) -> None:
    survey = a_running_survey(them)
    one, place = asked_of(survey)[0], them.place
    elsewhere = a_neighbourhood()
    table = {
        them.clerk: (True, True),
        a_steward(place.building): (False, True),
        a_holder(PostKind.GRID_WORKER, place.compound, "林小北"): (False, True),
        a_holder(PostKind.HOUSEHOLD_REPRESENTATIVE, place.unit, "代表"): (False, False),
        a_clerk(elsewhere.community, "路远"): (False, False),
        a_steward(elsewhere.building, "别楼"): (False, False),
        them.resident: (False, False),
    }
    for person, (runs, answering) in table.items():
        viewer = viewing(person)
        assert policies.may_run_survey(viewer, survey.area) is runs, person.name
        assert policies.may_answer_survey(viewer, one, "") is answering, person.name
        assert Survey.objects.visible_to(viewer).exists() is answering, person.name
        assert AskedHousehold.objects.visible_to(viewer).exists() is answering, person.name
    assert policies.may_answer_survey(A_PASSER_BY, one, one.code)
    assert not policies.may_answer_survey(viewing(them.clerk), one, "wrong")
    with pytest.raises(NotPermitted):
        actions.close_survey(survey=survey, conclusion="好", by=viewing(them.resident), at=NOON)


def test_a_draft_is_for_the_desk_alone(them: Here) -> None:
    survey, steward = a_survey(them), a_steward(them.place.building)

    assert Survey.objects.visible_to(viewing(them.clerk)).get() == survey
    assert not Survey.objects.visible_to(viewing(steward)).exists()
    assert not Survey.objects.visible_to(A_PASSER_BY).exists()


def test_the_figures_count_surveys_and_households(them: Here) -> None:
    a_survey(them)  # a draft asks nobody
    survey, place = a_running_survey(them, size=4), them.place.community.ref
    for one in asked_of(survey)[:3]:
        said = answers(survey, Said(choices=(0,)))
        actions.answer_survey(
            asked=one, said=said, way=Way.SELF, code=one.code, by=A_PASSER_BY, at=NOON
        )

    assert NEEDS_SURVEYS.value(place, A_MONTH) == 1
    assert SURVEY_COVERAGE.value(place, A_MONTH) == 75
    actions.close_survey(survey=survey, conclusion="好", by=viewing(them.clerk), at=NOON)
    later = Window(since=NOON + timedelta(days=1), until=NOON + timedelta(days=30))
    assert NEEDS_SURVEYS.value(place, later) == 0
