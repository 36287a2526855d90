"""Everything that changes a meeting. Nothing else in the system does."""

from linli.meetings.actions.attending import (
    AlreadyCheckedIn,
    NotInvited,
    answer_invitation,
    check_in,
    take_back_check_in,
)
from linli.meetings.actions.calling import (
    Invited,
    NewItem,
    NoSuchKind,
    TimeUnsound,
    TooWide,
    call_meeting,
    call_regular_meetings,
    cancel_meeting,
    change_time,
    invite,
)
from linli.meetings.actions.holding import (
    MinutesMissing,
    NotEnoughCame,
    close_item,
    hold_meeting,
    put_on_agenda,
    sign_minutes,
)
from linli.meetings.actions.moving import MeetingMovedOn

__all__ = [
    "AlreadyCheckedIn",
    "Invited",
    "MeetingMovedOn",
    "MinutesMissing",
    "NewItem",
    "NoSuchKind",
    "NotEnoughCame",
    "NotInvited",
    "TimeUnsound",
    "TooWide",
    "answer_invitation",
    "call_meeting",
    "call_regular_meetings",
    "cancel_meeting",
    "change_time",
    "check_in",
    "close_item",
    "hold_meeting",
    "invite",
    "put_on_agenda",
    "sign_minutes",
    "take_back_check_in",
]
