"""The pages of a survey: drawn up at the desk, answered at the door, by code and from paper."""

import pytest
from django.test import Client
from django.urls import reverse

from linli.kernel.testing import NOON
from linli.outreach import actions
from linli.outreach.models import AskedHousehold, Response, Survey
from linli.outreach.queries.surveys import coverage_of
from linli.outreach.rules.surveys import Said, SurveyState, Way
from linli.outreach.testing import Here, a_running_survey, answers, here, households
from linli.people.testing import a_browser_of, a_steward, viewing
from linli.people.viewer import A_PASSER_BY

pytestmark = pytest.mark.django_db


@pytest.fixture
def them() -> Here:
    return here()


def asked_of(survey: Survey) -> list[AskedHousehold]:
    found = AskedHousehold.objects.filter(survey=survey)
    return list(
        found.select_related("survey", "household__dwelling__area").order_by("position")
    )


def test_a_survey_from_the_draft_to_the_published_counts(them: Here) -> None:
    households(them, 5)
    desk = a_browser_of(them.clerk)
    drafted = {
        "key": "a",
        "title": "楼道怎么管",
        "purpose": "定规矩",
        "place": them.place.compound.pk,
        "sample_size": "0",
        "closes_on": "2099-01-01",
    }
    assert desk.post(reverse("new-survey"), drafted).status_code == 303
    survey = Survey.objects.get()

    def does(name: str, **said: str) -> int:
        url = reverse(name, args=[survey.number])
        return desk.post(url, {"key": name, **said}).status_code

    assert does("survey-question", words="最烦什么？", answering="one", choices="灯") == 422
    assert does("survey-question", words="最烦什么？", answering="one", choices="灯\n门") == 303
    assert does("survey-beginning") == 303
    survey.refresh_from_db()
    [question] = survey.questions.all()
    sheets = desk.get(reverse("survey-sheets", args=[survey.number])).text
    assert sheets.count("<article") == 5
    doors = asked_of(survey)
    steward = a_browser_of(a_steward(them.place.building))
    url = reverse("survey-door", args=[doors[0].pk])
    assert steward.post(url, {"key": "d1", f"q{question.pk}": "0"}).status_code == 303
    paper = {"key": "d2", f"q{question.pk}": "0", "answered_on": "2001-01-01"}
    url = reverse("survey-door", args=[doors[1].pk]) + "?paper=1"
    assert desk.post(url, paper).status_code == 422
    by_link = Client()
    for number, door in enumerate(doors[2:5]):
        url = reverse("survey-answer", args=[door.code])
        sent = {"key": f"s{number}", f"q{question.pk}": "1" if number == 2 else "0"}
        assert by_link.post(url, sent).status_code == 303
        assert "答过了" in by_link.get(url).text
    assert does("survey-closing", conclusion="多数说灯，去修") == 303

    shown = Client().get(reverse("survey", args=[survey.number])).text
    assert "多数说灯" in shown
    assert "太少，不列" in shown
    assert doors[0].household.dwelling.number not in shown
    assert "多数说灯" in Client().get(reverse("surveys")).text
    assert does("survey-matter", words="三号楼的灯要修") == 303


def test_nobody_reads_what_runs_without_serving_there(them: Here) -> None:
    survey = a_running_survey(them)
    door = asked_of(survey)[0]
    resident = a_browser_of(them.resident)

    for name, key in (("survey", survey.number), ("survey-door", door.pk)):
        assert resident.get(reverse(name, args=[key])).status_code == 404
    assert Client().get(reverse("survey-answer", args=["guessed"])).status_code == 404
    assert Client().get(reverse("new-survey")).status_code == 403


def test_a_sheet_sent_twice_is_one_answer(them: Here) -> None:
    survey = a_running_survey(them)
    door, question = asked_of(survey)[0], survey.questions.all()[0]
    url, sent = reverse("survey-answer", args=[door.code]), {f"q{question.pk}": "0"}

    answers_ = [Client().post(url, sent | {"key": "same"}).status_code for _ in range(2)]

    assert answers_ == [303, 303]
    assert Response.objects.count() == 1


def test_a_household_is_replaced_from_the_door(them: Here) -> None:
    survey = a_running_survey(them, size=3)
    door, desk = asked_of(survey)[0], a_browser_of(them.clerk)
    url = reverse("survey-replacement", args=[door.pk])

    assert desk.post(url, {"key": "a", "reason": ""}).status_code == 422
    assert desk.post(url, {"key": "b", "reason": "长期在外"}).status_code == 303
    assert len(asked_of(survey)) == 4


def test_what_was_written_is_for_the_desk_without_a_door(them: Here) -> None:
    survey = a_running_survey(them)
    for one in asked_of(survey)[:4]:
        said = answers(survey, Said(), Said(), Said(number=3), Said(words="灯太暗"))
        actions.answer_survey(
            asked=one, said=said, way=Way.SELF, code=one.code, by=A_PASSER_BY, at=NOON
        )
    actions.close_survey(survey=survey, conclusion="修灯", by=viewing(them.clerk), at=NOON)
    url = reverse("survey", args=[survey.number])

    assert survey.standing is SurveyState.CLOSED
    assert "灯太暗" in a_browser_of(them.clerk).get(url).text
    assert "灯太暗" not in Client().get(url).text
    assert [(one.asked, one.answered) for one in coverage_of(survey)] == [(6, 4)]
