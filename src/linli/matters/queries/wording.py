"""常用话: which texts are offered at a step of this matter, filled in for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.kernel.options import pinned
from linli.matters.handling_options import REPLY_TEMPLATES
from linli.matters.models import Matter
from linli.matters.wording import Occasion, ReplyTemplate, filled
from linli.people.queries import A_NEIGHBOUR

# At which form a text is offered, and into which field it goes.
AT: dict[str, tuple[str, Sequence[Occasion]]] = {
    "notes": ("words", (Occasion.NOTE,)),
    "closure": ("outcome", (Occasion.FINISH, Occasion.EXPLAIN)),
    "extension": ("reason", (Occasion.EXTEND,)),
    "objection": ("proof", (Occasion.RETURN,)),
}


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What can be chosen at a form: the field it fills, and the texts."""

    field: str
    replies: Sequence[ReplyTemplate]


def replies_at(matter: Matter, noun: str) -> Offered | None:
    """The texts that the playbook offers at that form; None where it offers none."""
    if noun not in AT:
        return None
    name, occasions = AT[noun]
    texts = pinned(matter.options_digest)[REPLY_TEMPLATES]
    replies = [text for text in texts if text.step in occasions]
    return Offered(field=name, replies=replies) if replies else None


def reply_for(matter: Matter, noun: str, code: str) -> dict[str, str]:
    """The chosen text as what the form begins with; nothing if there is no such text."""
    offered = replies_at(matter, noun)
    chosen = (
        next((one for one in offered.replies if one.code == code), None) if offered else None
    )
    if not offered or not chosen:
        return {}
    begun = {offered.field: in_its_words(matter, chosen)}
    if chosen.step is Occasion.EXPLAIN:
        begun["closing_kind"] = "explained"
    return begun


def in_its_words(matter: Matter, reply: ReplyTemplate) -> str:
    """The text with the salutation, the number and who does it."""
    return filled(
        reply.text,
        salutation=matter.reporter.name if matter.reporter else str(A_NEIGHBOUR),
        number=matter.number,
        unit=matter.unit.name if matter.unit else matter.desk.name,
    )
