"""代记: who serves here writes down what another said, or what they saw on their way."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import models, transaction

from linli.kernel.errors import Unreadable
from linli.kernel.identity import NotAPhoneNumber, read_phone
from linli.matters.actions.handling import NothingNoted
from linli.matters.actions.moving import permit, take
from linli.matters.actions.outside import FromOutside, note_outside_order
from linli.matters.actions.reporting import Word, report_matter
from linli.matters.events import MatterAddedFor
from linli.matters.models import Matter
from linli.matters.rules import Step
from linli.people.actions import phone_index, register_person
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.models import Area


class PhoneUnreadable(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """Who spoke, as they said it; found in the register by phone and name."""

    name: str = ""
    phone: str = ""


@transaction.atomic
def record_matter(
    *,
    word: Word,
    by: Viewer,
    at: datetime,
    speaker: Speaker | None = None,
    evidence: str = "",
    outside: FromOutside | None = None,
) -> Matter:
    """代记: for whom spoke, registered here if they are new; without a speaker, unnamed.

    `outside` is the number and the deadline of the platform that sent it here.
    """
    reporter = _known_or_registered(speaker, word.place, by=by, at=at) if speaker else None
    matter = report_matter(word=word, by=by, at=at, reporter=reporter, evidence=evidence)
    if outside:
        note_outside_order(matter=matter, order=outside, by=by, at=at)
    return matter


@transaction.atomic
def add_for_caller(*, matter: Matter, words: str, by: Viewer, at: datetime) -> None:
    """代为补充: who asks after their matter has more to say; the desk writes it down there."""
    permit(Step.NOTE, matter, by, "只有办这件事的人和当地值守的人可以补充。")
    if not words.strip():
        raise NothingNoted("请写一句要补充什么，几个字也行。")
    event = MatterAddedFor(subject=matter.ref, words=words.strip())
    take(Step.NOTE, matter, event, by=by.ref, at=at)


@transaction.atomic
def record_on_the_way(*, word: Word, by: Viewer, at: datetime, phone: str = "") -> Matter:
    """走访记事: what who walks the stairs saw, or was told by whom the phone belongs to.

    A phone that the register does not know is left as the way to reach who spoke.
    """
    if not phone.strip():
        themselves = Person.objects.filter(pk__in=[by.person_id or 0]).first()
        return report_matter(word=word, by=by, at=at, reporter=themselves)
    told_by = neighbour_of_that_phone(phone, word.place)
    if not told_by:
        return report_matter(word=replace(word, contact=phone.strip()), by=by, at=at)
    return report_matter(word=word, by=by, at=at, reporter=told_by, evidence="上门口头委托")


def _known_or_registered(speaker: Speaker, place: Area, *, by: Viewer, at: datetime) -> Person:
    name = speaker.name.strip()
    known = _with_phone(speaker.phone).filter(name=name).order_by("pk").first()
    if known:
        return known
    return register_person(name=name, home=place, phone=speaker.phone, by=by, at=at)


def neighbour_of_that_phone(phone: str, place: Area) -> Person | None:
    """Who has that phone and lives around there; nobody is looked up across the town."""
    around = place.parent or place
    found = _with_phone(phone).filter(home__path__startswith=around.path)
    return found.order_by("pk").first()


def _with_phone(phone: str) -> models.QuerySet[Person]:
    try:
        index = phone_index(read_phone(phone).number) if phone.strip() else ""
    except NotAPhoneNumber as error:
        raise PhoneUnreadable(str(error)) from error
    people = Person.objects.select_related("home")
    return people.filter(phone_index=index) if index else people.none()
