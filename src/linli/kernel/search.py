"""Chinese full-text search (检索): a column of two-character grams and one lookup, `match`."""

import re
import unicodedata
from typing import Any, cast

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython
from django.db.models.sql.compiler import SQLCompiler

from linli.kernel.portable.search import (
    Phrase,
    Searchable,
    install_search,
    lacks_search,
    matching,
    rebuild_search,
    remove_search,
)

HAN = r"[〇\u3400-\u4db5\u4e00-\u9fea]"
# Rare characters of names, which younger Unicode has and a database's tokenizer may not know.
RARE = r"[\u4db6-\u4dbf\u9feb-\u9fff\U00020000-\U0003ffff]"
RUN = re.compile(rf"{HAN}+|{RARE}|[a-z0-9]+")
LONGEST_QUERY = 200
MEANS_ITSELF = 3  # 12 must not find 120; 1380 should find 13800002207
LONG_NUMBER, SHORTEST_ENDING = 7, 4

__all__ = [
    "GramField",
    "grams",
    "missing_triggers",
    "rebuild",
    "restore_search",
    "searchable",
    "searchable_again",
    "searchable_columns",
]


def grams(*texts: str) -> str:
    """Spell out texts for a GramField: 漏水了 12 becomes 漏水 水了 了 12.

    The endings of long numbers and the numbers within padded ones (000123) follow, so that the
    last digits of a telephone find it.
    """
    runs = [run for text in texts for run in _runs(text)]
    tokens = [token for run in runs for token in _spelt(run)]
    endings = [ending for run in runs for ending in _endings(run)]
    return " ".join([*tokens, *dict.fromkeys(endings)])


class GramField(models.TextField):  # type: ignore[type-arg]
    """A column that holds `grams(text)`; a migration with `searchable` indexes it."""

    description = "检索字"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", False)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)


@GramField.register_lookup
class Match(models.Lookup):
    """`grams__match="12号楼 漏水"`: all words in any order; an empty query finds nothing."""

    lookup_name = "match"

    def get_prep_lookup(self) -> str:
        return str(self.rhs)

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        phrases = phrases_of(cast("str", self.rhs))
        if not phrases:
            raise EmptyResultSet
        column = cast("Any", self.lhs)
        row, what = compiler.quote_name(column.alias), _searchable(column.target)
        sql, query = matching(connection, what, row, phrases)
        return sql, (query,)


def phrases_of(query: str) -> list[Phrase]:
    """Read what somebody typed: each word between spaces is a phrase."""
    words = unicodedata.normalize("NFKC", query[:LONGEST_QUERY]).split()
    return [_phrase(runs) for runs in map(_runs, words) if runs]


def searchable(table: str, column: str) -> RunPython:
    """Migration operation: index the column of grams, reversibly.

    SQLite rebuilds a table to alter it and loses its triggers: a migration that alters `table`
    ends with `searchable_again`, and a test asks `missing_triggers`.
    """
    what = Searchable(table, column)
    return RunPython(
        lambda _, editor: install_search(editor.connection, what),
        lambda _, editor: remove_search(editor.connection, what),
    )


def searchable_again(table: str, column: str) -> RunPython:
    """Migration operation: put back what altering the table has dropped, either way.

    Written before and after the alteration, it holds in both directions.
    """

    def put_back(_: object, editor: Any) -> None:
        install_search(editor.connection, Searchable(table, column))

    return RunPython(put_back, put_back)


def searchable_columns() -> list[Searchable]:
    """List every column of grams of every model."""
    return [
        _searchable(field)
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_fields
        if isinstance(field, GramField)
    ]


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Name what should keep the columns of grams indexed and is not there."""
    return [name for what in searchable_columns() for name in lacks_search(connection, what)]


def restore_search(connection: BaseDatabaseWrapper) -> None:
    """Put back whatever is missing, reading those columns again."""
    for what in searchable_columns():
        if lacks_search(connection, what):
            install_search(connection, what)


def rebuild(connection: BaseDatabaseWrapper) -> None:
    """重建索引: read every column of grams again."""
    for what in searchable_columns():
        rebuild_search(connection, what)


def _searchable(field: "models.Field[Any, Any]") -> Searchable:
    options = field.model._meta
    return Searchable(options.db_table, str(field.column), str(options.pk.column))


def _runs(text: str) -> list[str]:
    """Cut a text into runs of Chinese characters and runs of latin letters and digits.

    A rare character is a run by itself, written by its number: 𠀀 is u20000.
    """
    runs = RUN.findall(unicodedata.normalize("NFKC", text).lower())
    return [f"u{ord(run):x}" if re.fullmatch(RARE, run) else run for run in runs]


def _spelt(run: str) -> list[str]:
    """Spell a run: latin whole; Chinese in pairs, and the last character by itself.

    The lone last character lets a query of one character be a prefix of some gram everywhere,
    and keeps the count of positions, so that 号楼3 is a phrase.
    """
    return [run] if run.isascii() else [run[at : at + 2] for at in range(len(run))]


def _endings(run: str) -> list[str]:
    if not run.isdecimal():
        return []
    starts = range(1, len(run) - SHORTEST_ENDING + 1) if len(run) >= LONG_NUMBER else ()
    unpadded = [run.lstrip("0")] if run.startswith("0") and run.strip("0") else []
    return [run[start:] for start in starts] + unpadded


def _phrase(runs: list[str]) -> Phrase:
    *before, last = runs
    start = [token for run in before for token in _spelt(run)]
    if last.isascii():
        return Phrase((*start, last), is_prefix=len(last) >= MEANS_ITSELF)
    pairs = _spelt(last)
    return Phrase((*start, *(pairs[:-1] or pairs)), is_prefix=len(last) == 1)
