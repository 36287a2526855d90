"""Double entry kept by the database: a transfer is written last, when its postings add up.

The same order of writes serves both databases. A posting points to its transfer by a foreign
key that is checked at the end; the trigger on the transfer adds up what points to it, and the
trigger on the posting refuses one that comes after it.
"""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

WRONG = """
    (SELECT COUNT(*) < 2 OR SUM(posting.delta) <> 0 OR SUM(
        CASE WHEN account.book = NEW.book THEN 0 ELSE 1 END) > 0
     FROM {posting} AS posting JOIN {account} AS account ON account.id = posting.account_id
     WHERE posting.transfer_id = NEW.id)
"""
CLOSED = "EXISTS (SELECT 1 FROM {transfer} WHERE id = NEW.transfer_id)"
SQLITE = (
    """CREATE TRIGGER IF NOT EXISTS {transfer}_balanced BEFORE INSERT ON {transfer}
    WHEN <wrong> BEGIN SELECT RAISE(ABORT, '{transfer} is not balanced'); END""",
    """CREATE TRIGGER IF NOT EXISTS {posting}_in_time BEFORE INSERT ON {posting}
    WHEN <closed> BEGIN SELECT RAISE(ABORT, '{transfer} is closed'); END""",
)
POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION {transfer}_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF <wrong> THEN
            RAISE integrity_constraint_violation USING MESSAGE = '{transfer} is not balanced';
        END IF;
        RETURN NEW;
    END $$""",
    """CREATE OR REPLACE TRIGGER balanced BEFORE INSERT ON {transfer}
    FOR EACH ROW EXECUTE FUNCTION {transfer}_balanced()""",
    """CREATE OR REPLACE FUNCTION {posting}_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF <closed> THEN
            RAISE integrity_constraint_violation USING MESSAGE = '{transfer} is closed';
        END IF;
        RETURN NEW;
    END $$""",
    """CREATE OR REPLACE TRIGGER in_time BEFORE INSERT ON {posting}
    FOR EACH ROW EXECUTE FUNCTION {posting}_in_time()""",
)
UNDO = (
    "DROP TRIGGER IF EXISTS {transfer}_balanced",
    "DROP TRIGGER IF EXISTS {posting}_in_time",
)
POSTGRESQL_UNDO = (
    "DROP TRIGGER IF EXISTS balanced ON {transfer}",
    "DROP TRIGGER IF EXISTS in_time ON {posting}",
    "DROP FUNCTION IF EXISTS {transfer}_balanced()",
    "DROP FUNCTION IF EXISTS {posting}_in_time()",
)


@dataclass(frozen=True)
class DoubleEntry:
    """The three tables of a ledger."""

    transfer: str
    posting: str
    account: str


def balance(connection: BaseDatabaseWrapper, tables: DoubleEntry) -> None:
    """Let the database refuse a transfer that does not add up, and a posting that is late."""
    _execute(connection, POSTGRESQL if connection.vendor == "postgresql" else SQLITE, tables)


def unbalance(connection: BaseDatabaseWrapper, tables: DoubleEntry) -> None:
    """Undo `balance`."""
    _execute(connection, POSTGRESQL_UNDO if connection.vendor == "postgresql" else UNDO, tables)


def lacks_balance(connection: BaseDatabaseWrapper, tables: DoubleEntry) -> list[str]:
    """Name the triggers of `balance` that are gone."""
    if connection.vendor == "postgresql":
        wanted = [f"balanced on {tables.transfer}", f"in_time on {tables.posting}"]
        asked = (
            "SELECT tgname || ' on ' || tgrelid::regclass::text FROM pg_trigger"
            " WHERE NOT tgisinternal"
        )
    else:
        wanted = [f"{tables.transfer}_balanced", f"{tables.posting}_in_time"]
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        found = {name for (name,) in cursor.fetchall()}
    return [name for name in wanted if name not in found]


def _execute(
    connection: BaseDatabaseWrapper, statements: tuple[str, ...], tables: DoubleEntry
) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            whole = statement.replace("<wrong>", WRONG).replace("<closed>", CLOSED)
            cursor.execute(whole.format(**vars(tables)))
