"""Rows that stand still once their parent is sealed, on both databases."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

IS_SEALED = "EXISTS (SELECT 1 FROM {parent} WHERE id = {row}.{link} AND {mark} IS NOT NULL)"
SQLITE = """
    CREATE TRIGGER IF NOT EXISTS {table}_sealed_{verb} BEFORE {verb} ON {table}
    WHEN {when} BEGIN SELECT RAISE(ABORT, '{table} is sealed'); END
"""
POSTGRESQL_FUNCTION = """
    CREATE OR REPLACE FUNCTION {table}_sealed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP <> 'INSERT' THEN
            IF {old} THEN
                RAISE integrity_constraint_violation USING MESSAGE = '{table} is sealed';
            END IF;
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        IF {new} THEN
            RAISE integrity_constraint_violation USING MESSAGE = '{table} is sealed';
        END IF;
        RETURN NEW;
    END $$
"""
POSTGRESQL = """
    CREATE OR REPLACE TRIGGER sealed BEFORE INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_sealed()
"""


@dataclass(frozen=True)
class Sealing:
    """The rows of `table` stand still when `parent.mark` is set; `link` leads to it.

    Without `link` the row itself carries the mark: set once, it never changes again.
    """

    table: str
    parent: str
    mark: str
    link: str = ""

    def when(self, row: str) -> str:
        if not self.link:
            return f"{row}.{self.mark} IS NOT NULL"
        return IS_SEALED.format(parent=self.parent, row=row, link=self.link, mark=self.mark)


def seal(connection: BaseDatabaseWrapper, sealing: Sealing) -> None:
    """Let the database refuse to change, add or take away what is sealed."""
    _execute(connection, list(_statements(connection, sealing)))


def unseal(connection: BaseDatabaseWrapper, sealing: Sealing) -> None:
    """Undo `seal`."""
    table = sealing.table
    if connection.vendor == "postgresql":
        statements = [
            f"DROP TRIGGER IF EXISTS sealed ON {table}",
            f"DROP FUNCTION IF EXISTS {table}_sealed()",
        ]
    else:
        verbs = ("INSERT", "UPDATE", "DELETE")
        statements = [f"DROP TRIGGER IF EXISTS {table}_sealed_{verb}" for verb in verbs]
    _execute(connection, statements)


def lacks_sealing(connection: BaseDatabaseWrapper, sealing: Sealing) -> list[str]:
    """Name the triggers of `seal` that are gone."""
    table = sealing.table
    if connection.vendor == "postgresql":
        wanted = [f"sealed on {table}"]
        asked = (
            "SELECT tgname || ' on ' || tgrelid::regclass::text FROM pg_trigger"
            " WHERE NOT tgisinternal"
        )
    else:
        wanted = [f"{table}_sealed_{verb}" for verb in _verbs(sealing)]
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        found = {name for (name,) in cursor.fetchall()}
    return [name for name in wanted if name not in found]


def lift_sealings(connection: BaseDatabaseWrapper) -> list[str]:
    """Take the triggers away on SQLite and give what lays them again; TRUNCATE asks none."""
    if connection.vendor == "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master"
            " WHERE type = 'trigger' AND name LIKE '%\\_sealed\\_%' ESCAPE '\\'"
        )
        found = cursor.fetchall()
    _execute(connection, [f"DROP TRIGGER {name}" for name, _ in found])
    return [sql for _, sql in found]


def _verbs(sealing: Sealing) -> tuple[str, ...]:
    # What carries its own mark is not yet there when it is added.
    return ("INSERT", "UPDATE", "DELETE") if sealing.link else ("UPDATE", "DELETE")


def _statements(connection: BaseDatabaseWrapper, sealing: Sealing) -> Iterator[str]:
    table, old, new = sealing.table, sealing.when("OLD"), sealing.when("NEW")
    if connection.vendor == "postgresql":
        new = new if sealing.link else "FALSE"
        yield POSTGRESQL_FUNCTION.format(table=table, old=old, new=new)
        yield POSTGRESQL.format(table=table)
        return
    whens = {"INSERT": new, "UPDATE": f"{old} OR {new}" if sealing.link else old, "DELETE": old}
    for verb in _verbs(sealing):
        yield SQLITE.format(table=table, verb=verb, when=whens[verb])


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
