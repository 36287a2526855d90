"""Files that came in, row by row, until they are taken in whole or given up."""

from linli.exchange.models.matters import (
    BatchState,
    ImportBatch,
    ImportBatchQuerySet,
    ImportRow,
)
from linli.exchange.models.orders import OrdersExport
from linli.exchange.models.people import (
    RegisterBatch,
    RegisterBatchQuerySet,
    RegisterFault,
    RegisterRow,
    RegisterState,
    Standing,
)

__all__ = [
    "BatchState",
    "ImportBatch",
    "ImportBatchQuerySet",
    "ImportRow",
    "OrdersExport",
    "RegisterBatch",
    "RegisterBatchQuerySet",
    "RegisterFault",
    "RegisterRow",
    "RegisterState",
    "Standing",
]
