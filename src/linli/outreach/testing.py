"""Sessions, boxes and wishes in the states that a test needs, through the real actions."""

from dataclasses import dataclass
from datetime import timedelta

from linli.kernel.testing import NOON
from linli.meetings.models import Meeting
from linli.meetings.testing import a_meeting
from linli.outreach import actions
from linli.outreach.models import BoxOpening, Survey, Wish
from linli.outreach.rules.surveys import Answering, Said
from linli.people.actions import found_household
from linli.people.models import Household, Person
from linli.people.testing import a_clerk, a_person, viewing
from linli.people.viewer import THE_HOUSE
from linli.places.actions import NewDwelling, add_dwellings, open_point
from linli.places.models import Point, PointKind
from linli.places.testing import Neighbourhood, a_neighbourhood


@dataclass(frozen=True, kw_only=True)
class Here:
    """A neighbourhood with two colleagues and one who lives there."""

    place: Neighbourhood
    clerk: Person
    colleague: Person
    resident: Person


def here() -> Here:
    place = a_neighbourhood()
    return Here(
        place=place,
        clerk=a_clerk(place.community, "何春燕"),
        colleague=a_clerk(place.community, "程小满"),
        resident=a_person("王秀英", place.unit),
    )


def a_session(them: Here, kind: str = "yard_session") -> Meeting:
    place = them.place.compound if kind == "yard_session" else them.place.community
    return a_meeting(kind, place=place, by=them.clerk)


def a_point(them: Here, kind: PointKind = PointKind.TALK_BOX) -> Point:
    return open_point(
        kind=kind, area=them.place.compound, name="3号楼下", by=THE_HOUSE, at=NOON
    )


def an_opened_box(them: Here, papers: int = 2) -> BoxOpening:
    return actions.open_box(
        box=a_point(them),
        witness=them.colleague,
        papers=papers,
        by=viewing(them.clerk),
        at=NOON,
    )


def a_wish(them: Here, words: str = "想要一副老花镜") -> Wish:
    return actions.put_wish(
        words=words,
        place=them.place.compound,
        wisher=them.resident,
        by=viewing(them.resident),
        at=NOON,
    )


def a_wish_on_the_wall(them: Here) -> Wish:
    wish = a_wish(them)
    actions.show_wish(
        wish=wish, public_words="一位老人想要一副老花镜", by=viewing(them.clerk), at=NOON
    )
    return wish


def households(them: Here, many: int = 6) -> list[Household]:
    """So many homes in the unit, one neighbour each."""
    dwellings = add_dwellings(
        within=them.place.unit,
        dwellings=[
            NewDwelling(area=them.place.unit, number=str(100 + n)) for n in range(1, many + 1)
        ],
        by=THE_HOUSE,
        at=NOON,
    )
    return [
        found_household(
            dwelling=dwelling,
            members=[(a_person(f"邻居{dwelling.number}", them.place.unit), "户主")],
            by=THE_HOUSE,
            at=NOON,
        )
        for dwelling in dwellings
    ]


def a_survey(them: Here, *, size: int = 0) -> Survey:
    """A survey with one question of each kind, not begun."""
    by = viewing(them.clerk)
    survey = actions.draft_survey(
        title="楼道怎么管",
        purpose="好开会定规矩",
        area=them.place.compound,
        closes_at=NOON + timedelta(days=14),
        sample_size=size,
        seed=7,
        by=by,
        at=NOON,
    )
    asked = (
        ("最烦什么？", Answering.ONE, ("堆东西", "灯不亮")),
        ("想要什么？", Answering.SEVERAL, ("扶手", "凳子", "灯")),
        ("家里几口人？", Answering.NUMBER, ()),
        ("还有什么要说的？", Answering.WORDS, ()),
    )
    for words, answering, choices in asked:
        actions.ask_question(
            survey=survey, words=words, answering=answering, choices=choices, by=by, at=NOON
        )
    return survey


def a_running_survey(them: Here, *, size: int = 0, many: int = 6) -> Survey:
    households(them, many)
    survey = a_survey(them, size=size)
    actions.begin_survey(survey=survey, by=viewing(them.clerk), at=NOON)
    return survey


def answers(survey: Survey, *said: Said) -> dict[int, Said]:
    """What was said, one a question, in the order of the questions."""
    questions = survey.questions.all()
    return {question.pk: one for question, one in zip(questions, said, strict=False)}
