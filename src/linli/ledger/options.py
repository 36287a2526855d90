"""What a community may set for its ledger: dated terms for each book, with their sources."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from linli.kernel.options import Option
from linli.ledger.rules import Book, Rounding, Use


class Kin(StrEnum):
    """亲属: whom credits may be given to."""

    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    FRIEND = "friend"


LINEAL = (Kin.PARENT, Kin.CHILD, Kin.GRANDPARENT, Kin.GRANDCHILD)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """规则: how one book is kept from a day on; 0 means no cap, no expiry, no threshold.

    `checked` says that the text of the source was read; without it the page shows 未核实.
    """

    book: Book
    code: str = "linli"
    starts_on: str = "2000-01-01"
    source: str = ""
    checked: bool = False
    credit_name: str = "时间积分"
    credit_name_en: str = "time credits"
    minutes_a_credit: int = 60
    rounding: Rounding = Rounding.KEEP
    daily_cap: int = 0
    balance_cap: int = 0
    lifetime_cap: int = 0
    hold_days: int = 60
    expiry_months: int = 0
    redeem_from: int = 0
    redeemable_for: tuple[Use, ...] = tuple(Use)
    gift_kin: tuple[Kin, ...] = (Kin.SPOUSE, *LINEAL)
    gift_receiver_age: int = 60
    team_donates_only: bool = True

    def __post_init__(self) -> None:
        date.fromisoformat(self.starts_on)
        if self.minutes_a_credit < 1 or self.hold_days < 1:
            raise ValueError("minutes_a_credit 和 hold_days 至少是 1。")
        numbers = (
            self.daily_cap,
            self.balance_cap,
            self.lifetime_cap,
            self.expiry_months,
            self.redeem_from,
            self.gift_receiver_age,
        )
        if min(numbers) < 0:
            raise ValueError("上限、月数、门槛和年龄不能是负数。")


def _complete(dated: tuple[Terms, ...]) -> str | None:
    lacking = [book.label for book in Book if not any(one.book is book for one in dated)]
    return f"缺少这些账本的规则：{'、'.join(lacking)}。" if lacking else None


TERMS = Option[tuple[Terms, ...]](
    code="ledger.terms",
    label="时间积分和积分的规则",
    kind=tuple[Terms, ...],
    default=(
        Terms(book=Book.HOUR, balance_cap=1500, redeem_from=100),
        Terms(
            book=Book.POINT,
            credit_name="积分",
            credit_name_en="points",
            gift_kin=(),
            team_donates_only=False,
        ),
        Terms(book=Book.CNY, credit_name="资金（分）", credit_name_en="money (fen)"),
    ),
    help=(
        "每本账从哪天起按什么规则：折算、取整、每日和累计上限、过期、起兑、赠予给谁。"
        "当天有效的是起始日期最晚的一条；每张凭证都记着当时的规则。"
    ),
    basis="广州公益“时间银行”2019（R01）；南京2019（R02）；老年人权益保障法第二条（R05）",
    sound=_complete,
)


def terms_on(dated: tuple[Terms, ...], book: Book, on: date) -> Terms:
    """Pick the terms of a book that hold on that day; before the first, the first."""
    of_book = sorted((one for one in dated if one.book is book), key=lambda one: one.starts_on)
    begun = [one for one in of_book if date.fromisoformat(one.starts_on) <= on]
    return begun[-1] if begun else of_book[0]
