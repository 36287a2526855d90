"""House rules no import contract can express."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

CHECKOUT = Path(__file__).parents[1]
SOURCE = CHECKOUT / "src" / "linli"
LONGEST = 400

BULK = {"bulk_create", "bulk_update", "create", "get_or_create", "update_or_create", "update"}
WRITES = BULK | {f"a{name}" for name in BULK} | {"delete", "adelete", "save", "asave"}
OF_ONE_ROW = {"delete", "adelete", "save", "asave"}
OF_A_QUERYSET = {
    "all",
    "exclude",
    "filter",
    "get",
    "objects",
    "select_for_update",
    "visible_to",
}
SAVING_OPTIONS = {"force_insert", "force_update", "update_fields", "using"}
WRITERS = {"actions", "testing"}
VENDORS = (
    "django.contrib.postgres",
    "django.db.backends.postgresql",
    "django.db.backends.sqlite3",
    "psycopg",
    "sqlite3",
)
CLOCKS = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("time", "time"),
    ("timezone", "localdate"),
    ("timezone", "now"),
}
PRIVATE = {
    "a registry's address": re.compile(
        r"""https?://[^ "]+/(?:simple|packages)(?:/|"|$)"""
        r"""|"resolved": *"http"""
        r"""|(?:--|_)index[-_]url""",
        re.MULTILINE,
    ),
    "a path of one machine": re.compile(r"(?<![\w.])/(?:root|home/\w+|Users/\w+)/[a-z.]"),
}


def python_files(*, but: set[str] = frozenset()) -> list[Path]:
    return [file for file in sorted(SOURCE.rglob("*.py")) if not but & set(file.parts)]


def short(file: Path) -> str:
    return str(file.relative_to(CHECKOUT))


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def context_of(file: Path) -> str:
    return file.relative_to(SOURCE).parts[0]


def room_of(file: Path) -> str:
    """Name the room a file stands in: `actions` for actions.py and for actions/intake.py."""
    return Path(*file.relative_to(SOURCE).parts[1:2]).stem


def chain_of(call: ast.Call) -> tuple[list[str], str]:
    """Follow `Matter.objects.update(…)` from its end; the names, and the one it starts at."""
    names: list[str] = []
    link: ast.expr = call.func
    while isinstance(link, ast.Attribute | ast.Call):
        if isinstance(link, ast.Attribute):
            names.append(link.attr)
            link = link.value
        else:
            link = link.func
    return names, link.id if isinstance(link, ast.Name) else ""


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, list[str], str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, *chain_of(node)


def is_write(call: ast.Call, names: list[str]) -> bool:
    if names[0] not in WRITES:
        return False
    if set(names[1:]) & OF_A_QUERYSET:
        return True
    # `picture.save(file)` and `storage.delete(name)` take what a row's own do not.
    options = {keyword.arg for keyword in call.keywords}
    return names[0] in OF_ONE_ROW and not call.args and options <= SAVING_OPTIONS


def foreign_models(tree: ast.Module, context: str) -> set[str]:
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and re.fullmatch(r"linli\.\w+\.models(\..*)?", node.module or "")
        and not (node.module or "").startswith(f"linli.{context}.")
        for alias in node.names
    }


def trespasses(file: Path) -> list[str]:
    tree = tree_of(file)
    foreign = foreign_models(tree, context_of(file))
    # The kernel has no actions: each of its mechanisms keeps its own table.
    may_write = room_of(file) in WRITERS or context_of(file) == "kernel"
    return [
        f"{short(file)}:{call.lineno} writes {start or 'a row'}"
        for call, names, start in calls(tree)
        if is_write(call, names) and (not may_write or start in foreign)
    ]


def vendor_branches(tree: ast.Module) -> Iterator[int]:
    """Yield the line of everything that asks for, or imports from, one kind of database."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr="vendor"):
                yield node.lineno
            case ast.Import(names=names) if any(n.name.startswith(VENDORS) for n in names):
                yield node.lineno
            case ast.ImportFrom(module=str(module)) if module.startswith(VENDORS):
                yield node.lineno


def tracked_files() -> list[Path]:
    command = ["git", "ls-files", "-z", "--cached"]
    listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    files = [CHECKOUT / name for name in listed.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


@pytest.mark.parametrize("file", python_files(but={"migrations", "tests"}), ids=short)
def test_only_the_owning_context_writes_and_only_in_its_actions(file: Path) -> None:
    assert trespasses(file) == []


@pytest.mark.parametrize("file", python_files(), ids=short)
def test_only_portable_knows_which_database_it_is(file: Path) -> None:
    if (context_of(file), room_of(file)) != ("kernel", "portable"):
        assert list(vendor_branches(tree_of(file))) == []


@pytest.mark.parametrize("file", python_files(but={"tests"}), ids=short)
def test_only_the_kernel_clock_reads_the_time_of_day(file: Path) -> None:
    read = [
        f"{short(file)}:{call.lineno}"
        for call, names, start in calls(tree_of(file))
        if ([*names, start][1], names[0]) in CLOCKS
    ]

    assert read == [] or file == SOURCE / "kernel" / "clock.py"


def test_no_file_is_too_long_to_be_read_at_once() -> None:
    lengths = {
        short(file): len(file.read_text(encoding="utf-8").splitlines())
        for folder in ("src", "tests", "tools")
        for file in (CHECKOUT / folder).rglob("*.py")
        if "migrations" not in file.parts
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_no_two_contexts_share_a_model_name_so_that_a_reference_means_one_row() -> None:
    names = [model._meta.model_name for model in apps.get_models()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("what", PRIVATE)
def test_no_tracked_file_names_anything_of_one_machine(what: str) -> None:
    found = [
        f"{short(file)}: {match.group()}"
        for file in tracked_files()
        if (match := PRIVATE[what].search(file.read_text(encoding="utf-8", errors="ignore")))
    ]

    assert found == []
