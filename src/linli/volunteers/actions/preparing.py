"""服务以前: the risk notice is read and agreed to, the insurance is on record (R06 §12–17)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.options import resolve
from linli.people.viewer import Viewer
from linli.volunteers import policies
from linli.volunteers.events import InsuranceEntered, RiskAgreed
from linli.volunteers.models import Insurance, RiskAgreement, Volunteer
from linli.volunteers.options import RISKS, risk_called
from linli.volunteers.queries.fitness import NoSuchRisk, digest_of


class InsuranceUnsound(Unreadable):
    pass


class AlreadyInsured(Refusal):
    pass


@transaction.atomic
def agree_to_risk(
    *, volunteer: Volunteer, risk: str, by: Viewer, at: datetime
) -> RiskAgreement:
    """风险告知: read and agreed to in today's words, once; other words ask anew."""
    if not policies.may_change(by, volunteer):
        raise NotPermitted("风险告知由本人读过再同意，或签在纸上由同事登记。")
    meant = risk_called(risk, resolve(volunteer.area.chain)[RISKS])
    if meant is None:
        raise NoSuchRisk("这里没有“{risk}”这种服务风险。", risk=risk)
    agreement, is_new = RiskAgreement.objects.get_or_create(
        volunteer=volunteer, risk=risk, digest=digest_of(meant), defaults={"agreed_at": at}
    )
    if is_new:
        event = RiskAgreed(subject=volunteer.ref, risk=risk, label=meant.label)
        journal.record(event, by=by.ref, at=at, place=volunteer.area.ref)
    return agreement


@transaction.atomic
def enter_insurance(
    *,
    volunteer: Volunteer,
    insurer: str,
    policy_number: str,
    valid_from: date,
    valid_until: date,
    by: Viewer,
    at: datetime,
) -> Insurance:
    """登记保险: which the station bought for the volunteer; never paid for by the volunteer."""
    if not policies.may_review(by, volunteer):
        raise NotPermitted("志愿者保险由那里的社区工作人员登记。")
    if not (insurer.strip() and policy_number.strip()) or valid_until < valid_from:
        raise InsuranceUnsound("请写保险公司和保单号，结束日期不能早于开始日期。")
    try:
        with transaction.atomic():
            insurance = Insurance.objects.create(
                volunteer=volunteer,
                insurer=insurer.strip(),
                policy_number=policy_number.strip(),
                valid_from=valid_from,
                valid_until=valid_until,
                entered_by_id=by.person_id,
            )
    except IntegrityError as error:
        raise AlreadyInsured("这张保单已经登记过了。") from error
    event = InsuranceEntered(subject=volunteer.ref, until=valid_until.isoformat())
    journal.record(event, by=by.ref, at=at, place=volunteer.area.ref)
    return insurance
