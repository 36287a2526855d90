"""到此为止: who was asked to take part for a while sees the matter no longer."""

from datetime import datetime

from linli.coordination.models import CalledUnit, JointTask
from linli.coordination.rules import TaskState, UnitState, WhistleState
from linli.kernel.references import Ref
from linli.matters import actions as matters


def part_with_unit(called: CalledUnit, why: str, *, by: Ref, at: datetime) -> None:
    """The unit is done with; a whistle blown since then may still need it."""
    others = CalledUnit.objects.filter(involvement=called.involvement_id).exclude(pk=called.pk)
    needed = others.exclude(state=UnitState.RELEASED).exclude(whistle__state=WhistleState.ENDED)
    if called.involvement and not needed.filter(judgement=None).exists():
        matters.end_part(involvement=called.involvement, why=why, by=by, at=at)


def part_after_task(task: JointTask, why: str, *, by: Ref, at: datetime) -> None:
    """The last task of the unit for this matter is over; a part it had before goes on."""
    part = task.involvement
    if part is None:
        return
    of_part = JointTask.objects.filter(involvement=part)
    began_here = of_part.filter(agreed_at=part.since).exists()
    if began_here and not of_part.filter(state=TaskState.AGREED).exists():
        matters.end_part(involvement=part, why=why, by=by, at=at)
