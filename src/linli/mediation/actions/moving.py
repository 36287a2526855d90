"""The one way in which a case moves: check the table, write what was seen, tell it."""

from datetime import datetime
from typing import Any

from django.db.models import F

from linli.duties.actions import begin_duty
from linli.duties.rules import Promise
from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.events import Event
from linli.kernel.references import Ref
from linli.mediation import policies, rules
from linli.mediation.models import Case
from linli.mediation.rules import Step
from linli.people.viewer import Viewer

CONSENTING, MEDIATING, VISITING = "ask_consent", "mediate", "visit_parties"


class CaseMovedOn(Refusal):
    def __init__(self, case: Case) -> None:
        super().__init__("这起纠纷刚刚有了新进展，请看过再办。您写的字还在下面。")
        self.case_id = case.pk


def permit_mediating(case: Case, by: Viewer) -> None:
    """Refuse whoever does not mediate the dispute."""
    if not policies.may_mediate(by, case):
        raise NotPermitted("只有这起纠纷的调解员和调委会主任可以这样做。")


def permit_naming(case: Case, by: Viewer) -> None:
    """Refuse whoever may not say who mediates."""
    if not policies.may_name_panel(by, case):
        raise NotPermitted("调解员由那里的工作台和调委会主任来定，当事人自己可以要求换。")


def take(
    step: Step, case: Case, event: Event, *, by: Ref, at: datetime, **changes: Any
) -> None:
    """Move the case and tell it, or refuse if it is no longer as this person saw it."""
    state = rules.after(case.standing, step)
    seen = Case.objects.filter(pk=case.pk, version=case.version)
    if not seen.update(state=state, version=F("version") + 1, **changes):
        raise CaseMovedOn(case)
    case.state, case.version = state, case.version + 1
    for name, value in changes.items():
        setattr(case, name, value)
    journal.record(event, by=by, at=at, place=case.place.ref)


def owe(case: Case, kind: str, promise: Promise, *, at: datetime) -> None:
    """起算: the first mediator owes it, and before there is one the desk of the place."""
    first = case.mediators.filter(until=None).order_by("pk").select_related("person").first()
    begin_duty(
        subject=case.ref,
        kind=kind,
        desk=case.desk,
        holder=first.person if first else None,
        unit=case.committee,
        promise=promise,
        at=at,
    )


def hand_of(by: Viewer) -> int:
    """The person behind what a policy has let through."""
    assert by.person_id is not None  # noqa: S101 - who mediates is somebody
    return by.person_id
