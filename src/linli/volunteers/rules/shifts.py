"""Shifts (轮值) and the places in them; attendance has three states. No Django here."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Refusal
from linli.kernel.words import Words


class ShiftState(StrEnum):
    OPEN = "open"
    CANCELLED = "cancelled"

    @property
    def label(self) -> Words:
        return Words({"open": "照常", "cancelled": "取消了"}[self])


class PlaceState(StrEnum):
    """Of one place: held until it is given back or the shift is over.

    Whether somebody came is confirmed, denied, or not known (never guessed).
    """

    TAKEN = "taken"
    GIVEN_BACK = "given_back"
    DROPPED_OUT = "dropped_out"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"
    CONFIRMED = "confirmed"
    NO_SHOW = "no_show"

    @property
    def label(self) -> Words:
        return Words(
            {
                "taken": "报了班",
                "given_back": "及时退了",
                "dropped_out": "临时退了",
                "lapsed": "证书过期，班次取消",
                "cancelled": "班次取消了",
                "unknown": "到没到还不知道",
                "confirmed": "到了",
                "no_show": "爽约",
            }[self]
        )


class PlaceStep(StrEnum):
    GIVE_BACK = "give_back"
    DROP_OUT = "drop_out"
    LAPSE = "lapse"
    CANCEL = "cancel"
    LEAVE_OPEN = "leave_open"
    CONFIRM = "confirm"
    NOTE_NO_SHOW = "note_no_show"

    @property
    def label(self) -> Words:
        return Words(
            {
                "give_back": "退班",
                "drop_out": "临时退班",
                "lapse": "因证书过期取消",
                "cancel": "取消",
                "leave_open": "留着不定",
                "confirm": "记到了",
                "note_no_show": "记爽约",
            }[self]
        )


class PlaceStepNotAllowed(Refusal):
    pass


HELD = (PlaceState.TAKEN, PlaceState.UNKNOWN, PlaceState.CONFIRMED, PlaceState.NO_SHOW)
"""In these states nobody else can have the place."""

NEXT: Mapping[tuple[PlaceState, PlaceStep], PlaceState] = MappingProxyType(
    {
        (PlaceState.TAKEN, PlaceStep.GIVE_BACK): PlaceState.GIVEN_BACK,
        (PlaceState.TAKEN, PlaceStep.DROP_OUT): PlaceState.DROPPED_OUT,
        (PlaceState.TAKEN, PlaceStep.LAPSE): PlaceState.LAPSED,
        (PlaceState.TAKEN, PlaceStep.CANCEL): PlaceState.CANCELLED,
        (PlaceState.TAKEN, PlaceStep.LEAVE_OPEN): PlaceState.UNKNOWN,
        (PlaceState.TAKEN, PlaceStep.CONFIRM): PlaceState.CONFIRMED,
        (PlaceState.TAKEN, PlaceStep.NOTE_NO_SHOW): PlaceState.NO_SHOW,
        (PlaceState.UNKNOWN, PlaceStep.CONFIRM): PlaceState.CONFIRMED,
        (PlaceState.UNKNOWN, PlaceStep.NOTE_NO_SHOW): PlaceState.NO_SHOW,
        # Said in error and found out: who was there gets the hours.
        (PlaceState.NO_SHOW, PlaceStep.CONFIRM): PlaceState.CONFIRMED,
    }
)


def after(state: PlaceState, step: PlaceStep) -> PlaceState:
    """Say which state `step` leads to, or refuse."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise PlaceStepNotAllowed(
            "“{state}”的班次不能{step}。", state=state.label, step=step.label
        ) from None


def way_out(*, starts_at: datetime, at: datetime, hours: int) -> PlaceStep:
    """志愿服务条例 22: told so many hours before it is a cancellation, later a drop-out."""
    in_time = at <= starts_at - timedelta(hours=hours)
    return PlaceStep.GIVE_BACK if in_time else PlaceStep.DROP_OUT
