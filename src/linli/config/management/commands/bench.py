"""Measures what requests cost, in a scratch database of its own."""

import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError, get_commands

from linli.config.benching import peer
from linli.config.benching.lines import REAL, Line, lines_in, table_of
from linli.config.benching.scratch import scratch
from linli.kernel import clock

LONGEST = 60 * 60  # seconds
MAKERS = (
    "（其中 {real} 件由真实动作做出，其余是它们的复制，编号以 C- 开头 the rest are copies）"
)


class Command(BaseCommand):
    help = "量一量每个请求的代价 measure what requests cost, in a scratch database"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = parser.add_subparsers(
            dest="kind", required=True, metavar="matters|register|notices|voting|replay"
        )
        matters = kinds.add_parser("matters", help="诉求：登记、队列、详情、公开栏、检索")
        matters.add_argument("--rows", default="20000", help="多少件，可写几个：20000,200000")
        matters.add_argument(
            "--database",
            default="",
            metavar="URL",
            help="在哪种数据库上量；默认同 DATABASE_URL",
        )
        matters.add_argument(
            "--peer", action="store_true", help="和 django-helpdesk 比（首次要联网安装）"
        )
        register = kinds.add_parser("register", help="人户登记册：导入、再导入、导出")
        register.add_argument("--rows", default="10000", help="多少人，可写几个：1000,10000")
        register.add_argument("--database", default="", metavar="URL", help="在哪种数据库上量")
        notices = kinds.add_parser("notices", help="通知：给多少人排队、送完，中间杀掉一个")
        notices.add_argument("--rows", default="20000", help="多少人，可写几个：1000,20000")
        voting = kinds.add_parser("voting", help="投票：封存名册、八人同时投、计票、核对")
        voting.add_argument("--rows", default="20000", help="名册多少条，可写几个：1000,20000")
        voting.add_argument("--database", default="", metavar="URL", help="在哪种数据库上量")
        ledger = kinds.add_parser("ledger", help="总账：一笔账、很多笔、核对、存折")
        ledger.add_argument("--rows", default="20000", help="多少笔，可写几个：20000,1000000")
        ledger.add_argument("--database", default="", metavar="URL", help="在哪种数据库上量")
        ledger.add_argument("--seconds", default="10", help="几个进程一起记多少秒")
        replay = kinds.add_parser("replay", help="放一遍演示，看要多久")
        replay.add_argument("story", nargs="?", default="jinxia")

    def handle(self, *, kind: str, **given: Any) -> None:
        getattr(self, f"bench_{kind}")(**given)

    def bench_matters(self, *, rows: str, database: str, **given: Any) -> None:
        sizes = sizes_in(rows)
        url = database or os.environ.get("DATABASE_URL", "")
        with scratch(url) as environment:
            lines = self.run_inside(environment, ["linli.config.benching.inside"], sizes)
        self.stdout.write(MAKERS.format(real=REAL))
        self.stdout.write(table_of(lines))
        if given["peer"]:
            self.compare(lines, sizes, url)

    def bench_register(self, *, rows: str, database: str, **_: Any) -> None:
        with scratch(database or os.environ.get("DATABASE_URL", "")) as environment:
            lines = self.run_inside(
                environment, ["linli.config.benching.registers"], sizes_in(rows)
            )
        self.stdout.write(table_of(lines))

    def bench_voting(self, *, rows: str, database: str, **_: Any) -> None:
        with scratch(database or os.environ.get("DATABASE_URL", "")) as environment:
            lines = self.run_inside(
                environment, ["linli.config.benching.voting"], sizes_in(rows)
            )
        self.stdout.write(table_of(lines))

    def bench_ledger(self, *, rows: str, database: str, seconds: str, **_: Any) -> None:
        module = ["linli.config.benching.ledgers", "--seconds", seconds]
        with scratch(database or os.environ.get("DATABASE_URL", "")) as environment:
            lines = self.run_inside(environment, module, sizes_in(rows))
        self.stdout.write(table_of(lines))

    def run_inside(
        self, environment: dict[str, str], module: list[str], sizes: list[int]
    ) -> list[Line]:
        at = clock.now().isoformat()
        command = [sys.executable, "-P", "-m", *module, "--at", at, "--rows", *map(str, sizes)]
        return heard(command, os.environ | environment)

    def compare(self, lines: list[Line], sizes: list[int], url: str) -> None:
        theirs = peer.measured(sizes, url, at=clock.now(), say=self.stdout.write)
        self.stdout.write(table_of(theirs))
        for line in peer.ratios(lines, theirs):
            self.stdout.write(line)

    def bench_notices(self, *, rows: str, **_: Any) -> None:
        sizes = sizes_in(rows)
        with scratch(os.environ.get("DATABASE_URL", "")) as environment:
            lines = self.run_inside(environment, ["linli.config.benching.notices"], sizes)
        self.stdout.write(table_of(lines))

    def bench_replay(self, *, story: str, **_: Any) -> None:
        if "replay" not in get_commands():
            raise CommandError("没有 replay 这个命令。")
        with scratch(os.environ.get("DATABASE_URL", "")) as environment:
            began = time.monotonic()
            command = [sys.executable, "-P", "-m", "linli", "replay", story]
            subprocess.run(  # noqa: S603 - our own command
                command, env=os.environ | environment, check=True, timeout=LONGEST
            )
        self.stdout.write(f"time replay {story}: {time.monotonic() - began:.1f} s")


def sizes_in(text: str) -> list[int]:
    try:
        sizes = sorted({int(part) for part in text.split(",")})
    except ValueError:
        raise CommandError(f"--rows 要写数字，不是“{text}”。") from None
    if not sizes or sizes[0] < REAL:
        raise CommandError(f"--rows 至少 {REAL}。")
    return sizes


def heard(command: list[str], environment: dict[str, str]) -> list[Line]:
    """Run the process that measures, and hear every line that it says."""
    done = subprocess.run(  # noqa: S603 - our own module
        command,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    lines = list(lines_in(done.stdout))
    if done.returncode or not lines:
        raise CommandError(f"量到一半停了，退出码 {done.returncode}。\n{done.stdout[-2000:]}")
    return lines
