"""Stars, objections, honours."""

from linli.kernel.events import Audience, Event
from linli.kernel.references import Ref
from linli.kernel.words import Moment, Words


class StarNoticed(
    Event,
    code="volunteers.star_noticed",
    sentence="{star}星志愿者公示，到{closes_at}",
    personal=[],
):
    star: int
    closes_at: Moment
    person: Ref


class ObjectionMade(
    Event,
    code="volunteers.objection_made",
    sentence="有人提了异议",
    personal=[],
    audience=Audience.HOUSE,
):
    objection: int


class ObjectionRuled(
    Event,
    code="volunteers.objection_ruled",
    sentence="异议{outcome}",
    personal=[],
    audience=Audience.HOUSE,
):
    objection: int
    outcome: Words
    objector: Ref


class StarGranted(
    Event,
    code="volunteers.star_granted",
    sentence="评定为{star}星志愿者",
    personal=[],
):
    star: int
    person: Ref


class StarRefused(
    Event,
    code="volunteers.star_refused",
    sentence="{star}星没有评定：{reason}",
    personal=["reason"],
):
    star: int
    reason: str
    person: Ref


class StarRevoked(
    Event,
    code="volunteers.star_revoked",
    sentence="{star}星撤销了：{reason}",
    personal=["reason"],
):
    star: int
    reason: str
    person: Ref


class VolunteerExcluded(
    Event,
    code="volunteers.excluded",
    sentence="因虚报时长，{years}年内不参加星级评定：{reason}",
    personal=["reason"],
):
    years: int
    reason: str


class Commended(
    Event,
    code="volunteers.commended",
    sentence="获得“{title}”",
    personal=[],
):
    title: str
    awarded_by: str
