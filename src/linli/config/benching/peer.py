"""The same questions to django-helpdesk, in a venv of its own: never a dependency of ours."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError

from linli.config.benching.lines import Line, lines_in
from linli.config.benching.scratch import scratch

WHAT = ("django-helpdesk==2.6.1", "psycopg[binary]")
PATIENCE = 30 * 60  # seconds
# Ours beside theirs.
PAIRS = (
    ("POST /say/", "peer POST /tickets/submit/"),
    ("GET /desk/?list=all", "peer GET list of 25 (page + rows)"),
    ("GET /matters/… (closed)", "peer GET one ticket"),
    ("GET /search/?q=漏水", "peer GET search 漏水"),
    ("GET /board/", "peer GET dashboard"),
)


def measured(
    sizes: list[int], url: str, *, at: datetime, say: Callable[[str], object]
) -> list[Line]:
    """Install it if it is not there, and let it answer in a scratch database of its own."""
    python = _installed(settings.DATA / "peer", say)
    script = Path(__file__).with_name("peer_inside.py")
    with scratch(url) as environment:
        done = subprocess.run(  # noqa: S603 - our own script
            [str(python), str(script), "--at", at.isoformat(), "--rows", *map(str, sizes)],
            env=_plain() | environment,
            stdout=subprocess.PIPE,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    if done.returncode:
        raise CommandError(f"对比的程序停了，退出码 {done.returncode}。\n{done.stdout[-2000:]}")
    return list(lines_in(done.stdout))


def ratios(ours: list[Line], theirs: list[Line]) -> Iterator[str]:
    """How many times the CPU of ours theirs takes, size by size."""
    known = {(line.operation, line.rows): line.cpu_ms for line in [*ours, *theirs]}
    for rows in sorted({line.rows for line in theirs}):
        for mine, other in PAIRS:
            # What is measured at first adds rows to it: the nearest size is meant.
            have = next(
                (line.cpu_ms for line in ours if line.operation == mine and line.rows >= rows),
                None,
            )
            if have and (peers := known.get((other, rows))):
                yield f"{mine} : {other} @ {rows} = 1 : {peers / have:.1f}"


def _installed(venv: Path, say: Callable[[str], object]) -> Path:
    python = venv / "bin" / "python"
    if not (venv / "installed").exists():
        say(f"安装对比用的 {WHAT[0]} 到 {venv} …")
        subprocess.run(  # noqa: S603 - this very Python
            [sys.executable, "-m", "venv", str(venv)], check=True
        )
        command = [str(python), "-m", "pip", "install", "-q", *WHAT]
        subprocess.run(command, check=True, timeout=PATIENCE)  # noqa: S603 - pip, pinned
        (venv / "installed").touch()
    return python


def _plain() -> dict[str, str]:
    """Our own settings are nothing to it."""
    ours = ("PYTHONPATH", "DJANGO_SETTINGS_MODULE")
    return {name: value for name, value in os.environ.items() if name not in ours}
