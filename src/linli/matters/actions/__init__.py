"""Everything that changes a matter. Nothing else in the system does."""

from linli.matters.actions.closing import (
    finish_matter,
    lapse_matters,
    rate_matter,
    withdraw_matter,
)
from linli.matters.actions.desk import (
    Assignment,
    dispatch_matter,
    escalate_by_rule,
    escalate_matter,
    send_back,
)
from linli.matters.actions.handling import (
    accept_by_itself,
    accept_matter,
    extend_matter,
    hand_over_matters,
    keep_photo,
    note_progress,
)
from linli.matters.actions.importing import (
    Ending,
    OutsideMatter,
    OutsideNumberTaken,
    record_outside_matter,
)
from linli.matters.actions.moving import MatterMovedOn
from linli.matters.actions.recording import Speaker, record_matter, record_on_the_way
from linli.matters.actions.reporting import Word, join_matter, report_matter, say_more
from linli.ratings.rules import Answer

__all__ = [
    "Answer",
    "Assignment",
    "Ending",
    "MatterMovedOn",
    "OutsideMatter",
    "OutsideNumberTaken",
    "Speaker",
    "Word",
    "accept_by_itself",
    "accept_matter",
    "dispatch_matter",
    "escalate_by_rule",
    "escalate_matter",
    "extend_matter",
    "finish_matter",
    "hand_over_matters",
    "join_matter",
    "keep_photo",
    "lapse_matters",
    "note_progress",
    "rate_matter",
    "record_matter",
    "record_on_the_way",
    "record_outside_matter",
    "report_matter",
    "say_more",
    "send_back",
    "withdraw_matter",
]
