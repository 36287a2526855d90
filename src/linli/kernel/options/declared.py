"""What can be chosen: each option is declared once, and passed as an object, not by code."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from linli.kernel.errors import Unreadable
from linli.kernel.options.shapes import Misshapen, plain, read_as


class WrongKindOfValue(Unreadable):
    pass


def between(low: int, high: int) -> Callable[[int], str | None]:
    """For `sound`: a whole number from `low` to `high`."""
    return lambda value: None if low <= value <= high else f"要在 {low} 到 {high} 之间。"


@dataclass(frozen=True, kw_only=True, eq=False)
class Option[T]:
    """Declared once, in a context's options.py; `sound` says what a value still lacks."""

    registry: ClassVar[dict[str, "Option[Any]"]] = {}

    code: str
    label: str
    kind: Any
    default: T
    help: str
    basis: str
    sound: Callable[[T], str | None] | None = None

    def __post_init__(self) -> None:
        if self.code in Option.registry:
            raise TypeError(f"Two options are called {self.code}")
        Option.registry[self.code] = self

    def read(self, raw: object) -> T:
        """Read a plain value as this option's kind, or refuse with the place and the reason."""
        try:
            value: T = read_as(self.kind, raw, where=(self.code,))
        except Misshapen as error:
            raise WrongKindOfValue(
                "“{label}”的取值不合适：{reason}", label=self.label, reason=str(error)
            ) from error
        if self.sound and (lack := self.sound(value)):
            raise WrongKindOfValue(
                "“{label}”的取值不合适：{reason}", label=self.label, reason=lack
            )
        return value

    def plain_default(self) -> Any:
        return plain(self.default)
