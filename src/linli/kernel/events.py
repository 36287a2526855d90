"""What an event is: something that happened, told once, in a sentence a resident reads."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from string import Formatter
from typing import ClassVar, dataclass_transform

from linli.kernel.references import Ref
from linli.kernel.words import Moment, Words, say

ERASED = "（已依法删除）"


class Audience(StrEnum):
    """Who reads the line: whoever may see the subject, those who serve there, or no reader.

    What only tells another context that a clock has struck (MACHINE) stands on no page: the
    reaction to it has its own line.
    """

    PARTIES = "parties"
    HOUSE = "house"
    MACHINE = "machine"


@dataclass_transform(frozen_default=True, kw_only_default=True)
@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of every event; a subclass must say its code, its sentence and what is personal.

    `personal` names the text fields that the journal keeps apart and can erase; `[]` says none.
    Old entries are read by today's class: give a new field a default, never rename or drop one.
    """

    kinds: ClassVar[dict[str, type["Event"]]] = {}
    code: ClassVar[str]
    sentence: ClassVar[str]
    personal: ClassVar[Collection[str]]
    audience: ClassVar[Audience]

    subject: Ref

    def __init_subclass__(
        cls,
        *,
        code: str,
        sentence: str,
        personal: Collection[str],
        audience: Audience = Audience.PARTIES,
    ) -> None:
        dataclass(frozen=True, kw_only=True)(cls)
        types = {field.name: field.type for field in fields(cls)}
        spoken = {name for _, name, _, _ in Formatter().parse(sentence) if name}
        if not spoken <= types.keys():
            raise TypeError(f"{cls.__name__} speaks of {spoken - types.keys()} but lacks it")
        if any(types.get(name) is not str for name in personal):
            raise TypeError(f"{cls.__name__} can keep apart only its own text fields")
        if code in Event.kinds:
            raise TypeError(f"{cls.__name__} reuses the code {code}")
        cls.code, cls.sentence, cls.personal = code, sentence, personal
        cls.audience = audience
        Event.kinds[code] = cls

    def references(self) -> dict[str, Ref]:
        """Whom and what the event speaks of, besides its subject."""
        named = (f.name for f in fields(self) if f.type is Ref and f.name != "subject")
        return {name: getattr(self, name) for name in named}

    def told(self, names: Mapping[Ref, str]) -> str:
        """Say the sentence, with today's names in place of references."""
        named = {field: names[reference] for field, reference in self.references().items()}
        # JSON gives back plain text: what was a word of the house is one again.
        kept = {f.name: f.type for f in fields(self) if f.type in (Words, Moment)}
        words = {name: kind(getattr(self, name)) for name, kind in kept.items()}
        return say(self.sentence, **(vars(self) | words | named))
