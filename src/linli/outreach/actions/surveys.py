"""需求调查: a survey is drawn up, drawn by lot, answered once by each household, and told."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from secrets import randbelow, token_urlsafe

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from linli.duties.actions import begin_duty, end_duties
from linli.duties.rules import Promise
from linli.kernel import journal
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.links import link
from linli.kernel.numbers import next_number
from linli.kernel.references import A_VISITOR, Ref
from linli.matters.actions import Word, report_matter
from linli.matters.models import Matter
from linli.outreach import policies
from linli.outreach.events import (
    HouseholdAnswered,
    HouseholdReplaced,
    QuestionAsked,
    SurveyBegun,
    SurveyClosed,
    SurveyDrafted,
    SurveyDropped,
    SurveyLedToMatter,
)
from linli.outreach.models import AskedHousehold, Question, Reply, Response, Survey
from linli.outreach.rules import surveys as rules
from linli.outreach.rules.surveys import Answering, Said, SurveyState, SurveyStep, Way
from linli.people.models import Household, Person
from linli.people.viewer import Viewer
from linli.places.models import Area

SERIES = "SV"
CLOSING = "close_survey"
CAME_FROM = "survey"
"""The tie from a matter to the survey out of which it came."""
MOST_SEED = 1_000_000
MOST_QUESTIONS = 30


class SurveyIncomplete(Unreadable):
    pass


class SurveyMovedOn(Refusal):
    pass


class TooFewHouseholds(Refusal):
    pass


class AlreadyAnswered(Refusal):
    pass


class HouseholdNotAsked(Refusal):
    pass


class NothingSaid(Unreadable):
    pass


class PaperDateImpossible(Unreadable):
    pass


@transaction.atomic
def draft_survey(
    *,
    title: str,
    purpose: str,
    area: Area,
    closes_at: datetime,
    by: Viewer,
    at: datetime,
    sample_size: int = 0,
    seed: int | None = None,
) -> Survey:
    """拟一次调查: what for, where, until when; `sample_size` 0 asks every household.

    The seed by which households are drawn stands before anybody knows whom it draws.
    """
    if not policies.may_run_survey(by, area):
        raise NotPermitted("调查由那里的社区工作台来做。")
    if not (title.strip() and purpose.strip()):
        raise SurveyIncomplete("请写调查叫什么、为什么问。")
    if closes_at <= at:
        raise SurveyIncomplete("结束的时间要在以后。")
    survey = Survey.objects.create(
        number=next_number(SERIES, day_of(at).year),
        title=title.strip(),
        purpose=purpose.strip(),
        area=area,
        sample_size=sample_size,
        seed=randbelow(MOST_SEED) if seed is None else seed,
        drafted_at=at,
        closes_at=closes_at,
    )
    event = SurveyDrafted(subject=survey.ref, title=survey.title)
    journal.record(event, by=by.ref, at=at, place=area.ref)
    _owe_an_end(survey, by, at)
    return survey


@transaction.atomic
def ask_question(
    *,
    survey: Survey,
    words: str,
    answering: Answering,
    by: Viewer,
    at: datetime,
    choices: Sequence[str] = (),
) -> Question:
    """加一题: while it is drafted; once it has begun everybody is asked the same."""
    _permit_running(survey, by)
    written = rules.read_choices(answering, choices)
    if not words.strip():
        raise rules.QuestionUnreadable("请写这一题问什么。")
    _take(SurveyStep.ASK, survey)
    last = survey.questions.aggregate(last=Max("position"))["last"] or 0
    if last >= MOST_QUESTIONS:
        raise rules.QuestionUnreadable("题太多了，最多 {most} 题。", most=MOST_QUESTIONS)
    question = Question.objects.create(
        survey=survey,
        position=last + 1,
        answering=answering,
        words=words.strip(),
        choices=written,
    )
    event = QuestionAsked(subject=survey.ref, words=question.words)
    journal.record(event, by=by.ref, at=at, place=survey.area.ref)
    return question


@transaction.atomic
def begin_survey(*, survey: Survey, by: Viewer, at: datetime) -> list[AskedHousehold]:
    """开始: the households are drawn by the seed, or all of them are asked."""
    _permit_running(survey, by)
    if not survey.questions.exists():
        raise SurveyIncomplete("还没有题，先加题再开始。")
    order = rules.drawn(_households_in(survey.area), seed=survey.seed)
    if not order or len(order) < survey.sample_size:
        raise TooFewHouseholds("登记册上这里只有 {count} 户，抽不出这么多。", count=len(order))
    _take(SurveyStep.BEGIN, survey, begun_at=at)
    first = order[: survey.sample_size] if survey.is_sample else order
    asked = AskedHousehold.objects.bulk_create(
        (
            AskedHousehold(
                survey=survey, household_id=pk, position=position, code=token_urlsafe(8)
            )
            for position, pk in enumerate(first, start=1)
        ),
        batch_size=1000,
    )
    event = SurveyBegun(subject=survey.ref, households=len(asked), seed=survey.seed)
    journal.record(event, by=by.ref, at=at, place=survey.area.ref)
    return asked


@transaction.atomic
def answer_survey(
    *,
    asked: AskedHousehold,
    said: Mapping[int, Said],
    way: Way,
    by: Viewer,
    at: datetime,
    code: str = "",
    answered_on: date | None = None,
) -> Response:
    """作答: one household, once; `said` by the id of the question.

    From paper also the day on which it was filled in. The journal tells that somebody answered,
    never which household.
    """
    if not policies.may_answer_survey(by, asked, code):
        raise NotPermitted("这一户的答卷，由这户人家自己填，或由走这个楼的人代填。")
    if asked.replaced_because:
        raise HouseholdNotAsked("这一户已经换下，不再问了。")
    survey = asked.survey
    _refuse_unreadable(survey, said)
    on = day_of(at) if answered_on is None else answered_on
    if survey.begun_at and not day_of(survey.begun_at) <= on <= day_of(at):
        raise PaperDateImpossible("填写日期要在调查开始以后、今天或以前。")
    _hold_open(survey, SurveyStep.ANSWER)
    try:
        with transaction.atomic():
            response = Response.objects.create(
                asked=asked, way=way, answered_on=on, entered_at=at, entered_by_id=_pen(way, by)
            )
    except IntegrityError as error:
        raise AlreadyAnswered("这一户已经答过了，一户只答一次。") from error
    Reply.objects.bulk_create(_replies(response, said))
    event = HouseholdAnswered(subject=survey.ref, way=way.label)
    journal.record(event, by=_told_as(way, by), at=at, place=survey.area.ref)
    return response


@transaction.atomic
def replace_household(
    *, asked: AskedHousehold, reason: str, by: Viewer, at: datetime
) -> AskedHousehold:
    """换一户: the next of the same draw takes the place of one that cannot be asked."""
    survey = asked.survey
    if not policies.may_answer_survey(by, asked, ""):
        raise NotPermitted("换户由走这个楼的人或社区工作台来做。")
    if not reason.strip():
        raise SurveyIncomplete("请写为什么换下这一户。")
    if not survey.is_sample:
        raise HouseholdNotAsked("普查每户都问，不换户。")
    _hold_open(survey, SurveyStep.REPLACE)
    if Response.objects.filter(asked=asked).exists():
        raise AlreadyAnswered("这一户已经答过了，不能换下。")
    free = AskedHousehold.objects.filter(pk=asked.pk, replaced_because="")
    if not free.update(replaced_because=reason.strip()):
        raise SurveyMovedOn("这一户刚刚被换下了。")
    used = set(survey.households.values_list("household_id", flat=True))
    order = rules.drawn(_households_in(survey.area), seed=survey.seed)
    following = next((pk for pk in order if pk not in used), None)
    if following is None:
        raise TooFewHouseholds("登记册上没有别的户可换了。")
    last = survey.households.aggregate(last=Max("position"))["last"] or 0
    new = AskedHousehold.objects.create(
        survey=survey, household_id=following, position=last + 1, code=token_urlsafe(8)
    )
    event = HouseholdReplaced(subject=survey.ref, reason=reason.strip())
    journal.record(event, by=by.ref, at=at, place=survey.area.ref)
    return new


@transaction.atomic
def close_survey(*, survey: Survey, conclusion: str, by: Viewer, at: datetime) -> None:
    """结束并公布: no more answers; what was asked and how many said what is public."""
    _permit_running(survey, by)
    if not conclusion.strip():
        raise SurveyIncomplete("请写一句问出了什么、接着怎么办，大家会看到。")
    _take(SurveyStep.CLOSE, survey, closed_at=at, conclusion=conclusion.strip())
    end_duties(subject=survey.ref, at=at)
    event = SurveyClosed(subject=survey.ref, conclusion=conclusion.strip())
    journal.record(event, by=by.ref, at=at, place=survey.area.ref)


@transaction.atomic
def drop_survey(*, survey: Survey, reason: str, by: Viewer, at: datetime) -> None:
    """取消: only while nobody has been asked."""
    _permit_running(survey, by)
    if not reason.strip():
        raise SurveyIncomplete("请写为什么不问了。")
    _take(SurveyStep.DROP, survey)
    end_duties(subject=survey.ref, at=at)
    event = SurveyDropped(subject=survey.ref, reason=reason.strip())
    journal.record(event, by=by.ref, at=at, place=survey.area.ref)


@transaction.atomic
def raise_from_survey(*, survey: Survey, words: str, by: Viewer, at: datetime) -> Matter:
    """转成一件事: what the survey found needs somebody who does it by a day."""
    _permit_running(survey, by)
    if survey.standing is not SurveyState.CLOSED:
        raise SurveyMovedOn("调查结束、公布以后，再把结果转成事来办。")
    matter = report_matter(
        word=Word(words=words, place=survey.area, may_publish=True), by=by, at=at
    )
    link(matter.ref, survey.ref, kind=CAME_FROM, by=by.ref, at=at)
    event = SurveyLedToMatter(subject=survey.ref, matter=matter.pk)
    journal.record(event, by=by.ref, at=at, place=survey.area.ref)
    return matter


def _permit_running(survey: Survey, by: Viewer) -> None:
    if not policies.may_run_survey(by, survey.area):
        raise NotPermitted("调查由那里的社区工作台来做。")


def _take(step: SurveyStep, survey: Survey, **changes: object) -> None:
    state = rules.after(survey.standing, step)
    seen = Survey.objects.filter(pk=survey.pk, version=survey.version)
    if not seen.update(state=state, version=F("version") + 1, **changes):
        raise SurveyMovedOn("这次调查刚刚有了变动，请看过再办。")
    survey.refresh_from_db()


def _hold_open(survey: Survey, step: SurveyStep) -> None:
    """Keep the row, so that closing waits for this answer or this answer comes too late."""
    rules.after(survey.standing, step)
    running = Survey.objects.filter(pk=survey.pk, state=SurveyState.RUNNING)
    if not running.update(state=SurveyState.RUNNING):
        raise SurveyMovedOn("这次调查刚刚结束了，谢谢您。")


def _households_in(area: Area) -> list[int]:
    there = Household.objects.filter(ended_on=None, dwelling__area__path__startswith=area.path)
    return list(there.values_list("pk", flat=True))


def _refuse_unreadable(survey: Survey, said: Mapping[int, Said]) -> None:
    questions = {question.pk: question for question in survey.questions.all()}
    if unknown := set(said) - set(questions):
        raise rules.AnswerUnreadable("没有这一题（{pk}）。", pk=min(unknown))
    for pk, answer in said.items():
        question = questions[pk]
        rules.refuse_unreadable(question.kind, len(question.choices), answer)
    if all(answer.is_empty for answer in said.values()):
        raise NothingSaid("一题也没有答，答一题也好。")


def _pen(way: Way, by: Viewer) -> int | None:
    """Who wrote it down for the household; whoever answers for their own is not kept."""
    return None if way is Way.SELF else by.person_id


def _told_as(way: Way, by: Viewer) -> Ref:
    return A_VISITOR if way is Way.SELF else by.ref


def _replies(response: Response, said: Mapping[int, Said]) -> list[Reply]:
    chosen = [
        Reply(response=response, question_id=pk, choice=choice)
        for pk, answer in said.items()
        for choice in answer.choices
    ]
    written = [
        Reply(
            response=response, question_id=pk, number=answer.number, words=answer.words.strip()
        )
        for pk, answer in said.items()
        if answer.number is not None or answer.words.strip()
    ]
    return chosen + written


def _owe_an_end(survey: Survey, by: Viewer, at: datetime) -> None:
    begin_duty(
        subject=survey.ref,
        kind=CLOSING,
        desk=survey.area,
        holder=Person.objects.filter(pk=by.person_id or 0).first(),
        unit=None,
        promise=Promise(
            accept_by=None,
            remind_at=at + (survey.closes_at - at) / 2,
            due_at=survey.closes_at,
            give_up_at=None,
            calendar_version=calendar_in_force().version,
            is_provisional=False,
            why="",
        ),
        at=at,
    )
