"""Describes every option in Markdown, for the page of the documentation that lists them."""

from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import yaml

from linli.kernel.options import Option
from linli.playbooks.loader import key_of

WORDS = {bool: "是或否（true/false）", int: "整数", str: "文字"}
LONGEST_DEFAULT = 12
"""So many lines of a default are shown; the rest is in the pages of the house."""


START, END = "<!-- options: bin/linli playbook options --into FILE -->\n", "<!-- end -->"


def told(options: Iterable[Option[Any]]) -> str:
    """Tell the options that a playbook may set, by their codes."""
    ordered = sorted(options, key=lambda option: option.code)
    return "\n".join(line for option in ordered for line in _option(option))


def told_into(page: str, options: Iterable[Option[Any]]) -> str:
    """Put the options anew between the two marks of a page."""
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{told(options)}\n{END}{after}"


def _option(option: Option[Any]) -> Iterator[str]:
    yield f"### `{key_of(option)}` {option.label}"
    yield ""
    yield option.help
    yield ""
    yield f"- 全称 code：`{option.code}`"
    yield f"- 取值 type：{_kind(option.kind)}"
    yield from _fields(option.kind)
    yield f"- 依据 basis：{option.basis}"
    yield ""
    yield from _default(option)
    yield ""


def _kind(kind: Any) -> str:
    if get_origin(kind) is tuple:
        return f"列表，每项是{_kind(get_args(kind)[0])}"
    some = [part for part in get_args(kind) if part is not NoneType]
    if some:
        return f"{_kind(some[0])}，可以不写"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "、".join(f"`{member.value}`" for member in kind)
    return "下面几项" if is_dataclass(kind) else WORDS.get(kind, str(kind))


def _fields(kind: Any) -> Iterator[str]:
    record = get_args(kind)[0] if get_origin(kind) is tuple else kind
    if is_dataclass(record):
        hints = get_type_hints(record)
        for part in fields(record):
            yield f"  - `{part.name}`：{_kind(hints[part.name])}{_otherwise(part)}"


def _otherwise(part: Field[Any]) -> str:
    if part.default is MISSING:
        return "（必填）"
    if part.default in (None, "", ()):
        return "" if part.default is None else "（可以不写）"
    said = str(part.default).lower() if isinstance(part.default, bool) else part.default
    return f"（不写就是 {said}）"


def _default(option: Option[Any]) -> Iterator[str]:
    value = {key_of(option): option.plain_default()}
    said = yaml.safe_dump(
        value, allow_unicode=True, sort_keys=False, default_flow_style=None, width=1000
    )
    lines = said.splitlines()
    yield "不设时 default："
    yield ""
    yield "```yaml"
    yield from lines[:LONGEST_DEFAULT]
    if len(lines) > LONGEST_DEFAULT:
        yield "# ……"
    yield "```"
