"""The command line: `linli COMMAND …`."""

import os
import sys
from collections.abc import Iterator
from itertools import groupby

import django
from django.core.management import (
    BaseCommand,
    execute_from_command_line,
    get_commands,
    load_command_class,
)

UPKEEP = {
    "migrate": "把数据库的结构更新到这一版 bring the database to this version",
    "shell": "打开 Python 交互环境 open a Python prompt",
    "check": "检查设置 check the settings",
}
GROUPS = {"config": "运行 Running"}
USAGE = """邻里 linli

用法 Usage: linli 命令 COMMAND [选项 OPTIONS]
       linli 命令 COMMAND --help
"""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    if sys.argv[1:] in ([], ["--help"], ["-h"], ["help"]):
        django.setup()
        print(overview())
    else:
        execute_from_command_line(["linli", *sys.argv[1:]])


def overview() -> str:
    """Every command of linli's own with one line each, then those for the upkeep."""
    return "\n".join([USAGE, *_own_lines(), *_lines("维护 Upkeep", UPKEEP)])


def _own_lines() -> Iterator[str]:
    own = sorted(
        (app, name) for name, app in get_commands().items() if app.startswith("linli.")
    )
    for app, pairs in groupby(own, key=lambda pair: pair[0]):
        context = app.removeprefix("linli.")
        helps = {name: _first_line(app, name) for _, name in pairs}
        yield from _lines(GROUPS.get(context, context), helps)


def _first_line(app: str, name: str) -> str:
    command: BaseCommand = load_command_class(app, name)
    return str(command.help).strip().partition("\n")[0]


def _lines(heading: str, helps: dict[str, str]) -> Iterator[str]:
    yield heading
    yield from (f"  {name:<20}{text}" for name, text in helps.items())
    yield ""


if __name__ == "__main__":
    main()
