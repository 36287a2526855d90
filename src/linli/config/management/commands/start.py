"""Starts linli on this machine: prepares what is missing, then runs web, worker and tick."""

import platform
import socket
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from typing import Any

import django
from django.conf import settings
from django.core.management import BaseCommand, CommandError, get_commands
from django.db import OperationalError, connection, connections

from linli.config import preparation
from linli.config.supervision import Child, GaveUp, Supervisor


class Command(BaseCommand):
    help = "启动邻里：准备数据库和静态文件，然后运行网页、后台和定时 start web, worker and tick"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="网页进程数 web processes")
        parser.add_argument(
            "--threads", type=int, default=4, help="每个进程的线程数 threads each"
        )
        parser.add_argument("--no-demo", action="store_true", help="空数据库不放演示数据")

    def handle(self, *, host: str, port: int, no_demo: bool, **options: Any) -> None:
        refuse_a_taken_port(host, port)
        # A pool keeps threads alive beside the forks, and hides for long why nothing answers.
        connection.settings_dict["OPTIONS"].pop("pool", None)
        self.step("准备环境 Environment", environment)
        self.step("数据库 Database", database)
        self.step("静态文件 Static files", static_files)
        self.step("演示数据 Demo", (lambda: "不放 left out") if no_demo else demo)
        connections.close_all()
        self.serve(host, port, [*web(host, port, options), *background()])

    def step(self, name: str, work: Callable[[], str]) -> None:
        started = time.monotonic()
        try:
            outcome = work()
        except OperationalError as error:
            raise CommandError(
                f"{name}：数据库连不上 the database does not answer: {error}"
            ) from error
        self.say(f"{name}：{outcome} ({time.monotonic() - started:.1f} s)")

    def serve(self, host: str, port: int, children: list[Child]) -> None:
        started = time.monotonic()

        def announce() -> None:
            self.say(
                f"启动 Up：{', '.join(child.name for child in children)}"
                f" ({time.monotonic() - started:.1f} s)"
            )
            self.say(f"邻里 linli  http://{host}:{port}/  （按 Ctrl-C 停止 Ctrl-C stops）")

        try:
            Supervisor(children, say=self.say).run(
                stands=lambda: answers(host, port), on_standing=announce
            )
        except GaveUp as fallen:
            raise CommandError(
                f"{fallen} 起不来，原因见上 does not start; see above"
            ) from fallen
        self.say("已停止 Stopped")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def refuse_a_taken_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"端口 {port} 用不了（{error.strerror}）：可能已有程序在用它，"
                f"换一个试试，例如 --port {port + 1}。 Port {port} cannot be used; try another."
            ) from error


def environment() -> str:
    settings.DATA.mkdir(parents=True, exist_ok=True)
    return f"Python {platform.python_version()} · Django {django.__version__} · {settings.DATA}"


def database() -> str:
    missing = preparation.migrate()
    state = f"更新了 {missing} 步 migrated" if missing else "已是最新 up to date"
    return f"{connection.display_name} {state}"


def static_files() -> str:
    return "已收集 collected" if preparation.collect_static_files() else "没有变化 unchanged"


def demo() -> str:
    return "已放入 laid in" if preparation.lay_the_demo() else "不需要 not needed"


def web(host: str, port: int, options: dict[str, Any]) -> list[Child]:
    granian = [sys.executable, "-P", "-m", "granian", "--interface", "wsgi", "--no-ws"]
    where = ["--host", host, "--port", str(port), "--log-level", "warning"]
    size = ["--workers", str(options["workers"]), "--blocking-threads", str(options["threads"])]
    sturdy = ["--respawn-failed-workers", "--workers-kill-timeout", "4"]
    return [Child("web", [*granian, *where, *size, *sturdy, "linli.config.wsgi:application"])]


def background() -> list[Child]:
    return [
        Child(name, [sys.executable, "-P", "-m", "linli", name])
        for name in ("worker", "tick")
        if name in get_commands()
    ]


def answers(host: str, port: int) -> bool:
    """Whether something speaks HTTP there, whatever it says."""
    caller = HTTPConnection(_reachable(host), port, timeout=5)
    try:
        caller.request("HEAD", "/", headers={"Host": settings.ALLOWED_HOSTS[0]})
        caller.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        caller.close()
    return True


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
