"""The three books, the kinds of account in them, and the codes of transfers."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.references import Ref, kind
from linli.kernel.words import Words


class Book(StrEnum):
    """账本: whole credits, whole points, fen; nothing ever passes from one to another."""

    HOUR = "hour"
    POINT = "point"
    CNY = "cny"

    @property
    def label(self) -> Words:
        return Words({"hour": "时间积分", "point": "积分", "cny": "资金（分）"}[self])


class AccountKind(StrEnum):
    """账户种类: whose it is, or where credits come from and go to."""

    PERSON = "person"
    HOUSEHOLD = "household"
    ORGANISATION = "organisation"
    PROJECT = "project"
    FUND = "fund"
    POOL = "pool"
    ISSUER = "issuer"
    REDEEMED = "redeemed"
    EXPIRED = "expired"
    CLAWBACK = "clawback"
    CLEARING = "clearing"
    SUSPENSE = "suspense"

    @property
    def label(self) -> Words:
        return Words(KIND_LABELS[self])


KIND_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "person": "个人",
        "household": "户",
        "organisation": "团队",
        "project": "项目池",
        "fund": "专项池",
        "pool": "公共池",
        "issuer": "发放",
        "redeemed": "已兑换",
        "expired": "已过期",
        "clawback": "待追回",
        "clearing": "通兑往来",
        "suspense": "待查",
    }
)
HOLDER_KINDS = frozenset(
    {AccountKind.PERSON, AccountKind.HOUSEHOLD, AccountKind.ORGANISATION, AccountKind.PROJECT}
)
# Everybody's transfers may touch these: they are locked last.
COMMON_KINDS = frozenset({AccountKind.FUND, AccountKind.POOL, AccountKind.PROJECT})
# Without a floor, and without a balance that is kept: it is added up when it is read.
UNBOUNDED_KINDS = frozenset(
    {
        AccountKind.ISSUER,
        AccountKind.REDEEMED,
        AccountKind.EXPIRED,
        AccountKind.CLAWBACK,
        AccountKind.CLEARING,
        AccountKind.SUSPENSE,
    }
)
# Of whom such an account can be, as the kind of a reference.
OWNERS: Mapping[AccountKind, frozenset[str]] = MappingProxyType(
    {
        AccountKind.PERSON: frozenset({"person"}),
        AccountKind.HOUSEHOLD: frozenset({"household"}),
        AccountKind.ORGANISATION: frozenset({"organisation"}),
        AccountKind.CLAWBACK: frozenset({"person", "household", "organisation", "area"}),
    }
)
OF_THE_COMMUNITY = frozenset({"area"})


def keeps_lots(book: Book, kind: AccountKind) -> bool:
    """批次: credits and points of holders and of the pool remember where they come from."""
    return book is not Book.CNY and (kind in HOLDER_KINDS or kind is AccountKind.POOL)


def owners_kind(account: AccountKind, owner: Ref) -> bool:
    """Say whether such an account can be of that owner; a project is of whatever runs it."""
    if account is AccountKind.PROJECT:
        return bool(owner)
    return kind(owner) in OWNERS.get(account, OF_THE_COMMUNITY)


class State(StrEnum):
    """账户状态."""

    OPEN = "open"
    FROZEN = "frozen"
    CLOSED = "closed"

    @property
    def label(self) -> Words:
        return Words({"open": "正常", "frozen": "冻结", "closed": "已结清"}[self])


class Code(StrEnum):
    """凭证种类: why credits move."""

    EARN = "earn"
    ENDOW = "endow"
    GRANT = "grant"
    CAPTURE = "capture"
    GIFT = "gift"
    DONATE = "donate"
    REDEEM = "redeem"
    EXPIRE = "expire"
    REVERSE = "reverse"
    CLAWBACK = "clawback"
    ADJUST = "adjust"
    SETTLE = "settle"

    @property
    def label(self) -> Words:
        return Words(CODE_LABELS[self])


CODE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "earn": "存入",
        "endow": "注入专项池",
        "grant": "发放",
        "capture": "支付服务",
        "gift": "赠予",
        "donate": "捐赠",
        "redeem": "兑换",
        "expire": "过期",
        "reverse": "冲正",
        "clawback": "追回",
        "adjust": "双人调整",
        "settle": "结清转出",
    }
)


class Origin(StrEnum):
    """来源: how a lot first came into being; it never changes, wherever the lot goes."""

    SERVICE = "service"
    TEAM = "team"
    GRANT = "grant"
    AWARD = "award"
    OPENING = "opening"

    @property
    def label(self) -> Words:
        return Words(
            {
                "service": "服务",
                "team": "团队服务",
                "grant": "发放",
                "award": "积分奖励",
                "opening": "旧账结转",
            }[self]
        )


class Use(StrEnum):
    """用途: what credits are redeemed for."""

    SERVICE = "service"
    GOODS = "goods"
    HONOUR = "honour"

    @property
    def label(self) -> Words:
        return Words({"service": "服务", "goods": "物品", "honour": "礼遇"}[self])
