"""What pages and commands ask about files that came in."""

from linli.exchange.queries.matters import (
    BadRow,
    Gazetteer,
    NobodyToHandle,
    cells_of,
    communities_kept_by,
    faults_in,
    faults_of,
    who_can_handle,
    who_handles,
)
from linli.exchange.queries.people import (
    FaultKind,
    RegisterBadRow,
    areas_to_import_into,
    bad_rows_of,
    changes_of,
    door_book_of,
    entry_of,
    fault_kinds_of,
    not_listed,
)

__all__ = [
    "BadRow",
    "FaultKind",
    "Gazetteer",
    "NobodyToHandle",
    "RegisterBadRow",
    "areas_to_import_into",
    "bad_rows_of",
    "cells_of",
    "changes_of",
    "communities_kept_by",
    "door_book_of",
    "entry_of",
    "fault_kinds_of",
    "faults_in",
    "faults_of",
    "not_listed",
    "who_can_handle",
    "who_handles",
]
