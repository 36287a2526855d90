"""What every change of a notice asks first: is there such a step, and is it still as seen."""

from typing import Any

from django.db.models import F

from linli.kernel.errors import NotPermitted, Refusal
from linli.notices import policies
from linli.notices.models import Notice
from linli.notices.rules import State, Step, after
from linli.people.viewer import Viewer


class NoSuchStep(Refusal):
    pass


class NoticeMovedOn(Refusal):
    pass


WHY_NOT = {
    Step.CHANGE: "发出去的通知不能改，大家已经看过了。要更正，请发一份更正通知。",
    Step.DISCARD: "只有草稿可以作废；发出去的通知可以撤回，要写明原因。",
    Step.SEND: "这份通知已经发过，或者已经作废。",
    Step.WITHDRAW: "只有发出去的通知可以撤回。",
    Step.CORRECT: "草稿直接改就行，不用更正。",
    Step.REACH: "这份通知没有发出，或者已经撤回，不用再通知。",
}


def next_state(notice: Notice, step: Step) -> State:
    """Say where the step leads, or refuse."""
    state = after(notice.standing, step)
    if state is None:
        raise NoSuchStep(WHY_NOT[step])
    return state


def permit_change(by: Viewer, notice: Notice) -> None:
    """Refuse whoever may not change it."""
    if not policies.may_change(by, notice):
        raise NotPermitted("这份通知由起草的人和社区工作人员来办。")


def move(notice: Notice, **changes: Any) -> None:
    """Write, guarded on the version that was seen; the object follows."""
    seen = Notice.objects.filter(pk=notice.pk, version=notice.version, state=notice.state)
    if not seen.update(version=F("version") + 1, **changes):
        raise NoticeMovedOn("这份通知刚才被别人动过，请打开最新的再看看。")
    notice.version += 1
    for name, value in changes.items():
        setattr(notice, name, value)
