"""The reference page: every event, option, action, permission and figure, read off the code."""

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.apps import apps

from linli.kernel.events import Event
from linli.kernel.indicators import Indicator
from linli.kernel.options import Option

TITLE = """# Reference

Written by `bin/linli reference --write` from the code; a test compares.
"""


def reference() -> str:
    """The whole page as Markdown."""
    parts = [TITLE, _events(), _options(), _actions(), _policies(), _indicators()]
    return "\n".join(parts)


def models_of_the_house() -> list[str]:
    """Name every table of linli, for the glossary."""
    return sorted(
        model.__name__ for model in apps.get_models() if model.__module__.startswith("linli.")
    )


def functions_in(room: str) -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """Yield (context, name, function) for everything public in that room of every context."""
    for config in apps.get_app_configs():
        module = _module(f"{config.name}.{room}")
        if not config.name.startswith("linli.") or module is None:
            continue
        public = getattr(module, "__all__", None) or vars(module)
        for name in sorted(public):
            found = getattr(module, name)
            if not name.startswith("_") and _is_own_function(found, module):
                yield config.label, name, found


def first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").split("\n")[0]


def _module(name: str) -> ModuleType | None:
    return import_module(name) if find_spec(name) else None


def _is_own_function(found: object, module: ModuleType) -> bool:
    return inspect.isfunction(found) and found.__module__.startswith(module.__name__)


def _events() -> str:
    rows = [
        f"| `{code}` | {_cell(kind.sentence)} | {'、'.join(kind.personal) or '—'} |"
        for code, kind in sorted(Event.kinds.items())
        if kind.__module__.startswith("linli.") and ".tests." not in kind.__module__
    ]
    return _table("Events 事件", "| code | sentence | personal |", rows)


def _options() -> str:
    rows = [
        f"| `{code}` | {option.label} | {_cell(option.help)} | {_cell(option.basis)} |"
        for code, option in sorted(Option.registry.items())
        if not code.startswith("testing.")
    ]
    return _table("Options 可设定项", "| code | label | help | basis |", rows)


def _actions() -> str:
    rows = [
        f"| `{context}.{name}` | {_cell(first_line(action))} |"
        for context, name, action in functions_in("actions")
    ]
    return _table("Actions 动作", "| action | what it does |", rows)


def _policies() -> str:
    rows = [
        f"| `{context}.{name}` | {_cell(first_line(policy))} |"
        for context, name, policy in functions_in("policies")
    ]
    return _table("Permissions 权限", "| policy | who may |", rows)


def _indicators() -> str:
    rows = [
        f"| `{code}` | {indicator.label} | {_cell(indicator.explained)} |"
        for code, indicator in sorted(Indicator.registry.items())
        if not code.startswith("testing.")
    ]
    return _table("Figures 数字", "| code | label | definition |", rows)


def _table(title: str, head: str, rows: list[str]) -> str:
    rule = "|" + "---|" * (head.count("|") - 1)
    return "\n".join([f"\n## {title}\n", head, rule, *rows, ""])


def _cell(text: str) -> str:
    return text.replace("|", "∣").replace("\n", " ")
