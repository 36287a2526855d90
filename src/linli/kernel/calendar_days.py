"""The work calendar in force: the published one, with the days that this house has entered."""

import csv
import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Max

from linli.kernel.calendar import OFFICE_HOURS, Day, Hours, WorkCalendar
from linli.kernel.errors import Unreadable
from linli.kernel.references import Ref
from linli.kernel.tables.days import CalendarDay

KEPT_SECONDS = 3.0
DOUBTED_SECONDS = 60.0
KINDS = {"workday": True, "上班": True, "holiday": False, "休息": False}
LONGEST_NOTE = 60

type Revision = tuple[int, int]


class DaysNotReadable(Unreadable):
    """The file of days has bad rows; every one is named and none was taken."""


@dataclass
class _Kept:
    calendar: WorkCalendar
    revision: Revision
    looked_at: float


@dataclass
class _Doubts:
    """Until when every question goes to the table: days just entered may be rolled back."""

    until: float = 0.0


_kept: dict[Hours, _Kept] = {}
_doubts = _Doubts()


def calendar_in_force(*, hours: Hours = OFFICE_HOURS, is_fresh: bool = False) -> WorkCalendar:
    """现行工作日历: built once in a process, and anew when the entered days have changed.

    Whether they have is asked every few seconds; `is_fresh` asks now.
    """
    kept, now = _kept.get(hours), time.monotonic()
    if kept and not is_fresh and _doubts.until < now < kept.looked_at + KEPT_SECONDS:
        return kept.calendar
    revision = _revision()
    if kept and kept.revision == revision:
        kept.looked_at = now
        return kept.calendar
    _kept[hours] = _Kept(WorkCalendar(days=_entered_days(), hours=hours), revision, now)
    return _kept[hours].calendar


@transaction.atomic
def import_days(*, text: str, source: str, by: Ref, at: datetime) -> list[CalendarDay]:
    """录入放假安排: take the rows `date,workday|holiday,note` of a notice, all or none.

    A day that stands already is replaced. `source` names the notice (国办发明电〔2026〕7号).
    """
    days = read_days(text)
    CalendarDay.objects.filter(date__in=[day.on for day in days]).delete()
    entered = CalendarDay.objects.bulk_create(
        CalendarDay(
            date=day.on,
            is_workday=day.is_workday,
            note=day.note,
            source=source,
            entered_by=by,
            entered_at=at,
        )
        for day in days
    )
    _doubts.until = time.monotonic() + DOUBTED_SECONDS
    return entered


def read_days(text: str) -> list[Day]:
    """Read the rows of a notice, or refuse and name every bad one by its line."""
    days: dict[date, Day] = {}
    faults = []
    for line, row in _rows(text):
        try:
            day = _day(row)
        except ValueError as fault:
            faults.append(f"第{line}行：{fault}")
            continue
        if day.on in days:
            faults.append(f"第{line}行：{day.on}重复")
        days[day.on] = day
    if faults:
        raise DaysNotReadable("放假安排未录入。{faults}", faults="；".join(faults))
    if not days:
        raise DaysNotReadable("放假安排里没有一天。每行应为：日期,workday或holiday,说明")
    return list(days.values())


def _revision() -> Revision:
    # A day is replaced, never edited, so that any change moves the count or the greatest id.
    found = CalendarDay.objects.aggregate(count=Count("pk"), last=Max("pk"))
    return found["count"], found["last"] or 0


def _entered_days() -> tuple[Day, ...]:
    entered = CalendarDay.objects.all()
    return tuple(Day(on=d.date, is_workday=d.is_workday, note=d.note) for d in entered)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Number the lines that say something; the heading of the columns says nothing."""
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")))
    for row in reader:
        cells = [cell.strip() for cell in row]
        if any(cells) and cells[0] not in ("date", "日期"):
            yield reader.line_num, cells


def _day(row: list[str]) -> Day:
    written, kind, note = [*row, "", ""][:3]
    if len(row) > len(("date", "kind", "note")):
        raise ValueError("多于三列")
    try:
        on = date.fromisoformat(written)
    except ValueError:
        raise ValueError(f"“{written}”不是日期（应如2027-02-06）") from None
    if kind not in KINDS:
        raise ValueError(f"“{kind}”应为workday或holiday")
    if len(note) > LONGEST_NOTE:
        raise ValueError(f"说明超过{LONGEST_NOTE}字")
    return Day(on=on, is_workday=KINDS[kind], note=note)
