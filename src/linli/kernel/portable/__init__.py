"""Where PostgreSQL and SQLite differ. Nothing else in linli asks which of them it runs on."""

from linli.kernel.portable.balanced import DoubleEntry, balance, lacks_balance, unbalance
from linli.kernel.portable.copying import (
    Statement,
    changed,
    insert_from,
    insert_rows,
    inserting,
    next_id_of,
    next_ids,
    rows_of,
    run_together,
    to_be_changed,
)
from linli.kernel.portable.guards import guard, guarded_tables, lift, lifted

__all__ = [
    "DoubleEntry",
    "Statement",
    "balance",
    "changed",
    "guard",
    "guarded_tables",
    "insert_from",
    "insert_rows",
    "inserting",
    "lacks_balance",
    "lift",
    "lifted",
    "next_id_of",
    "next_ids",
    "rows_of",
    "run_together",
    "to_be_changed",
    "unbalance",
]
