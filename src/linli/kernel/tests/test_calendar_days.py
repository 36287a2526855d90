"""The days that this house enters change its calendar, in every process."""

from datetime import date
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.kernel import memory
from linli.kernel.calendar import WorkCalendar
from linli.kernel.calendar_days import DaysNotReadable, calendar_in_force, import_days
from linli.kernel.tables.days import CalendarDay
from linli.kernel.testing import NOON

pytestmark = pytest.mark.django_db

NOTICE_OF_2027 = """\ufeffdate,workday|holiday,note
2027-01-01,holiday,元旦
2027-10-01,holiday,国庆节

2027-10-09,workday,国庆节调休
"""


def entered(text: str) -> list[CalendarDay]:
    return import_days(text=text, source="国务院办公厅通知", by="person/1", at=NOON)


def test_without_entered_days_the_published_calendar_is_in_force() -> None:
    assert calendar_in_force(is_fresh=True) == WorkCalendar()


def test_a_notice_makes_its_year_certain() -> None:
    entered(NOTICE_OF_2027)

    calendar = calendar_in_force()
    assert not calendar.is_workday(date(2027, 1, 1))
    assert calendar.is_workday(date(2027, 10, 9))
    assert not calendar.is_provisional(date(2027, 6, 1))


def test_entering_a_day_again_replaces_it() -> None:
    entered("2026-08-05,holiday,台风")
    before = calendar_in_force()
    entered("2026-08-05,workday,台风转向")

    assert [day.note for day in CalendarDay.objects.all()] == ["台风转向"]
    assert calendar_in_force().is_workday(date(2026, 8, 5))
    assert calendar_in_force().version != before.version


def test_bad_rows_are_named_by_line_and_nothing_is_taken() -> None:
    bad = "2027-01-01,holiday,元旦\n2027-02-30,holiday,春节\n2027-03-01,maybe,\n2027-01-01,上班"

    with pytest.raises(DaysNotReadable) as refused:
        entered(bad)

    for fault in ("第2行：“2027-02-30”不是日期", "第3行：“maybe”", "第4行：2027-01-01重复"):
        assert fault in refused.value.message
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize("text", ["", "\n", "date,workday|holiday,note", "{}", "a,b,c,d", '"'])
def test_a_file_without_days_is_refused(text: str) -> None:
    with pytest.raises(DaysNotReadable) as refused:
        entered(text)

    assert refused.value.message


def test_the_table_is_asked_once_in_a_few_seconds() -> None:
    with patch("linli.kernel.memory.time.monotonic", return_value=1e9):
        calendar_in_force(is_fresh=True)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            calendar_in_force()
    assert len(queries) == 0


def test_what_another_process_entered_is_seen_after_a_few_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "KEPT_SECONDS", 3.0)
    with patch("linli.kernel.memory.time.monotonic", return_value=1e9):
        calendar_in_force(is_fresh=True)
        CalendarDay.objects.create(
            date=date(2026, 8, 5), is_workday=False, entered_by="person/1", entered_at=NOON
        )
        assert calendar_in_force().is_workday(date(2026, 8, 5))
        assert not calendar_in_force(is_fresh=True).is_workday(date(2026, 8, 5))
    CalendarDay.objects.all().delete()
    with patch("linli.kernel.memory.time.monotonic", return_value=1e9 + 4):
        assert calendar_in_force().is_workday(date(2026, 8, 5))
