"""贴月报: where a playbook says so, the sheet of the month is owed until it hangs."""

from datetime import datetime

from django.db import transaction

from linli.duties.actions import begin_duty, end_duties
from linli.duties.models import Duty
from linli.kernel import journal
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.dates import day_of, start_of
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.models import Entry
from linli.kernel.options import resolve
from linli.kernel.rhythms import period_of
from linli.matters import policies
from linli.matters.events import SheetHung
from linli.matters.promises import due_promise
from linli.people.options import RHYTHMS, Rhythm
from linli.people.queries import holders_of
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import AreaKind

HANGING = "hang_sheet"
RHYTHM = "satisfaction_board"
WORKDAYS = 5
"""Working days within which the sheet of the last period hangs."""


class SheetHangsAlready(Refusal):
    pass


class NoSheetHere(Refusal):
    pass


@transaction.atomic
def hang_sheet(*, area: Area, by: Viewer, at: datetime) -> None:
    """贴出去了: who serves at that desk has hung it; the next is owed with the next period."""
    if not policies.may_hang_sheet(by, area):
        raise NotPermitted("月报由那里的工作台来贴。")
    rhythm = _rhythm_of(area)
    if not rhythm:
        raise NoSheetHere("这里的规则包没有定期公布满意度这一项。")
    # Kept until the end, so that of two who hang it at once one is told.
    Area.objects.select_for_update().get(pk=area.pk)
    if _hangs(area, rhythm, at):
        raise SheetHangsAlready("这一期的月报已经记过贴出去了。")
    end_duties(subject=area.ref, kind=HANGING, at=at)
    journal.record(SheetHung(subject=area.ref), by=by.ref, at=at, place=area.ref)


def look_after_sheets(at: datetime) -> int:
    """该贴月报了: who has to hang it owes it from the beginning of each period; how many."""
    standing = Area.objects.standing(day_of(at)).of_kind(AreaKind.COMMUNITY)
    return sum(_owe(community, at) for community in standing.order_by("path"))


@transaction.atomic
def _owe(community: Area, at: datetime) -> bool:
    rhythm = _rhythm_of(community)
    running = Duty.objects.running().filter(subject=community.ref, kind=HANGING)
    if not rhythm or running.exists() or _hangs(community, rhythm, at):
        return False
    holders = holders_of(rhythm.post, community, on=day_of(at)) if rhythm.post else []
    begin_duty(
        subject=community.ref,
        kind=HANGING,
        desk=community,
        holder=holders[0] if holders else None,
        unit=None,
        promise=due_promise(calendar_in_force().add_workdays(at, WORKDAYS), at=at),
        at=at,
    )
    return True


def _rhythm_of(area: Area) -> Rhythm | None:
    rhythms = resolve(area.chain)[RHYTHMS]
    return next((one for one in rhythms if one.code == RHYTHM), None)


def _hangs(area: Area, rhythm: Rhythm, at: datetime) -> bool:
    first, following = period_of(rhythm.every, day_of(at))
    return Entry.objects.filter(
        subject=area.ref,
        code=SheetHung.code,
        happened_at__gte=start_of(first),
        happened_at__lt=start_of(following),
    ).exists()
