"""What every test may rely on, whichever database it runs on."""

import os
import shutil
import tempfile
from atexit import register

import pytest

if "PYTEST_XDIST_WORKER" not in os.environ:  # a worker shares the folder of its controller
    os.environ["LINLI_DATA"] = tempfile.mkdtemp(prefix="linli-")
    register(shutil.rmtree, os.environ["LINLI_DATA"], ignore_errors=True)
os.environ["LINLI_TESTING"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "linli.config.settings"
# Playwright runs a loop in this thread; Django takes every query for one made inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

import django

from linli.config.translations import compile_stale

if "PYTEST_XDIST_WORKER" not in os.environ:  # the controller has done it for all
    compile_stale()
django.setup()

from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

from linli.kernel import installation, memory
from linli.kernel.options import choices
from linli.kernel.portable import lifted
from linli.kernel.testing import NOON

pytest_plugins = ["tests.browsers"]


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.skip("DATABASE_URL names no PostgreSQL database")
    if item.get_closest_marker("sqlite") and connection.vendor != "sqlite":
        pytest.skip("DATABASE_URL names no SQLite database")


@pytest.fixture(scope="session", autouse=True)
def _append_only_gives_way_to_the_flush(django_db_setup: None) -> None:  # noqa: ARG001
    """Let a transactional test end as it must: by emptying every table.

    On the class, for a browser test flushes on a connection of another context.
    """
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def lifted_flush(self: BaseDatabaseOperations, statements: list[str]) -> None:
        with lifted(self.connection):
            flush(self, statements)

    operations.execute_sql_flush = lifted_flush


@pytest.fixture(autouse=True)
def _the_clock_stands_at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.kernel.clock.now", lambda: NOON)


@pytest.fixture(autouse=True)
def _no_test_remembers_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process may keep for ever, a test may not: the next one has other rows."""
    choices.forget_what_is_cached()
    installation.is_simulated.cache_clear()
    memory.forget_everything()
    # On a slow machine the seconds would run out between two pages whose questions are counted.
    monkeypatch.setattr(memory, "KEPT_SECONDS", 3600.0)
    monkeypatch.setattr(memory, "DOUBTED_SECONDS", 3600.0)
