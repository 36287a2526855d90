"""收到: who knows by themselves, and who is told by telephone, at the door, on paper."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.references import THE_SYSTEM
from linli.notices import policies
from linli.notices.actions.guards import next_state
from linli.notices.events import (
    CallListOpened,
    NoticeAcknowledged,
    NoticeCalled,
    ReachingEnded,
    ReachingPassedOn,
)
from linli.notices.models import Notice, Reaching, Recipient
from linli.notices.rules import Answer, Step, Told
from linli.people.viewer import Viewer
from linli.places.models import Area

A_CALL_LIST = 300


class NotTold(Refusal):
    pass


def note_seen(*, notice: Notice, by: Viewer, at: datetime) -> None:
    """看过: whoever opens a notice that was sent to them has seen it; a trail, no deed."""
    mine = Recipient.objects.filter(notice=notice, person=by.person_id, seen_at=None)
    mine.update(seen_at=at)


@transaction.atomic
def acknowledge(*, recipient: Recipient, by: Viewer, at: datetime) -> None:
    """知道了: said by oneself or by whom one has charged; again it changes nothing."""
    if not policies.may_acknowledge(by, recipient):
        raise NotPermitted("“知道了”由本人或受托的家人来点。")
    next_state(recipient.notice, Step.REACH)
    _mark(recipient, Told.SELF, by, at)


@transaction.atomic
def note_call(*, recipient: Recipient, answer: Answer, by: Viewer, at: datetime) -> None:
    """记电话: answered and told, not answered, or a number that is not theirs."""
    _permit(by, recipient)
    if answer is Answer.KNOWS:
        _count_call(recipient, answer, at)
        _mark(recipient, Told.CALL, by, at)
        return
    _count_call(recipient, answer, at)
    event = NoticeCalled(subject=recipient.ref, who=recipient.person.ref, answer=answer.label)
    journal.record(event, by=by.ref, at=at, place=recipient.notice.area.ref)


@transaction.atomic
def note_told(*, recipient: Recipient, way: Told, by: Viewer, at: datetime) -> None:
    """当面告诉了: at the door, or with a signature on the sheet."""
    _permit(by, recipient)
    if way is Told.SELF:
        raise NotTold("“自己点的”只能由本人来点。")
    _mark(recipient, way, by, at)


@transaction.atomic
def open_call_list(
    *, notice: Notice, area: Area, by: Viewer, at: datetime
) -> Mapping[int, str]:
    """打开电话单: the whole numbers of those not reached on these stairs, put on record."""
    next_state(notice, Step.REACH)
    if not policies.may_reach(by, notice, area):
        raise NotPermitted("电话单只给这几个楼道的楼长、网格员和社区工作人员看。")
    silent = Recipient.objects.visible_to(by).filter(
        notice=notice, area__path__startswith=area.path
    )
    rows = silent.behind_silent_doors().exclude(person__phone_index="")
    listed = rows.select_related("person").order_by("pk")[:A_CALL_LIST]
    phones = {one.pk: one.person.phone for one in listed}
    event = CallListOpened(subject=notice.ref, where=area.ref, many=len(phones))
    journal.record(event, by=by.ref, at=at, place=area.ref)
    return phones


@transaction.atomic
def pass_on_reaching(*, reaching: Reaching, at: datetime) -> None:
    """到期没有通知完: the desk takes it over; by rule, once."""
    notice = reaching.notice
    open_ = Reaching.objects.filter(pk=reaching.pk, ended_at=None, passed_on_at=None)
    if not open_.update(holder=None, passed_on_at=at):
        return
    event = ReachingPassedOn(
        subject=notice.ref,
        where=reaching.area.ref,
        desk=notice.desk.ref,
        reaching=reaching.ref,
    )
    journal.record(event, by=THE_SYSTEM, at=at, place=notice.area.ref)


def _permit(by: Viewer, recipient: Recipient) -> None:
    next_state(recipient.notice, Step.REACH)
    if not policies.may_reach(by, recipient.notice, recipient.area):
        raise NotPermitted("这一户由楼长、网格员或社区工作人员来通知。")


def _count_call(recipient: Recipient, answer: Answer, at: datetime) -> None:
    called = Recipient.objects.filter(pk=recipient.pk)
    called.update(calls=F("calls") + 1, last_call_at=at, last_answer=answer)


def _mark(recipient: Recipient, way: Told, by: Viewer, at: datetime) -> None:
    told_by = by.person_id if way is not Told.SELF else None
    unknown = Recipient.objects.filter(pk=recipient.pk, acknowledged_at=None)
    if not unknown.update(acknowledged_at=at, acknowledged_way=way, told_by=told_by):
        return
    notice = recipient.notice
    event = NoticeAcknowledged(subject=recipient.ref, who=recipient.person.ref, way=way.label)
    journal.record(event, by=by.ref, at=at, place=notice.area.ref)
    if recipient.reaching_id:
        _end_if_all_know(recipient.reaching_id, notice, by, at)


def _end_if_all_know(pk: int, notice: Notice, by: Viewer, at: datetime) -> None:
    """补完了: the last door of the stairs knows; the clock stops."""
    # Locked by the update before it is counted: of two last doors at once one ends it.
    open_ = Reaching.objects.filter(pk=pk, ended_at=None)
    if not open_.update(ended_at=None):
        return
    if Recipient.objects.filter(reaching=pk).behind_silent_doors().exists():
        return
    open_.update(ended_at=at)
    reaching = Reaching.objects.select_related("area").get(pk=pk)
    event = ReachingEnded(subject=notice.ref, where=reaching.area.ref, reaching=reaching.ref)
    journal.record(event, by=by.ref, at=at, place=notice.area.ref)
