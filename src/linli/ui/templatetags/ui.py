"""Tags and filters of the pages: icons, fields, times, codes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from linli.ui import drawing, moments
from linli.ui.entries import panels_in

register = template.Library()

PLACE = re.compile(
    r"\d+(?:号楼|号|栋|幢)(?:\d+(?:单元|门))?(?:\d+室)?"
    r"|\d+月\d+日(?: \d+:\d+)?"
    r"|\d[\d,.:–]*(?: ?(?:小时|[件户人天年月日次张分个元]))?"
)
PAUSE = re.compile(r"(?<=[，。！？、：；])")
HEADING = 36  # characters: what is longer is no heading
SHORT = 9  # characters: a line of a phone in large print
DUE_CHIP = '<span class="chip due {}">{}{}</span>'
GROUPED = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def _english() -> bool:
    return (get_language() or "").startswith("en")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One icon of the sprite; silent to screen readers unless it has a label."""
    return _drawn(str(name), str(label))


@lru_cache(maxsize=512)
def _drawn(name: str, label: str) -> SafeString:
    """Drawn once a process: a page of the desk has a hundred, and their address has a hash."""
    address = f"{static('ui/icons.svg')}#{name}"
    said = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html('<svg class="i" {}><use href="{}"/></svg>', mark_safe(said), address)  # noqa: S308


@register.simple_tag
def chips(tags: Iterable[Mapping[str, str]]) -> SafeString:
    """The tags of a line, each in a word: `label`; `tone` and `icon` where it has them."""
    drawn = (_chip(tag["label"], tag.get("tone", ""), tag.get("icon", "")) for tag in tags)
    return mark_safe("".join(drawn))  # noqa: S308 - each is drawn safe


@lru_cache(maxsize=512)
def _chip(label: str, tone: str, icon_name: str) -> SafeString:
    """Drawn once a process: the lines of a queue say the same few things."""
    drawn = _drawn(icon_name, "") if icon_name else ""
    return format_html('<span class="chip sq {}">{}{}</span>', tone, drawn, label)


@register.simple_tag
def deadline_chip(due: datetime | None, now: datetime, paused: str = "") -> SafeString:
    """How long is left, in a line of a list; `paused` says why the clock stands."""
    if paused:
        said = f"{gettext('暂停计时')} · {paused}"
        return format_html(DUE_CHIP, "line", _drawn("clock-pause", ""), said)
    if due is None:
        return SafeString()
    return format_html(DUE_CHIP, urgency(due, now), _drawn("clock", ""), left(due, now))


@register.inclusion_tag("ui/parts/field.html")
def field(
    bound: BoundField,
    *,
    rows: int = 0,
    placeholder: str = "",
    cards: bool = False,
    optional: bool = True,
) -> dict[str, Any]:
    """A field with its label, help and error, read out together."""
    about = _described_by(bound)
    attrs: dict[str, str | bool] = {"aria-describedby": about} if about else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if rows:
        attrs["rows"] = str(rows)
    if placeholder:
        attrs["placeholder"] = placeholder
    return {
        "field": bound,
        "about": about,
        "grouped": isinstance(bound.field.widget, GROUPED),
        "radio": isinstance(bound.field.widget, forms.RadioSelect),
        "ticked": isinstance(bound.field.widget, forms.CheckboxInput),
        "pictured": bound.field.widget.attrs.get("accept", "").startswith("image/"),
        "filed": isinstance(bound.field.widget, forms.FileInput),
        "cards": cards,
        "optional": optional and not bound.field.required,
        "control": _control(bound, attrs),
    }


def _described_by(bound: BoundField) -> str:
    name = bound.auto_id
    found = [f"{name}_help"] if bound.help_text else []
    return " ".join([*found, *([f"{name}_error"] if bound.errors else [])])


def _control(bound: BoundField, attrs: dict[str, str | bool]) -> SafeString:
    widget = bound.field.widget
    if isinstance(widget, GROUPED) or bound.is_hidden:
        return SafeString("")
    if not isinstance(widget, forms.CheckboxInput):
        attrs["class"] = f"{widget.attrs.get('class', '')} input".strip()
    return bound.as_widget(attrs=attrs)


@register.filter
def spaced_code(code: object) -> str:
    """47261 as 4 7 2 6 1, so that it can be read out."""
    return " ".join(str(code))


@register.filter
def nb(text: object) -> SafeString:
    """Words that stay on one line."""
    return format_html('<span class="nb">{}</span>', text)


@register.filter
def phrases(title: object) -> SafeString:
    """A title that breaks after its commas, and never inside a place or a number."""
    said = str(title)
    # A whole sentence is read as running text: broken at each comma it would only be ragged.
    parts = [said] if len(said) > HEADING else PAUSE.split(said)
    return mark_safe("<wbr>".join(_phrase(part) for part in parts if part))  # noqa: S308


def _phrase(said: str) -> str:
    kept = PLACE.sub(lambda found: f"\x02{found[0]}\x03", str(conditional_escape(said)))
    kept = kept.replace("\x02", '<span class="nb">').replace("\x03", "</span>")
    # Longer than a line of a phone: the usual rules, or a comma would begin a line.
    return kept if len(said) <= SHORT else f'<span class="long">{kept}</span>'


@register.filter
def when(at: datetime | None, now: datetime | None = None) -> SafeString | str:
    """A moment as a <time>: 11月23日 08:42; pass `now` to leave out the current year."""
    if at is None:
        return ""
    said = moments.moment(at, now=now, english=_english())
    return format_html('<time class="nb" datetime="{}">{}</time>', at.isoformat(), said)


@register.filter
def left(due: datetime | None, at: datetime) -> str:
    """还剩 3 小时, or 超期 2 天."""
    return moments.time_left(due, at=at, english=_english()) if due else ""


@register.filter
def urgency(due: datetime | None, at: datetime) -> str:
    """The tone of a deadline: late, soon or nothing."""
    return moments.urgency(due, at=at) if due else ""


@register.filter
def minutes_words(minutes: int | None) -> str:
    """90 as 1 小时 30 分钟."""
    return "" if minutes is None else moments.length(minutes, english=_english())


@register.filter
def columns(values: Sequence[float], last: str = "") -> list[drawing.Rect]:
    """The columns of a figure card."""
    return drawing.columns(values, last="h" if last == "hot" else "")


@register.filter
def line_points(values: Sequence[float]) -> str:
    """The line of a figure card."""
    return drawing.line(values)


@register.filter
def cut(values: Sequence[float]) -> list[drawing.Rect]:
    """One bar cut into parts."""
    return drawing.parts(values)


@register.filter
def largest(rows: Sequence[dict[str, Any]]) -> float:
    """The largest value among chart rows, at least 1."""
    return max([1.0, *(float(row["value"]) for row in rows)])


@register.filter
def share(part: float, whole: float) -> str:
    """How much of a hundred, as an SVG attribute wants it."""
    return f"{min(100, max(0, part / (whole or 1) * 100)):.2f}"


@register.filter
def unlocalized(value: float) -> str:
    """A number as an SVG attribute wants it."""
    return str(value)


@register.filter
def initial(name: object) -> str:
    """The first character of a name, for the round picture."""
    return str(name).strip()[:1]


@register.simple_tag(takes_context=True)
def term(context: Context, name: str, otherwise: str) -> str:
    """What people here say for a term of the house; `otherwise` where they have no own word."""
    own: str = (context.get("terms") or {}).get(name, "")
    return own or gettext(otherwise)


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, subject: Any) -> SafeString:
    """What the contexts above show on this page of its subject (see `linli.ui.entries`)."""
    return panels_in(name, context["request"], subject)
