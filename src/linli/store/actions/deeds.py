"""户积分: what a household did is noted with evidence; above the limit another looks too."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.options import resolve
from linli.kernel.references import ref
from linli.ledger import actions as ledger
from linli.ledger.rules import Book
from linli.people.models import Household
from linli.people.viewer import Viewer
from linli.store import policies
from linli.store.actions.credits import account_for
from linli.store.events import DeedAwarded, DeedNoted, DeedRefused
from linli.store.models import HouseholdDeed
from linli.store.options import DEEDS, TWO_ABOVE, DeedKind
from linli.store.rules import DeedState, DeedStep, deed_after

LONGEST_AGO = 60
"""Days: what is older is no longer known well enough to be noted."""


class DeedUnknown(Unreadable):
    pass


class DeedEvidenceMissing(Unreadable):
    pass


class DeedOutOfTime(Unreadable):
    pass


class DeedNotedAlready(Refusal):
    pass


class EnoughThisMonth(Refusal):
    pass


class DeedMovedOn(Refusal):
    pass


class DeedSeenByOne(NotPermitted):
    pass


class HouseholdEnded(Refusal):
    pass


@transaction.atomic
def note_deed(
    *,
    household: Household,
    kind: str,
    done_on: date,
    evidence: str,
    by: Viewer,
    at: datetime,
) -> HouseholdDeed:
    """登记户积分: by the table of the community; up to the limit it counts at once."""
    place = household.dwelling.area
    if not policies.may_note_deed(by, household, place) or by.person_id is None:
        raise NotPermitted("由在那里走动的网格员、楼长或工作人员登记，不能给自己家记。")
    if household.ended_on:
        raise HouseholdEnded("这一户已经销户了。")
    if not evidence.strip():
        raise DeedEvidenceMissing("请写明凭什么，比如签到表、照片编号。")
    if not 0 <= (day_of(at) - done_on).days <= LONGEST_AGO:
        raise DeedOutOfTime("只记今天和前 {most} 天里做的事。", most=LONGEST_AGO)
    chosen = resolve(place.chain)
    listed = _listed(kind, chosen[DEEDS])
    Household.objects.select_for_update().get(pk=household.pk)
    _refuse_more(household, listed, done_on)
    deed = _lay(
        HouseholdDeed(
            household=household,
            place=place,
            kind=listed.code,
            kind_label=listed.label,
            points=listed.points,
            done_on=done_on,
            evidence=evidence.strip(),
            proposer_id=by.person_id,
            needs_two=listed.points > chosen[TWO_ABOVE],
            noted_at=at,
        )
    )
    if deed.needs_two:
        event = DeedNoted(
            subject=deed.ref,
            what=deed.kind_label,
            points=deed.points,
            household=ref(household),
        )
        journal.record(event, by=by.ref, at=at, place=place.ref)
    else:
        _award(deed, by, at)
    return deed


@transaction.atomic
def confirm_deed(*, deed: HouseholdDeed, by: Viewer, at: datetime) -> None:
    """复核: a second one has seen the evidence, and the points are in the household's book."""
    _refuse_who_noted(deed, by)
    _award(deed, by, at, confirmer_id=by.person_id)


@transaction.atomic
def refuse_deed(*, deed: HouseholdDeed, reason: str, by: Viewer, at: datetime) -> None:
    """不记: the evidence does not show it."""
    _refuse_who_noted(deed, by)
    if not reason.strip():
        raise DeedEvidenceMissing("请写一句为什么不记。")
    _move(
        deed,
        DeedStep.REFUSE,
        confirmer_id=by.person_id,
        reason=reason.strip(),
        ended_at=at,
    )
    event = DeedRefused(
        subject=deed.ref,
        what=deed.kind_label,
        reason=reason.strip(),
        household=f"household/{deed.household_id}",
    )
    journal.record(event, by=by.ref, at=at, place=deed.place.ref)


def _listed(kind: str, kinds: tuple[DeedKind, ...]) -> DeedKind:
    found = next((one for one in kinds if one.code == kind), None)
    if not found:
        raise DeedUnknown("这里的户积分表里没有这一项。")
    return found


def _refuse_more(household: Household, listed: DeedKind, done_on: date) -> None:
    month = done_on.replace(day=1)
    same = HouseholdDeed.objects.filter(household=household, kind=listed.code)
    counted = same.exclude(state=DeedState.REFUSED).filter(
        done_on__gte=month, done_on__year=done_on.year, done_on__month=done_on.month
    )
    if counted.count() >= listed.most_a_month:
        raise EnoughThisMonth(
            "“{what}”一个月最多记 {most} 次。", what=listed.label, most=listed.most_a_month
        )


def _lay(deed: HouseholdDeed) -> HouseholdDeed:
    try:
        with transaction.atomic():
            deed.save(force_insert=True)
    except IntegrityError:
        raise DeedNotedAlready(
            "这一户这一天的“{what}”已经记过了。", what=deed.kind_label
        ) from None
    return deed


def _refuse_who_noted(deed: HouseholdDeed, by: Viewer) -> None:
    if by.person_id == deed.proposer_id:
        raise DeedSeenByOne("自己登记的要由另一位来复核。")
    if not policies.may_confirm_deed(by, deed):
        raise NotPermitted("由那里另一位同事复核，不能复核自己家的。")


def _award(deed: HouseholdDeed, by: Viewer, at: datetime, **changes: object) -> None:
    account = account_for(f"household/{deed.household_id}", deed.place, book=Book.POINT, at=at)
    transfer = ledger.award(
        key=f"deed/{deed.pk}",
        account=account,
        amount=deed.points,
        reason=deed.kind_label,
        order=deed.ref,
        by=by,
        at=at,
    )
    _move(deed, DeedStep.AWARD, transfer=transfer, ended_at=at, **changes)
    event = DeedAwarded(
        subject=deed.ref,
        what=deed.kind_label,
        points=deed.points,
        household=f"household/{deed.household_id}",
    )
    journal.record(event, by=by.ref, at=at, place=deed.place.ref)


def _move(deed: HouseholdDeed, step: DeedStep, **changes: object) -> None:
    goal = deed_after(deed.standing, step)
    seen = HouseholdDeed.objects.filter(pk=deed.pk, state=deed.state)
    if not seen.update(state=goal, **changes):
        raise DeedMovedOn("这一条刚刚有人办过了。")
    deed.refresh_from_db()
