"""Everything that a screen may say: gathers the sentences that need an English twin."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeGuard

import polib
from django.utils.translation.template import templatize

from linli.config import folders

CHINESE = re.compile(r"[\u4e00-\u9fff]")
TEXT = r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
MARKED = re.compile(rf"\b(?:gettext|_|pgettext)\(\s*u?{TEXT}", re.DOTALL)
COUNTED = re.compile(rf"\bngettext\(\s*u?{TEXT}\s*,\s*u?{TEXT}", re.DOTALL)
ENGLISH = folders.SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
# Columns are named for whoever reads the tables; commands and stories speak both or none.
SILENT_ROOMS = {"models", "models.py", "tables", "migrations", "tests", "testing.py"}
SILENT_PLACES = {
    "management",
    "demo",
    "benching",
    "samples.py",
    "supervision.py",
    "redact.py",
    "surnames.py",
    "masks.py",
    "search.py",
    "reference.py",
    "messages.py",
    "__main__.py",
    "describing.py",
    "moments.py",
}
# What a reader of sheets, notices and addresses looks for; nothing of it is ever said.
SILENT_NAMES = {
    "NOT_ASKED",
    "SOLVED",
    "SATISFIED",
    "SEEN_ELSEWHERE",
    "FINISHED",
    "ENDINGS",
    "KINDS",
    "SHEET",
    "TITLE",
    "HEADS",
    "AFTER_A_NUMBER",
}


def sentences() -> set[str]:
    """Every Chinese sentence in the code and the pages that a person may get to read."""
    found: set[str] = set()
    for file in folders.SOURCE.rglob("*.py"):
        parts = set(file.relative_to(folders.SOURCE).parts)
        if not parts & (SILENT_ROOMS | SILENT_PLACES):
            found |= set(_said_in(ast.parse(file.read_text(encoding="utf-8"))))
    for page in _pages():
        found |= set(_written_on(page))
    return {sentence for sentence in found if CHINESE.search(sentence)}


def counted() -> dict[str, str]:
    """The sentences that speak of a number of things, each with its form for many."""
    found: dict[str, str] = {}
    for page in _pages():
        found |= dict(_counted_on(page))
    return found


def untranslated() -> set[str]:
    """Sentences without an English twin."""
    twins = {entry.msgid for entry in polib.pofile(str(ENGLISH)) if entry.translated()}
    return sentences() - twins


def ill_translated() -> list[str]:
    """Twins that name other facts than their sentence: {due} there, {date} here."""
    entries = polib.pofile(str(ENGLISH))
    return [
        entry.msgid
        for entry in entries
        for twin in [entry.msgstr, *entry.msgstr_plural.values()]
        if twin and _facts(entry.msgid) != _facts(twin)
    ]


def gather() -> polib.POFile:
    """Bring the file of English twins up to date: new sentences come empty, old ones go."""
    kept = polib.pofile(str(ENGLISH)) if ENGLISH.exists() else polib.POFile()
    twins = {entry.msgid: entry for entry in kept}
    fresh = polib.POFile(wrapwidth=96)
    fresh.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Language": "en",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    plurals = counted()
    for sentence in sorted(sentences()):
        fresh.append(_entry(sentence, plurals, twins.get(sentence)))
    return fresh


def _entry(
    sentence: str, plurals: Mapping[str, str], twin: polib.POEntry | None
) -> polib.POEntry:
    one = twin.msgstr or twin.msgstr_plural.get(0, "") if twin else ""
    if sentence not in plurals:
        return polib.POEntry(msgid=sentence, msgstr=one)
    many = twin.msgstr_plural.get(1, "") if twin else ""
    return polib.POEntry(
        msgid=sentence, msgid_plural=plurals[sentence], msgstr_plural={0: one, 1: many or one}
    )


def _said_in(tree: ast.Module) -> Iterator[str]:
    silent = set(_silent_in(tree))
    for node in ast.walk(tree):
        if _is_text(node) and id(node) not in silent:
            yield node.value


def _silent_in(tree: ast.Module) -> Iterator[int]:
    """What is only written: docstrings, patterns, pieces of a sentence, names to look for."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant() as docstring):
                yield id(docstring)
            case ast.JoinedStr(values=pieces):
                yield from map(id, pieces)
            case ast.Compare(left=left, comparators=others):
                yield from _plain_in([left, *others])
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"))):
                yield from map(id, ast.walk(node))
            case ast.Assign(targets=[ast.Name(id=name)]) if name in SILENT_NAMES:
                yield from map(id, ast.walk(node))
            case ast.AnnAssign(target=ast.Name(id=name)) if name in SILENT_NAMES:
                yield from map(id, ast.walk(node))


def _plain_in(compared: list[ast.expr]) -> Iterator[int]:
    for side in compared:
        several = isinstance(side, ast.Tuple | ast.List | ast.Set)
        yield from map(id, side.elts if several else [side])


def _is_text(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _pages() -> Iterator[Path]:
    return folders.SOURCE.rglob("templates/**/*.html")


def _written_on(page: Path) -> Iterator[str]:
    written = templatize(page.read_text(encoding="utf-8"))
    for literal in MARKED.findall(written):
        yield ast.literal_eval(literal)
    for one, _many in COUNTED.findall(written):
        yield ast.literal_eval(one)


def _counted_on(page: Path) -> Iterator[tuple[str, str]]:
    for one, many in COUNTED.findall(templatize(page.read_text(encoding="utf-8"))):
        yield ast.literal_eval(one), ast.literal_eval(many)


def _facts(sentence: str) -> set[str]:
    return {"".join(found) for found in re.findall(r"\{(\w*)[^}]*\}|%\((\w+)\)", sentence)}
