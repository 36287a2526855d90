"""`linli demo`: fills an empty database with the story of 幸福里社区, up to this moment."""

import time
from typing import Any

from django.core.management import BaseCommand, CommandError, call_command

from linli.demo.neighbourhood import lay_and_tell
from linli.kernel import clock
from linli.kernel.errors import Refusal


class Command(BaseCommand):
    help = "放入演示：幸福里社区 lay in the demo neighbourhood"
    requires_system_checks = []

    def handle(self, *_: Any, **__: Any) -> None:
        started = time.monotonic()
        call_command("migrate", interactive=False, verbosity=0)
        try:
            stage = lay_and_tell(now=clock.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"幸福里社区：{len(stage.people)} 人，按新闻报道模拟，人物均为虚构"
            f"（{time.monotonic() - started:.1f} s）"
        )
