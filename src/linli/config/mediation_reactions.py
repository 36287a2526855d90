"""What follows from a mediation: clocks that strike, who is told, what a form holds."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from linli.coordination.queries import staff_of
from linli.duties.events import DutyGivenUp, DutyOverdue, DutyReminded
from linli.kernel.dates import day_of
from linli.kernel.drafts import keep_draft
from linli.kernel.models import Entry
from linli.kernel.outbox import Subscription
from linli.kernel.references import kind, number
from linli.matters.models import Matter
from linli.matters.rules import UNFINISHED
from linli.mediation import actions
from linli.mediation.events import (
    AgreementReached,
    CaseAccepted,
    CaseDeclined,
    CaseOpened,
    ConsentLapsed,
    MatterBackFromMediation,
    MatterSettledByMediation,
    MediationFailed,
    MediatorNamed,
    TimeRanOut,
)
from linli.mediation.models import Case
from linli.mediation.rules import State
from linli.messaging.actions import tell_of

CASE = "case"
MEASURE, OUTCOME = _("请人民调解委员会调解"), _("调解成了，双方有了约定。")


def case_of(entry: Entry) -> Case:
    rows = Case.objects.select_related("place", "desk", "committee", "matter")
    return rows.get(pk=number(entry.subject))


def address_of(case: Case) -> str:
    return f"/mediation/{case.number}/"


def the_clock_struck(_: DutyOverdue, entry: Entry, __: datetime) -> None:
    """时间到了: said to everybody in it, so that it is prolonged or ended."""
    if kind(entry.subject) == CASE:
        actions.say_time_ran_out(case=case_of(entry), at=entry.happened_at)


def end_what_nobody_ends(_: DutyGivenUp, entry: Entry, __: datetime) -> None:
    """没人管的: not consented in time, not agreed in time, not visited in time."""
    if kind(entry.subject) != CASE:
        return
    case = case_of(entry)
    if case.standing is State.OPENED:
        actions.lapse_consent(case=case, at=entry.happened_at)
    elif case.standing is State.AGREED:
        actions.close_unvisited(case=case, at=entry.happened_at)
    else:
        actions.lapse_case(case=case, at=entry.happened_at)


def tell_the_panel(_: object, entry: Entry, __: datetime) -> None:
    if kind(entry.subject) != CASE:
        return
    case = case_of(entry)
    mediators = case.mediators.filter(until=None).values_list("person", flat=True)
    for person in sorted(mediators):
        tell_of(entry, to=f"person/{person}", url=address_of(case))


def tell_the_parties(_: object, entry: Entry, __: datetime) -> None:
    """Each party once, or for a minor the guardian; who has no account is called."""
    case = case_of(entry)
    spoken = {
        party.guardian_id or (None if party.is_minor else party.person_id)
        for party in case.parties.all()
    }
    for person in sorted(pk for pk in spoken if pk is not None):
        tell_of(entry, to=f"person/{person}", url=address_of(case))


def prefill_the_result(_: MatterSettledByMediation, entry: Entry, at: datetime) -> None:
    """The handler's form holds the result, without a word of what was agreed."""
    matter = Matter.objects.get(pk=number(entry.subject))
    if matter.handler_id and matter.standing in UNFINISHED:
        keep_draft(
            owner=f"person/{matter.handler_id}",
            form=f"closure/{matter.pk}",
            content={"measure": MEASURE, "outcome": OUTCOME},
            at=at,
        )
        tell_of(entry, to=f"person/{matter.handler_id}", url=f"/matters/{matter.number}/")


def tell_who_goes_on(_: MatterBackFromMediation, entry: Entry, __: datetime) -> None:
    """没有调成: whoever has the matter goes on with it; while nobody has, its desk does."""
    matter = Matter.objects.select_related("desk").get(pk=number(entry.subject))
    if matter.handler_id:
        tell_of(entry, to=f"person/{matter.handler_id}", url=f"/matters/{matter.number}/")
    elif matter.standing in UNFINISHED:
        for person in staff_of(matter.desk, on=day_of(entry.happened_at)):
            if person.pk != matter.concerns_id:
                tell_of(entry, to=person.ref, url=f"/desk/{matter.number}/")


SUBSCRIPTIONS = (
    Subscription(name="mediation-time-out", to=DutyOverdue, reaction=the_clock_struck),
    Subscription(name="end-mediation", to=DutyGivenUp, reaction=end_what_nobody_ends),
    Subscription(name="remind-panel", to=DutyReminded, reaction=tell_the_panel),
    Subscription(name="tell-panel-time-out", to=TimeRanOut, reaction=tell_the_panel),
    Subscription(name="tell-mediator-named", to=MediatorNamed, reaction=tell_the_panel),
    Subscription(name="tell-panel-accepted", to=CaseAccepted, reaction=tell_the_panel),
    Subscription(name="ask-parties", to=CaseOpened, reaction=tell_the_parties),
    Subscription(name="tell-parties-begun", to=CaseAccepted, reaction=tell_the_parties),
    Subscription(name="tell-parties-agreed", to=AgreementReached, reaction=tell_the_parties),
    Subscription(name="tell-parties-failed", to=MediationFailed, reaction=tell_the_parties),
    Subscription(name="tell-parties-declined", to=CaseDeclined, reaction=tell_the_parties),
    Subscription(name="tell-parties-lapsed", to=ConsentLapsed, reaction=tell_the_parties),
    Subscription(
        name="prefill-settled", to=MatterSettledByMediation, reaction=prefill_the_result
    ),
    Subscription(
        name="tell-matter-back", to=MatterBackFromMediation, reaction=tell_who_goes_on
    ),
)
