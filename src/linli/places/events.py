"""What happens to areas, dwellings and points."""

from linli.kernel.events import Audience, Event
from linli.kernel.references import Ref
from linli.kernel.words import Words


class AreaOpened(Event, code="places.area_opened", sentence="设立{kind}“{name}”", personal=[]):
    kind: Words
    name: str


class AreasOpened(
    Event, code="places.areas_opened", sentence="在{subject}设立{count}个区域", personal=[]
):
    count: int


class AreaRenamed(
    Event, code="places.area_renamed", sentence="“{before}”改名为“{after}”", personal=[]
):
    before: str
    after: str


class AreaMoved(Event, code="places.area_moved", sentence="由{from_}划归{to}", personal=[]):
    from_: Ref
    to: Ref


class AreaClosed(Event, code="places.area_closed", sentence="停用“{name}”", personal=[]):
    name: str


class DutyPhoneChanged(
    Event, code="places.duty_phone_changed", sentence="值班电话改为{phone}", personal=[]
):
    phone: str


class DwellingsAdded(
    Event,
    code="places.dwellings_added",
    sentence="登记了{count}套住宅",
    personal=[],
    audience=Audience.HOUSE,
):
    count: int


class PointOpened(
    Event, code="places.point_opened", sentence="设立{kind}“{name}”", personal=[]
):
    kind: Words
    name: str
    point: Ref


class PointsOpened(
    Event, code="places.points_opened", sentence="设立{count}处说事点", personal=[]
):
    count: int


class PointClosed(
    Event, code="places.point_closed", sentence="撤销说事点“{name}”", personal=[]
):
    name: str
    point: Ref
