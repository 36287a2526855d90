"""What may happen to a service order (服务单), and what follows from it. No Django here."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Refusal
from linli.kernel.words import Words


class OrderState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    REFUSED = "refused"
    APPROVED = "approved"
    PUBLISHED = "published"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    ARRIVED = "arrived"
    UNKNOWN = "unknown"
    """The time is over and nobody has said whether somebody came, or when they left."""
    DONE = "done"
    CONFIRMED = "confirmed"
    RATED = "rated"
    DISPUTED = "disputed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    MISSED = "missed"
    TURNED_AWAY = "turned_away"

    @property
    def label(self) -> Words:
        return Words(STATE_LABELS[self])


STATE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "draft": "还没交",
        "submitted": "等社区看过",
        "refused": "没有通过",
        "approved": "通过了，等发布",
        "published": "等人接单",
        "offered": "问过合适的人，等回话",
        "accepted": "有人接了",
        "arrived": "人到了",
        "unknown": "到没到、几点走还不清楚",
        "done": "服务完了，等您确认",
        "confirmed": "确认了",
        "rated": "评过了",
        "disputed": "有不同说法，等人判断",
        "cancelled": "取消了",
        "expired": "到时间没人接",
        "missed": "没有来",
        "turned_away": "来了没见到人",
    }
)


class OrderStep(StrEnum):
    CHANGE = "change"
    SUBMIT = "submit"
    APPROVE = "approve"
    REFUSE = "refuse"
    PUBLISH = "publish"
    OFFER = "offer"
    LET_LAPSE = "let_lapse"
    TAKE_A_SEAT = "take_a_seat"
    ACCEPT = "accept"
    GIVE_BACK = "give_back"
    DROP_OUT = "drop_out"
    SUBSTITUTE = "substitute"
    ARRIVE = "arrive"
    LEAVE_FIRST = "leave_first"
    FINISH = "finish"
    LEAVE_OPEN = "leave_open"
    SETTLE = "settle"
    NOTE_ABSENT = "note_absent"
    NOTE_NOBODY_HOME = "note_nobody_home"
    CONFIRM = "confirm"
    RATE = "rate"
    DISPUTE = "dispute"
    RULE_FOR = "rule_for"
    RULE_AGAINST = "rule_against"
    CANCEL = "cancel"
    EXPIRE = "expire"

    @property
    def label(self) -> Words:
        return Words(STEP_LABELS[self])


STEP_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "change": "改",
        "submit": "交",
        "approve": "通过",
        "refuse": "不通过",
        "publish": "发布",
        "offer": "派单",
        "let_lapse": "让邀约过期",
        "take_a_seat": "先接一个位置",
        "accept": "接单",
        "give_back": "及时退单",
        "drop_out": "临时退单",
        "substitute": "换人",
        "arrive": "记到达",
        "leave_first": "先走一位",
        "finish": "记离开",
        "leave_open": "留着不定",
        "settle": "复核时间",
        "note_absent": "记没有来",
        "note_nobody_home": "记没见到人",
        "confirm": "确认",
        "rate": "评单",
        "dispute": "提出不同说法",
        "rule_for": "认定做了",
        "rule_against": "认定没做",
        "cancel": "取消",
        "expire": "让它过期",
    }
)


class OrderStepNotAllowed(Refusal):
    pass


_S, _T = OrderState, OrderStep
NEXT: Mapping[tuple[OrderState, OrderStep], OrderState] = MappingProxyType(
    {
        (_S.DRAFT, _T.CHANGE): _S.DRAFT,
        (_S.DRAFT, _T.SUBMIT): _S.SUBMITTED,
        (_S.DRAFT, _T.CANCEL): _S.CANCELLED,
        (_S.DRAFT, _T.EXPIRE): _S.EXPIRED,
        (_S.SUBMITTED, _T.CHANGE): _S.SUBMITTED,
        (_S.SUBMITTED, _T.APPROVE): _S.APPROVED,
        (_S.SUBMITTED, _T.REFUSE): _S.REFUSED,
        (_S.SUBMITTED, _T.CANCEL): _S.CANCELLED,
        (_S.SUBMITTED, _T.EXPIRE): _S.EXPIRED,
        (_S.APPROVED, _T.PUBLISH): _S.PUBLISHED,
        (_S.APPROVED, _T.CANCEL): _S.CANCELLED,
        (_S.APPROVED, _T.EXPIRE): _S.EXPIRED,
        (_S.PUBLISHED, _T.OFFER): _S.OFFERED,
        (_S.PUBLISHED, _T.TAKE_A_SEAT): _S.PUBLISHED,
        (_S.PUBLISHED, _T.ACCEPT): _S.ACCEPTED,
        # Of two who are needed one has it and goes back: the other still waits for somebody.
        (_S.PUBLISHED, _T.GIVE_BACK): _S.PUBLISHED,
        (_S.PUBLISHED, _T.DROP_OUT): _S.PUBLISHED,
        (_S.PUBLISHED, _T.CANCEL): _S.CANCELLED,
        (_S.PUBLISHED, _T.EXPIRE): _S.EXPIRED,
        # An offer is a question (R06 §25): whoever is free may take it meanwhile.
        (_S.OFFERED, _T.OFFER): _S.OFFERED,
        (_S.OFFERED, _T.LET_LAPSE): _S.PUBLISHED,
        (_S.OFFERED, _T.TAKE_A_SEAT): _S.OFFERED,
        (_S.OFFERED, _T.ACCEPT): _S.ACCEPTED,
        (_S.OFFERED, _T.GIVE_BACK): _S.OFFERED,
        (_S.OFFERED, _T.DROP_OUT): _S.OFFERED,
        (_S.OFFERED, _T.CANCEL): _S.CANCELLED,
        (_S.OFFERED, _T.EXPIRE): _S.EXPIRED,
        (_S.ACCEPTED, _T.GIVE_BACK): _S.PUBLISHED,
        (_S.ACCEPTED, _T.DROP_OUT): _S.PUBLISHED,
        (_S.ACCEPTED, _T.SUBSTITUTE): _S.ACCEPTED,
        (_S.ACCEPTED, _T.ARRIVE): _S.ARRIVED,
        (_S.ACCEPTED, _T.LEAVE_OPEN): _S.UNKNOWN,
        (_S.ACCEPTED, _T.NOTE_ABSENT): _S.MISSED,
        (_S.ACCEPTED, _T.NOTE_NOBODY_HOME): _S.TURNED_AWAY,
        (_S.ACCEPTED, _T.CANCEL): _S.CANCELLED,
        (_S.ARRIVED, _T.ARRIVE): _S.ARRIVED,
        (_S.ARRIVED, _T.LEAVE_FIRST): _S.ARRIVED,
        (_S.ARRIVED, _T.FINISH): _S.DONE,
        (_S.ARRIVED, _T.LEAVE_OPEN): _S.UNKNOWN,
        (_S.ARRIVED, _T.DISPUTE): _S.DISPUTED,
        (_S.UNKNOWN, _T.SETTLE): _S.DONE,
        (_S.UNKNOWN, _T.NOTE_ABSENT): _S.MISSED,
        (_S.UNKNOWN, _T.NOTE_NOBODY_HOME): _S.TURNED_AWAY,
        (_S.UNKNOWN, _T.DISPUTE): _S.DISPUTED,
        (_S.DONE, _T.CONFIRM): _S.CONFIRMED,
        # Confirmed so late that two have to vouch for the time first (R07).
        (_S.DONE, _T.SETTLE): _S.DONE,
        (_S.DONE, _T.DISPUTE): _S.DISPUTED,
        (_S.CONFIRMED, _T.RATE): _S.RATED,
        # What a call-back finds later: the hours are taken back if it did not happen.
        (_S.CONFIRMED, _T.DISPUTE): _S.DISPUTED,
        (_S.RATED, _T.DISPUTE): _S.DISPUTED,
        (_S.MISSED, _T.DISPUTE): _S.DISPUTED,
        (_S.TURNED_AWAY, _T.DISPUTE): _S.DISPUTED,
        (_S.DISPUTED, _T.RULE_FOR): _S.CONFIRMED,
        (_S.DISPUTED, _T.RULE_AGAINST): _S.MISSED,
    }
)
OPEN = frozenset({OrderState.PUBLISHED, OrderState.OFFERED})
BEFORE_THE_VISIT = frozenset(
    {OrderState.DRAFT, OrderState.SUBMITTED, OrderState.APPROVED, *OPEN, OrderState.ACCEPTED}
)
SERVED = frozenset({OrderState.CONFIRMED, OrderState.RATED})


def after(state: OrderState, step: OrderStep) -> OrderState:
    """Say which state `step` leads to, or refuse."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise OrderStepNotAllowed(
            "服务单“{state}”的时候不能{step}。", state=state.label, step=step.label
        ) from None


def steps_from(state: OrderState) -> tuple[OrderStep, ...]:
    """List what may happen to an order in that state."""
    return tuple(step for step in OrderStep if (state, step) in NEXT)


class Channel(StrEnum):
    """By which way an order came in; paper is entered by one and checked by another."""

    PAGE = "page"
    DELEGATE = "delegate"
    PHONE = "phone"
    PAPER = "paper"
    STANDING = "standing"
    LATE = "late"

    @property
    def label(self) -> Words:
        return Words(
            {
                "page": "自己点",
                "delegate": "家人代点",
                "phone": "打电话",
                "paper": "纸上填的",
                "standing": "长期单",
                "late": "事后补录",
            }[self]
        )


class SeatState(StrEnum):
    """How it stands with one who accepted; attendance is confirmed, no-show or unknown."""

    HELD = "held"
    GIVEN_BACK = "given_back"
    DROPPED_OUT = "dropped_out"
    REPLACED = "replaced"
    CALLED_OFF = "called_off"
    THERE = "there"
    UNKNOWN = "unknown"
    CAME = "came"
    NO_SHOW = "no_show"

    @property
    def label(self) -> Words:
        return Words(
            {
                "held": "接了",
                "given_back": "及时退了",
                "dropped_out": "临时退了",
                "replaced": "换了人",
                "called_off": "取消了",
                "there": "到了",
                "unknown": "到没到还不知道",
                "came": "来过了",
                "no_show": "没有来",
            }[self]
        )


SEATED = frozenset({SeatState.HELD, SeatState.THERE, SeatState.UNKNOWN, SeatState.CAME})
"""In these states somebody has the seat and nobody else can."""


def is_in_time(*, starts_at: datetime, at: datetime, hours: int) -> bool:
    """R06 §22: who says so early enough has cancelled, and was not absent."""
    return starts_at - at >= timedelta(hours=hours)
