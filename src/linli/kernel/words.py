"""Words on the screen: Chinese in the code, said in the reader's language when shown."""


class Words(str):
    """A word of the house (a state, a post), to be translated where it stands in a sentence.

    What people typed is plain `str` and is never translated.
    """

    __slots__ = ()


def say(sentence: str, **facts: object) -> str:
    """Say the sentence in the language of whoever reads it now."""
    # Rules stay free of Django: the language is asked for only when something is said.
    from django.utils.translation import gettext  # noqa: PLC0415

    told = {
        name: gettext(fact) if isinstance(fact, Words) else fact for name, fact in facts.items()
    }
    return gettext(sentence).format(**told) if told else gettext(sentence)
