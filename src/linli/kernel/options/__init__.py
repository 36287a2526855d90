"""Options: what a community may set for itself, each typed, explained and with its basis."""

from linli.kernel.options.choices import (
    OptionsChosen,
    Resolution,
    choose,
    pin,
    pinned,
    resolve,
)
from linli.kernel.options.declared import Option, WrongKindOfValue, between
from linli.kernel.options.shapes import Misshapen, plain, read_as

__all__ = [
    "Misshapen",
    "Option",
    "OptionsChosen",
    "Resolution",
    "WrongKindOfValue",
    "between",
    "choose",
    "pin",
    "pinned",
    "plain",
    "read_as",
    "resolve",
]
