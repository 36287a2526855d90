"""Everything that changes a notice, whom it has reached, and the documents of the library."""

from linli.notices.actions.documents import (
    AlreadyThere,
    Edition,
    NothingWritten,
    adopt_document,
    repeal_document,
    revise_document,
)
from linli.notices.actions.drafting import (
    GroupNotNamed,
    Whom,
    Wording,
    change_draft,
    correct_notice,
    discard_draft,
    draft_notice,
)
from linli.notices.actions.guards import NoSuchStep, NoticeMovedOn
from linli.notices.actions.reaching import (
    NotTold,
    acknowledge,
    note_call,
    note_seen,
    note_told,
    open_call_list,
    pass_on_reaching,
)
from linli.notices.actions.sending import NobodyMeant, NoticeEmpty, send_notice, withdraw_notice

__all__ = [
    "AlreadyThere",
    "Edition",
    "GroupNotNamed",
    "NoSuchStep",
    "NobodyMeant",
    "NotTold",
    "NothingWritten",
    "NoticeEmpty",
    "NoticeMovedOn",
    "Whom",
    "Wording",
    "acknowledge",
    "adopt_document",
    "change_draft",
    "correct_notice",
    "discard_draft",
    "draft_notice",
    "note_call",
    "note_seen",
    "note_told",
    "open_call_list",
    "pass_on_reaching",
    "repeal_document",
    "revise_document",
    "send_notice",
    "withdraw_notice",
]
