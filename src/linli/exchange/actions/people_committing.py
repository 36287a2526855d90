"""A checked register of households goes into the register: whole, or not at all."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from linli.exchange import policies
from linli.exchange.actions.people_staging import (
    AT_ONCE,
    KEEPERS_ONLY,
    check_people,
    missing_rooms,
    read_of,
)
from linli.exchange.events import PeopleCommitted, PeopleDiscarded, PeopleOrdered
from linli.exchange.models import RegisterBatch, RegisterState
from linli.exchange.queries.people import entry_of
from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.references import kind, number
from linli.people.actions import Entered, NewMembership, enter_register, join_all
from linli.people.models import Membership, Organisation, Person
from linli.people.queries import RegisterEntry, compared, viewer_of
from linli.people.viewer import THE_HOUSE, Viewer
from linli.places.actions import NewDwelling, add_dwellings
from linli.places.models import Area

KEPT_FOR = timedelta(days=7)
SETTLED = "这份人户登记册已经导入或放弃了。"


class RegisterSettledAlready(Refusal):
    pass


class RegisterNotChecked(Refusal):
    pass


class RegisterHasFaults(Refusal):
    pass


class RegisterMovedOn(Refusal):
    pass


@transaction.atomic
def order_people(*, batch: RegisterBatch, by: Viewer, at: datetime) -> None:
    """同意写入: a large register is written by the worker, in the name of who said so."""
    _refuse(batch, by, RegisterState.CHECKED)
    _move(batch, RegisterState.CHECKED, RegisterState.ORDERED)
    RegisterBatch.objects.filter(pk=batch.pk).update(brought_by=by.ref)
    event = PeopleOrdered(subject=batch.ref, rows=batch.row_count)
    journal.record(event, by=by.ref, at=at, place=batch.within.ref)


@transaction.atomic
def commit_people(*, batch: RegisterBatch, by: Viewer, at: datetime) -> Entered:
    """导入人户登记册: everybody in it or nobody; what was read of the file goes afterwards."""
    _refuse(batch, by, RegisterState.CHECKED, RegisterState.ORDERED)
    _move(batch, batch.state, RegisterState.COMMITTED, at)
    _open_rooms(batch, by, at)
    entered = enter_register(within=batch.within, entries=_entries(batch), by=by, at=at)
    if (entered.new, entered.changed) != (batch.new_count, batch.changed_count):
        raise RegisterMovedOn("登记册在核对以后有了改动，请放弃这一份，重新选文件核对。")
    _join(batch, by, at)
    batch.faults.all().delete()
    batch.rows.all().delete()
    event = PeopleCommitted(subject=batch.ref, new=entered.new, changed=entered.changed)
    journal.record(event, by=by.ref, at=at, place=batch.within.ref)
    return entered


@transaction.atomic
def discard_people(*, batch: RegisterBatch, by: Viewer, at: datetime) -> None:
    """放弃: what was read of the file goes; that there was one stays."""
    if not policies.may_import(by, batch.within):
        raise NotPermitted(KEEPERS_ONLY)
    if batch.state in (RegisterState.COMMITTED, RegisterState.DISCARDED):
        raise RegisterSettledAlready(SETTLED)
    _move(batch, batch.state, RegisterState.DISCARDED, at)
    batch.faults.all().delete()
    batch.rows.all().delete()
    event = PeopleDiscarded(subject=batch.ref, rows=batch.row_count)
    journal.record(event, by=by.ref, at=at, place=batch.within.ref)


def look_after_registers(*, at: datetime) -> None:
    """What waits for the worker: files to check, files to write, files that lie forgotten."""
    waiting = RegisterBatch.objects.select_related("within").order_by("pk")
    for batch in waiting.filter(state=RegisterState.CHECKING):
        check_people(batch=batch, at=at)
    for batch in waiting.filter(state=RegisterState.ORDERED):
        _commit_ordered(batch, at)
    forgotten = [RegisterState.CHECKING, RegisterState.CHECKED]
    for batch in waiting.filter(state__in=forgotten, staged_at__lt=at - KEPT_FOR):
        discard_people(batch=batch, by=THE_HOUSE, at=at)


def _commit_ordered(batch: RegisterBatch, at: datetime) -> None:
    """What the register refuses now is given back to be looked at, and nothing was written."""
    try:
        commit_people(batch=batch, by=_who_ordered(batch, at), at=at)
    except Refusal:
        _move(batch, RegisterState.ORDERED, RegisterState.CHECKED)


def _who_ordered(batch: RegisterBatch, at: datetime) -> Viewer:
    if kind(batch.brought_by) != "person":
        return THE_HOUSE
    return viewer_of(Person.objects.get(pk=number(batch.brought_by)), at=at)


def _refuse(batch: RegisterBatch, by: Viewer, *states: RegisterState) -> None:
    if not policies.may_import(by, batch.within):
        raise NotPermitted(KEEPERS_ONLY)
    if batch.state in (RegisterState.COMMITTED, RegisterState.DISCARDED):
        raise RegisterSettledAlready(SETTLED)
    if batch.state not in states:
        raise RegisterNotChecked("这份人户登记册还在核对，核对完才能导入。")
    if batch.bad_count:
        raise RegisterHasFaults(
            "这份人户登记册还有 {many} 行有毛病，一行也没有导入；改好后重新选文件。",
            many=batch.bad_count,
        )


def _move(
    batch: RegisterBatch, from_: str, to: RegisterState, at: datetime | None = None
) -> None:
    seen = RegisterBatch.objects.filter(pk=batch.pk, state=from_)
    if not seen.update(state=to, settled_at=at):
        raise RegisterSettledAlready(SETTLED)
    batch.state, batch.settled_at = to, at


def _open_rooms(batch: RegisterBatch, by: Viewer, at: datetime) -> None:
    if not batch.room_count:
        return
    rooms = sorted(missing_rooms(batch))
    areas = Area.objects.in_bulk({home for home, _ in rooms})
    new = [NewDwelling(area=areas[home], number=room) for home, room in rooms]
    if new:
        add_dwellings(within=batch.within, dwellings=new, by=by, at=at)


def _entries(batch: RegisterBatch) -> Iterator[RegisterEntry]:
    for row in batch.rows.order_by("pk").defer("raw").iterator(AT_ONCE):
        yield entry_of(read_of(row), row.home_id or 0)


def _join(batch: RegisterBatch, by: Viewer, at: datetime) -> None:
    """加入组织: whoever stands in the file beside the name of an organisation."""
    joining = batch.rows.filter(joins=True).order_by("pk").defer("raw")
    said = {row: read_of(row).organisation for row in joining}
    if not said:
        return
    inside = Organisation.objects.filter(
        area__path__startswith=batch.within.path, dissolved_on=None, name__in=said.values()
    )
    known = {one.name: one for one in inside.select_related("area")}
    entries = [entry_of(read_of(row), row.home_id or 0) for row in said]
    found = compared(entries, within=batch.within)
    members = set(
        Membership.objects.filter(organisation__in=known.values(), ended_on=None).values_list(
            "organisation", "person"
        )
    )
    new = [
        NewMembership(organisation=known[name], person=one.person)
        for one, name in zip(found, said.values(), strict=True)
        if one.person and (known[name].pk, one.person.pk) not in members
    ]
    if new:
        join_all(within=batch.within, memberships=new, by=by, at=at)
