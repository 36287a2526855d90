"""What the pages ask of a survey: how far it is, whom it still asks, and what came out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from linli.kernel.options import resolve
from linli.matters.options import SMALLEST_GROUP
from linli.outreach.models import AskedHousehold, Question, Reply, Response, Survey
from linli.outreach.rules.surveys import Answering, average, shown_counts
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import whole_names

MOST_DOORS = 200


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """答卷率: of the households asked in one building, how many answered."""

    name: str
    asked: int
    answered: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """How many chose it; None: too few to be told."""

    label: str
    count: int | None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came out of one question; `answered` None: too few to tell anything."""

    question: Question
    answered: int | None
    lines: Sequence[Line] = ()
    average: int | None = None


def surveys_for(viewer: Viewer) -> list[Survey]:
    """Those that somebody runs or walks for, the running ones first."""
    mine = Survey.objects.visible_to(viewer).filter(state__in=["draft", "running"])
    counted = mine.select_related("area").annotate(
        asked=Count("households", filter=Q(households__replaced_because="")),
        answered=Count("households__response"),
    )
    return list(counted.order_by("-state", "closes_at")[:50])


def coverage_of(survey: Survey) -> list[Coverage]:
    """答卷率, building by building, in the order of the tree."""
    rows = (
        AskedHousehold.objects.asked()
        .filter(survey=survey)
        .values_list("household__dwelling__area")
        .annotate(asked=Count("pk"), answered=Count("response"))
    )
    counted = {area: (asked, answered) for area, asked, answered in rows}
    areas = list(Area.objects.filter(pk__in=counted).order_by("path"))
    names = whole_names(areas)
    return [
        Coverage(name=names[area.pk], asked=counted[area.pk][0], answered=counted[area.pk][1])
        for area in areas
    ]


def doors_left(survey: Survey, viewer: Viewer) -> list[AskedHousehold]:
    """Who has not answered yet, among the doors of whoever looks."""
    open_ = AskedHousehold.objects.visible_to(viewer).asked()
    open_ = open_.filter(survey=survey, response=None)
    doors = open_.select_related("household__dwelling__area__parent")
    return list(
        doors.order_by("household__dwelling__area__path", "household__dwelling__number")[
            :MOST_DOORS
        ]
    )


def outcomes_of(survey: Survey) -> list[Outcome]:
    """结果: counts alone, and only of as many as the smallest group that may be told."""
    smallest = resolve(survey.area.chain)[SMALLEST_GROUP]
    rows = Reply.objects.filter(question__survey=survey)
    chosen: dict[int, Counter[int]] = {}
    numbers: dict[int, list[int]] = {}
    who: dict[int, set[int]] = {}
    for question, response, choice, number in rows.values_list(
        "question", "response", "choice", "number"
    ):
        who.setdefault(question, set()).add(response)
        if choice is not None:
            chosen.setdefault(question, Counter())[choice] += 1
        if number is not None:
            numbers.setdefault(question, []).append(number)
    return [
        _outcome(
            question,
            len(who.get(question.pk, ())),
            chosen.get(question.pk, Counter()),
            numbers.get(question.pk, []),
            smallest,
        )
        for question in survey.questions.all()
    ]


def words_said(survey: Survey) -> list[tuple[Question, list[str]]]:
    """写的话: for the desk alone, without a door, in the order of the words."""
    questions = survey.questions.filter(answering=Answering.WORDS).prefetch_related("replies")
    return [
        (question, sorted(reply.words for reply in question.replies.all()))
        for question in questions
    ]


def answered_count(survey: Survey) -> int:
    """How many households have answered, the replaced ones too if they did."""
    return Response.objects.filter(asked__survey=survey).count()


def _outcome(
    question: Question, answered: int, chosen: Counter[int], numbers: list[int], smallest: int
) -> Outcome:
    if answered < smallest:
        return Outcome(question=question, answered=None)
    counts = shown_counts(
        [chosen[place] for place in range(len(question.choices))],
        smallest=smallest,
        adds_up=question.kind is Answering.ONE,
    )
    lines = [
        Line(label=label, count=count)
        for label, count in zip(question.choices, counts, strict=True)
    ]
    return Outcome(question=question, answered=answered, lines=lines, average=average(numbers))
