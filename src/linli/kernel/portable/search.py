"""Full-text search: FTS5 beside the table on SQLite, a generated vector in it on PostgreSQL."""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE_TABLE = """
    CREATE VIRTUAL TABLE IF NOT EXISTS "{index}"
    USING fts5("{column}", content="{table}", content_rowid="{key}", tokenize="unicode61")
"""
SQLITE_OUT = """INSERT INTO "{index}"("{index}", rowid, "{column}")
    VALUES ('delete', old."{key}", old."{column}");"""
SQLITE_IN = """INSERT INTO "{index}"(rowid, "{column}") VALUES (new."{key}", new."{column}");"""
SQLITE_TRIGGERS = {
    "added": ("INSERT", SQLITE_IN),
    "changed": ('UPDATE OF "{key}", "{column}"', SQLITE_OUT + SQLITE_IN),
    "removed": ("DELETE", SQLITE_OUT),
}
SQLITE_TRIGGER = (
    'CREATE TRIGGER IF NOT EXISTS "{index}_{name}" AFTER {verb} ON "{table}" BEGIN '
)
SQLITE_MATCH = '{row}."{key}" IN (SELECT rowid FROM "{index}" WHERE "{index}" MATCH %s)'

POSTGRESQL_COLUMN = """
    ALTER TABLE "{table}" ADD COLUMN IF NOT EXISTS "{index}" tsvector
    GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, "{column}")) STORED
"""
POSTGRESQL_INDEX = """
    CREATE INDEX IF NOT EXISTS "{table}_{index}" ON "{table}" USING gin ("{index}")
"""
POSTGRESQL_MATCH = "{row}.\"{index}\" @@ to_tsquery('simple'::regconfig, %s)"


@dataclass(frozen=True)
class Phrase:
    """Tokens that must stand next to each other; the last may be the beginning of a longer one.

    A token is made of letters and digits only, so that no query language is reached by it.
    """

    tokens: tuple[str, ...]
    is_prefix: bool


@dataclass(frozen=True)
class Searchable:
    """One column of grams that is searched."""

    table: str
    column: str
    key: str = "id"

    @property
    def names(self) -> dict[str, str]:
        return {"table": self.table, "column": self.column, "key": self.key}


def install_search(connection: BaseDatabaseWrapper, what: Searchable) -> None:
    """Index the column and keep it indexed; what is there already is left as it is."""
    if connection.vendor == "postgresql":
        statements = [POSTGRESQL_COLUMN, POSTGRESQL_INDEX]
        _execute(connection, [statement.format(**_in_table(what)) for statement in statements])
        return
    names = _beside_table(what)
    _execute(connection, [SQLITE_TABLE.format(**names), *_sqlite_triggers(names)])
    rebuild_search(connection, what)


def remove_search(connection: BaseDatabaseWrapper, what: Searchable) -> None:
    """Undo `install_search`."""
    if connection.vendor == "postgresql":
        drop = 'ALTER TABLE "{table}" DROP COLUMN IF EXISTS "{index}"'
        _execute(connection, [drop.format(**_in_table(what))])
        return
    names = _beside_table(what)
    triggers = [f'DROP TRIGGER IF EXISTS "{name}"' for name in _trigger_names(names)]
    _execute(connection, [*triggers, 'DROP TABLE IF EXISTS "{index}"'.format(**names)])


def rebuild_search(connection: BaseDatabaseWrapper, what: Searchable) -> None:
    """Read the whole column again; PostgreSQL keeps its own in step and sorts it."""
    if connection.vendor == "postgresql":
        _execute(connection, ['REINDEX INDEX "{table}_{index}"'.format(**_in_table(what))])
        return
    rebuild = """INSERT INTO "{index}"("{index}") VALUES ('rebuild')"""
    _execute(connection, [rebuild.format(**_beside_table(what))])


def lacks_search(connection: BaseDatabaseWrapper, what: Searchable) -> list[str]:
    """Name what should keep the column indexed (triggers, an index) and is gone."""
    if connection.vendor == "postgresql":
        wanted = ["{table}_{index}".format(**_in_table(what))]
        asked = (
            "SELECT indexname FROM pg_indexes WHERE schemaname = ANY (current_schemas(false))"
        )
    else:
        names = _beside_table(what)
        wanted = [names["index"], *_trigger_names(names)]
        asked = "SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        found = {name for (name,) in cursor.fetchall()}
    return [name for name in wanted if name not in found]


def matching(
    connection: BaseDatabaseWrapper, what: Searchable, row: str, phrases: list[Phrase]
) -> tuple[str, str]:
    """Give the condition that a row (by its quoted alias) contains every phrase."""
    if connection.vendor == "postgresql":
        query = " & ".join(map(_tsquery, phrases))
        return POSTGRESQL_MATCH.format(row=row, **_in_table(what)), query
    query = " AND ".join(map(_fts5_query, phrases))
    return SQLITE_MATCH.format(row=row, **_beside_table(what)), query


def _in_table(what: Searchable) -> dict[str, str]:
    return {**what.names, "index": f"{what.column}_vector"}


def _beside_table(what: Searchable) -> dict[str, str]:
    return {**what.names, "index": f"{what.table}_{what.column}_fts"}


def _trigger_names(names: dict[str, str]) -> list[str]:
    return [f"{names['index']}_{name}" for name in SQLITE_TRIGGERS]


def _sqlite_triggers(names: dict[str, str]) -> list[str]:
    return [
        SQLITE_TRIGGER.format(name=name, verb=verb.format(**names), **names)
        + body.format(**names)
        + " END"
        for name, (verb, body) in SQLITE_TRIGGERS.items()
    ]


def _tsquery(phrase: Phrase) -> str:
    quoted = " <-> ".join(f"'{token}'" for token in phrase.tokens)
    return f"({quoted}{':*' * phrase.is_prefix})"


def _fts5_query(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.tokens)}"{" *" * phrase.is_prefix}'


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
