"""Stock (库存): what lies on a shelf, what of it is promised, and how a move changes both."""

from dataclasses import dataclass
from enum import StrEnum

from linli.kernel.errors import Refusal
from linli.kernel.words import Words


class StockShort(Refusal):
    pass


class MoveKind(StrEnum):
    """出入库: why something moved."""

    IN = "in"
    OUT = "out"
    RESERVE = "reserve"
    RELEASE = "release"
    HAND_OVER = "hand_over"
    HAND_OUT = "hand_out"
    TAKE_BACK = "take_back"
    CORRECT = "correct"

    @property
    def label(self) -> Words:
        return Words(
            {
                "in": "入库",
                "out": "出库",
                "reserve": "留货",
                "release": "放回",
                "hand_over": "交给本人",
                "hand_out": "柜台当场交付",
                "take_back": "退货",
                "correct": "盘点更正",
            }[self]
        )


@dataclass(frozen=True, kw_only=True)
class Stock:
    """How many lie there, and how many of them are promised to somebody."""

    on_hand: int = 0
    reserved: int = 0

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved


@dataclass(frozen=True, kw_only=True)
class Delta:
    on_hand: int = 0
    reserved: int = 0


def delta_of(kind: MoveKind, quantity: int) -> Delta:
    """Say what so many pieces change; a correction may be of either sign, nothing else may."""
    if quantity == 0 or (quantity < 0 and kind is not MoveKind.CORRECT):
        raise StockShort("数量要是 1 或更大的整数。")
    match kind:
        case MoveKind.IN | MoveKind.TAKE_BACK | MoveKind.CORRECT:
            return Delta(on_hand=quantity)
        case MoveKind.OUT | MoveKind.HAND_OUT:
            return Delta(on_hand=-quantity)
        case MoveKind.RESERVE:
            return Delta(reserved=quantity)
        case MoveKind.RELEASE:
            return Delta(reserved=-quantity)
        case MoveKind.HAND_OVER:
            return Delta(on_hand=-quantity, reserved=-quantity)


def moved(stock: Stock, delta: Delta) -> Stock:
    """Say what lies there afterwards, or refuse: never less than nothing, nor than promised."""
    after = Stock(
        on_hand=stock.on_hand + delta.on_hand, reserved=stock.reserved + delta.reserved
    )
    if after.reserved < 0 or after.on_hand < after.reserved:
        raise StockShort(
            "货架上还有 {available} 件可以动，不够。", available=max(0, stock.available)
        )
    return after
