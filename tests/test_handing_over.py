"""Leave, handover, vacancy: open work moves on by itself, and its page says so."""

from datetime import timedelta

import pytest

from linli.kernel import journal, outbox, rounds
from linli.kernel.dates import day_of
from linli.kernel.testing import NOON
from linli.matters.events import HandlerChanged, HandlerGone
from linli.matters.models import Matter
from linli.matters.rules import State
from linli.matters.testing import a_matter_in_work
from linli.people import actions as people
from linli.people.models import Person, Term
from linli.people.rules import Obtained
from linli.people.testing import a_person, a_steward
from linli.people.viewer import THE_HOUSE
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db


def deliver_all() -> None:
    while outbox.deliver_next(at=NOON):
        pass


def a_steward_with_work() -> tuple[Neighbourhood, Term, Matter]:
    place = a_neighbourhood()
    steward = a_steward(place.building)
    matter = a_matter_in_work(handler=steward, place=place.unit)
    return place, Term.objects.select_related("post").get(person=steward), matter


def handler_of(matter: Matter) -> Person | None:
    return Matter.objects.select_related("handler").get(pk=matter.pk).handler


def test_the_successor_gets_what_was_open() -> None:
    place, term, matter = a_steward_with_work()
    successor = a_person("方敏", place.unit)

    people.hand_over(
        post=term.post, to=successor, obtained=Obtained.ELECTED, by=THE_HOUSE, at=NOON
    )
    deliver_all()

    assert handler_of(matter) == successor
    [told] = journal.events(HandlerChanged, subject=matter.ref)
    assert (told.from_, told.to) == (term.person.ref, successor.ref)


def test_a_vacant_post_sends_its_work_back_to_the_desk() -> None:
    _, term, matter = a_steward_with_work()

    people.end_term(term=term, reason="搬家了", by=THE_HOUSE, at=NOON)
    deliver_all()

    assert handler_of(matter) is None
    assert Matter.objects.get().state == State.RECEIVED
    assert len(journal.events(HandlerGone, subject=matter.ref)) == 1


def test_while_somebody_is_away_the_deputy_has_the_work() -> None:
    place, term, matter = a_steward_with_work()
    deputy = a_person("方敏", place.unit)
    tomorrow = day_of(NOON) + timedelta(days=1)
    people.take_leave(
        term=term,
        deputy=deputy,
        starts_on=tomorrow,
        ends_on=tomorrow + timedelta(days=7),
        reason="看孙子",
        by=THE_HOUSE,
        at=NOON,
    )

    rounds.tick(at=NOON)
    assert handler_of(matter) == term.person
    rounds.tick(at=NOON + timedelta(days=1))

    assert handler_of(matter) == deputy
