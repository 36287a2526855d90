"""Everything that is changed outside the office. Nothing else in the system does."""

from linli.outreach.actions.boxes import (
    confirm_paper,
    look_after_boxes,
    open_box,
    send_paper_back,
    set_paper_aside,
    type_paper,
)
from linli.outreach.actions.children import Consent, answer_child, hear_child
from linli.outreach.actions.groups import (
    close_group_line,
    echo_for_group,
    hear_group,
    open_group_line,
    set_group_word_aside,
    take_group_word,
)
from linli.outreach.actions.patrols import (
    accept_correction,
    begin_patrol,
    end_patrol,
    hear_on_patrol,
    knock,
    refuse_correction,
)
from linli.outreach.actions.sessions import (
    answer_people,
    report_back,
    say_at_session,
)
from linli.outreach.actions.surveys import (
    answer_survey,
    ask_question,
    begin_survey,
    close_survey,
    draft_survey,
    drop_survey,
    raise_from_survey,
    replace_household,
)
from linli.outreach.actions.talk_points import Hours, put_up_group_code, set_hours
from linli.outreach.actions.visits import hear_at_home, visit_household
from linli.outreach.actions.wishes import (
    claim_wish,
    decline_wish,
    fulfil_wish,
    hand_wish_on,
    let_wish_go,
    put_wish,
    show_wish,
    thank_for_wish,
    withdraw_wish,
)

__all__ = [
    "Consent",
    "Hours",
    "accept_correction",
    "answer_child",
    "answer_people",
    "answer_survey",
    "ask_question",
    "begin_patrol",
    "begin_survey",
    "claim_wish",
    "close_group_line",
    "close_survey",
    "confirm_paper",
    "decline_wish",
    "draft_survey",
    "drop_survey",
    "echo_for_group",
    "end_patrol",
    "fulfil_wish",
    "hand_wish_on",
    "hear_at_home",
    "hear_child",
    "hear_group",
    "hear_on_patrol",
    "knock",
    "let_wish_go",
    "look_after_boxes",
    "open_box",
    "open_group_line",
    "put_up_group_code",
    "put_wish",
    "raise_from_survey",
    "refuse_correction",
    "replace_household",
    "report_back",
    "say_at_session",
    "send_paper_back",
    "set_group_word_aside",
    "set_hours",
    "set_paper_aside",
    "show_wish",
    "take_group_word",
    "thank_for_wish",
    "type_paper",
    "visit_household",
    "withdraw_wish",
]
