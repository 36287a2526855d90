"""A notice to many: queued, then sent by workers of which one is killed half-way.

It sees the scratch database alone. The gateway stands on loopback and counts by our own number
of each parcel, so that what went out twice, or not at all, shows.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import django

LIMIT = 5.0  # seconds to queue
LEASE = 3  # seconds
SMS = 200
LONGEST = 600.0
KEYS = """
[sms]
kind = "gateway"
url = "{url}"
body = '{{"id":"{{id}}"}}'
is_idempotent = true
"""


class CountedOtherwise(Exception):
    """What went out is not what was queued."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="*", default=[])
    parser.add_argument("--at", type=datetime.fromisoformat)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    os.environ["LINLI_DISPATCH_LEASE"] = str(LEASE)
    django.setup()
    from linli.config import preparation  # noqa: PLC0415 - Django is not set up before

    preparation.migrate()
    for many in sorted(given.rows):
        _measure(many, at=given.at)


def _measure(many: int, *, at: datetime) -> None:
    from linli.config.benching.lines import Limit, Line  # noqa: PLC0415 - Django is not set up before
    from linli.notices.actions import send_notice  # noqa: PLC0415 - Django is not set up before
    from linli.people.viewer import THE_HOUSE  # noqa: PLC0415 - Django is not set up before

    notice = _a_notice_to(many, at)
    began = time.monotonic()
    send_notice(notice=notice, by=THE_HOUSE, at=at)
    queued = time.monotonic() - began
    _say(
        Line(
            operation="send_notice 排队 queued",
            rows=many,
            cpu_ms=queued * 1000,
            wall_ms=queued * 1000,
            limit=Limit(ms=LIMIT * 1000),
        ).passed_on()
    )
    with _gateway() as (url, heard):
        keys = Path(os.environ["LINLI_DATA"]) / "outlets.toml"
        keys.write_text(KEYS.format(url=url), encoding="utf-8")
        keys.chmod(0o600)
        began = time.monotonic()
        _deliver(dict(os.environ, LINLI_OUTLETS=str(keys)))
        taken = time.monotonic() - began
    _count(many, notice.ref, heard)
    _say(
        Line(
            operation="workers, one killed 送完，杀掉一个",
            rows=many,
            wall_ms=taken * 1000,
        ).passed_on()
    )


def _a_notice_to(many: int, at: datetime) -> Any:
    """Lay the neighbours as copies of nobody: only their number matters here."""
    from linli.notices.actions import Wording  # noqa: PLC0415 - Django is not set up before
    from linli.notices.testing import a_draft  # noqa: PLC0415 - Django is not set up before
    from linli.people.testing import a_person  # noqa: PLC0415 - Django is not set up before
    from linli.places.testing import a_neighbourhood  # noqa: PLC0415 - Django is not set up before

    place = a_neighbourhood()
    _copies_of(a_person("邻居", place.unit), many)
    # Urgent: the measure must not wait for the morning.
    words = Wording(title="停水", text="…", by_sms=True, must_acknowledge=True, is_urgent=True)
    return a_draft(place.community, wording=words, at=at)


def _copies_of(person: Any, many: int) -> None:
    """As many neighbours as the measure wants, the first of them with a telephone."""
    from django.db import connection  # noqa: PLC0415 - Django is not set up before

    from linli.kernel.encryption import blind_index  # noqa: PLC0415 - Django is not set up before

    fields = [field for field in person._meta.concrete_fields if not field.primary_key]
    own = ("phone", "phone_index")
    taken = ", ".join("%s" if one.name in own else one.column for one in fields)
    phone = person._meta.get_field("phone")
    rows = []
    for number in range(many - 1):
        said = f"139{number:08}" if number < SMS else ""
        hidden = phone.get_db_prep_save(said, connection)
        rows.append((hidden, blind_index(said, "phone") if said else "", person.pk))
    columns = ", ".join(one.column for one in fields)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO people_person ({columns}) "  # noqa: S608 - names of our own columns
            f"SELECT {taken} FROM people_person WHERE id = %s",
            rows,
        )


@contextmanager
def _gateway() -> Iterator[tuple[str, Counter[bytes]]]:
    heard: Counter[bytes] = Counter()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = self.rfile.read(int(self.headers["Content-Length"]))
            heard[said] += 1
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"OK")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", heard
    finally:
        server.shutdown()


def _deliver(environment: dict[str, str]) -> None:
    """Two workers; one is killed in the middle of its work, and another comes."""
    from linli.messaging.models import Dispatch  # noqa: PLC0415 - Django is not set up before

    command = [sys.executable, "-P", "-m", "linli", "worker"]

    def start() -> "subprocess.Popen[bytes]":
        return subprocess.Popen(command, env=environment)  # noqa: S603 - our own command

    workers = [start(), start()]
    end = time.monotonic() + LONGEST
    all_of_them = Dispatch.objects.count()
    try:
        killed = False
        while Dispatch.objects.queued().exists() and time.monotonic() < end:
            begun = Dispatch.objects.filter(state="sent").count()
            if not killed and begun > all_of_them // 3:
                workers[0].send_signal(signal.SIGKILL)
                workers.append(start())
                killed = True
            time.sleep(0.05)
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(timeout=30)


def _count(many: int, subject: str, heard: "Counter[bytes]") -> None:
    from linli.messaging.models import Message  # noqa: PLC0415 - Django is not set up before
    from linli.messaging.queries import counts_of  # noqa: PLC0415 - Django is not set up before
    from linli.messaging.rules import Way  # noqa: PLC0415 - Django is not set up before

    counted = counts_of(subject)
    texted = min(many, SMS)
    letters = Message.objects.filter(subject=subject)
    right = {
        "inbox": counted[Way.INBOX].sent == many,
        "letters, each once": letters.count()
        == many
        == letters.values("to").distinct().count(),
        "sms": counted[Way.SMS].sent == texted,
        "heard": len(heard) == texted,
        "again only what a killed worker asked": heard.total() <= texted + 1,
    }
    wrong = [name for name, holds in right.items() if not holds]
    if wrong:
        raise CountedOtherwise(f"{wrong}: {counted}, {len(heard)}/{heard.total()}")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
