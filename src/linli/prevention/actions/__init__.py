"""Everything that changes a problem. Nothing else in the system does."""

from linli.prevention.actions.moving import ProblemMovedOn
from linli.prevention.actions.spotting import (
    HangsAlready,
    NotHanging,
    NothingAlike,
    hang_matter,
    look_for_problem,
    open_problem,
    open_seasons,
    take_off_matter,
)
from linli.prevention.actions.working import (
    AnotherPersonNeeded,
    AskedAlready,
    CauseMissing,
    NobodyAsked,
    WhyMissing,
    ask_to_set_aside,
    check_quiet_problems,
    keep_problem,
    pass_up_problem,
    set_aside,
    set_measures,
    take_on_problem,
)

__all__ = [
    "AnotherPersonNeeded",
    "AskedAlready",
    "CauseMissing",
    "HangsAlready",
    "NobodyAsked",
    "NotHanging",
    "NothingAlike",
    "ProblemMovedOn",
    "WhyMissing",
    "ask_to_set_aside",
    "check_quiet_problems",
    "hang_matter",
    "keep_problem",
    "look_for_problem",
    "open_problem",
    "open_seasons",
    "pass_up_problem",
    "set_aside",
    "set_measures",
    "take_off_matter",
    "take_on_problem",
]
