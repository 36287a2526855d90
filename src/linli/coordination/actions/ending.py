"""收哨: a whistle ends when nobody is left on the spot and everybody was judged."""

from datetime import datetime

from linli.coordination.events import WhistleEnded
from linli.coordination.models import Whistle
from linli.coordination.options import JUDGING_WORKDAYS
from linli.coordination.promises import workdays_promise
from linli.coordination.rules import UnitState, WhistleState, whistle_after
from linli.duties.actions import begin_duty, end_duties
from linli.kernel import journal
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.options import pinned
from linli.kernel.references import Ref

JUDGING = "judge_units"


def settle(whistle: Whistle, *, by: Ref, at: datetime) -> None:
    """See where the whistle stands by its units; its row is held by who calls this."""
    units = whistle.units.order_by().values_list("state", "judgement")
    state = whistle_after([(UnitState(unit), judged is not None) for unit, judged in units])
    if state == whistle.standing:
        return
    changes: dict[str, object] = {"state": state}
    if state is WhistleState.JUDGING:
        changes["judge_by"] = _owe_judgement(whistle, at=at)
    else:
        changes["ended_at"] = at
        end_duties(subject=whistle.ref, at=at)
        event = WhistleEnded(subject=whistle.matter.ref, whistle=whistle.pk)
        journal.record(event, by=by, at=at, place=whistle.matter.place.ref)
    Whistle.objects.filter(pk=whistle.pk, state=whistle.state).update(**changes)
    whistle.state = state


def _owe_judgement(whistle: Whistle, *, at: datetime) -> datetime:
    workdays = pinned(whistle.options_digest)[JUDGING_WORKDAYS]
    promise = workdays_promise(workdays, calendar_in_force(), at=at, gives_up=True)
    begin_duty(
        subject=whistle.ref,
        kind=JUDGING,
        desk=whistle.desk,
        holder=None,
        unit=None,
        promise=promise,
        at=at,
    )
    return promise.due_at
