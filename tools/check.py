"""Runs every check there is, one line each, and ends with `N passed, N failed`."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools import suites
from tools.running import ROOT, Outcome, module, run

KINDS = ("static", "sqlite", "postgres", "browser")


@dataclass(frozen=True)
class Step:
    kind: str
    name: str
    work: Callable[[], Outcome]


def main() -> int:
    options, arguments = parsed()
    chosen = [step for step in steps(arguments) if options.only in (None, step.kind)]
    outcomes = list(until_the_first_failure(chosen))
    print(
        f"{sum(o.passed for o in outcomes)} passed, {sum(o.failures for o in outcomes)} failed"
    )
    return 0 if all(outcome.ok for outcome in outcomes) else 1


def parsed() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        prog="bin/test", description=__doc__, epilog="Everything else is given to pytest."
    )
    parser.add_argument("--only", choices=KINDS, help="this kind of checks alone")
    return parser.parse_known_args()


def steps(arguments: list[str]) -> Iterator[Step]:
    yield Step("static", "format", lambda: module("ruff", "format", "--check", "."))
    yield Step("static", "lint", lambda: module("ruff", "check", "."))
    yield Step("static", "templates", templates)
    yield Step("static", "types", lambda: apart("mypy"))
    yield Step("static", "contracts", contracts)
    yield Step("static", "missing migrations", missing_migrations)
    yield Step("sqlite", "suite on SQLite", lambda: suites.sqlite(arguments))
    yield Step("postgres", "suite on PostgreSQL", lambda: suites.postgres(arguments))
    yield Step("browser", "browser journeys", lambda: suites.browser(arguments))


def until_the_first_failure(chosen: list[Step]) -> Iterator[Outcome]:
    for position, step in enumerate(chosen, start=1):
        outcome = timed(step)
        yield outcome
        if not outcome.ok:
            rest = ", ".join(step.name for step in chosen[position:]) or "nothing"
            print(
                f"\n{outcome.report.rstrip()}\n\n{step.name} failed; not run after it: {rest}"
            )
            return


def timed(step: Step) -> Outcome:
    print(f"{step.name:<20}", end="", flush=True)
    started = time.monotonic()
    outcome = step.work()
    mark = "ok" if outcome.ok else "FAILED"
    print(f"{mark:<7}{time.monotonic() - started:6.1f} s  {outcome.note}".rstrip(), flush=True)
    return outcome


def templates() -> Outcome:
    pages = [str(page) for page in sorted(ROOT.glob("src/linli/*/templates/**/*.html"))]
    if not pages:
        return Outcome(ok=True, note="no pages")
    return run([beside_python("djade"), "--target-version", "6.1", "--check", *pages])


def contracts() -> Outcome:
    return run([beside_python("lint-imports"), "--no-logo"])


def beside_python(program: str) -> str:
    """The path of a program that no module starts."""
    return str(Path(sys.executable).with_name(program))


def missing_migrations() -> Outcome:
    return apart("linli", "makemigrations", "--check", "--dry-run")


def apart(name: str, *arguments: str) -> Outcome:
    """Run what reads the settings away from the data of this checkout."""
    with tempfile.TemporaryDirectory(prefix="linli-") as folder:
        return module(name, *arguments, LINLI_DATA=folder)


if __name__ == "__main__":
    sys.exit(main())
