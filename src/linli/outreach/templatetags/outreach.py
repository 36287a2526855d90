"""Words on the pages of outreach."""

from django import template

from linli.kernel.words import say
from linli.outreach.models import OpenHour, Survey, Wish
from linli.outreach.rules.patrols import Found
from linli.outreach.rules.wishes import WishState
from linli.people.rules import FactKind

register = template.Library()

TONES = {WishState.OPEN: "soon", WishState.CLAIMED: "", WishState.FULFILLED: "ok"}
DAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


@register.filter
def wish_word(wish: Wish) -> str:
    return say(wish.standing.label)


@register.filter
def wish_tone(wish: Wish) -> str:
    return TONES.get(wish.standing, "line")


@register.filter
def day_word(hour: OpenHour) -> str:
    return say(DAYS[hour.weekday - 1])


@register.filter
def survey_word(survey: Survey) -> str:
    return say(survey.standing.label)


@register.filter
def found_word(found: str) -> str:
    return say(Found(found).label)


@register.filter
def fact_word(kind: str) -> str:
    return say(FactKind(kind).label)
