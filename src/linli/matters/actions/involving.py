"""参与承办: who is asked to take part beside the handler, and when their part is over."""

from datetime import datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.references import Ref
from linli.matters import policies
from linli.matters.actions.moving import permit, take
from linli.matters.actions.planning import begin_tracking, end_tracking
from linli.matters.events import HelperInvolved, HelperReleased
from linli.matters.models import Involvement, Matter
from linli.matters.rules import Role, Step
from linli.people.models import Organisation, Person
from linli.people.viewer import Viewer

LONGEST_WHY = 300


class NobodyNamed(Unreadable):
    pass


class WhyMissing(Unreadable):
    pass


class NotToTakePart(Refusal):
    pass


class TrackerIsHandler(Refusal):
    pass


class TakesPartAlready(Refusal):
    pass


class PartIsOver(Refusal):
    pass


@transaction.atomic
def involve(
    *,
    matter: Matter,
    role: Role,
    why: str,
    by: Viewer,
    at: datetime,
    person: Person | None = None,
    organisation: Organisation | None = None,
) -> Involvement:
    """请人一起办: one person or one unit, in one role; from now on they see the matter."""
    permit(Step.INVOLVE, matter, by, "只有承办人和管这件事的工作台可以请人一起办。")
    who = _named(person, organisation)
    reason = _said(why, "请写明为什么请，被请的人和说事人都看得到。")
    _refuse_unfit(matter, role, person, by)
    if is_involved(matter, role, who):
        raise TakesPartAlready("{who}已经在{role}了。", who=who.name, role=role.label)
    event = HelperInvolved(subject=matter.ref, who=who.ref, role=role.label, why=reason)
    take(Step.INVOLVE, matter, event, by=by.ref, at=at)
    involvement = Involvement.objects.create(
        matter=matter,
        person=person,
        organisation=organisation,
        role=role,
        why=reason,
        since=at,
    )
    if role is Role.TRACK:
        begin_tracking(involvement, at=at)
    return involvement


@transaction.atomic
def release(*, involvement: Involvement, why: str, by: Viewer, at: datetime) -> None:
    """退出: their part is over; what they did stays on record, the matter closes to them."""
    if not policies.may_release(by, involvement):
        raise NotPermitted("只有本人、承办人和管这件事的工作台可以让他退出。")
    reason = _said(why, "请写明为什么退出。")
    if not end_part(involvement=involvement, why=reason, by=by.ref, at=at):
        raise PartIsOver("他已经退出了。")


@transaction.atomic
def end_part(*, involvement: Involvement, why: str, by: Ref, at: datetime) -> bool:
    """到此为止: what they were asked for is over. False if their part was over before."""
    running = Involvement.objects.running().filter(pk=involvement.pk)
    if not running.update(until=at):
        return False
    involvement.until = at
    end_tracking(involvement, at=at)
    matter = involvement.matter
    event = HelperReleased(
        subject=matter.ref,
        who=involvement.who.ref,
        role=involvement.part.label,
        why=f"：{why}" if why else "",
    )
    journal.record(event, by=by, at=at, place=matter.place.ref)
    return True


def is_involved(matter: Matter, role: Role, who: Person | Organisation) -> bool:
    """Whether somebody takes part in that role at this time."""
    running = matter.involvements.running().filter(role=role)
    if isinstance(who, Person):
        return running.filter(person=who).exists()
    return running.filter(organisation=who).exists()


def _named(person: Person | None, organisation: Organisation | None) -> Person | Organisation:
    if (who := person or organisation) and not (person and organisation):
        return who
    raise NobodyNamed("请选一个人，或者选一个单位，只选一样。")


def _said(why: str, otherwise: str) -> str:
    if reason := why.strip()[:LONGEST_WHY]:
        return reason
    raise WhyMissing(otherwise)


def _refuse_unfit(matter: Matter, role: Role, person: Person | None, by: Viewer) -> None:
    """Nobody takes part in what they brought or what concerns them; a tracker has it not."""
    if role is Role.TRACK and not policies.may_track(by, matter):
        raise NotPermitted("跟踪督办的人由工作台来定，承办人自己不能定。")
    if person and not policies.may_be_given(person, matter):
        raise NotToTakePart("说事人自己和这件事说到的人不能一起办，请换一位。")
    if person and person.pk == matter.handler_id:
        if role is Role.TRACK:
            raise TrackerIsHandler("承办人不能跟踪督办自己，请换一位。")
        raise NotToTakePart("{who}就是承办人，不用再请。", who=person.name)
