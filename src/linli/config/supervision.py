"""Keeps a group of child processes running until it is told to stop."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

TICK = 0.1  # seconds
STEADY_AFTER = 60.0
LONGEST_PAUSE = 30.0
GRACE = 6.0
PR_SET_PDEATHSIG = 1

# Loaded here because almost nothing may be done between fork and exec.
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class GaveUp(Exception):
    """A child ended again and again before the group ever stood."""


@dataclass
class Child:
    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    due_at: float = 0.0
    falls: int = 0

    def start(self, at: float) -> None:
        self.started_at = at
        # A session of its own: Ctrl-C reaches the supervisor alone, which stops all in order.
        self.process = subprocess.Popen(  # noqa: S603 - the command is ours
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_the_supervisor,  # noqa: PLW1509 - one thread only
        )

    def has_fallen(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def rest(self, at: float) -> float:
        """Note the fall; the pause before the next start doubles while falls follow closely."""
        self.signal(signal.SIGKILL)  # what the fallen process has left behind
        self.falls = 1 if at - self.started_at > STEADY_AFTER else self.falls + 1
        pause = min(2.0 ** (self.falls - 1), LONGEST_PAUSE)
        self.process, self.due_at = None, at + pause
        return pause

    def signal(self, number: signal.Signals) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


class Supervisor:
    def __init__(
        self, children: list[Child], *, say: Callable[[str], None], falls: int = 3
    ) -> None:
        self.children = children
        self.say = say
        self.falls = falls  # that are borne before the group has stood
        self.is_stopping = False

    def run(self, *, stands: Callable[[], bool], on_standing: Callable[[], None]) -> None:
        """Start all, restart what falls; `on_standing` is called once, when `stands` is."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        try:
            has_stood = False
            while not self.is_stopping:
                self._look_after(has_stood=has_stood)
                if not has_stood and stands():
                    has_stood = True
                    on_standing()
                time.sleep(TICK)
        finally:
            self._stop()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def _look_after(self, *, has_stood: bool) -> None:
        at = time.monotonic()
        for child in self.children:
            if child.has_fallen():
                code, pause = child.process and child.process.returncode, child.rest(at)
                self.say(f"{child.name} 退出了 ended ({code})，{pause:.0f} s 后重启 restarting")
                if child.falls > self.falls and not has_stood:
                    raise GaveUp(child.name)
            if child.process is None and at >= child.due_at:
                child.start(at)

    def _stop(self) -> None:
        for child in self.children:
            child.signal(signal.SIGTERM)
        end = time.monotonic() + GRACE
        while time.monotonic() < end and any(map(_is_alive, self.children)):
            time.sleep(TICK)
        for child in self.children:
            child.signal(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()


def _is_alive(child: Child) -> bool:
    return child.process is not None and child.process.poll() is None


def _die_with_the_supervisor() -> None:
    """Let no child hold the port after a supervisor that was killed."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
