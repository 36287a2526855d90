"""What pages, actions and figures ask about notices."""

from linli.notices.queries.audience import (
    Meant,
    meant_by,
    notices_robot,
    people_meant,
    sms_recipients,
)
from linli.notices.queries.library import history_of, in_force, library_of
from linli.notices.queries.lists import (
    board_of,
    drafts_of,
    mine_of,
    received_by,
    unread_by,
    written_in,
)
from linli.notices.queries.reach import (
    MOST_DOORS,
    Door,
    Reached,
    count_doors,
    open_reachings,
    reachable_by,
    reachable_of,
    reached_by_stairs,
    reached_of,
    silent_doors,
)

__all__ = [
    "MOST_DOORS",
    "Door",
    "Meant",
    "Reached",
    "board_of",
    "count_doors",
    "drafts_of",
    "history_of",
    "in_force",
    "library_of",
    "meant_by",
    "mine_of",
    "notices_robot",
    "open_reachings",
    "people_meant",
    "reachable_by",
    "reachable_of",
    "reached_by_stairs",
    "reached_of",
    "received_by",
    "silent_doors",
    "sms_recipients",
    "unread_by",
    "written_in",
]
