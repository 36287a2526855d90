"""The needs surveys of a replay: drawn up, drawn by lot, answered door by door, told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from linli.demo.rows import Row, read_moment
from linli.demo.script import Script
from linli.outreach import actions as outreach
from linli.outreach.models import AskedHousehold, Question, Survey
from linli.outreach.rules.surveys import Answering, Said, Way
from linli.people.viewer import A_PASSER_BY

if TYPE_CHECKING:
    from linli.demo.replaying import Telling


@dataclass(frozen=True, kw_only=True)
class SurveyBegins:
    """A survey is drawn up and begins."""

    at: datetime
    written: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class HouseholdAnswers:
    """The household drawn at that place answers: at the door, by itself or on paper."""

    at: datetime
    row: Row


@dataclass(frozen=True, kw_only=True)
class SurveyEnds:
    """A survey ends and what came out is told."""

    at: datetime
    written: Mapping[str, Any]


type SurveyTold = SurveyBegins | HouseholdAnswers | SurveyEnds


def surveys_in(script: Script) -> list[SurveyTold]:
    """The surveys of a replay in the order of time; most replays have none."""
    told: list[SurveyTold] = [
        *(SurveyBegins(at=read_moment(one["begins"]), written=one) for one in script.surveys),
        *(
            HouseholdAnswers(at=read_moment(row["at"]), row=row)
            for row in script.survey_answers
        ),
        *(SurveyEnds(at=read_moment(one["ends"]), written=one) for one in script.surveys),
    ]
    return sorted(told, key=lambda one: one.at)


def tell_of_survey(told: SurveyTold, telling: "Telling") -> None:
    """需求调查: by the actions that the pages use."""
    match told:
        case SurveyBegins():
            _begin(told, telling)
        case HouseholdAnswers():
            _answer(told, telling)
        case SurveyEnds():
            _end(told, telling)


def _begin(told: SurveyBegins, telling: "Telling") -> None:
    written, at = told.written, told.at
    by = telling.viewer(telling.stage.people[written["clerk"]], at)
    survey = outreach.draft_survey(
        title=written["title"],
        purpose=written["purpose"],
        area=telling.stage.areas[written["area"]],
        closes_at=read_moment(written["ends"]),
        sample_size=written["size"],
        seed=written["seed"],
        by=by,
        at=at,
    )
    for question in written["questions"]:
        outreach.ask_question(
            survey=survey,
            words=question["words"],
            answering=Answering(question["answering"]),
            choices=question.get("choices", ()),
            by=by,
            at=at,
        )
    outreach.begin_survey(survey=survey, by=by, at=at)
    telling.counted["需求调查"] += 1


def _answer(told: HouseholdAnswers, telling: "Telling") -> None:
    row = told.row
    households = AskedHousehold.objects.select_related("survey", "household__dwelling__area")
    asked = households.get(survey__title=row["survey"], position=int(row["drawn"]))
    way = Way(row["way"])
    themselves = way is Way.SELF
    outreach.answer_survey(
        asked=asked,
        said=dict(_said(row["said"], asked.survey)),
        way=way,
        by=A_PASSER_BY
        if themselves
        else telling.viewer(telling.stage.people[row["by"]], told.at),
        code=asked.code if themselves else "",
        answered_on=date.fromisoformat(row["filled_on"]) if row["filled_on"] else None,
        at=told.at,
    )
    telling.counted["答卷"] += 1


def _end(told: SurveyEnds, telling: "Telling") -> None:
    survey = Survey.objects.select_related("area").get(title=told.written["title"])
    outreach.close_survey(
        survey=survey,
        conclusion=told.written["conclusion"],
        by=telling.viewer(telling.stage.people[told.written["clerk"]], told.at),
        at=told.at,
    )


def _said(written: str, survey: Survey) -> Iterator[tuple[int, Said]]:
    """Read the answers, one a question: "0|0+2|3|想有人教写简历"."""
    for question, answer in zip(survey.questions.all(), written.split("|"), strict=True):
        if answer:
            yield question.pk, _answer_of(question, answer)


def _answer_of(question: Question, written: str) -> Said:
    if question.kind.has_choices:
        return Said(choices=tuple(int(place) for place in written.split("+")))
    if question.kind is Answering.NUMBER:
        return Said(number=int(written))
    return Said(words=written)
