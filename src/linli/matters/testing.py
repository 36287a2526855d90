"""Matters in any legal state, reached the way real ones are: through the actions."""

from datetime import datetime

from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Assignment, Word
from linli.matters.models import Matter
from linli.people.models import Person
from linli.people.testing import a_clerk, a_person, viewing
from linli.places.models import Area
from linli.places.testing import a_neighbourhood
from linli.ratings.models import RatingSlip
from linli.ratings.rules import Answer, Satisfied, Solved


def a_matter(
    words: str = "三号楼楼道的路灯不亮，老人上下楼看不见。",
    *,
    reporter: Person | None = None,
    place: Area | None = None,
    at: datetime = NOON,
) -> Matter:
    """A matter that its reporter brought by the web page."""
    here = place or (
        reporter.home if reporter and reporter.home else a_neighbourhood().building
    )
    who = reporter or a_person(home=here)
    word = Word(words=words, place=here)
    return actions.report_matter(word=word, by=viewing(who), reporter=who, at=at)


def a_dispatched_matter(
    *, handler: Person | None = None, place: Area | None = None, at: datetime = NOON
) -> Matter:
    matter = a_matter(place=place, at=at)
    who = handler or a_person("张师傅", home=matter.place)
    clerk = a_clerk(matter.desk)
    actions.dispatch_matter(
        matter=matter, assignment=Assignment(handler=who), by=viewing(clerk), at=at
    )
    return matter


def a_matter_in_work(
    *, handler: Person | None = None, place: Area | None = None, at: datetime = NOON
) -> Matter:
    matter = a_dispatched_matter(handler=handler, place=place, at=at)
    assert matter.handler
    actions.accept_matter(matter=matter, by=viewing(matter.handler), at=at)
    return matter


def a_finished_matter(
    *, handler: Person | None = None, place: Area | None = None, at: datetime = NOON
) -> Matter:
    matter = a_matter_in_work(handler=handler, place=place, at=at)
    assert matter.handler
    actions.finish_matter(
        matter=matter,
        measure="换了灯泡",
        outcome="路灯亮了",
        by=viewing(matter.handler),
        at=at,
    )
    return matter


def a_closed_matter(*, place: Area | None = None, at: datetime = NOON) -> Matter:
    matter = a_finished_matter(place=place, at=at)
    assert matter.reporter
    slip = RatingSlip.objects.get(subject=matter.ref, person=matter.reporter)
    answer = Answer(solved=Solved.YES, satisfied=Satisfied.VERY)
    actions.rate_matter(
        matter=matter, slip=slip, answer=answer, by=viewing(matter.reporter), at=at
    )
    return matter
