"""两个期限: another's deadline beside our own; the earlier one binds. No Django here."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from linli.duties.rules import Promise


@dataclass(frozen=True, kw_only=True)
class Bound:
    """Until when somebody outside wants an answer, and the sentence that says so."""

    due_at: datetime
    why: str


def bounded(promise: Promise, bound: Bound | None, *, at: datetime) -> Promise:
    """以早的为准: cut a promise short where the other deadline comes first, and say why."""
    if bound is None or bound.due_at >= promise.due_at:
        return promise
    due_at = bound.due_at
    gives_up_at = promise.give_up_at
    return replace(
        promise,
        accept_by=min(promise.accept_by, due_at) if promise.accept_by else None,
        remind_at=min(promise.remind_at, at + max(due_at - at, timedelta(0)) / 2),
        due_at=due_at,
        give_up_at=due_at + (gives_up_at - promise.due_at) if gives_up_at else None,
        why=bound.why,
    )
