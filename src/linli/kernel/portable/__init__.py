"""Where PostgreSQL and SQLite differ. Nothing else in linli asks which of them it runs on."""

from linli.kernel.portable.balanced import DoubleEntry, balance, lacks_balance, unbalance
from linli.kernel.portable.copying import insert_from, insert_rows, next_ids
from linli.kernel.portable.guards import guard, guarded_tables, lift, lifted

__all__ = [
    "DoubleEntry",
    "balance",
    "guard",
    "guarded_tables",
    "insert_from",
    "insert_rows",
    "lacks_balance",
    "lift",
    "lifted",
    "next_ids",
    "unbalance",
]
