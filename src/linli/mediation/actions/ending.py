"""结果: the parties agree, orally or in writing, or the mediation ends and says what else."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linli.duties.actions import end_duties
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Unreadable
from linli.kernel.options import pinned
from linli.kernel.references import THE_SYSTEM, Ref
from linli.mediation import policies
from linli.mediation.actions.moving import VISITING, hand_of, owe, permit_mediating, take
from linli.mediation.actions.telling import (
    tell_the_matter_it_is_back,
    tell_the_matter_it_is_settled,
)
from linli.mediation.events import AgreementReached, MediationFailed
from linli.mediation.models import Agreement, Case, Party
from linli.mediation.options import VISIT_DAYS
from linli.mediation.promises import visit_promise
from linli.mediation.rules import RUNNING, FailedBecause, Form, Step
from linli.people.viewer import Viewer


class TermsMissing(Unreadable):
    pass


class ContentMissing(Unreadable):
    pass


class SignaturesMissing(Unreadable):
    pass


class FulfilTooEarly(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What the parties agreed; a written agreement states all of it (29)."""

    form: Form
    terms: str
    fulfil_by: date
    disputed: str = ""
    facts: str = ""
    fulfilment: str = ""
    signed: Collection[Party] = ()


@transaction.atomic
def reach_agreement(*, case: Case, agreed: Agreed, by: Viewer, at: datetime) -> Agreement:
    """达成协议: it takes effect this day (29, 30); a visit is owed after it should be done."""
    permit_mediating(case, by)
    on = day_of(at)
    _refuse_unsound(case, agreed, on)
    promise = visit_promise(
        agreed.fulfil_by,
        pinned(case.options_digest)[VISIT_DAYS],
        calendar_in_force(),
        at=at,
    )
    event = AgreementReached(
        subject=case.ref, form=agreed.form.label, fulfil_by=agreed.fulfil_by.isoformat()
    )
    changes = {"ended_at": at, "visit_by": day_of(promise.due_at)}
    take(Step.AGREE, case, event, by=by.ref, at=at, **changes)
    agreement = Agreement.objects.create(
        case=case,
        form=agreed.form,
        disputed=agreed.disputed.strip(),
        facts=agreed.facts.strip(),
        terms=agreed.terms.strip(),
        fulfilment=agreed.fulfilment.strip(),
        fulfil_by=agreed.fulfil_by,
        effective_on=on,
        kept_by_id=hand_of(by),
    )
    agreement.signed.set(agreed.signed)
    end_duties(subject=case.ref, at=at)
    owe(case, VISITING, promise, at=at)
    tell_the_matter_it_is_settled(case, by=by.ref, at=at)
    return agreement


@transaction.atomic
def fail_case(*, case: Case, because: FailedBecause, by: Viewer, at: datetime) -> None:
    """终止调解: who mediates says that it came to nothing, or a party breaks it off (23)."""
    breaks_off = because is FailedBecause.BROKEN_OFF and policies.is_party(by, case)
    if not breaks_off and not policies.may_mediate(by, case):
        raise NotPermitted("终止调解由调解员记下，或由当事人自己提出。")
    _fail(case, because, by=by.ref, at=at)


@transaction.atomic
def lapse_case(*, case: Case, at: datetime) -> None:
    """过了时间: neither prolonged nor ended in time, it ends by itself."""
    if case.standing in RUNNING:
        _fail(case, FailedBecause.RAN_OUT, by=THE_SYSTEM, at=at)


def _fail(case: Case, because: FailedBecause, *, by: Ref, at: datetime) -> None:
    event = MediationFailed(subject=case.ref, why=because.label)
    take(Step.FAIL, case, event, by=by, at=at, ended_at=at, failed_because=because)
    end_duties(subject=case.ref, at=at)
    tell_the_matter_it_is_back(case, by=by, at=at)


def _refuse_unsound(case: Case, agreed: Agreed, on: date) -> None:
    if not agreed.terms.strip():
        raise TermsMissing("请写各方约定了什么。")
    if agreed.fulfil_by < on:
        raise FulfilTooEarly("履行日期不能早于今天。")
    if agreed.form is Form.ORAL:
        return
    if not all(part.strip() for part in (agreed.disputed, agreed.facts, agreed.fulfilment)):
        raise ContentMissing("书面协议要写争议事项、主要事实和怎么履行。")
    parties = set(case.parties.values_list("pk", flat=True))
    if parties != {one.pk for one in agreed.signed}:
        raise SignaturesMissing("书面协议要每一方都签了名才生效；不想签的可以记口头协议。")
