"""Which day it is where the neighbours live."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Shanghai")


def day_of(at: datetime) -> date:
    """Say which day the calendar on the wall shows at that moment."""
    return at.astimezone(HERE).date()


def start_of(day: date) -> datetime:
    """Say at which moment that day begins on the wall."""
    return datetime.combine(day, time.min, tzinfo=HERE)
