"""Everything that changes a community's profile. Nothing else in the system does."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.matters.models import Matter
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.profiles import policies
from linli.profiles.events import (
    CampaignClosed,
    CampaignOpened,
    HonourAwarded,
    HonourTakenBack,
    MatterTagged,
    MatterUntagged,
    ProfileStated,
    ProfileTakenBack,
)
from linli.profiles.models import Campaign, CampaignMatter, Honour, ProfileFact
from linli.profiles.rules import ONE_AT_A_TIME, StatedKind, amount_of

KEEPERS_ONLY = "只有管理员，以及该区域本级和上级的工作人员，可以写社区画像。"


class SourceMissing(Unreadable):
    pass


class TakenBackAlready(Refusal):
    pass


class HonourAlreadyThere(Refusal):
    pass


class CampaignAlreadyThere(Refusal):
    pass


class CampaignClosedAlready(Refusal):
    pass


class TaggedAlready(Refusal):
    pass


class NotTagged(Refusal):
    pass


@transaction.atomic
def state_fact(
    *,
    area: Area,
    kind: StatedKind,
    value: str,
    source: str,
    as_of: date,
    by: Viewer,
    at: datetime,
) -> ProfileFact:
    """填报: what no row can tell, with where it is from and of which day."""
    _refuse_strangers(area, by)
    if not source.strip():
        raise SourceMissing("请写明依据，例如：街道2023年统计台账。")
    amount = amount_of(kind, value)
    if kind in ONE_AT_A_TIME:
        former = ProfileFact.objects.standing().filter(area=area, kind=kind)
        former.update(taken_back_at=at)
    fact = ProfileFact.objects.create(
        area=area,
        kind=kind,
        value=value.strip(),
        amount=amount,
        source=source.strip(),
        as_of=as_of,
        stated_at=at,
    )
    event = ProfileStated(subject=area.ref, kind=kind.label, value=fact.value)
    journal.record(event, by=by.ref, at=at, place=area.ref)
    return fact


@transaction.atomic
def take_back_fact(*, fact: ProfileFact, by: Viewer, at: datetime) -> None:
    """撤下: it is no longer said."""
    _refuse_strangers(fact.area, by)
    standing = ProfileFact.objects.filter(pk=fact.pk, taken_back_at=None)
    if not standing.update(taken_back_at=at):
        raise TakenBackAlready("这一条已经撤下了。")
    label = StatedKind(fact.kind).label
    event = ProfileTakenBack(subject=fact.area.ref, kind=label, value=fact.value)
    journal.record(event, by=by.ref, at=at, place=fact.area.ref)


@transaction.atomic
def award_honour(
    *, area: Area, title: str, awarded_by: str, year: int, by: Viewer, at: datetime
) -> Honour:
    """登记荣誉: what the community was awarded."""
    _refuse_strangers(area, by)
    there = Honour.objects.filter(area=area, title=title, year=year, taken_back_at=None)
    if there.exists():
        raise HonourAlreadyThere("{year}年的“{title}”已经登记过了。", year=year, title=title)
    honour = Honour.objects.create(area=area, title=title, awarded_by=awarded_by, year=year)
    event = HonourAwarded(subject=area.ref, title=title, awarded_by=awarded_by, year=year)
    journal.record(event, by=by.ref, at=at, place=area.ref)
    return honour


@transaction.atomic
def take_back_honour(*, honour: Honour, by: Viewer, at: datetime) -> None:
    """撤下荣誉: entered by mistake, or withdrawn."""
    _refuse_strangers(honour.area, by)
    if not Honour.objects.filter(pk=honour.pk, taken_back_at=None).update(taken_back_at=at):
        raise TakenBackAlready("这一条已经撤下了。")
    event = HonourTakenBack(subject=honour.area.ref, title=honour.title)
    journal.record(event, by=by.ref, at=at, place=honour.area.ref)


@transaction.atomic
def open_campaign(*, area: Area, name: str, by: Viewer, at: datetime) -> Campaign:
    """设专项: matters can stand under it from now on."""
    _refuse_strangers(area, by)
    if Campaign.objects.filter(area=area, name=name).exists():
        raise CampaignAlreadyThere("这里已经有“{name}”了。", name=name)
    campaign = Campaign.objects.create(area=area, name=name, began_on=day_of(at))
    event = CampaignOpened(subject=campaign.ref, name=name)
    journal.record(event, by=by.ref, at=at, place=area.ref)
    return campaign


@transaction.atomic
def close_campaign(*, campaign: Campaign, by: Viewer, at: datetime) -> None:
    """结束专项: what stands under it stays, nothing new comes."""
    _refuse_strangers(campaign.area, by)
    running = Campaign.objects.filter(pk=campaign.pk, closed_on=None)
    if not running.update(closed_on=day_of(at)):
        raise CampaignClosedAlready("专项“{name}”已经结束了。", name=campaign.name)
    event = CampaignClosed(subject=campaign.ref, name=campaign.name)
    journal.record(event, by=by.ref, at=at, place=campaign.area.ref)


@transaction.atomic
def tag_matter(*, campaign: Campaign, matter: Matter, by: Viewer, at: datetime) -> None:
    """归入专项: the matter stands under the campaign."""
    if not policies.may_tag(by, campaign, matter):
        raise NotPermitted("只有这件事所在区域的工作人员可以归入管到这里的专项。")
    if Campaign.objects.select_for_update().get(pk=campaign.pk).closed_on:
        raise CampaignClosedAlready("专项“{name}”已经结束了。", name=campaign.name)
    try:
        with transaction.atomic():
            CampaignMatter.objects.create(campaign=campaign, matter=matter, tagged_at=at)
    except IntegrityError as error:
        raise TaggedAlready("这件事已经在“{name}”里了。", name=campaign.name) from error
    event = MatterTagged(subject=matter.ref, name=campaign.name, campaign=campaign.ref)
    journal.record(event, by=by.ref, at=at, place=matter.place.ref)


@transaction.atomic
def untag_matter(*, campaign: Campaign, matter: Matter, by: Viewer, at: datetime) -> None:
    """移出专项: it was put there by mistake."""
    if not policies.may_tag(by, campaign, matter):
        raise NotPermitted("只有这件事所在区域的工作人员可以移出专项。")
    if not CampaignMatter.objects.filter(campaign=campaign, matter=matter).delete()[0]:
        raise NotTagged("这件事不在“{name}”里。", name=campaign.name)
    event = MatterUntagged(subject=matter.ref, name=campaign.name, campaign=campaign.ref)
    journal.record(event, by=by.ref, at=at, place=matter.place.ref)


def _refuse_strangers(area: Area, by: Viewer) -> None:
    if not policies.may_write_profile(by, area):
        raise NotPermitted(KEEPERS_ONLY)
