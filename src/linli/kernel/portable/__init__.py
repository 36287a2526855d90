"""Where PostgreSQL and SQLite differ. Nothing else in linli asks which of them it runs on."""

from linli.kernel.portable.copying import insert_from
from linli.kernel.portable.guards import guard, guarded_tables, lift, lifted

__all__ = ["guard", "guarded_tables", "insert_from", "lift", "lifted"]
