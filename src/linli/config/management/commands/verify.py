"""`linli verify`: whether everything that the database promised still holds."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from linli.config.verification import CHECKS


class Command(BaseCommand):
    help = "核对：只增不改的表、总账的每一项 (whether every promise still holds)"

    def add_arguments(self, parser: CommandParser) -> None:
        names = [check.name for check in CHECKS]
        parser.add_argument("check", nargs="*", metavar="|".join(names), help="只核对这些")

    def handle(self, *_: Any, check: list[str], **__: Any) -> None:
        unknown = set(check) - {one.name for one in CHECKS}
        if unknown:
            raise CommandError(f"没有这样的核对：{'、'.join(sorted(unknown))}。")
        broken = 0
        for one in CHECKS:
            if check and one.name not in check:
                continue
            began = time.monotonic()
            wrong = list(one.wrong())
            took = time.monotonic() - began
            broken += len(wrong)
            self.stdout.write(f"{one.label}：{len(wrong) or '没有'}不符（{took:.1f} s）")
            for sentence in wrong:
                self.stdout.write(f"  {sentence}")
        if broken:
            raise CommandError(f"{broken} 处不符。")
