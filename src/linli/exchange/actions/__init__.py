"""Everything that changes a sheet that came in. Nothing else in the system does."""

from linli.exchange.actions.committing import (
    BatchSettledAlready,
    SheetHasFaults,
    commit_batch,
    discard_batch,
    discard_forgotten,
)
from linli.exchange.actions.exporting import note_export
from linli.exchange.actions.staging import remap_batch, stage_batch

__all__ = [
    "BatchSettledAlready",
    "SheetHasFaults",
    "commit_batch",
    "discard_batch",
    "discard_forgotten",
    "note_export",
    "remap_batch",
    "stage_batch",
]
