"""常用话: texts that a playbook offers at a step, with what is filled in. No Django here."""

from dataclasses import dataclass
from enum import StrEnum

SALUTATION, NUMBER, UNIT = "{称呼}", "{编号}", "{单位}"


class Occasion(StrEnum):
    """At which form a text is offered."""

    NOTE = "note"
    FINISH = "finish"
    EXPLAIN = "explain"
    EXTEND = "extend"
    RETURN = "return"


@dataclass(frozen=True, kw_only=True)
class ReplyTemplate:
    """常用话: a title to choose it by, and the text, with {称呼}, {编号} and {单位} in it."""

    code: str
    step: Occasion
    title: str
    title_en: str
    text: str


def filled(text: str, *, salutation: str, number: str, unit: str) -> str:
    """Put today's words where the text leaves room; nothing else in braces is touched."""
    said = {SALUTATION: salutation, NUMBER: number, UNIT: unit}
    for room, words in said.items():
        text = text.replace(room, words)
    return text


REPLIES = (
    ReplyTemplate(
        code="called",
        step=Occasion.NOTE,
        title="已经联系",
        title_en="Spoken to",
        text="已经和{称呼}通过电话，约好上门看。",
    ),
    ReplyTemplate(
        code="fixed",
        step=Occasion.FINISH,
        title="修好了",
        title_en="Repaired",
        text="{称呼}，您说的事（{编号}）{单位}已经修好，请您看看。",
    ),
    ReplyTemplate(
        code="owners",
        step=Occasion.EXPLAIN,
        title="要业主共同决定",
        title_en="For the owners to decide",
        text="{称呼}，这件事要由业主共同决定，我们可以帮着召集大家商量。",
    ),
    ReplyTemplate(
        code="parts",
        step=Occasion.EXTEND,
        title="等配件",
        title_en="Waiting for parts",
        text="{单位}已经订了配件，到货就装。",
    ),
    ReplyTemplate(
        code="elsewhere",
        step=Occasion.RETURN,
        title="不在范围",
        title_en="Not in our range",
        text="{编号}说的地点不在{单位}管的范围内。",
    ),
)
