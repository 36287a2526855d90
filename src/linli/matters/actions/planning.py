"""定办法: how a matter is handled, by what plan, and what each of those together has done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linli.duties.actions import begin_duty, end_duties
from linli.kernel import journal
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.dates import HERE, day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.options import resolve
from linli.kernel.references import ref
from linli.kernel.words import Moment
from linli.matters import policies
from linli.matters.actions.moving import options_of, take
from linli.matters.claims import EVENING, PlanKind
from linli.matters.events import ModeChosen, PartDone, PlanDecided, PlanStepDone
from linli.matters.handling_options import MODES, TRACKING_DAYS
from linli.matters.models import Contribution, HandlingPlan, Involvement, Matter, PlanStep
from linli.matters.promises import due_promise
from linli.matters.rules import Milestone, Role, Step
from linli.meetings.models import Meeting
from linli.meetings.rules import State as MeetingState
from linli.people.viewer import Viewer

TRACKING = "track"
MOST_STEPS = 12


class NoSuchMode(Unreadable):
    pass


class ReasonMissing(Unreadable):
    pass


class PlanUnsound(Unreadable):
    pass


class NotDecidedByAMeeting(Refusal):
    pass


class StepDoneAlready(Refusal):
    pass


class NothingDone(Unreadable):
    pass


class PartOver(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class NewPlan:
    """方案: what is to be reached, by which steps, looked at again when; from which meeting."""

    kind: PlanKind
    goal: str
    steps: Sequence[Milestone]
    review_on: date
    meeting: Meeting | None = None


@transaction.atomic
def choose_mode(*, matter: Matter, mode: str, why: str, by: Viewer, at: datetime) -> None:
    """定办理方式: otherwise than the rule had it, with the reason."""
    if not policies.may_choose_mode(by, matter):
        raise NotPermitted("办理方式由现在管这件事的工作台来定。")
    chosen = next((one for one in options_of(matter)[MODES] if one.code == mode), None)
    if not chosen:
        raise NoSuchMode("请选一种办理方式。")
    if not why.strip():
        raise ReasonMissing("请写一句为什么这样办，说事人也看得到。")
    event = ModeChosen(subject=matter.ref, mode=chosen.label, why=why.strip())
    take(Step.NOTE, matter, event, by=by.ref, at=at, mode=chosen.code)


@transaction.atomic
def decide_plan(*, matter: Matter, plan: NewPlan, by: Viewer, at: datetime) -> HandlingPlan:
    """定方案: what a meeting that was held has decided, or a social worker's own plan."""
    if not policies.may_plan(by, matter, plan.kind):
        raise NotPermitted("会上定的方案由承办人或工作台记，专业方案由社工写。")
    _refuse_unsound(plan, by, at)
    event = PlanDecided(
        subject=matter.ref,
        kind=plan.kind.label,
        goal=plan.goal.strip(),
        steps=len(plan.steps),
        review=Moment(datetime.combine(plan.review_on, EVENING, tzinfo=HERE).isoformat()),
    )
    take(Step.NOTE, matter, event, by=by.ref, at=at)
    decided = HandlingPlan.objects.create(
        matter=matter,
        kind=plan.kind,
        goal=plan.goal.strip(),
        meeting=plan.meeting,
        made_by_id=by.person_id,
        made_at=at,
        review_on=plan.review_on,
    )
    PlanStep.objects.bulk_create(
        PlanStep(plan=decided, position=position, due_on=step.on, words=step.words)
        for position, step in enumerate(plan.steps, start=1)
    )
    return decided


@transaction.atomic
def finish_plan_step(*, step: PlanStep, by: Viewer, at: datetime) -> None:
    """做到一步: who has the matter, or whoever may make such a plan, ticks it off."""
    matter = step.plan.matter
    made_it = by.is_known and by.person_id == step.plan.made_by_id
    if not made_it and not policies.may_plan(by, matter, PlanKind.MEETING):
        raise NotPermitted("由承办人、工作台或写方案的人来记。")
    if not PlanStep.objects.filter(pk=step.pk, done_at=None).update(done_at=at):
        raise StepDoneAlready("这一步已经记过了。")
    step.done_at = at
    event = PlanStepDone(subject=matter.ref, words=step.words)
    journal.record(event, by=by.ref, at=at, place=matter.place.ref)


@transaction.atomic
def write_part(
    *, involvement: Involvement, words: str, by: Viewer, at: datetime
) -> Contribution:
    """写自己做了什么: each in their own line; a tracker's next note is owed anew."""
    if not policies.may_write_part(by, involvement):
        raise NotPermitted("各写各的：只有一起办的本人和那个单位的联系人能写。")
    if not words.strip():
        raise NothingDone("请写一句做了什么、看到什么。")
    if involvement.until is not None:
        raise PartOver("已经退出了，不用再写。")
    matter = involvement.matter
    event = PartDone(
        subject=matter.ref,
        who=involvement.who.ref,
        role=involvement.part.label,
        words=words.strip(),
    )
    journal.record(event, by=by.ref, at=at, place=matter.place.ref)
    written = Contribution.objects.create(
        involvement=involvement, words=words.strip(), written_at=at
    )
    if involvement.part is Role.TRACK:
        end_tracking(involvement, at=at)
        begin_tracking(involvement, at=at)
    return written


def begin_tracking(involvement: Involvement, *, at: datetime) -> None:
    """跟踪: from now on the next note is owed within the days of the playbook."""
    matter = involvement.matter
    days = resolve(matter.place.chain)[TRACKING_DAYS]
    begin_duty(
        subject=ref(involvement),
        kind=TRACKING,
        desk=matter.desk,
        holder=involvement.person,
        unit=involvement.organisation,
        promise=due_promise(calendar_in_force().add_calendar_days(at, days), at=at),
        at=at,
    )


def end_tracking(involvement: Involvement, *, at: datetime) -> None:
    """Nothing more is owed by who tracked it."""
    end_duties(subject=ref(involvement), at=at)


@transaction.atomic
def rest_trackers(*, matter: Matter, at: datetime) -> None:
    """跟踪停下: the matter has come to its end."""
    for involvement in matter.involvements.running().filter(role=Role.TRACK):
        end_tracking(involvement, at=at)


@transaction.atomic
def wake_trackers(*, matter: Matter, at: datetime) -> None:
    """跟踪接着来: the matter is looked at again."""
    for involvement in matter.involvements.running().filter(role=Role.TRACK):
        end_tracking(involvement, at=at)
        begin_tracking(involvement, at=at)


def _refuse_unsound(plan: NewPlan, by: Viewer, at: datetime) -> None:
    if not plan.goal.strip() or not 1 <= len(plan.steps) <= MOST_STEPS:
        raise PlanUnsound(
            "方案要写明要达到什么，再列一到 {most} 步，每步写明哪天前。", most=MOST_STEPS
        )
    if plan.review_on <= day_of(at):
        raise PlanUnsound("回看的日子要在今天以后。")
    if plan.kind is PlanKind.SERVICE:
        return
    seen = Meeting.objects.visible_to(by)
    held = plan.meeting and plan.meeting.standing is MeetingState.HELD
    if not held or not seen.filter(pk=plan.meeting.pk if plan.meeting else 0).exists():
        raise NotDecidedByAMeeting("请选定下方案的那次会，要是已经开过、记了纪要的。")
