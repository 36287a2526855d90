"""Everything that changes a sheet that came in. Nothing else in the system does."""

from linli.exchange.actions.committing import (
    BatchSettledAlready,
    SheetHasFaults,
    commit_batch,
    discard_batch,
    discard_forgotten,
)
from linli.exchange.actions.exporting import note_export, note_sheet_export
from linli.exchange.actions.orders import OrdersWanted, UnknownSource, export_orders
from linli.exchange.actions.people_committing import (
    RegisterHasFaults,
    RegisterMovedOn,
    RegisterNotChecked,
    RegisterSettledAlready,
    commit_people,
    discard_people,
    look_after_registers,
    order_people,
)
from linli.exchange.actions.people_staging import check_people, stage_people
from linli.exchange.actions.staging import remap_batch, stage_batch

__all__ = [
    "BatchSettledAlready",
    "OrdersWanted",
    "RegisterHasFaults",
    "RegisterMovedOn",
    "RegisterNotChecked",
    "RegisterSettledAlready",
    "SheetHasFaults",
    "UnknownSource",
    "check_people",
    "commit_batch",
    "commit_people",
    "discard_batch",
    "discard_forgotten",
    "discard_people",
    "export_orders",
    "look_after_registers",
    "note_export",
    "note_sheet_export",
    "order_people",
    "remap_batch",
    "stage_batch",
    "stage_people",
]
