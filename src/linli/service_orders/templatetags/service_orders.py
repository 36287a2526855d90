"""Words on the pages of orders."""

from django import template

from linli.kernel.words import say
from linli.service_orders.models import Seat, ServiceOrder, StandingOrder
from linli.service_orders.queries.orders import kind_of
from linli.service_orders.rules import Channel, Mode, Moment, Need, OrderState, Pattern, Way
from linli.service_orders.rules.catalogue import Branch

register = template.Library()

TONES = {
    OrderState.SUBMITTED: "soon",
    OrderState.PUBLISHED: "soon",
    OrderState.OFFERED: "soon",
    OrderState.ACCEPTED: "",
    OrderState.ARRIVED: "ok",
    OrderState.DONE: "hot",
    OrderState.UNKNOWN: "late",
    OrderState.DISPUTED: "late",
    OrderState.MISSED: "late",
    OrderState.CONFIRMED: "ok",
    OrderState.RATED: "ok",
}


@register.filter
def order_word(order: ServiceOrder) -> str:
    return say(order.stands.label)


@register.filter
def order_tone(order: ServiceOrder) -> str:
    return TONES.get(order.stands, "line")


@register.filter
def service_word(order: ServiceOrder) -> str:
    return say(kind_of(order).label)


@register.filter
def seat_word(seat: Seat) -> str:
    return say(seat.stands.label)


@register.filter
def standing_word(standing: StandingOrder) -> str:
    return say(standing.stands.label)


@register.filter
def beat_word(standing: StandingOrder) -> str:
    return say(standing.rhythm.label)


@register.filter
def need_word(need: str) -> str:
    return say(Need(need).label)


@register.filter
def channel_word(channel: str) -> str:
    return say(Channel(channel).label)


@register.filter
def moment_word(moment: str) -> str:
    return say(Moment(moment).label)


@register.filter
def way_word(way: str) -> str:
    return say(Way(way).label)


@register.filter
def mode_word(mode: Mode) -> str:
    return say(mode.label)


@register.filter
def branch_word(branch: Branch) -> str:
    return say(branch.label)


@register.filter
def pattern_word(pattern: str) -> str:
    return say(Pattern(pattern).label)


@register.filter
def said(words: str) -> str:
    """A word of a catalogue, in the reader's language."""
    return say(words)
