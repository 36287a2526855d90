"""说事室、微信群: when a talk room is open and who sits there; the code of a chat group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from linli.kernel import journal
from linli.kernel.attachments import Upload, keep_attachment
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Unreadable
from linli.kernel.references import ref
from linli.outreach import policies
from linli.outreach.events import GroupCodePutUp, HoursSet
from linli.outreach.models import GroupCode, OpenHour
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.models import Area, Point

DAYS_OF_A_WEEK = 7


class HoursUnsound(Unreadable):
    pass


class CodeRanOut(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class Hours:
    """On one day of the week (1 is Monday) from when till when, and who sits there."""

    weekday: int
    opens: time
    closes: time
    keeper: Person | None = None


@transaction.atomic
def set_hours(*, point: Point, hours: Sequence[Hours], by: Viewer, at: datetime) -> None:
    """排值班: the week of a talk room as it is from now on."""
    if not policies.may_serve(by, point.area):
        raise NotPermitted("说事室的开放时间由在那里值守的同事来排。")
    days = {(one.weekday, one.opens) for one in hours}
    sound = all(1 <= one.weekday <= DAYS_OF_A_WEEK and one.opens < one.closes for one in hours)
    if not sound or len(days) != len(hours):
        raise HoursUnsound("关门要在开门以后，同一天同一个时间只排一次。")
    OpenHour.objects.filter(point=point).delete()
    OpenHour.objects.bulk_create(
        OpenHour(
            point=point,
            weekday=one.weekday,
            opens=one.opens,
            closes=one.closes,
            keeper=one.keeper,
        )
        for one in hours
    )
    journal.record(HoursSet(subject=ref(point)), by=by.ref, at=at, place=point.area.ref)


@transaction.atomic
def put_up_group_code(
    *, area: Area, name: str, upload: Upload, good_until: date, by: Viewer, at: datetime
) -> GroupCode:
    """换群二维码: the picture for the poster of the compound; WeChat lets it run out."""
    if not policies.may_serve(by, area):
        raise NotPermitted("群二维码由在那里值守的同事来换。")
    if good_until < day_of(at):
        raise CodeRanOut("这个二维码已经过期了，请在微信里重新生成。")
    picture = keep_attachment(upload=upload, subject=area.ref, by=by.ref, place=area.ref, at=at)
    code = GroupCode.objects.create(
        area=area, name=name.strip(), picture=picture, good_until=good_until, put_up_at=at
    )
    event = GroupCodePutUp(subject=area.ref, name=name.strip())
    journal.record(event, by=by.ref, at=at, place=area.ref)
    return code
