"""Words on the screen: Chinese in the code, said in the reader's language when shown."""

from collections.abc import Callable
from datetime import datetime, time

from linli.kernel.dates import HERE


class Words(str):
    """A word of the house (a state, a post), to be translated where it stands in a sentence.

    What people typed is plain `str` and is never translated.
    """

    __slots__ = ()


class Moment(str):
    """A moment in ISO form, said as the day and hour on the wall where the neighbours live."""

    __slots__ = ()

    @property
    def on_the_wall(self) -> str:
        at = datetime.fromisoformat(self).astimezone(HERE)
        if at.time() == time.min:  # set for a day, which begins then
            return say("{at.month}月{at.day}日", at=at)
        return say("{at.month}月{at.day}日 {at:%H:%M}", at=at)


def say(sentence: str, **facts: object) -> str:
    """Say the sentence in the language of whoever reads it now."""
    # Rules stay free of Django: the language is asked for only when something is said.
    from django.utils.translation import gettext  # noqa: PLC0415

    told = {name: _told(fact, gettext) for name, fact in facts.items()}
    return gettext(sentence).format(**told) if told else gettext(sentence)


def _told(fact: object, translated: Callable[[str], str]) -> object:
    if isinstance(fact, Moment):
        return fact.on_the_wall
    return translated(fact) if isinstance(fact, Words) else fact
