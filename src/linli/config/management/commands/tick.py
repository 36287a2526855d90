"""`linli tick`: lets everything that comes back by itself come back, until told to stop."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, connection

from linli.config.management.commands.worker import stop_when_told
from linli.kernel import clock, rounds

PAUSE = 10.0


class Command(BaseCommand):
    help = "走钟：到点的签收、提醒、超期上报、归档 (deadlines and other periodic work)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="走一轮就停下")

    def handle(self, *_: Any, **options: Any) -> None:
        if options["once"]:
            rounds.tick(at=clock.now())
            return
        stopping = stop_when_told()
        while not stopping.is_set():
            self._tick()
            stopping.wait(PAUSE)

    def _tick(self) -> None:
        try:
            rounds.tick(at=clock.now())
        except OperationalError as error:
            self.stderr.write(f"{time.strftime('%F %T')} 数据库暂时不可用：{error}")
            connection.close()
