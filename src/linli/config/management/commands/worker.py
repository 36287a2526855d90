"""`linli worker`: brings entries to their subscribers and sends what is queued, until told."""

import signal
import time
from threading import Event
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, connection

from linli.kernel import clock, outbox
from linli.messaging.actions import end_mailings, send_lot

PAUSE = 0.5
PAUSE_WHEN_THE_DATABASE_IS_AWAY = 5.0


class Command(BaseCommand):
    help = "送达：把事件簿里的新事送到该知道的地方 (delivers journal entries)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="送完现有的就停下")

    def handle(self, *_: Any, **options: Any) -> None:
        if options["once"]:
            while do_next():
                pass
            return
        stopping = stop_when_told()
        while not stopping.is_set():
            stopping.wait(self._deliver_all(stopping))

    def _deliver_all(self, stopping: Event) -> float:
        """Deliver what is due; say how long to wait before looking again."""
        try:
            while not stopping.is_set() and do_next():
                pass
        except OperationalError as error:
            self.stderr.write(f"{time.strftime('%F %T')} 数据库暂时不可用：{error}")
            connection.close()
            return PAUSE_WHEN_THE_DATABASE_IS_AWAY
        return PAUSE


def do_next() -> bool:
    """Deliver one entry and send one lot; False when neither waited."""
    delivered = outbox.deliver_next(at=clock.now())
    sent = send_lot(at=clock.now())
    if sent:
        end_mailings(at=clock.now())
    return delivered or bool(sent)


def stop_when_told() -> Event:
    """An event that a signal to end sets."""
    stopping = Event()

    def stop(_: int, __: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return stopping
