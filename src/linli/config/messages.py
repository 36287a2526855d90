"""Everything that a screen may say: gathers the sentences that need an English twin."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import polib
from django.utils.translation.template import templatize

from linli.config import folders

SAID = re.compile(r"[\u4e00-\u9fff]|\}[\u3000-\u303f\uff00-\uffef]")
FULL_WIDTH = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
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
    "ALSO",
    "RELATIONS",
    "ALIKE",
    "SEXES",
    "NOT_SAID",
    "EXAMPLES",
    "HOW",
    "SHEET_NAME",
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
        tree = ast.parse(file.read_text(encoding="utf-8"))
        if parts & SILENT_PLACES:
            found |= set(_marked_in(tree))
            continue
        found |= set(_kinds_in(tree) if parts & SILENT_ROOMS else _said_in(tree))
        if parts & {"policies.py", "policies"}:
            found |= set(_permissions_in(tree))
    pages = {sentence for page in _pages() for sentence in _written_on(page)}
    return set(filter(SAID.search, found)) | set(filter(FULL_WIDTH.search, pages))


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
        match node:
            case ast.Constant(value=str() as said) if id(node) not in silent:
                yield said


def _marked_in(tree: ast.Module) -> Iterator[str]:
    """What even the demo says on a page: it stands in _(…)."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=str() as said)]):
                yield said


def _kinds_in(tree: ast.Module) -> Iterator[str]:
    """The kinds that are listed beside a table, each with its word."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(
            "Choices" in ast.unparse(b) for b in node.bases
        ):
            yield from _said_in(ast.Module(node.body, []))


def _permissions_in(tree: ast.Module) -> Iterator[str]:
    """What each policy says of itself on the page of permissions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("may_"):
            yield (ast.get_docstring(node) or "").partition("\n")[0]


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
            # A pattern, and what is looked for in what people say.
            case (
                ast.Call(func=ast.Attribute(value=ast.Name(id="re")))
                | ast.keyword(arg="keywords")
            ):
                yield from map(id, ast.walk(node))
            case ast.Assign(targets=[ast.Name(id=name)]) if name in SILENT_NAMES:
                yield from map(id, ast.walk(node))
            case ast.AnnAssign(target=ast.Name(id=name)) if name in SILENT_NAMES:
                yield from map(id, ast.walk(node))


def _plain_in(compared: list[ast.expr]) -> Iterator[int]:
    for side in compared:
        yield from map(id, side.elts if isinstance(side, ast.Tuple | ast.Set) else [side])


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
