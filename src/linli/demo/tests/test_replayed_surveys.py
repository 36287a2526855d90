"""The surveys of a replay are asked and answered by the actions; one less shows."""

from dataclasses import replace

import pytest

from linli.demo.replaying_surveys import surveys_in
from linli.demo.script import REPLAYS, Script, read_script
from linli.demo.tests.test_replays_of_five import a_cut, figures
from linli.outreach.rules.surveys import Way

pytestmark = pytest.mark.django_db

FEW = 5


def with_surveys(titles: list[str]) -> Script:
    """These surveys, asked of a handful, with what the handful answered."""
    whole = read_script(REPLAYS / "jinqiu")
    surveys = [one | {"size": FEW} for one in whole.surveys if one["title"] in titles]
    answers = [
        row
        for row in whole.survey_answers
        if row["survey"] in titles and int(row["drawn"]) <= FEW
    ]
    return replace(a_cut("jinqiu"), surveys=surveys, survey_answers=answers)


def test_the_answers_lie_within_their_survey() -> None:
    script = read_script(REPLAYS / "jinqiu")
    told = surveys_in(script)

    assert len(script.surveys) == 6
    assert [one.at for one in told] == sorted(one.at for one in told)
    assert {row["way"] for row in script.survey_answers} == set(Way)
    spans = {one["title"]: (one["begins"], one["ends"]) for one in script.surveys}
    for row in script.survey_answers:
        begins, ends = spans[row["survey"]]
        assert str(begins) < row["at"] < str(ends)


def test_without_one_survey_there_is_one_less() -> None:
    titles = [
        one["title"]
        for one in read_script(REPLAYS / "jinqiu").surveys
        if one["area"] == "金秋社区"
    ][:2]

    before, after = (
        figures("jinqiu", with_surveys(titles)),
        figures("jinqiu", with_surveys(titles[1:])),
    )

    assert (before["needs_surveys"], after["needs_surveys"]) == (2, 1)
