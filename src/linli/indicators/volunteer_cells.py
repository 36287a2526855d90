"""The rows behind the figures of volunteers, as whoever looks may read them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_noop as _

from linli.kernel.dates import day_of
from linli.kernel.masks import masked_name
from linli.kernel.words import say
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import AreaKind
from linli.volunteers.models import Enrolment, ServiceRecord, StarAward, Team, Volunteer
from linli.volunteers.rules import Source, TeamKind

type Cells = Callable[[Any, Viewer], tuple[str, ...]]

INSIDE = (AreaKind.BUILDING, AreaKind.UNIT, AreaKind.SPOT)
# By which path a person is counted to a compound for who does not serve there.
PERSONAL: Mapping[type[Model], str] = MappingProxyType(
    {
        Volunteer: "person__home__path",
        Enrolment: "volunteer__person__home__path",
        StarAward: "volunteer__person__home__path",
    }
)


def _volunteer(one: Volunteer, __: Viewer) -> tuple[str, ...]:
    return one.number or "", masked_name(one.person.name), _day(one.accepted_at)


def _service(one: ServiceRecord, viewer: Viewer) -> tuple[str, ...]:
    """Where down to the compound, for whom never; by whom for who serves there alone."""
    number = one.volunteer.number or "" if viewer.serves(one.place.path) else ""
    whence, minutes = say(Source(one.source).label), str(one.minutes)
    return number, one.what, _compound(one.place), minutes, whence, _day(one.ends_at)


def _compound(place: Area) -> str:
    while place.kind in INSIDE and place.parent:
        place = place.parent
    return place.name


def _team(one: Team, __: Viewer) -> tuple[str, ...]:
    kind = say(TeamKind(one.kind).label)
    return one.organisation.name, kind, one.organisation.area.name


def _enrolment(one: Enrolment, __: Viewer) -> tuple[str, ...]:
    name = masked_name(one.volunteer.person.name)
    return one.course.number, one.course.title, name, _day(one.ended_at)


def _star(one: StarAward, __: Viewer) -> tuple[str, ...]:
    name, number = masked_name(one.volunteer.person.name), one.volunteer.number or ""
    return number, name, str(one.star), _day(one.ended_at)


def _day(when: datetime | date | None) -> str:
    if when is None:
        return ""
    return (day_of(when) if isinstance(when, datetime) else when).isoformat()


CELLS: Mapping[type[Model], tuple[tuple[str, ...], Cells]] = MappingProxyType(
    {
        Volunteer: ((_("志愿者编号"), _("姓名"), _("登记日期")), _volunteer),
        ServiceRecord: (
            (
                _("志愿者编号"),
                _("做了什么"),
                _("在哪里"),
                _("分钟"),
                _("来源"),
                _("日期"),
            ),
            _service,
        ),
        Team: ((_("名称"), _("种类"), _("在哪里")), _team),
        Enrolment: ((_("编号"), _("培训"), _("姓名"), _("日期")), _enrolment),
        StarAward: ((_("志愿者编号"), _("姓名"), _("几星"), _("日期")), _star),
    }
)
