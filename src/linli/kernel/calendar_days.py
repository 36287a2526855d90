"""The work calendar in force: the published one, with the days that this house has entered."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Max

from linli.kernel.calendar import OFFICE_HOURS, Day, Hours, WorkCalendar
from linli.kernel.errors import Unreadable
from linli.kernel.memory import Watch
from linli.kernel.references import Ref
from linli.kernel.tables.days import CalendarDay

KINDS = {"workday": True, "上班": True, "holiday": False, "休息": False}
LONGEST_NOTE = 60

type Revision = tuple[int, int]


class DaysNotReadable(Unreadable):
    """The file of days has bad rows; every one is named and none was taken."""


_kept: dict[Hours, tuple[Revision, WorkCalendar]] = {}


def calendar_in_force(*, hours: Hours = OFFICE_HOURS, is_fresh: bool = False) -> WorkCalendar:
    """现行工作日历: built once in a process, and anew when the entered days have changed.

    Whether they have is asked every few seconds; `is_fresh` asks now.
    """
    revision = _days_watch.revision(is_fresh=is_fresh)
    known, calendar = _kept.get(hours) or (None, None)
    if calendar is None or known != revision:
        calendar = WorkCalendar(days=_entered_days(), hours=hours)
        _kept[hours] = revision, calendar
    return calendar


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
    _days_watch.doubt()
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


_days_watch = Watch(_revision)


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
