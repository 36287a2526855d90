"""Tables that only grow, on both databases: triggers refuse every change of a row."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

from linli.kernel.portable.sealing import lift_sealings

SQLITE = """
    CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL_FUNCTION = """
    CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE integrity_constraint_violation USING MESSAGE = TG_TABLE_NAME || ' is append-only';
    END $$
"""
POSTGRESQL = """
    CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    EXECUTE FUNCTION refuse_change()
"""


def guard(connection: BaseDatabaseWrapper, table: str) -> None:
    """Let the database refuse every change of a row."""
    if connection.vendor == "postgresql":
        statements = [POSTGRESQL_FUNCTION, POSTGRESQL.format(table=table)]
    else:
        statements = [SQLITE.format(table=table, verb=verb) for verb in ("UPDATE", "DELETE")]
    _execute(connection, statements)


def lift(connection: BaseDatabaseWrapper, table: str) -> None:
    """Undo `guard`."""
    if connection.vendor == "postgresql":
        statements = [f"DROP TRIGGER IF EXISTS append_only ON {table}"]
    else:
        statements = [f"DROP TRIGGER IF EXISTS {table}_no_{v}" for v in ("UPDATE", "DELETE")]
    _execute(connection, statements)


def guarded_tables(connection: BaseDatabaseWrapper) -> set[str]:
    """Name the tables on which the refusing triggers stand right now."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only'"
            )
            return {table for (table,) in cursor.fetchall()}
        cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        found = {(name, table) for name, table in cursor.fetchall()}
    tables = {table for _, table in found}
    return {
        table
        for table in tables
        if {(f"{table}_no_{verb}", table) for verb in ("UPDATE", "DELETE")} <= found
    }


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take the refusing triggers away for as long as tests empty the tables."""
    tables = guarded_tables(connection)
    for table in tables:
        lift(connection, table)
    sealings = lift_sealings(connection)
    yield
    for table in tables:
        guard(connection, table)
    _execute(connection, sealings)


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
