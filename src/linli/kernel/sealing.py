"""A migration operation for what is sealed: the database refuses to change it afterwards."""

from django.db.migrations import RunPython

from linli.kernel.portable.sealing import Sealing, seal, unseal

SEALINGS: set[Sealing] = set()


def sealed(table: str, *, mark: str, parent: str = "", link: str = "") -> RunPython:
    """Refuse every change of `table` whose `parent` (found by `link`) has its `mark` set.

    Without a parent the row carries the mark itself. SQLite rebuilds a table to alter it and
    loses its triggers: a migration that alters `table` ends with this operation again.
    """
    sealing = Sealing(table=table, parent=parent, mark=mark, link=link)
    SEALINGS.add(sealing)
    return RunPython(
        lambda _, editor: seal(editor.connection, sealing),
        lambda _, editor: unseal(editor.connection, sealing),
    )
