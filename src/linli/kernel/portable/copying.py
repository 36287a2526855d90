"""Rows laid many at once: INSERT … SELECT, which the ORM lacks, and plain INSERT … VALUES."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet

MOST_VALUES = 30_000  # of one statement: SQLite takes 32,766


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
) -> None:
    """Lay the rows as they are given, in as few statements as may be.

    The ORM costs more than the database for a row of six numbers; values have the types of
    their fields, and what a field would fill in by itself has to be given.
    """
    if not rows:
        return
    known = {field.name: field for field in model._meta.concrete_fields}
    prepare = [known[name].get_db_prep_save for name in fields]
    with connection.cursor() as cursor:
        for part in _parts(rows, MOST_VALUES // len(fields)):
            values = [
                convert(value, connection)
                for row in part
                for convert, value in zip(prepare, row, strict=True)
            ]
            cursor.execute(_with_places(model, tuple(fields), len(part)), values)


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
    return f"{_into(model, fields)} VALUES {', '.join([row] * many)}"


def _column(model: type[Model], name: str) -> str:
    known = {field.name: str(field.column) for field in model._meta.concrete_fields}
    return known[name]
