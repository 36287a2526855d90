"""A migration operation for stretches of time: of one key, no two may meet."""

from django.db.migrations import RunPython

from linli.kernel.portable.overlap import hold_apart, let_meet

TABLES: set[str] = set()


def no_overlap(
    table: str, *, key: str, begins: str = "begins", ends: str = "ends"
) -> RunPython:
    """Refuse a row whose stretch meets another's of the same `key`, whoever writes it.

    SQLite rebuilds a table to alter it and loses its triggers: a migration that alters `table`
    ends with this operation again.
    """
    TABLES.add(table)
    return RunPython(
        lambda _, editor: hold_apart(
            editor.connection, table, key=key, begins=begins, ends=ends
        ),
        lambda _, editor: let_meet(editor.connection, table),
    )
