"""Giving: to a verified relative, to the pool, to a project for elders; and honours for it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable, WayOut
from linli.kernel.masks import masked_name
from linli.kernel.options import resolve
from linli.kernel.references import kind, number
from linli.ledger import actions as ledger
from linli.ledger.actions import Kinship
from linli.ledger.models import LedgerAccount, Transfer
from linli.ledger.options import Kin
from linli.ledger.rules import Book
from linli.people.actions import give_consent
from linli.people.models import Consent, Person
from linli.people.queries import kinship_between
from linli.people.rules import ConsentPurpose
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.store import policies
from linli.store.actions.credits import account_for, community_of
from linli.store.events import (
    HelpProjectClosed,
    HelpProjectOpened,
    HonourAccepted,
    HonourWithdrawn,
)
from linli.store.models import HelpProject, HonourListing
from linli.store.options import HONOURS, HonourKind
from linli.store.queries.giving import counted_for


class NotARelative(Refusal):
    pass


class OnlyPeopleGive(Refusal):
    pass


class ProjectClosed(Refusal):
    pass


class ProjectWordsMissing(Unreadable):
    pass


class ProjectThereAlready(Refusal):
    pass


class HonourUnknown(Unreadable):
    pass


class NotEarnedYet(Refusal):
    pass


class ListedAlready(Refusal):
    pass


class NotListed(Refusal):
    pass


@transaction.atomic
def give_to_relative(
    *, key: str, account: LedgerAccount, to: Person, amount: int, by: Viewer, at: datetime
) -> Transfer:
    """赠予亲属: to somebody whose kinship a second person has verified in papers."""
    if kind(account.owner) != "person":
        raise OnlyPeopleGive("户和团队的积分不能赠予个人，可以捐赠。")
    kin = kinship_between(number(account.owner), to.pk, on=day_of(at))
    if not kin:
        raise NotARelative(
            "和{name}的亲属关系还没有核实；带户口簿等凭据，请社区另一位同事核实后再赠予。",
            name=to.name,
            next_step=WayOut(label="登记亲属关系", url="/kinship/"),
        )
    target = account_for(to.ref, account.place, book=Book(account.book), at=at)
    assert kin.kinship.valid_from  # noqa: S101 - what is verified holds from a day
    return ledger.gift(
        key=key,
        account=account,
        to=target,
        amount=amount,
        kinship=Kinship(
            record=kin.kinship.ref,
            kin=Kin(kin.relation.value),
            verified_on=kin.kinship.valid_from,
            ends_on=kin.kinship.valid_until,
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def donate_credits(
    *,
    key: str,
    account: LedgerAccount,
    amount: int,
    project: HelpProject | None = None,
    by: Viewer,
    at: datetime,
) -> Transfer:
    """捐赠: to the pool of the community, or to a project for elders in need."""
    target = None
    if project:
        if project.closed_on:
            raise ProjectClosed("“{name}”已经结束了，可以捐给公共池。", name=project.name)
        target = account_for(project.ref, account.place, book=Book(account.book), at=at)
    return ledger.donate(key=key, account=account, amount=amount, to=target, by=by, at=at)


@transaction.atomic
def open_help_project(
    *, area: Area, name: str, purpose: str, by: Viewer, at: datetime
) -> HelpProject:
    """开助老项目: for whom donated credits are kept."""
    if not policies.may_run_store(by, area):
        raise NotPermitted("助老项目由社区工作人员开。")
    if not (name.strip() and purpose.strip()):
        raise ProjectWordsMissing("请写明项目名称和给谁用。")
    try:
        with transaction.atomic():
            project = HelpProject.objects.create(
                area=area, name=name.strip(), purpose=purpose.strip(), opened_on=day_of(at)
            )
    except IntegrityError:
        raise ProjectThereAlready("这里已经有“{name}”了。", name=name.strip()) from None
    event = HelpProjectOpened(subject=project.ref, name=project.name, purpose=project.purpose)
    journal.record(event, by=by.ref, at=at, place=area.ref)
    return project


@transaction.atomic
def close_help_project(*, project: HelpProject, reason: str, by: Viewer, at: datetime) -> None:
    """结束助老项目: nothing more is donated to it."""
    if not policies.may_run_store(by, project.area):
        raise NotPermitted("助老项目由社区工作人员结束。")
    if not reason.strip():
        raise ProjectWordsMissing("请写一句为什么结束。")
    running = HelpProject.objects.filter(pk=project.pk, closed_on=None)
    if not running.update(closed_on=day_of(at)):
        raise ProjectClosed("“{name}”已经结束了。", name=project.name)
    project.refresh_from_db()
    event = HelpProjectClosed(subject=project.ref, reason=reason.strip())
    journal.record(event, by=by.ref, at=at, place=project.area.ref)


@transaction.atomic
def accept_honour(
    *, person: Person, ground: str, by_full_name: bool, by: Viewer, at: datetime
) -> HonourListing:
    """上荣誉榜: somebody agrees to be named for what they served or gave; consent is kept."""
    if person.pk not in by.speaks_for:
        raise NotPermitted("上不上荣誉榜，由本人或受托人决定。")
    if person.home is None:
        raise NotEarnedYet("还没有登记住处，不知道上哪个社区的榜。")
    title = _listed(ground, resolve(person.home.chain)[HONOURS])
    counted = counted_for(person, title.ground)
    if counted < title.credits:
        raise NotEarnedYet(
            "“{title}”要满 {credits}，现在是 {counted}。",
            title=title.label,
            credits=title.credits,
            counted=counted,
        )
    _keep_consent(person, by, at)
    try:
        with transaction.atomic():
            listing = HonourListing.objects.create(
                person=person,
                area=community_of(person.home),
                ground=title.code,
                ground_label=title.label,
                shown_name=person.name if by_full_name else masked_name(person.name),
                credits=counted,
                listed_on=day_of(at),
            )
    except IntegrityError:
        raise ListedAlready("已经在“{title}”榜上了。", title=title.label) from None
    event = HonourAccepted(subject=person.ref, title=title.label, listing=listing.pk)
    journal.record(event, by=by.ref, at=at, place=listing.area.ref)
    return listing


@transaction.atomic
def withdraw_honour(*, listing: HonourListing, by: Viewer, at: datetime) -> None:
    """撤下: as easy as it was to agree (个人信息保护法 15)."""
    if listing.person_id not in by.speaks_for:
        raise NotPermitted("撤不撤下，由本人或受托人决定。")
    standing = HonourListing.objects.filter(pk=listing.pk, withdrawn_on=None)
    if not standing.update(withdrawn_on=day_of(at)):
        raise NotListed("已经撤下了。")
    event = HonourWithdrawn(subject=listing.person.ref, title=listing.ground_label)
    journal.record(event, by=by.ref, at=at, place=listing.area.ref)


def _listed(ground: str, kinds: tuple[HonourKind, ...]) -> HonourKind:
    found = next((one for one in kinds if one.code == ground), None)
    if not found:
        raise HonourUnknown("这里没有这个称号。")
    return found


def _keep_consent(person: Person, by: Viewer, at: datetime) -> None:
    given = Consent.objects.filter(
        person=person, purpose=ConsentPurpose.HONOURS, withdrawn_at=None
    )
    if not given.exists():
        give_consent(person=person, purpose=ConsentPurpose.HONOURS, by=by, at=at)
