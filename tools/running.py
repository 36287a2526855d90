"""Runs one tool of the house quietly, apart from the data and settings of whoever calls it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Outcome:
    ok: bool
    note: str = ""
    report: str = ""
    passed: int = 0
    failed: int = 0

    @property
    def failures(self) -> int:
        """What broke without a failing test counts as one failure all the same."""
        return self.failed or (0 if self.ok else 1)


def module(name: str, *arguments: str, **environment: str) -> Outcome:
    return run([sys.executable, "-m", name, *arguments], **environment)


def run(command: list[str], **environment: str) -> Outcome:
    done = completed(command, **environment)
    return Outcome(ok=done.returncode == 0, report=done.stdout)


def completed(command: list[str], **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        cwd=ROOT,
        env=surroundings() | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def surroundings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not _is_ours(name)}


def _is_ours(name: str) -> bool:
    return name in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"} or name.startswith("LINLI_")
