"""自愿: every side says whether it wants the dispute mediated; one "no" ends it (3, 17)."""

from datetime import datetime

from django.db import transaction

from linli.duties.actions import end_duties
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.options import pinned
from linli.kernel.references import THE_SYSTEM, Ref
from linli.kernel.words import Moment
from linli.mediation import policies
from linli.mediation.actions.moving import MEDIATING, owe, take
from linli.mediation.actions.telling import tell_the_matter_it_is_back
from linli.mediation.events import (
    CaseAccepted,
    CaseDeclined,
    ConsentLapsed,
    PartyConsented,
)
from linli.mediation.models import Case, Party
from linli.mediation.options import GRACE_WORKDAYS, MEDIATION_DAYS
from linli.mediation.promises import mediation_promise
from linli.mediation.rules import Consent, State, Step
from linli.people.viewer import Viewer


class AnsweredAlready(Refusal):
    pass


@transaction.atomic
def give_consent(*, party: Party, by: Viewer, at: datetime) -> None:
    """同意调解: when all sides have said so and a mediator is named, the clock runs."""
    case = _permit(party, by)
    if party.answer is Consent.GIVEN:
        raise AnsweredAlready("这一方已经同意了。")
    event = PartyConsented(subject=case.ref, side=party.side)
    take(Step.CONSENT, case, event, by=by.ref, at=at)
    _answer(party, Consent.GIVEN, at)
    accept_when_all_agree(case, by=by.ref, at=at)


@transaction.atomic
def decline(*, party: Party, by: Viewer, at: datetime) -> None:
    """不同意调解: nobody is talked into it; the other ways are named (17, 26)."""
    case = _permit(party, by)
    event = CaseDeclined(subject=case.ref, side=party.side)
    take(Step.DECLINE, case, event, by=by.ref, at=at, ended_at=at)
    _answer(party, Consent.REFUSED, at)
    end_duties(subject=case.ref, at=at)
    tell_the_matter_it_is_back(case, by=by.ref, at=at)


@transaction.atomic
def lapse_consent(*, case: Case, at: datetime) -> None:
    """没有等到各方同意: who does not answer has not agreed; it ends by itself."""
    if case.standing is not State.OPENED:
        return
    event = ConsentLapsed(subject=case.ref)
    take(Step.DECLINE, case, event, by=THE_SYSTEM, at=at, ended_at=at)
    end_duties(subject=case.ref, at=at)
    tell_the_matter_it_is_back(case, by=THE_SYSTEM, at=at)


def accept_when_all_agree(case: Case, *, by: Ref, at: datetime) -> None:
    """开始调解: once every party has agreed and somebody mediates."""
    if case.standing is not State.OPENED or not case.mediators.filter(until=None).exists():
        return
    if case.parties.exclude(consent=Consent.GIVEN).exists():
        return
    options = pinned(case.options_digest)
    promise = mediation_promise(
        options[MEDIATION_DAYS], options[GRACE_WORKDAYS], calendar_in_force(), at=at
    )
    event = CaseAccepted(subject=case.ref, due=Moment(promise.due_at.isoformat()))
    take(Step.ACCEPT, case, event, by=by, at=at, accepted_at=at, due_at=promise.due_at)
    end_duties(subject=case.ref, at=at)
    owe(case, MEDIATING, promise, at=at)


def _permit(party: Party, by: Viewer) -> Case:
    if not policies.may_answer(by, party):
        raise NotPermitted("愿不愿意调解，由当事人自己或监护人来说。")
    return party.case


def _answer(party: Party, consent: Consent, at: datetime) -> None:
    Party.objects.filter(pk=party.pk).update(consent=consent, answered_at=at)
    party.consent, party.answered_at = consent, at
