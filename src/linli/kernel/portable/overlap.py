"""Stretches that never overlap, on both databases: of one key, whatever writes them.

A stretch is two whole numbers, half-open. PostgreSQL excludes by range, with the key put before
the numbers so that no extension is needed; SQLite has one writer at a time, so a trigger that
looks before it writes is exact.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

LARGEST = 2**27
"""Above any minute since 1970 until the year 2225."""
POSTGRESQL = """
    ALTER TABLE {table} ADD CONSTRAINT {table}_no_overlap EXCLUDE USING gist (
        int8range({key} * {largest} + {begins}, {key} * {largest} + {ends}) WITH &&
    )
"""
SQLITE = """
    CREATE TRIGGER IF NOT EXISTS {table}_no_overlap_{verb} BEFORE {verb} ON {table}
    WHEN EXISTS (
        SELECT 1 FROM {table} AS held
        WHERE held.{key} = NEW.{key} AND held.id IS NOT NEW.id
          AND held.{begins} < NEW.{ends} AND NEW.{begins} < held.{ends}
    )
    BEGIN SELECT RAISE(ABORT, '{table} holds no overlap'); END
"""
VERBS = ("INSERT", "UPDATE")


def hold_apart(
    connection: BaseDatabaseWrapper, table: str, *, key: str, begins: str, ends: str
) -> None:
    """Let the database refuse a second stretch of the same key that meets the first."""
    said = {"table": table, "key": key, "begins": begins, "ends": ends}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL.format(**said, largest=LARGEST))
            return
        for verb in VERBS:
            cursor.execute(SQLITE.format(**said, verb=verb))


def let_meet(connection: BaseDatabaseWrapper, table: str) -> None:
    """Undo `hold_apart`."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_no_overlap")
            return
        for verb in VERBS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_overlap_{verb}")


def held_apart(connection: BaseDatabaseWrapper) -> set[str]:
    """Name the tables on which no two stretches may meet right now."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'x'"
            )
            return {table for (table,) in cursor.fetchall()}
        cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        found = {(name, table) for name, table in cursor.fetchall()}
    return {
        table
        for _, table in found
        if {(f"{table}_no_overlap_{verb}", table) for verb in VERBS} <= found
    }
