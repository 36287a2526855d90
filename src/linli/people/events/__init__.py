"""What happens to people, households, organisations, posts, mandates and accounts."""

from linli.kernel.events import Audience, Event
from linli.kernel.references import Ref
from linli.kernel.words import Words


class PersonRegistered(
    Event,
    code="people.registered",
    sentence="登记入册",
    personal=[],
    audience=Audience.HOUSE,
):
    pass


class PeopleRegistered(
    Event,
    code="people.many_registered",
    sentence="登记{count}人入册",
    personal=[],
    audience=Audience.HOUSE,
):
    count: int


class RegisterEntered(
    Event,
    code="people.register_entered",
    sentence="按人户登记册登记：新增{new}人，更正{changed}人",
    personal=[],
    audience=Audience.HOUSE,
):
    new: int
    changed: int


class PersonCorrected(
    Event,
    code="people.corrected",
    sentence="更正登记：{changed}",
    personal=[],
    audience=Audience.HOUSE,
):
    changed: str


class PersonLeft(
    Event, code="people.left", sentence="迁出", personal=[], audience=Audience.HOUSE
):
    pass


class PersonForgotten(
    Event,
    code="people.forgotten",
    sentence="依申请删除个人信息",
    personal=[],
    audience=Audience.HOUSE,
):
    pass


class SecretRevealed(
    Event,
    code="people.secret_revealed",
    sentence="查看了{what}，理由：{reason}",
    personal=["reason"],
    audience=Audience.HOUSE,
):
    what: Words
    reason: str


class FactRecorded(
    Event,
    code="people.fact_recorded",
    sentence="记录个人事实“{what}”，用于{purpose}",
    personal=["what"],
    audience=Audience.HOUSE,
):
    what: str
    purpose: str


class FactsRecorded(
    Event,
    code="people.facts_recorded",
    sentence="记录{count}条个人事实",
    personal=[],
    audience=Audience.HOUSE,
):
    count: int


class FactEnded(
    Event,
    code="people.fact_ended",
    sentence="个人事实“{what}”不再成立",
    personal=["what"],
    audience=Audience.HOUSE,
):
    what: str


class HouseholdFounded(
    Event,
    code="people.household_founded",
    sentence="立户，{count}人",
    personal=[],
    audience=Audience.HOUSE,
):
    count: int


class HouseholdsFounded(
    Event,
    code="people.households_founded",
    sentence="立{count}户",
    personal=[],
    audience=Audience.HOUSE,
):
    count: int


class MovedIn(
    Event,
    code="people.moved_in",
    sentence="{person}入户",
    personal=[],
    audience=Audience.HOUSE,
):
    person: Ref


class MovedOut(
    Event,
    code="people.moved_out",
    sentence="{person}离户",
    personal=[],
    audience=Audience.HOUSE,
):
    person: Ref


class OrganisationFormed(
    Event, code="people.organisation_formed", sentence="成立{kind}“{name}”", personal=[]
):
    kind: Words
    name: str


class OrganisationsFormed(
    Event, code="people.organisations_formed", sentence="成立{count}个组织", personal=[]
):
    count: int


class OrganisationDissolved(
    Event, code="people.organisation_dissolved", sentence="撤销“{name}”", personal=[]
):
    name: str


class MemberJoined(Event, code="people.member_joined", sentence="{person}加入", personal=[]):
    person: Ref


class MembersJoined(
    Event, code="people.members_joined", sentence="{count}人加入组织", personal=[]
):
    count: int


class MemberLeft(Event, code="people.member_left", sentence="{person}退出", personal=[]):
    person: Ref


class PostCreated(Event, code="people.post_created", sentence="设岗：{kind}", personal=[]):
    kind: Words


class PostsCreated(Event, code="people.posts_created", sentence="设{count}个岗位", personal=[]):
    count: int


class PostAbolished(Event, code="people.post_abolished", sentence="撤岗：{kind}", personal=[]):
    kind: Words


class Appointed(
    Event, code="people.appointed", sentence="{person}到岗（{obtained}）", personal=[]
):
    """Its subject is the post."""

    person: Ref
    obtained: Words


class ManyAppointed(Event, code="people.many_appointed", sentence="{count}人到岗", personal=[]):
    count: int


class TermEnded(
    Event, code="people.term_ended", sentence="{from_}离岗：{reason}", personal=["reason"]
):
    """Its subject is the post, which stands empty from `ends_on` (ISO date)."""

    from_: Ref
    reason: str
    ends_on: str


class LeaveTaken(
    Event,
    code="people.leave_taken",
    sentence="{from_}请假（{starts_on}至{ends_on}），由{to}代班",
    personal=[],
):
    """Its subject is the post; the dates are ISO dates, the last one no longer included."""

    from_: Ref
    to: Ref
    starts_on: str
    ends_on: str


class PostHandedOver(
    Event, code="people.post_handed_over", sentence="{from_}交接给{to}", personal=[]
):
    """Its subject is the post; whatever was open moves with it."""

    from_: Ref
    to: Ref


class MandateGiven(
    Event,
    code="people.mandate_given",
    sentence="委托{delegate}代办，到{ends_on}为止",
    personal=[],
):
    """Its subject is the person who gave it."""

    delegate: Ref
    ends_on: str


class MandateRevoked(
    Event, code="people.mandate_revoked", sentence="不再委托{delegate}", personal=[]
):
    delegate: Ref


class KinshipProposed(
    Event,
    code="people.kinship_proposed",
    sentence="提出亲属关系：{relative}是{relation}",
    personal=[],
):
    relative: Ref
    relation: Words


class KinshipVerified(
    Event,
    code="people.kinship_verified",
    sentence="看过凭据，核实了亲属关系：{relative}是{relation}",
    personal=[],
):
    relative: Ref
    relation: Words
    proposer: Ref


class KinshipRefused(
    Event,
    code="people.kinship_refused",
    sentence="没有核实和{relative}的亲属关系：{reason}",
    personal=["reason"],
):
    relative: Ref
    reason: str


class KinshipEnded(
    Event,
    code="people.kinship_ended",
    sentence="和{relative}的亲属关系不再有效：{reason}",
    personal=["reason"],
):
    relative: Ref
    reason: str


class ConsentGiven(Event, code="people.consent_given", sentence="同意：{purpose}", personal=[]):
    purpose: Words


class ConsentWithdrawn(
    Event, code="people.consent_withdrawn", sentence="收回同意：{purpose}", personal=[]
):
    purpose: Words


class AccountOpened(
    Event,
    code="people.account_opened",
    sentence="开通账号",
    personal=[],
    audience=Audience.HOUSE,
):
    pass


class PasswordSet(
    Event,
    code="people.password_set",
    sentence="设置了密码",
    personal=[],
    audience=Audience.HOUSE,
):
    pass


class SecondFactorEnrolled(
    Event,
    code="people.second_factor_enrolled",
    sentence="启用了动态口令",
    personal=[],
    audience=Audience.HOUSE,
):
    pass


class SecondFactorReset(
    Event,
    code="people.second_factor_reset",
    sentence="重置了动态口令",
    personal=[],
    audience=Audience.HOUSE,
):
    pass


class PhoneVerified(
    Event,
    code="people.phone_verified",
    sentence="电话核实过：在这个号码上答了验证码",
    personal=[],
    audience=Audience.HOUSE,
):
    pass


class SignedIn(
    Event,
    code="people.signed_in",
    sentence="登录（{way}）",
    personal=[],
    audience=Audience.HOUSE,
):
    way: Words
