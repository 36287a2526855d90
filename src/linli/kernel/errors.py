"""The one way the domain says no."""

from dataclasses import dataclass

from linli.kernel.words import say


@dataclass(frozen=True, kw_only=True)
class WayOut:
    """The next possible step that a refusal offers: what it is called and where it is."""

    label: str
    url: str


class Refusal(Exception):
    """A request that the rules do not allow; its sentence is shown to the person who asked."""

    status = 409

    def __init__(
        self, sentence: str, *, next_step: WayOut | None = None, **facts: object
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.facts = facts
        self.next_step = next_step

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> str:
        return say(self.sentence, **self.facts)


class NotPermitted(Refusal):
    status = 403


class Unreadable(Refusal):
    """What was sent does not have the shape that was asked for."""

    status = 422
