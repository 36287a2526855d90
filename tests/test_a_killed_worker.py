"""通知发到一半杀掉工作进程: after the lease the rest goes out, counted rightly.

Into the inboxes nothing goes twice. By SMS nothing goes twice where the gateway knows the key
of a parcel; where it does not, the one parcel that was just being asked for goes once more.
"""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection

from linli.kernel.testing import NOON
from linli.messaging.models import Dispatch, Mailing, Message
from linli.messaging.queries import counts_of
from linli.messaging.rules import DispatchState, Way
from linli.notices.actions import Wording, send_notice
from linli.notices.models import Notice
from linli.notices.testing import a_draft
from linli.people.testing import a_person
from linli.people.viewer import THE_HOUSE
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db(transaction=True)

MANY, HEARD_BEFORE = 17, 7
LEASE, PATIENCE = 3, 120  # seconds
# Urgent: the test must not wait for the morning.
WORDS = Wording(title="停水", text="…", by_sms=True, is_urgent=True)
WORKER = """
    import os
    import django
    django.setup()
    from django.db import connection
    connection.settings_dict["NAME"] = os.environ["TEST_DATABASE"]
    from django.core.management import call_command
    call_command("worker")
"""
KEYS = """
[sms]
kind = "gateway"
url = "{url}"
body = '{{"id": "{{id}}", "phone": "{{phone}}"}}'
is_idempotent = {knows}
"""


class Provider:
    """It sends what it hears, and keeps one caller waiting until that caller is dead."""

    def __init__(self, *, knows_keys: bool) -> None:
        self.knows_keys = knows_keys
        self.heard: Counter[str] = Counter()
        self.sent: Counter[str] = Counter()
        self.is_waiting, self.goes_on = Event(), Event()

    def take(self, said: dict[str, str]) -> None:
        self.heard[said["id"]] += 1
        if not self.knows_keys or self.heard[said["id"]] == 1:
            self.sent[said["phone"]] += 1
        if self.heard.total() == HEARD_BEFORE + 1:
            self.is_waiting.set()
            self.goes_on.wait(PATIENCE)


@contextmanager
def standing(provider: Provider) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            provider.take(json.loads(self.rfile.read(length)))
            try:
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()
            except OSError:  # who asked is dead
                return

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        provider.goes_on.set()
        server.shutdown()
        server.server_close()


def a_notice_to_many() -> Notice:
    unit = a_neighbourhood().unit
    for number in range(MANY):
        a_person(f"邻居{number}", unit, phone=f"138000022{number:02}")
    notice = a_draft(unit, wording=WORDS)
    send_notice(notice=notice, by=THE_HOUSE, at=NOON)
    return notice


@contextmanager
def a_worker(keys: Path) -> Iterator["subprocess.Popen[bytes]"]:
    environment = {
        **os.environ,
        "LINLI_OUTLETS": str(keys),
        "LINLI_DISPATCH_LEASE": str(LEASE),
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
    }
    command = [sys.executable, "-P", "-c", textwrap.dedent(WORKER)]
    worker = subprocess.Popen(command, env=environment)
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait(timeout=30)


def wait_for(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.1)


@pytest.mark.parametrize("knows_keys", [True, False])
def test_what_a_killed_worker_left_goes_out_after_its_lease(
    tmp_path: Path, *, knows_keys: bool
) -> None:
    notice, provider = a_notice_to_many(), Provider(knows_keys=knows_keys)
    with standing(provider) as url:
        keys = tmp_path / "outlets.toml"
        keys.write_text(KEYS.format(url=url, knows=str(knows_keys).lower()), encoding="utf-8")
        keys.chmod(0o600)

        with a_worker(keys) as worker:
            assert provider.is_waiting.wait(PATIENCE)
            worker.send_signal(signal.SIGKILL)
            worker.wait(timeout=30)
        left = Dispatch.objects.queued().filter(way=Way.SMS)
        assert left.count() == MANY - HEARD_BEFORE
        assert left.filter(calling_at__isnull=False).count() == 1
        with a_worker(keys):
            wait_for(lambda: not Dispatch.objects.queued().exists())
            wait_for(lambda: Mailing.objects.get().ended_at is not None)

    counted = counts_of(notice.ref)
    assert counted[Way.SMS].sent == counted[Way.INBOX].sent == MANY
    assert not Dispatch.objects.exclude(state=DispatchState.SENT).exists()
    letters = Message.objects.filter(subject=notice.ref).values_list("to", flat=True)
    assert len(letters) == len(set(letters)) == MANY
    assert len(provider.heard) == len(provider.sent) == MANY
    assert provider.heard.total() == MANY + 1
    assert provider.sent.total() == (MANY if knows_keys else MANY + 1)
    assert sum(Dispatch.objects.values_list("repeats", flat=True)) == 1
