"""How what belongs to volunteers is said on the page."""

from django import template
from django.utils.translation import get_language, gettext

from linli.kernel.masks import masked_name
from linli.kernel.options import resolve
from linli.kernel.words import say
from linli.volunteers.models import Shift, Volunteer
from linli.volunteers.options import (
    CERTIFICATES,
    LANGUAGES,
    RISKS,
    SERVICES,
    SKILLS,
    Named,
    named,
    risk_called,
)
from linli.volunteers.rules import WEEKDAYS, FreeTime

register = template.Library()

HOUR = 60
TONES = {
    "active": "ok",
    "verified": "ok",
    "granted": "ok",
    "passed": "ok",
    "confirmed": "ok",
    "refused": "line",
    "withdrawn": "line",
    "cancelled": "line",
    "revoked": "late",
    "lapsed": "late",
    "no_show": "late",
    "dropped_out": "soon",
    "unknown": "soon",
}


@register.filter
def hours_words(minutes: int) -> str:
    """150 as 2 小时 30 分钟; the sign of what was taken away stays."""
    sign, whole = ("−" if minutes < 0 else ""), abs(minutes)
    hours, rest = divmod(whole, HOUR)
    if not hours:
        return sign + gettext("{n} 分钟").format(n=rest)
    if not rest:
        return sign + gettext("{n} 小时").format(n=hours)
    return sign + gettext("{n} 小时 {rest} 分钟").format(n=hours, rest=rest)


@register.filter
def in_words(standing: object) -> str:
    """The label of a state in the reader's language."""
    return say(standing.label)  # type: ignore[attr-defined]


@register.filter
def tone(standing: object) -> str:
    """The colour of a state; always beside its word."""
    return TONES.get(str(standing), "")


@register.filter
def masked(name: str) -> str:
    return masked_name(name)


@register.filter
def week_words(time: FreeTime) -> str:
    """周六 8:00—12:00."""
    begins, ends = (f"{m // HOUR}:{m % HOUR:02d}" for m in (time.begins, time.ends))
    return f"{say(WEEKDAYS[time.weekday])} {begins}—{ends}"


@register.filter
def risk_word(shift: Shift) -> str:
    """What the risk of a shift is called here."""
    risk = risk_called(shift.risk, resolve(shift.place.chain)[RISKS])
    if risk is None:
        return ""
    return risk.label_en if _english() else risk.label


@register.simple_tag
def labels_of(volunteer: Volunteer, kind: str, codes: list[str]) -> str:
    """Codes of skills, wishes or languages as they are called here, one after another."""
    options = resolve(volunteer.area.chain)
    choices = {
        "skill": options[SKILLS],
        "wish": options[SERVICES],
        "language": options[LANGUAGES],
    }[kind]
    return gettext("、").join(_called(code, choices) for code in codes)


@register.filter
def certificate_word(shift: Shift) -> str:
    """Which certificate a shift asks for, as it is called here."""
    return _called(shift.certificate, resolve(shift.place.chain)[CERTIFICATES])


def _called(code: str, choices: tuple[Named, ...]) -> str:
    found = named(code, choices)
    if found is None:
        return code
    return found.label_en if _english() else found.label


def _english() -> bool:
    return (get_language() or "").startswith("en")
