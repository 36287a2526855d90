"""The tests on each database and in the browser, and what of the machine they need."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import psycopg
from psycopg import sql

from tests.browsers import chromium
from tools.running import Outcome, completed

NOTHING_COLLECTED = 5
APT = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
INSTALL = ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"]


def sqlite(arguments: list[str]) -> Outcome:
    # The replays are told whole once a run: on one database, for they take a minute each.
    return suite(arguments, LINLI_FULL_REPLAYS="1")


def suite(arguments: list[str], **environment: str) -> Outcome:
    return pytest(
        "-n", "2", "--dist", "loadfile", "-m", "not browser", *arguments, **environment
    )


def postgres(arguments: list[str]) -> Outcome:
    server = os.environ.get("LINLI_TEST_POSTGRES") or local_server()
    if not server:
        return absent("no PostgreSQL: start one, or set LINLI_TEST_POSTGRES")
    # A name of this run's own: two runs on one server must not share a database.
    name = f"linli_{os.getpid()}"
    try:
        return suite(
            arguments, DATABASE_URL=urlsplit(server)._replace(path=f"/{name}").geturl()
        )
    finally:
        drop_leftovers(server, f"test_{name}")


def browser(arguments: list[str]) -> Outcome:
    path = chromium() or installed_chromium()
    if not path:
        return absent("no Chromium: install the package chromium, or set LINLI_CHROMIUM")
    return pytest("-m", "browser", *arguments, LINLI_CHROMIUM=path)


def absent(reason: str) -> Outcome:
    """Skip it at a desk; where a submission is judged nothing may be left out."""
    is_judged = os.environ.get("CI") == "true"
    note = reason if is_judged else f"skipped, {reason}"
    return Outcome(ok=not is_judged, note=note, report=reason)


def local_server() -> str | None:
    for user in ("postgres", os.environ.get("USER", "")):
        url = f"postgres://{user}@127.0.0.1:5432/postgres"
        try:
            psycopg.connect(url, connect_timeout=3).close()
        except psycopg.OperationalError:
            continue
        return url
    return None


def drop_leftovers(server: str, beginning: str) -> None:
    """Take away what a killed run could not."""
    find = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
    with psycopg.connect(server, autocommit=True) as connection:
        for (name,) in connection.execute(find, [beginning]).fetchall():
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(name)))


def installed_chromium() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for order in (["update"], INSTALL):
        # Told on failure by the caller, who finds no Chromium afterwards either.
        subprocess.run(
            [*APT, *order],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    return chromium()


def pytest(*arguments: str, **environment: str) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="linli-") as folder:
        results = Path(folder) / "results.xml"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "--tb=short",
            f"--junitxml={results}",
            *arguments,
        ]
        done = completed(command, **environment)
        passed, failed, skipped = counts(results)
    is_nothing = done.returncode == NOTHING_COLLECTED
    return Outcome(
        ok=done.returncode == 0 or is_nothing,
        note="no tests"
        if is_nothing
        else f"{passed} passed, {failed} failed, {skipped} skipped",
        report=done.stdout,
        passed=passed,
        failed=failed,
    )


def counts(results: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped tests of one run, which may have broken before any."""
    if not results.exists():
        return 0, 0, 0
    suite = ElementTree.parse(results).find(".//testsuite")  # noqa: S314 - written by our own pytest
    number = {
        name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")
    }
    failed = number["failures"] + number["errors"]
    return number["tests"] - failed - number["skipped"], failed, number["skipped"]
