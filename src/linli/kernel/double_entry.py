"""A migration operation for a ledger: the database refuses a transfer that does not add up."""

from django.db.migrations import RunPython

from linli.kernel.portable import DoubleEntry, balance, unbalance

LEDGERS: set[DoubleEntry] = set()


def balanced(*, transfer: str, posting: str, account: str) -> RunPython:
    """Refuse an unbalanced `transfer` and a late `posting`, whoever writes them.

    SQLite rebuilds a table to alter it and loses its triggers: a migration that alters one of
    the tables ends with this operation again.
    """
    tables = DoubleEntry(transfer, posting, account)
    LEDGERS.add(tables)
    return RunPython(
        lambda _, editor: balance(editor.connection, tables),
        lambda _, editor: unbalance(editor.connection, tables),
    )
