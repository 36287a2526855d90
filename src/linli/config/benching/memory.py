"""How large a web process is, once it has answered some pages."""

import os
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from linli.config.benching.lines import Limit, Line

ADDRESSES = ("/", "/board/", "/say/", "/ui/", "/sign-in/")
ROUNDS = 12
PATIENCE = 30.0  # seconds
LARGEST = Limit(megabytes=130)


def web_process(rows: int) -> Line | None:
    """Start one web process on loopback, ask it some pages, and read its size; Linux alone."""
    if not Path("/proc/self/status").exists():
        return None
    port = _free_port()
    command = [
        sys.executable, "-P", "-m", "granian", "--interface", "wsgi", "--no-ws",
        "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
        "--blocking-threads", "4", "--log-level", "error", "linli.config.wsgi:application",
    ]  # fmt: skip
    with subprocess.Popen(command, env=dict(os.environ)) as server:  # noqa: S603 - our own
        try:
            _ask(port)
            size = max(_own_size(pid) for pid in [server.pid, *_children(server.pid)])
        finally:
            server.terminate()
    return Line(
        operation="网页进程 web process RSS (no mapped rows)",
        rows=rows,
        megabytes=size,
        limit=LARGEST,
    )


def _ask(port: int) -> None:
    until = time.monotonic() + PATIENCE
    done = 0
    while done < ROUNDS and time.monotonic() < until:
        try:
            for address in ADDRESSES:
                caller = HTTPConnection("127.0.0.1", port, timeout=5)
                caller.request("GET", address)
                caller.getresponse().read()
                caller.close()
            done += 1
        except (OSError, HTTPException):
            time.sleep(0.2)


def _own_size(pid: int) -> float:
    """RSS in MB without the mapped database file: those pages the system takes back."""
    size, is_database = 0, False
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        if "-" in line.partition(" ")[0]:
            is_database = line.endswith(".sqlite3")
        elif line.startswith("Rss:") and not is_database:
            size += int(line.split()[1])
    return size / 1024


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
