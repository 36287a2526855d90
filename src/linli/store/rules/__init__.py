"""Stock, redemptions, deeds of households and stocktakes: what can happen. No Django here."""

from linli.store.rules.deeds import (
    DEED_NEXT,
    DeedState,
    DeedStep,
    DeedStepNotAllowed,
    deed_after,
)
from linli.store.rules.redemptions import (
    NEXT,
    Proof,
    State,
    Step,
    StepNotAllowed,
    after,
    fetch_by,
)
from linli.store.rules.stock import Delta, MoveKind, Stock, StockShort, delta_of, moved
from linli.store.rules.stocktakes import (
    TAKE_NEXT,
    TakeState,
    TakeStep,
    TakeStepNotAllowed,
    take_after,
)

__all__ = [
    "DEED_NEXT",
    "NEXT",
    "TAKE_NEXT",
    "DeedState",
    "DeedStep",
    "DeedStepNotAllowed",
    "Delta",
    "MoveKind",
    "Proof",
    "State",
    "Step",
    "StepNotAllowed",
    "Stock",
    "StockShort",
    "TakeState",
    "TakeStep",
    "TakeStepNotAllowed",
    "after",
    "deed_after",
    "delta_of",
    "fetch_by",
    "moved",
    "take_after",
]
