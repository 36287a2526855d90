"""Persons are registered, corrected, looked up with a reason, and forgotten."""

import secrets
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.encryption import blind_index
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.identity import NotAnIdNumber, NotAPhoneNumber, read_id_number, read_phone
from linli.kernel.numbers import spoken_code
from linli.kernel.references import NOWHERE, Ref
from linli.kernel.words import say
from linli.people import policies
from linli.people.events import (
    PeopleRegistered,
    PersonCorrected,
    PersonForgotten,
    PersonLeft,
    PersonRegistered,
    SecretRevealed,
)
from linli.people.models import Account, Merger, Person
from linli.people.rules import Secret
from linli.people.viewer import Viewer
from linli.places.models import Area, Dwelling

CODE_DIGITS = 6
FORGOTTEN = "已注销"
KEEPERS_ONLY = "只有管理员，以及本级和上级的工作人员，可以登记这里的人员。"


class PhoneUnreadable(Unreadable):
    pass


class IdNumberUnreadable(Unreadable):
    pass


class PersonAlreadyRegistered(Refusal):
    pass


class PersonMovedOn(Refusal):
    pass


class ReasonMissing(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """Somebody to be registered; phone and identity number as they were said."""

    name: str
    home: Area | None
    phone: str = ""
    id_number: str = ""
    born_on: date | None = None
    dwelling: Dwelling | None = None


@transaction.atomic
def register_person(
    *,
    name: str,
    home: Area | None,
    phone: str = "",
    id_number: str = "",
    born_on: date | None = None,
    dwelling: Dwelling | None = None,
    by: Viewer,
    at: datetime,
) -> Person:
    """登记人员: somebody is known here from now on."""
    new = NewPerson(
        name=name,
        home=home,
        phone=phone,
        id_number=id_number,
        born_on=born_on,
        dwelling=dwelling,
    )
    if not (policies.may_keep_register(by, home) if home else by.keeps_anything):
        raise NotPermitted(KEEPERS_ONLY)
    [person] = _registered([new], at=at)
    journal.record(PersonRegistered(subject=person.ref), by=by.ref, at=at, place=_place(home))
    return person


@transaction.atomic
def register_people(
    *, within: Area, people: Sequence[NewPerson], by: Viewer, at: datetime
) -> list[Person]:
    """成批登记: a whole list of persons who live within one area, told once."""
    outside = any(new.home is not None and not new.home.lies_in(within) for new in people)
    if outside or not policies.may_keep_register(by, within):
        raise NotPermitted(KEEPERS_ONLY)
    registered = _registered(people, at=at)
    event = PeopleRegistered(subject=within.ref, count=len(registered))
    journal.record(event, by=by.ref, at=at, place=within.ref)
    return registered


@transaction.atomic
def correct_person(
    *,
    person: Person,
    name: str,
    phone: str | None,
    born_on: date | None,
    home: Area | None,
    by: Viewer,
    at: datetime,
) -> None:
    """更正登记: what is said here replaces what was; no phone leaves the phone as it is."""
    may_keep_there = home is None or policies.may_keep_register(by, home)
    if not (policies.may_change_person(by, person) and may_keep_there):
        raise NotPermitted(KEEPERS_ONLY)
    number = person.phone if phone is None else read_phone_as_said(phone)
    changes = {
        "姓名": name != person.name,
        "电话": number != person.phone,
        "出生日期": born_on != person.born_on,
        "住处": home != person.home,
    }
    verified_at = person.phone_verified_at if number == person.phone else None
    seen = Person.objects.filter(
        pk=person.pk, name=person.name, home=person.home, phone_index=person.phone_index
    )
    moved = seen.update(
        name=name,
        phone_verified_at=verified_at,
        phone=number,
        phone_index=phone_index(number),
        born_on=born_on,
        home=home,
    )
    if not moved:
        raise PersonMovedOn("这个人的登记刚刚被别人改过，请刷新后再试。")
    changed = "、".join(say(what) for what, is_changed in changes.items() if is_changed)
    event = PersonCorrected(subject=person.ref, changed=changed or say("无"))
    journal.record(event, by=by.ref, at=at, place=_place(home))
    person.refresh_from_db()


@transaction.atomic
def note_departure(*, person: Person, left_on: date, by: Viewer, at: datetime) -> None:
    """迁出: the person no longer lives here; what they did here stays."""
    if not policies.may_change_person(by, person):
        raise NotPermitted(KEEPERS_ONLY)
    if not Person.objects.filter(pk=person.pk, left_on=None).update(left_on=left_on):
        raise PersonMovedOn("这个人已经登记为迁出了。")
    event = PersonLeft(subject=person.ref)
    journal.record(event, by=by.ref, at=at, place=_place(person.home))
    person.left_on = left_on


@transaction.atomic
def reveal(*, person: Person, field: Secret, reason: str, by: Viewer, at: datetime) -> str:
    """查看: give the whole phone or identity number, and put on record who asked and why."""
    if not policies.may_reveal(by, person):
        raise NotPermitted("只有此人所在区域的工作人员可以查看完整号码。")
    if not reason.strip():
        raise ReasonMissing("请写明为什么要查看。")
    event = SecretRevealed(subject=person.ref, what=Secret(field).label, reason=reason.strip())
    journal.record(event, by=by.ref, at=at, place=_place(person.home))
    return str(person.phone if Secret(field) is Secret.PHONE else person.id_number)


@transaction.atomic
def forget_person(*, person: Person, by: Viewer, at: datetime) -> None:
    """删除个人信息 (个人信息保护法 47): the name and every way to reach the person go."""
    if not policies.may_forget(by, person):
        raise NotPermitted("只有本人，或此人所在区域的工作人员，可以删除个人信息。")
    place = _place(person.home)
    Person.objects.filter(pk=person.pk).update(
        name=FORGOTTEN,
        phone="",
        phone_index="",
        phone_verified_at=None,
        id_number="",
        id_number_index="",
        born_on=None,
        spoken_code="",
        dwelling=None,
    )
    person.facts.all().delete()
    Merger.objects.filter(Q(kept=person) | Q(gone=person)).update(before=None)
    Account.objects.filter(person=person).update(is_active=False, totp_secret="")
    journal.erase(person.ref, by=by.ref, at=at, place=place)
    journal.record(PersonForgotten(subject=person.ref), by=by.ref, at=at, place=place)
    person.refresh_from_db()


def phone_index(number: str) -> str:
    """Give the keyed hash by which a phone is found again; of no phone, none."""
    return blind_index(number, "phone") if number else ""


def _registered(people: Sequence[NewPerson], *, at: datetime) -> list[Person]:
    rows = [_row(new, at) for new in people]
    _refuse_known_id_numbers(rows)
    give_spoken_codes(rows)
    return Person.objects.bulk_create(rows, batch_size=1000)


def _row(new: NewPerson, at: datetime) -> Person:
    phone, id_number = read_phone_as_said(new.phone), _read_id_number(new.id_number)
    return Person(
        name=new.name,
        home=new.home,
        dwelling=new.dwelling,
        phone=phone,
        phone_index=phone_index(phone),
        id_number=id_number,
        id_number_index=blind_index(id_number, "id_number") if id_number else "",
        born_on=new.born_on,
        registered_on=day_of(at),
    )


def _refuse_known_id_numbers(rows: Sequence[Person]) -> None:
    indexes = {row.id_number_index for row in rows} - {""}
    if indexes and Person.objects.filter(id_number_index__in=indexes).exists():
        raise PersonAlreadyRegistered("这个身份证号已经登记过了。")


def give_spoken_codes(rows: Sequence[Person]) -> None:
    """Give each a code to be said aloud that nobody else has."""
    given: set[str] = set()
    without = list(rows)
    while without:
        for row in without:
            row.spoken_code = _fresh_code(given)
            given.add(row.spoken_code)
        codes = [row.spoken_code for row in without]
        there = Person.objects.filter(spoken_code__in=codes)
        taken = set(there.values_list("spoken_code", flat=True))
        without = [row for row in without if row.spoken_code in taken]


def _fresh_code(given: Container[str]) -> str:
    while (code := spoken_code(CODE_DIGITS, choose=secrets.randbelow)) in given:
        pass
    return code


def read_phone_as_said(said: str) -> str:
    """Bring a phone to its one spelling, or refuse with what is wrong; of nothing, nothing."""
    try:
        return read_phone(said).number if said.strip() else ""
    except NotAPhoneNumber as error:
        raise PhoneUnreadable(str(error)) from error


def _read_id_number(said: str) -> str:
    try:
        return read_id_number(said).number if said.strip() else ""
    except NotAnIdNumber as error:
        raise IdNumberUnreadable(str(error)) from error


def _place(home: Area | None) -> Ref:
    return home.ref if home else NOWHERE
