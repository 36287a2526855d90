"""Everything that changes a whistle or a joint meeting. Nothing else in the system does."""

from linli.coordination.actions.judging import end_unjudged, judge_unit
from linli.coordination.actions.meeting import call_joint_meeting, put_before
from linli.coordination.actions.tasks import (
    agree_task,
    drop_task,
    finish_task,
    pass_task_up,
)
from linli.coordination.actions.units import (
    call_off,
    give_result,
    pass_up,
    release_unit,
    report_in,
)
from linli.coordination.actions.whistles import blow_whistle
from linli.coordination.rules import Scores

__all__ = [
    "Scores",
    "agree_task",
    "blow_whistle",
    "call_joint_meeting",
    "call_off",
    "drop_task",
    "end_unjudged",
    "finish_task",
    "give_result",
    "judge_unit",
    "pass_task_up",
    "pass_up",
    "put_before",
    "release_unit",
    "report_in",
]
