"""名册: drawn up, hung out, corrected, sealed. After that nobody changes it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import token_hex

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Sum

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.numbers import next_number
from linli.kernel.options import resolve
from linli.kernel.portable import insert_rows
from linli.kernel.words import Moment, Words
from linli.people.models import HouseholdMember, Person
from linli.people.viewer import Viewer
from linli.places.models import Area, Dwelling
from linli.voting import policies, rules
from linli.voting.actions.moving import RollMovedOn, permit_roll, take_roll
from linli.voting.events import (
    EntriesWritten,
    RollCorrectionAsked,
    RollCorrectionRuled,
    RollDrawnUp,
    RollDropped,
    RollSealed,
    RollShown,
)
from linli.voting.models import Roll, RollCorrection, RollEntry
from linli.voting.options import CORRECTION_DAYS
from linli.voting.queries import sealed_lines
from linli.voting.rules import OF_AGE, RollKind, RollStep, Weight

SERIES = "VR"
HEAD = "户主"
FIELDS = ("roll", "key", "person", "dwelling", "where", "heads", "area", "units")


class BasisMissing(Unreadable):
    pass


class RollEmpty(Refusal):
    pass


class TwiceOnRoll(Unreadable):
    pass


class CorrectionsOpen(Refusal):
    pass


class RulingWithoutReason(Unreadable):
    pass


class AlreadyRuled(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """Who is to stand on a roll: a person, a dwelling, or a person for a dwelling."""

    person: Person | None = None
    dwelling: Dwelling | None = None
    where: str = ""
    weight: Weight = rules.ONE_HEAD


@transaction.atomic
def draft_roll(
    *,
    name: str,
    place: Area,
    kind: RollKind,
    basis: str,
    cutoff_on: date,
    by: Viewer,
    at: datetime,
) -> Roll:
    """编名册: an empty roll; who stands on it as of `cutoff_on` comes next."""
    if not policies.may_keep_rolls(by, place):
        raise NotPermitted("名册由在那里值守的同事来编。")
    if not basis.strip() or not name.strip():
        raise BasisMissing("请写名册的名称和依据：凭什么是这些人投票。")
    roll = Roll.objects.create(
        number=next_number(SERIES, day_of(at).year),
        name=name.strip(),
        place=place,
        kind=kind,
        basis=basis.strip(),
        cutoff_on=cutoff_on,
        drawn_up_at=at,
    )
    event = RollDrawnUp(subject=roll.ref, name=roll.name)
    journal.record(event, by=by.ref, at=at, place=place.ref)
    return roll


@transaction.atomic
def put_on_roll(*, roll: Roll, entries: Sequence[NewEntry], by: Viewer, at: datetime) -> int:
    """上册: add entries while the roll is being drawn up; says how many."""
    permit_roll(roll, by)
    event = EntriesWritten(subject=roll.ref, count=len(entries))
    take_roll(RollStep.WRITE, roll, event, by=by.ref, at=at)
    _lay(roll, entries)
    return len(entries)


@transaction.atomic
def fill_from_register(*, roll: Roll, by: Viewer, at: datetime) -> int:
    """按登记册编: persons of age, one for a household, or one for each dwelling with its area.

    Who is known to be under age on the day that counts is left out; a person without a date of
    birth stands on it, to be corrected while it hangs out.
    """
    drawn_from: dict[str, Callable[[Roll], list[NewEntry]]] = {
        RollKind.PERSONS: _persons,
        RollKind.HOUSEHOLDS: _households,
        RollKind.OWNERS: _dwellings,
    }
    if roll.kind not in drawn_from:
        raise RollEmpty("这份名册是点名列出的，不按登记册编。")
    entries = drawn_from[roll.kind](roll)
    return put_on_roll(roll=roll, entries=entries, by=by, at=at)


@transaction.atomic
def show_roll(*, roll: Roll, by: Viewer, at: datetime) -> None:
    """公示: hang the roll out for as many days as the community lays down."""
    permit_roll(roll, by)
    if not roll.entries.exists():
        raise RollEmpty("名册上还没有人，先把人写上去。")
    days = resolve(roll.place.chain)[CORRECTION_DAYS]
    until = at + timedelta(days=days)
    event = RollShown(subject=roll.ref, until=Moment(until.isoformat()))
    take_roll(
        RollStep.SHOW,
        roll,
        event,
        by=by.ref,
        at=at,
        shown_at=at,
        corrections_until=until,
    )


@transaction.atomic
def ask_correction(
    *, roll: Roll, words: str, by: Viewer, at: datetime, entry: RollEntry | None = None
) -> RollCorrection:
    """提出更正: who lives there says what is wrong, while the roll hangs out."""
    if not policies.may_ask_correction(by, roll):
        raise NotPermitted("请先登录；住在这一片的人可以提出更正。")
    if not words.strip():
        raise Unreadable("请写哪里不对：漏了谁、谁不该在、面积或人数错了。")
    rules.roll_after(roll.standing, RollStep.ASK)
    if roll.corrections_until and at >= roll.corrections_until:
        raise Refusal("公示期已经过了；请直接找社区。")
    # The roll may be sealed this very moment: written only while it still hangs out.
    if not Roll.objects.filter(pk=roll.pk, state=roll.state).update(state=F("state")):
        raise RollMovedOn("这份名册刚刚有了变动，请看过再改。")
    assert by.person_id is not None  # noqa: S101 - the policy saw a person
    asked = RollCorrection.objects.create(
        roll=roll, entry=entry, asked_by_id=by.person_id, words=words.strip(), asked_at=at
    )
    event = RollCorrectionAsked(subject=roll.ref, words=asked.words)
    journal.record(event, by=by.ref, at=at, place=roll.place.ref)
    return asked


@transaction.atomic
def rule_on_correction(
    *,
    correction: RollCorrection,
    accepted: bool,
    reason: str,
    by: Viewer,
    at: datetime,
    add: NewEntry | None = None,
    remove: RollEntry | None = None,
) -> None:
    """答复更正: accepted or not, with the reason; what is accepted is put right with it.

    `add` comes onto the roll, `remove` goes; both together change an entry.
    """
    roll = correction.roll
    if not policies.may_rule(by, correction):
        raise NotPermitted("名册更正由管名册的同事答复，不能答复自己提的。")
    if not reason.strip():
        raise RulingWithoutReason("请写答复的理由，提的人看得到。")
    open_still = RollCorrection.objects.filter(pk=correction.pk, accepted=None)
    if not open_still.update(
        accepted=accepted, reason=reason.strip(), ruled_by=by.person_id, ruled_at=at
    ):
        raise AlreadyRuled("这条更正已经答复过了。")
    event = RollCorrectionRuled(
        subject=roll.ref,
        ruling=Words("采纳" if accepted else "不采纳"),
        reason=reason.strip(),
        asked_by=correction.asked_by.ref,
    )
    take_roll(RollStep.RULE, roll, event, by=by.ref, at=at)
    if accepted and remove:
        roll.entries.filter(pk=remove.pk).delete()
    if accepted and add:
        _lay(roll, [add])


@transaction.atomic
def seal_roll(*, roll: Roll, by: Viewer, at: datetime) -> None:
    """封存: after its days and with every request answered; the digest is published."""
    permit_roll(roll, by)
    rules.roll_after(roll.standing, RollStep.SEAL)
    if roll.corrections_until and at < roll.corrections_until:
        raise CorrectionsOpen(
            "公示还没有满，到{until}才能封存。",
            until=Moment(roll.corrections_until.isoformat()),
        )
    if waiting := roll.corrections.filter(accepted=None).count():
        raise CorrectionsOpen("还有{count}条更正没有答复，答复完才能封存。", count=waiting)
    sums = roll.entries.aggregate(
        size=Count("pk"), heads=Sum("heads"), area=Sum("area"), units=Sum("units")
    )
    digest = rules.roll_digest(sealed_lines(roll))
    event = RollSealed(subject=roll.ref, size=sums["size"], digest=digest)
    take_roll(RollStep.SEAL, roll, event, by=by.ref, at=at, sealed_at=at, digest=digest, **sums)


@transaction.atomic
def drop_roll(*, roll: Roll, reason: str, by: Viewer, at: datetime) -> None:
    """作废: a roll that is not sealed is given up, with the reason."""
    permit_roll(roll, by)
    if not reason.strip():
        raise RulingWithoutReason("请写作废的原因。")
    event = RollDropped(subject=roll.ref, reason=reason.strip())
    take_roll(RollStep.DROP, roll, event, by=by.ref, at=at, reason=reason.strip())


def _lay(roll: Roll, entries: Iterable[NewEntry]) -> None:
    rows = [
        (
            roll.pk,
            token_hex(5),
            entry.person.pk if entry.person else None,
            entry.dwelling.pk if entry.dwelling else None,
            entry.where,
            entry.weight.heads,
            entry.weight.area,
            entry.weight.units,
        )
        for entry in entries
    ]
    try:
        with transaction.atomic():
            insert_rows(RollEntry, FIELDS, rows)
    except IntegrityError:
        raise TwiceOnRoll("有人在名册上写了两次，或没有写是谁。") from None


def _persons(roll: Roll) -> list[NewEntry]:
    born_by = _of_age_since(roll.cutoff_on)
    people = Person.objects.living_in(roll.place).select_related("home", "dwelling__area")
    return [
        NewEntry(
            person=person,
            where=_door(person.dwelling) or (person.home.name if person.home else ""),
            weight=Weight(heads=1, units=1),
        )
        for person in people.order_by("pk")
        if person.born_on is None or person.born_on <= born_by
    ]


def _households(roll: Roll) -> list[NewEntry]:
    heads = HouseholdMember.objects.filter(
        ended_on=None,
        relation=HEAD,
        household__ended_on=None,
        household__dwelling__area__path__startswith=roll.place.path,
    ).select_related("person", "household__dwelling__area")
    return [
        NewEntry(
            person=member.person,
            where=_door(member.household.dwelling),
            weight=Weight(heads=1, units=1),
        )
        for member in heads.order_by("pk")
    ]


def _dwellings(roll: Roll) -> list[NewEntry]:
    """Nobody is an owner by living there: who votes for a door comes by list or correction."""
    doors = Dwelling.objects.filter(area__path__startswith=roll.place.path)
    return [
        NewEntry(
            dwelling=door,
            where=_door(door),
            weight=Weight(heads=1, area=door.floor_area or 0, units=1),
        )
        for door in doors.select_related("area").order_by("pk")
    ]


def _door(dwelling: Dwelling | None) -> str:
    return f"{dwelling.area.name}{dwelling.number}"[:60] if dwelling else ""


def _of_age_since(day: date) -> date:
    """The latest birthday of whoever is of age that day; who was born on 29 February waits."""
    try:
        return day.replace(year=day.year - OF_AGE)
    except ValueError:
        return day.replace(year=day.year - OF_AGE, day=28)
