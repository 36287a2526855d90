"""撤回合并: two who were taken for one are two again; what came afterwards stays."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.dateparse import parse_date, parse_datetime

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.references import NOWHERE
from linli.messaging import actions as messaging
from linli.people import policies
from linli.people.actions.doubles import ADDRESSED, move_one
from linli.people.actions.persons import (
    KEEPERS_ONLY,
    PersonMovedOn,
    ReasonMissing,
    give_spoken_codes,
)
from linli.people.events.doubles import PersonsParted, TakenOutAgain
from linli.people.models import HouseholdMember, Merger, Person
from linli.people.viewer import Viewer


class MergerForgotten(Refusal):
    pass


class TakenInSince(Refusal):
    pass


@transaction.atomic
def undo_merger(*, merger: Merger, reason: str, by: Viewer, at: datetime) -> int:
    """撤回合并: each row goes back to whose it was; gives how many.

    What was tied to the kept one only afterwards stays there, and so do drafts: nobody can tell
    any more whose it is. A number that has been corrected since is left as it is.
    """
    kept, gone = merger.kept, merger.gone
    held = _refused_or_held(merger, reason, by)
    if not Merger.objects.standing().filter(pk=merger.pk).update(undone_at=at, before=None):
        raise PersonMovedOn("这次合并刚刚已经撤回了。")
    for person in (kept, gone):  # as they are now, whatever was read before
        person.refresh_from_db(from_queryset=Person.objects.select_for_update())
    before: Mapping[str, Any] = json.loads(held)
    _take_from_kept(merger, before)
    _give_back(gone, before)
    moved = _rows_back(merger)
    _live_again(before, merger.merged_at)
    place = kept.home.ref if kept.home else NOWHERE
    parted = PersonsParted(subject=kept.ref, other=gone.ref, moved=moved, reason=reason.strip())
    journal.record(parted, by=by.ref, at=at, place=place)
    out = TakenOutAgain(subject=gone.ref, other=kept.ref)
    journal.record(out, by=by.ref, at=at, place=place)
    for person in (kept, gone):
        person.refresh_from_db()
    return moved


def _refused_or_held(merger: Merger, reason: str, by: Viewer) -> str:
    """What the empty row held before."""
    both = (merger.kept, merger.gone)
    if not all(policies.may_change_person(by, person) for person in both):
        raise NotPermitted(KEEPERS_ONLY)
    if by.person_id in (merger.kept_id, merger.gone_id):
        raise NotPermitted("和自己有关的登记，请同事来撤回。")
    if not reason.strip():
        raise ReasonMissing("请写明怎么知道不是同一个人。")
    if not merger.before:
        raise MergerForgotten(
            "这次合并已经不能撤回：原来的信息没有留，或者已经按本人要求删除。"
        )
    if Merger.objects.standing().filter(gone=merger.kept_id).exists():
        raise TakenInSince("留下的那一条后来又并入了别的登记，请先撤回后一次合并。")
    return str(merger.before)


def _take_from_kept(merger: Merger, before: Mapping[str, Any]) -> None:
    """Only what is still as it came."""
    kept, filled = merger.kept, set(merger.filled)
    changes: dict[str, Any] = {}
    if "phone" in filled and kept.phone == before["phone"]:
        changes |= {"phone": "", "phone_index": "", "phone_verified_at": None}
    if "id_number" in filled and kept.id_number == before["id_number"]:
        changes |= {"id_number": "", "id_number_index": ""}
    if "born_on" in filled and kept.born_on == merger.gone.born_on:
        changes["born_on"] = None
    if changes:
        Person.objects.filter(pk=kept.pk).update(**changes)


def _give_back(gone: Person, before: Mapping[str, Any]) -> None:
    gone.phone, gone.phone_index = before["phone"], before["phone_index"]
    gone.id_number, gone.id_number_index = before["id_number"], before["id_number_index"]
    gone.phone_verified_at = _moment(before["phone_verified_at"])
    gone.dwelling_id, gone.left_on = before["dwelling_id"], _day(before["left_on"])
    gone.spoken_code = before["spoken_code"]
    others = Person.objects.exclude(pk=gone.pk)
    if others.filter(spoken_code=gone.spoken_code).exclude(spoken_code="").exists():
        give_spoken_codes([gone])
    Person.objects.filter(pk=gone.pk).update(
        phone=gone.phone,
        phone_index=gone.phone_index,
        phone_verified_at=gone.phone_verified_at,
        id_number=gone.id_number,
        id_number_index=gone.id_number_index,
        dwelling=gone.dwelling_id,
        left_on=gone.left_on,
        spoken_code=gone.spoken_code,
    )


def _rows_back(merger: Merger) -> int:
    """A row that has been given to somebody else since stays there."""
    kept, gone, moved = merger.kept, merger.gone, 0
    addressed: list[tuple[str, int]] = []
    for one in merger.moved_rows.order_by("pk"):
        if one.column == ADDRESSED:
            addressed.append((one.table, int(one.row)))
            continue
        model = apps.get_model(one.table)
        everything = model._base_manager  # noqa: SLF001 - a model's own manager may hide rows
        row = everything.filter(pk=one.row, **{one.column: kept})
        moved += move_one(row, one.column, gone)
    return moved + len(messaging.readdress(from_=kept.ref, to=gone.ref, only=addressed))


def _live_again(before: Mapping[str, Any], merged_at: datetime) -> None:
    """The household that was left by merging is theirs again, unless they live elsewhere."""
    member = HouseholdMember.objects.filter(
        pk=before["member"] or 0, household__ended_on=None
    ).first()
    if not member or member.ended_on != day_of(merged_at):
        return
    elsewhere = HouseholdMember.objects.filter(person=member.person_id, ended_on=None)
    if not elsewhere.exists():
        HouseholdMember.objects.filter(pk=member.pk).update(ended_on=None)


def _moment(said: str | None) -> datetime | None:
    return parse_datetime(said) if said else None


def _day(said: str | None) -> date | None:
    return parse_date(said) if said else None
