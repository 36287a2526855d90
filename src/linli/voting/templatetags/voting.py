"""How rolls, polls and results are said on the page."""

from django import template
from django.utils.translation import get_language

from linli.kernel.words import say
from linli.voting.models import Poll, Roll
from linli.voting.rules import (
    Condition,
    Measure,
    Op,
    PollState,
    RollState,
    Rule,
    Secrecy,
    Verdict,
    Whole,
)

register = template.Library()

TONES = {
    PollState.OPEN: "hot",
    PollState.COUNTED: "ok",
    RollState.SHOWN: "hot",
    RollState.SEALED: "ok",
}
GOOD = {Verdict.PASSED, Verdict.ELECTED}
GROUP = 4
SQUARE_DECIMETRES = 100


@register.filter
def standing_word(one: Poll | Roll) -> str:
    return say(one.standing.label)


@register.filter
def standing_tone(one: Poll | Roll) -> str:
    return TONES.get(one.standing, "line")


@register.filter
def secrecy_word(poll: Poll) -> str:
    return say(Secrecy(poll.secrecy).label)


@register.filter
def verdict_word(verdict: str) -> str:
    return say(Verdict(verdict).label)


@register.filter
def verdict_tone(verdict: str) -> str:
    return "ok" if Verdict(verdict) in GOOD else "line"


@register.filter
def rule_word(rule: Rule) -> str:
    english = (get_language() or "").startswith("en")
    return rule.label_en if english else rule.label


@register.filter
def condition_word(condition: Condition) -> str:
    """参与的面积 ≥ 名册全部的 2/3."""
    sign = "≥" if condition.op is Op.AT_LEAST else ">"
    if condition.top is Whole.TOOK_PART:
        return say(
            "参与的{measure} {sign} {whole}的 {num}/{den}",
            measure=condition.measure.label,
            sign=sign,
            whole=condition.bottom.label,
            num=condition.num,
            den=condition.den,
        )
    return say(
        "同意的{measure} {sign} {whole}的 {num}/{den}",
        measure=condition.measure.label,
        sign=sign,
        whole=condition.bottom.label,
        num=condition.num,
        den=condition.den,
    )


@register.filter
def measured(number: int, condition: Condition) -> str:
    """A number as its measure has it: 12,345 square decimetres are 123.45 ㎡."""
    if condition.measure is Measure.AREA:
        return square_metres(number)
    return str(number)


@register.filter
def square_metres(area: int) -> str:
    """Whole and hundredth square metres, from integers alone."""
    whole, rest = divmod(area, SQUARE_DECIMETRES)
    return f"{whole}.{rest:02d} ㎡"


@register.filter
def in_groups(code: str) -> str:
    """A receipt in groups of four, to be compared by eye."""
    return " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))
