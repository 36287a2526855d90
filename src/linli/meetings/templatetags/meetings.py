"""What a meeting is called on the page."""

from django import template
from django.utils.translation import get_language

from linli.kernel.words import say
from linli.meetings.models import Meeting
from linli.meetings.rules import Coming, Quorum, State

register = template.Library()

TONES = {State.PLANNED: "", State.HELD: "ok", State.CANCELLED: "line"}


@register.filter
def kind_word(meeting: Meeting) -> str:
    """What its kind was called here when it was called."""
    english = (get_language() or "").startswith("en")
    return meeting.kind_label_en if english else meeting.kind_label


@register.filter
def state_word(meeting: Meeting) -> str:
    return say(meeting.standing.label)


@register.filter
def state_tone(meeting: Meeting) -> str:
    return TONES[meeting.standing]


@register.filter
def coming_word(answer: str) -> str:
    return say(Coming(answer).label) if answer else ""


@register.filter
def quorum_word(meeting: Meeting) -> str:
    return say(Quorum(meeting.quorum).label)
