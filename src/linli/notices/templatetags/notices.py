"""Words of notices for templates."""

from django import template

from linli.kernel.redact import deidentified
from linli.kernel.words import say
from linli.notices.models import Document, Notice
from linli.notices.rules import Answer, Audience, Kind
from linli.people.rules import FactKind

register = template.Library()


@register.filter
def kind_of(one: Notice | Document) -> str:
    return say(Kind(one.kind).label)


@register.filter
def answer_of(answer: str) -> str:
    return say(Answer(answer).label)


@register.filter
def audience_of(notice: Notice) -> str:
    """Whom it is for, with the name of the group."""
    match notice.meant:
        case Audience.POSTS if notice.post:
            return say(notice.post.label)
        case Audience.MEMBERS if notice.organisation:
            return notice.organisation.name
        case Audience.FACT:
            return say(FactKind(notice.fact).label)
    return say(notice.meant.label)


@register.filter
def public_title(notice: Notice) -> str:
    return _public(notice.title, notice)


@register.filter
def public_text(notice: Notice) -> str:
    """What stands on a public page holds no phone, room or number of a person."""
    return _public(notice.text, notice)


def _public(text: str, notice: Notice) -> str:
    """The duty phone of the community stays: it is there to be called."""
    kept = notice.desk.phone
    if not kept:
        return deidentified(text)
    return kept.join(deidentified(part) for part in text.split(kept))
