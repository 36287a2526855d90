"""Everything that changes a matter. Nothing else in the system does."""

from linli.matters.actions.afterwards import (
    ask_to_exclude,
    exclude_matter,
    lapse_exclusions,
    note_call_in_vain,
    refuse_exclusion,
    tell_of_open_matters,
)
from linli.matters.actions.bulk import BulkRow, Sent, dispatch_several
from linli.matters.actions.claiming import (
    Call,
    claim_matter,
    decline_offer,
    give_back_claim,
    lapse_offers,
    offer_matter,
    take_back_offer,
)
from linli.matters.actions.closing import (
    finish_matter,
    lapse_matters,
    rate_matter,
    refer_matter,
    withdraw_matter,
)
from linli.matters.actions.desk import (
    Assignment,
    dispatch_matter,
    escalate_by_rule,
    escalate_matter,
    send_back,
)
from linli.matters.actions.fixing import fix_on_the_way
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
    record_outside_matter,
)
from linli.matters.actions.instants import (
    Visit,
    finish_instant,
    give_back_instant,
    report_instant,
    take_in_instant,
    take_instant,
    turn_instant,
)
from linli.matters.actions.involving import end_part, involve, release
from linli.matters.actions.merging import (
    Part,
    gather_parts,
    merge_matter,
    split_matter,
    unite_matter,
    unmerge_matter,
)
from linli.matters.actions.moving import MatterMovedOn
from linli.matters.actions.neighbours import (
    confirm_hand,
    say_neighbours_helped,
    sign_up,
)
from linli.matters.actions.outside import (
    FromOutside,
    OutsideNumberTaken,
    OutsideOrderUnclear,
    PastTheOutsideDeadline,
)
from linli.matters.actions.parking import (
    Plan,
    ask_to_park,
    park_matter,
    refuse_parking,
    resume_matter,
    resume_parked,
)
from linli.matters.actions.planning import (
    NewPlan,
    choose_mode,
    decide_plan,
    finish_plan_step,
    rest_trackers,
    wake_trackers,
    write_part,
)
from linli.matters.actions.rebinding import (
    OutsideOrderThere,
    add_outside_order,
    move_outside_deadline,
)
from linli.matters.actions.recording import (
    Speaker,
    add_for_caller,
    record_matter,
    record_on_the_way,
)
from linli.matters.actions.reporting import Word, join_matter, report_matter, say_more
from linli.matters.actions.returning import (
    Objection,
    Team,
    lapse_returns,
    refuse_return,
    return_matter,
    settle_return,
    uphold_return,
)
from linli.matters.actions.sheets import HANGING, hang_sheet, look_after_sheets
from linli.matters.claims import OfferTo, PlanKind
from linli.matters.instants import Way
from linli.ratings.rules import Answer

__all__ = [
    "HANGING",
    "Answer",
    "Assignment",
    "BulkRow",
    "Call",
    "Ending",
    "FromOutside",
    "MatterMovedOn",
    "NewPlan",
    "Objection",
    "OfferTo",
    "OutsideMatter",
    "OutsideNumberTaken",
    "OutsideOrderThere",
    "OutsideOrderUnclear",
    "Part",
    "PastTheOutsideDeadline",
    "Plan",
    "PlanKind",
    "Sent",
    "Speaker",
    "Team",
    "Visit",
    "Way",
    "Word",
    "accept_by_itself",
    "accept_matter",
    "add_for_caller",
    "add_outside_order",
    "ask_to_exclude",
    "ask_to_park",
    "choose_mode",
    "claim_matter",
    "confirm_hand",
    "decide_plan",
    "decline_offer",
    "dispatch_matter",
    "dispatch_several",
    "end_part",
    "escalate_by_rule",
    "escalate_matter",
    "exclude_matter",
    "extend_matter",
    "finish_instant",
    "finish_matter",
    "finish_plan_step",
    "fix_on_the_way",
    "gather_parts",
    "give_back_claim",
    "give_back_instant",
    "hand_over_matters",
    "hang_sheet",
    "involve",
    "join_matter",
    "keep_photo",
    "lapse_exclusions",
    "lapse_matters",
    "lapse_offers",
    "lapse_returns",
    "look_after_sheets",
    "merge_matter",
    "move_outside_deadline",
    "note_call_in_vain",
    "note_progress",
    "offer_matter",
    "park_matter",
    "rate_matter",
    "record_matter",
    "record_on_the_way",
    "record_outside_matter",
    "refer_matter",
    "refuse_exclusion",
    "refuse_parking",
    "refuse_return",
    "release",
    "report_instant",
    "report_matter",
    "rest_trackers",
    "resume_matter",
    "resume_parked",
    "return_matter",
    "say_more",
    "say_neighbours_helped",
    "send_back",
    "settle_return",
    "sign_up",
    "split_matter",
    "take_back_offer",
    "take_in_instant",
    "take_instant",
    "tell_of_open_matters",
    "turn_instant",
    "unite_matter",
    "unmerge_matter",
    "uphold_return",
    "wake_trackers",
    "withdraw_matter",
    "write_part",
]
