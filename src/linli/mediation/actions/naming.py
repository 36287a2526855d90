"""调解员: one to three of the committee, whom no side refuses and whom it does not touch."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal
from linli.mediation import policies
from linli.mediation.actions.consenting import accept_when_all_agree
from linli.mediation.actions.moving import permit_naming, take
from linli.mediation.events import MediatorLetGo, MediatorNamed, MediatorRefused
from linli.mediation.models import Case, Mediator, Party
from linli.mediation.rules import MOST_MEDIATORS, Step
from linli.people.models import HouseholdMember, Membership, Organisation, Person, Term
from linli.people.rules import PostKind
from linli.people.viewer import Viewer


class MediatorNotOfCommittee(Refusal):
    pass


class MediatorIsParty(Refusal):
    pass


class MediatorIsRelative(Refusal):
    pass


class MediatorConcerned(Refusal):
    pass


class MediatorWasRefused(Refusal):
    pass


class MediatorThereAlready(Refusal):
    pass


class TooManyMediators(Refusal):
    pass


class MediatorGone(Refusal):
    pass


@transaction.atomic
def name_mediator(
    *,
    case: Case,
    person: Person,
    by: Viewer,
    at: datetime,
    chosen_by: Party | None = None,
) -> Mediator:
    """定调解员: named by the committee, or chosen by a party (19)."""
    permit_naming(case, by)
    refuse_unfit(case, [person])
    event = MediatorNamed(subject=case.ref, who=person.ref, chosen=chosen_by is not None)
    take(Step.NAME_PANEL, case, event, by=by.ref, at=at)
    named = Mediator.objects.create(case=case, person=person, chosen_by=chosen_by, since=at)
    accept_when_all_agree(case, by=by.ref, at=at)
    return named


@transaction.atomic
def let_mediator_go(*, mediator: Mediator, by: Viewer, at: datetime) -> None:
    """换下调解员: their part is over, and the notes close to them."""
    case = mediator.case
    permit_naming(case, by)
    event = MediatorLetGo(subject=case.ref, who=mediator.person.ref)
    take(Step.NAME_PANEL, case, event, by=by.ref, at=at)
    _end(mediator, at)


@transaction.atomic
def refuse_mediator(*, mediator: Mediator, party: Party, by: Viewer, at: datetime) -> None:
    """要求换人: a party chooses or accepts who mediates (23); it need not say why."""
    case = mediator.case
    if party.case_id != case.pk or not policies.may_answer(by, party):
        raise NotPermitted("只有当事人可以要求换调解员。")
    event = MediatorRefused(subject=case.ref, who=mediator.person.ref)
    take(Step.REFUSE_MEDIATOR, case, event, by=by.ref, at=at)
    _end(mediator, at, refused_by=party)


def seat(case: Case, panel: Sequence[Person], *, by: Viewer, at: datetime) -> None:
    """Put the first mediators on the panel of a case that is just being opened."""
    for person in panel:
        Mediator.objects.create(case=case, person=person, since=at)
        event = MediatorNamed(subject=case.ref, who=person.ref)
        journal.record(event, by=by.ref, at=at, place=case.place.ref)


def refuse_unfit(case: Case, people: Sequence[Person]) -> None:
    """Refuse too many, and each who is a party, near to one, or not of the committee."""
    there = set(case.mediators.filter(until=None).values_list("person", flat=True))
    if len(there | {person.pk for person in people}) > MOST_MEDIATORS:
        raise TooManyMediators("一起纠纷最多请 {most} 位调解员。", most=MOST_MEDIATORS)
    parties = list(case.parties.select_related("person", "guardian"))
    for person in people:
        if person.pk in there:
            raise MediatorThereAlready("{who}已经在调解了。", who=person.name)
        _refuse_near(case, person, parties)
        if not mediates_for(case.committee, person, case):
            raise MediatorNotOfCommittee(
                "{who}不是{committee}的人，请换一位。",
                who=person.name,
                committee=case.committee.name,
            )


def _refuse_near(case: Case, person: Person, parties: Sequence[Party]) -> None:
    """Who has a part in it cannot stand in the middle."""
    involved = {one.person_id for one in parties} | {one.guardian_id for one in parties}
    if person.pk in involved:
        raise MediatorIsParty("{who}是当事人，不能调解自己的事。", who=person.name)
    if case.matter and person.pk in {case.matter.reporter_id, case.matter.concerns_id}:
        raise MediatorConcerned("这件事是{who}说的或者说到了他，请换一位。", who=person.name)
    if _live_together(person, involved):
        raise MediatorIsRelative("{who}和一方是一家人，请换一位。", who=person.name)
    if case.mediators.filter(person=person, refused_by__isnull=False).exists():
        raise MediatorWasRefused("当事人已经要求不让{who}调解。", who=person.name)


def _live_together(person: Person, others: set[int | None]) -> bool:
    running = HouseholdMember.objects.filter(ended_on=None)
    theirs = running.filter(person=person).values("household")
    return running.filter(household__in=theirs, person__in=others - {None}).exists()


def mediates_for(committee: Organisation, person: Person, case: Case) -> bool:
    """委员和聘任的人: a member, or who holds a mediator's post there (13)."""
    belongs = Membership.objects.filter(organisation=committee, ended_on=None)
    if belongs.filter(person=person).exists():
        return True
    posts = Term.objects.running(day_of(case.opened_at)).filter(
        person=person, post__kind=PostKind.MEDIATOR, post__abolished_on=None
    )
    return any(
        case.place.lies_in(term.post.area) for term in posts.select_related("post__area")
    )


def _end(mediator: Mediator, at: datetime, **changes: object) -> None:
    running = Mediator.objects.running().filter(pk=mediator.pk)
    if not running.update(until=at, **changes):
        raise MediatorGone("他已经不在调解了。")
    mediator.until = at
