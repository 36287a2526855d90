"""A migration operation for tables that only grow: the database refuses to change a row."""

from django.db.migrations import RunPython

from linli.kernel.portable import guard, lift

TABLES: set[str] = set()


def append_only(table: str) -> RunPython:
    """Refuse UPDATE and DELETE on `table`, whoever asks.

    SQLite rebuilds a table to alter it and loses its triggers: a migration that alters `table`
    ends with this operation again.
    """
    TABLES.add(table)
    return RunPython(
        lambda _, editor: guard(editor.connection, table),
        lambda _, editor: lift(editor.connection, table),
    )
