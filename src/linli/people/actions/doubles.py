"""Two rows that are one person become one; two who only look alike are told apart."""

import json
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, models, transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.drafts import pass_on_drafts
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.references import NOWHERE
from linli.messaging import actions as messaging
from linli.people import policies
from linli.people.actions.persons import KEEPERS_ONLY, PersonMovedOn, ReasonMissing
from linli.people.events.doubles import PersonsMerged, PersonsToldApart, TakenInto
from linli.people.models import (
    Account,
    Distinction,
    HouseholdMember,
    Merger,
    MovedRow,
    Person,
    Term,
)
from linli.people.viewer import Viewer

ADDRESSED = "to"
"""The column of what knows a person by a reference."""
EMPTIED = (
    "phone",
    "phone_index",
    "phone_verified_at",
    "id_number",
    "id_number_index",
    "spoken_code",
    "left_on",
)
FILLED = (
    "phone",
    "phone_index",
    "phone_verified_at",
    "id_number",
    "id_number_index",
    "born_on",
)


class SamePerson(Refusal):
    pass


class BothSignIn(Refusal):
    pass


class TwoIdNumbers(Refusal):
    pass


class ToldApartAlready(Refusal):
    pass


@transaction.atomic
def merge_persons(*, kept: Person, gone: Person, reason: str, by: Viewer, at: datetime) -> int:
    """合并: whatever is tied to `gone` belongs to `kept` from now on; gives how many moved.

    Every foreign key to a person is found through Django, so that a context which comes later
    is moved too. Messages, dispatches and drafts know a person by a reference and move as well.
    What would stand twice (a second voice, a second membership) stays with the empty row, and
    so does what may never be changed. The journal, and what minutes say of who took something
    on, keep their words: they tell what was so then. Links tie no persons.
    """
    _refuse(kept, gone, reason, by)
    _lock(kept, gone)
    before = as_it_was(gone)
    _leave_household(gone, at)
    rows = [one for relation in _relations() for one in _move(relation, kept, gone)]
    for table, pk in messaging.readdress(from_=gone.ref, to=kept.ref):
        rows.append(MovedRow(table=table, column=ADDRESSED, row=str(pk)))
    moved = len(rows) + pass_on_drafts(from_=gone.ref, to=kept.ref)
    filled = _fill(kept, gone, at)
    merger = Merger.objects.create(
        kept=kept,
        gone=gone,
        reason=reason.strip(),
        merged_at=at,
        before=before,
        filled=filled,
    )
    for row in rows:
        row.merger = merger
    MovedRow.objects.bulk_create(rows, batch_size=1000)
    place = kept.home.ref if kept.home else NOWHERE
    merged = PersonsMerged(subject=kept.ref, other=gone.ref, moved=moved, reason=reason.strip())
    journal.record(merged, by=by.ref, at=at, place=place)
    journal.record(TakenInto(subject=gone.ref, other=kept.ref), by=by.ref, at=at, place=place)
    kept.refresh_from_db()
    gone.refresh_from_db()
    return moved


@transaction.atomic
def tell_apart(*, one: Person, other: Person, by: Viewer, at: datetime) -> None:
    """不是同一人: they are not proposed again."""
    if not all(policies.may_change_person(by, person) for person in (one, other)):
        raise NotPermitted(KEEPERS_ONLY)
    first, second = sorted((one, other), key=lambda person: person.pk)
    if first.pk == second.pk:
        raise SamePerson("这是同一条登记。")
    _, is_new = Distinction.objects.get_or_create(
        one=first, other=second, defaults={"told_at": at}
    )
    if not is_new:
        raise ToldApartAlready("这两个人已经认定不是同一人了。")
    event = PersonsToldApart(subject=first.ref, other=second.ref)
    place = first.home.ref if first.home else NOWHERE
    journal.record(event, by=by.ref, at=at, place=place)


def _refuse(kept: Person, gone: Person, reason: str, by: Viewer) -> None:
    if not all(policies.may_change_person(by, person) for person in (kept, gone)):
        raise NotPermitted(KEEPERS_ONLY)
    if by.person_id in (kept.pk, gone.pk):
        raise NotPermitted("和自己有关的登记，请同事来合并。")
    if kept.pk == gone.pk:
        raise SamePerson("这是同一条登记。")
    if not reason.strip():
        raise ReasonMissing("请写明怎么知道是同一个人。")
    if kept.id_number and gone.id_number and kept.id_number_index != gone.id_number_index:
        raise TwoIdNumbers("两条登记的身份证号不一样，不能合并；号码写错了就先更正。")
    if Account.objects.filter(person__in=[kept, gone]).count() > 1:
        raise BothSignIn("两条登记都有账号，请先停用一个。")
    if Term.objects.filter(person=gone, ends_on=None).exists():
        raise PersonMovedOn("“{name}”还在岗位上，请先交接，或反过来合并。", name=gone.name)


def _lock(kept: Person, gone: Person) -> None:
    """The lower id first, so that two who merge at once do not wait for each other."""
    ids = sorted((kept.pk, gone.pk))
    found = Person.objects.select_for_update().order_by("pk").filter(pk__in=ids)
    if len(list(found)) < len(ids) or Merger.objects.standing().filter(gone__in=ids).exists():
        raise PersonMovedOn("其中一条登记刚刚已经合并了，请刷新后再看。")
    for person in (kept, gone):
        person.refresh_from_db()


def _leave_household(gone: Person, at: datetime) -> None:
    running = HouseholdMember.objects.filter(person=gone, ended_on=None)
    running.update(ended_on=day_of(at))


def _relations() -> list["models.ForeignKey[Person, Person]"]:
    """Every foreign key to a person, of whatever context; those without a way back too."""
    own = (Merger, Distinction)
    found = Person._meta.get_fields(include_hidden=True)
    return [
        field.field
        for field in found
        if isinstance(field, models.ManyToOneRel)
        and field.related_model not in own
        and not issubclass(field.related_model, Merger)
    ]


def _move(
    relation: "models.ForeignKey[Person, Person]", kept: Person, gone: Person
) -> list[MovedRow]:
    everything = relation.model._base_manager  # noqa: SLF001 - a model's own manager may hide rows
    tied = everything.filter(**{relation.name: gone})
    pks = list(tied.values_list("pk", flat=True))
    try:
        with transaction.atomic():
            tied.update(**{relation.name: kept})
    except DatabaseError:  # stands twice, or stands for ever: an append-only table
        pks = [pk for pk in pks if move_one(everything.filter(pk=pk), relation.name, kept)]
    table = relation.model._meta.label
    return [MovedRow(table=table, column=relation.name, row=str(pk)) for pk in pks]


def move_one(row: "models.QuerySet[models.Model]", name: str, to: Person) -> int:
    """One that would stand twice stays where it is."""
    try:
        with transaction.atomic():
            return row.update(**{name: to})
    except DatabaseError:  # stands twice, or stands for ever: an append-only table
        return 0


def as_it_was(gone: Person) -> str:
    """What the row holds that is about to be emptied, to be sealed with the merger."""
    member = HouseholdMember.objects.filter(person=gone, ended_on=None).first()
    held: dict[str, object] = {
        **{name: getattr(gone, name) for name in EMPTIED},
        "dwelling_id": gone.dwelling_id,
        "member": member.pk if member else None,
    }
    return json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False)


def _fill(kept: Person, gone: Person, at: datetime) -> list[str]:
    """What the kept row lacks it gets from the other, which keeps nothing but its name."""
    given = {name: getattr(gone, name) for name in FILLED if not getattr(kept, name)}
    if kept.phone and kept.phone != gone.phone:  # a phone of its own, nobody answered on it
        given.pop("phone_verified_at", None)
    Person.objects.filter(pk=gone.pk).update(
        phone="",
        phone_index="",
        phone_verified_at=None,
        id_number="",
        id_number_index="",
        spoken_code="",
        dwelling=None,
        left_on=day_of(at),
    )
    if given:
        Person.objects.filter(pk=kept.pk).update(**given)
    return list(given)
