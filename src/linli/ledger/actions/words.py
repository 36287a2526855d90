"""What the actions ask of what people typed."""

from linli.ledger.actions.refusals import AmountUnreadable, ReasonMissing

LONGEST_REASON = 200


def read_reason(reason: str) -> str:
    """Read the reason that the record will show."""
    words = reason.strip()
    if not words or len(words) > LONGEST_REASON:
        raise ReasonMissing("请写明事由，不超过 200 字。")
    return words


def read_amount(amount: int) -> int:
    """Read how many credits, points or minutes are meant: at least one."""
    if amount < 1:
        raise AmountUnreadable("数量要是 1 或更大的整数。")
    return amount
