"""Rows laid many at once: INSERT … SELECT, which the ORM lacks, and plain INSERT … VALUES."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import DateField, JSONField, Model, QuerySet

type Statement = tuple[str, Sequence[Any]]

MOST_VALUES = 30_000  # of one statement: SQLite takes 32,766


@dataclass(frozen=True)
class Done:
    """What a statement did: how many rows it touched, and what it answered."""

    count: int
    rows: list[tuple[Any, ...]]


def insert_from(model: type[Model], fields: Sequence[str], rows: QuerySet[Any, Any]) -> int:
    """Lay a row for each row of the query, whose values stand in the order of the fields.

    Twenty thousand rows never pass through the process; says how many were laid.
    """
    selected, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{_into(model, tuple(fields))} {selected}", values)
        return int(cursor.rowcount)


def insert_rows(
    model: type[Model], fields: Sequence[str], rows: Sequence[Sequence[Any]]
) -> list[int]:
    """Lay the rows as they are given, in as few statements as may be; gives their keys."""
    laid = run_together(inserting(model, fields, rows)) if rows else []
    return [int(key) for one in laid for (key,) in one.rows]


def inserting(
    model: type[Model], fields: Sequence[str], rows: Sequence[Sequence[Any]]
) -> list[Statement]:
    """Give the statements that lay the rows and answer with their keys.

    The ORM costs more than the database for a row of six numbers; values have the types of
    their fields, and what a field would fill in by itself has to be given.
    """
    names = tuple(fields)
    prepare = _prepared(model, names)
    statements: list[Statement] = []
    for part in _parts(rows, MOST_VALUES // len(names)):
        values = [value for row in part for value in row]
        for place, convert in prepare:
            for at in range(place, len(values), len(names)):
                values[at] = convert(values[at], connection)
        statements.append((_with_places(model, names, len(part)), values))
    return statements


def run_together(statements: Sequence[Statement]) -> list[Done]:
    """Run one after the other; on PostgreSQL they travel together and are answered together."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            return [_run(cursor, statement, values) for statement, values in statements]
        whole = ";\n".join(statement for statement, _ in statements)
        done = [_run(cursor, whole, [one for _, values in statements for one in values])]
        while cursor.nextset():
            done.append(_answer(cursor))
        return done


def _run(cursor: Any, statement: str, values: Sequence[Any]) -> Done:
    cursor.execute(statement, values)
    return _answer(cursor)


def _answer(cursor: Any) -> Done:
    return Done(cursor.rowcount, list(cursor.fetchall()) if cursor.description else [])


def rows_of(question: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Ask in SQL that both databases speak; what SQLite keeps as text comes back as text."""
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def changed(statement: str, values: Sequence[Any]) -> int:
    """Change rows in SQL that both databases speak; says how many."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def to_be_changed() -> str:
    """End a SELECT with this to keep others from changing its rows until the commit.

    Foreign keys to them stay possible. On SQLite the transaction holds the only lock already.
    """
    return " FOR NO KEY UPDATE" if connection.vendor == "postgresql" else ""


def next_ids(model: type[Model], many: int) -> list[int]:
    """Give so many new ids; lay the rows before asking again in the same transaction.

    On SQLite the transaction holds the only lock for writing; PostgreSQL counts for all.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, many],
            )
            return [int(pk) for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
    first = int(last[0]) + 1 if last else 1
    return list(range(first, first + many))


def next_id_of(model: type[Model]) -> str:
    """Say in SQL which id comes next, for a question that is asked anyway."""
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        return f"nextval('{table}_id_seq')"
    last = f"SELECT MAX(seq) FROM sqlite_sequence WHERE name = '{table}'"  # noqa: S608 - ours
    return f"(COALESCE(({last}), 0) + 1)"


def _parts(rows: Sequence[Sequence[Any]], size: int) -> Iterator[Sequence[Sequence[Any]]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


@lru_cache(maxsize=256)
def _into(model: type[Model], fields: tuple[str, ...]) -> str:
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(_column(model, name))) for name in fields)
    return f"INSERT INTO {quoted(model._meta.db_table)} ({columns})"


@lru_cache(maxsize=256)
def _with_places(model: type[Model], fields: tuple[str, ...], many: int) -> str:
    row = f"({', '.join(['%s'] * len(fields))})"
    key = connection.ops.quote_name(str(model._meta.pk.column))
    return f"{_into(model, fields)} VALUES {', '.join([row] * many)} RETURNING {key}"


@lru_cache(maxsize=256)
def _prepared(
    model: type[Model], fields: tuple[str, ...]
) -> list[tuple[int, Callable[[Any, Any], Any]]]:
    """Which places of a row hold what the database takes only in another form."""
    known = {field.name: field for field in model._meta.concrete_fields}
    return [
        (place, known[name].get_db_prep_save)
        for place, name in enumerate(fields)
        if isinstance(known[name], DateField | JSONField)
    ]


def _column(model: type[Model], name: str) -> str:
    known = {field.name: str(field.column) for field in model._meta.concrete_fields}
    return known[name]
