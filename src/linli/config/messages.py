"""Everything that a screen may say: gathers the sentences that need an English twin."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import polib
from django.utils.translation.template import templatize

from linli.config import folders

CHINESE = re.compile(r"[\u4e00-\u9fff]")
MARKED = re.compile(
    r"""\b(?:gettext|_|pgettext|ngettext)\(\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""",
    re.DOTALL,
)
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
}


def sentences() -> set[str]:
    """Every Chinese sentence in the code and the pages that a person may get to read."""
    found: set[str] = set()
    for file in folders.SOURCE.rglob("*.py"):
        parts = set(file.relative_to(folders.SOURCE).parts)
        if not parts & (SILENT_ROOMS | SILENT_PLACES):
            found |= set(_said_in(ast.parse(file.read_text(encoding="utf-8"))))
    for page in folders.SOURCE.rglob("templates/**/*.html"):
        found |= set(_written_on(page))
    return {sentence for sentence in found if CHINESE.search(sentence)}


def untranslated() -> set[str]:
    """Sentences without an English twin."""
    twins = {entry.msgid for entry in polib.pofile(str(ENGLISH)) if entry.translated()}
    return sentences() - twins


def ill_translated() -> list[str]:
    """Twins that name other facts than their sentence: {due} there, {date} here."""
    entries = polib.pofile(str(ENGLISH))
    return [entry.msgid for entry in entries if _facts(entry.msgid) != _facts(entry.msgstr)]


def gather() -> polib.POFile:
    """Bring the file of English twins up to date: new sentences come empty, old ones go."""
    kept = polib.pofile(str(ENGLISH)) if ENGLISH.exists() else polib.POFile()
    twins = {entry.msgid: entry.msgstr for entry in kept}
    fresh = polib.POFile(wrapwidth=96)
    fresh.metadata = {"Content-Type": "text/plain; charset=utf-8", "Language": "en"}
    for sentence in sorted(sentences()):
        fresh.append(polib.POEntry(msgid=sentence, msgstr=twins.get(sentence, "")))
    return fresh


def _said_in(tree: ast.Module) -> Iterator[str]:
    silent = set(_docstrings(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            silent |= {id(part) for part in node.values}
        elif _is_text(node) and id(node) not in silent:
            yield node.value


def _is_text(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _docstrings(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)


def _written_on(page: Path) -> Iterator[str]:
    for literal in MARKED.findall(templatize(page.read_text(encoding="utf-8"))):
        yield ast.literal_eval(literal)


def _facts(sentence: str) -> set[str]:
    return {"".join(found) for found in re.findall(r"\{(\w*)[^}]*\}|%\((\w+)\)", sentence)}
