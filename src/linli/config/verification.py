"""Everything that `linli verify` looks after: what each context promised, asked of all rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection

from linli.kernel.append_only import TABLES
from linli.kernel.double_entry import LEDGERS
from linli.kernel.portable import guarded_tables, lacks_balance
from linli.kernel.words import say
from linli.ledger.queries import verify_ledger


@dataclass(frozen=True, kw_only=True)
class Check:
    """核对: one thing to look after; it says in a sentence each what it found wrong."""

    name: str
    label: str
    wrong: Callable[[], Iterable[str]]


def unguarded() -> Iterable[str]:
    """Name the tables whose rows could be changed, though they only grow."""
    for table in sorted(TABLES - guarded_tables(connection)):
        yield say("{table} 少了只增不改的触发器", table=table)
    for tables in LEDGERS:
        for name in lacks_balance(connection, tables):
            yield say("总账少了触发器 {name}", name=name)


def broken_promises() -> Iterable[str]:
    """Name the promises of the ledger that are broken, and where."""
    for fault in verify_ledger().faults:
        where = " ".join(f"#{pk}" for pk in fault.samples)
        yield say(
            "{promise}：{n} 处不符 {where}", promise=fault.promise, n=fault.count, where=where
        )


CHECKS = (
    Check(name="guards", label="只增不改的表", wrong=unguarded),
    Check(name="ledger", label="总账", wrong=broken_promises),
)
