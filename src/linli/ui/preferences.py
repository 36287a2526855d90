"""How a person likes to see the pages: size, colours, language."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from django.conf import settings

type Size = Literal["normal", "large"]
type Theme = Literal["auto", "light", "dark"]

KEPT_FOR = 400 * 24 * 60 * 60  # seconds; browsers keep no cookie longer


@dataclass(frozen=True)
class Choice:
    """One thing that can be chosen, the cookie that keeps it and what may be chosen."""

    name: str
    cookie: str
    allowed: tuple[str, ...]

    def read(self, source: Mapping[str, str], key: str) -> str | None:
        """What `source` says, if that is allowed."""
        said = source.get(key)
        return said if said in self.allowed else None


@dataclass(frozen=True)
class Preferences:
    """What was chosen; the language is None until somebody chose one."""

    size: str = "normal"
    theme: str = "auto"
    language: str | None = None


def choices() -> tuple[Choice, ...]:
    """What a person can choose on every page."""
    languages = tuple(code for code, _ in settings.LANGUAGES)
    return (
        Choice("size", "size", ("normal", "large")),
        Choice("theme", "theme", ("auto", "light", "dark")),
        Choice("language", settings.LANGUAGE_COOKIE_NAME, languages),
    )


def asked_for(source: Mapping[str, str]) -> dict[str, str]:
    """The choices that a link or a form makes: `?size=large`."""
    found = {choice.name: choice.read(source, choice.name) for choice in choices()}
    return {name: value for name, value in found.items() if value}


def remembered(cookies: Mapping[str, str]) -> Preferences:
    """What this device chose before."""
    found = {choice.name: choice.read(cookies, choice.cookie) for choice in choices()}
    return replace(Preferences(), **{name: value for name, value in found.items() if value})
