"""Who becomes a volunteer, and what they agree to."""

from linli.kernel.events import Audience, Event
from linli.kernel.references import Ref
from linli.kernel.words import Words


class VolunteerApplied(
    Event,
    code="volunteers.applied",
    sentence="登记做志愿者",
    personal=[],
):
    pass


class VolunteerChanged(
    Event,
    code="volunteers.changed",
    sentence="改了志愿者登记的内容",
    personal=[],
):
    pass


class VolunteerAccepted(
    Event,
    code="volunteers.accepted",
    sentence="登记通过，志愿者编号{number}",
    personal=[],
):
    number: str


class VolunteerRefused(
    Event,
    code="volunteers.refused",
    sentence="登记没有通过：{reason}",
    personal=["reason"],
):
    reason: str


class VolunteerWithdrawn(
    Event,
    code="volunteers.withdrawn",
    sentence="退出了志愿者登记",
    personal=[],
):
    pass


class ListingChanged(
    Event,
    code="volunteers.listing_changed",
    sentence="公开姓名：{choice}",
    personal=[],
):
    choice: Words


class HealthStated(
    Event,
    code="volunteers.health_stated",
    sentence="写了健康声明",
    personal=[],
    audience=Audience.HOUSE,
):
    pass


class HealthErased(
    Event,
    code="volunteers.health_erased",
    sentence="健康声明里写的话已删除",
    personal=[],
    audience=Audience.HOUSE,
):
    pass


class GuardianConsented(
    Event,
    code="volunteers.guardian_consented",
    sentence="监护人{name}同意",
    personal=["name"],
    audience=Audience.HOUSE,
):
    name: str


class GuardianConsentWithdrawn(
    Event,
    code="volunteers.guardian_consent_withdrawn",
    sentence="监护人收回了同意",
    personal=[],
    audience=Audience.HOUSE,
):
    pass


class RiskAgreed(
    Event,
    code="volunteers.risk_agreed",
    sentence="读过并同意“{label}”的风险告知",
    personal=[],
):
    risk: str
    label: str


class InsuranceEntered(
    Event,
    code="volunteers.insurance_entered",
    sentence="登记了志愿者保险，到{until}",
    personal=[],
    audience=Audience.HOUSE,
):
    until: str


class TeamFormed(
    Event,
    code="volunteers.team_formed",
    sentence="成立“{name}”",
    personal=[],
):
    name: str
    kind: Words


class TeamJoined(
    Event,
    code="volunteers.team_joined",
    sentence="{person}加入",
    personal=[],
    audience=Audience.HOUSE,
):
    person: Ref


class TeamLeft(
    Event,
    code="volunteers.team_left",
    sentence="{person}退出",
    personal=[],
    audience=Audience.HOUSE,
):
    person: Ref


class TeamLeaderChanged(
    Event,
    code="volunteers.team_leader_changed",
    sentence="{person}做队长",
    personal=[],
):
    person: Ref


class LetterIssued(
    Event,
    code="volunteers.letter_issued",
    sentence="签发聘书{number}",
    personal=[],
):
    number: str
    person: Ref
