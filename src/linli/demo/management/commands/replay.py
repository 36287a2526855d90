"""`linli replay NAME`: tells a community's reported period through the system's own actions."""

import time
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser, call_command

from linli.demo.replaying import replay
from linli.demo.script import REPLAYS, read_script
from linli.kernel import clock, installation
from linli.kernel.errors import Refusal
from linli.playbooks.queries import pack_named

NAMES = sorted(folder.name for folder in REPLAYS.iterdir() if folder.is_dir())


class Command(BaseCommand):
    help = "回放一个社区的报道期 replay a community's reported period"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=NAMES, help="哪个社区 which community")
        parser.add_argument("--playbook", help="换一个规则包文件 another playbook")
        parser.add_argument("--first", type=int, help="只放前几件 only the first matters")

    def handle(self, *_: Any, **options: Any) -> None:
        started = time.monotonic()
        call_command("migrate", interactive=False, verbosity=0)
        script = read_script(REPLAYS / options["name"])
        try:
            installation.refuse_if_taken()
            pack = pack_named(options["playbook"] or script.playbook)
            self.say(f"{script.title}：{len(script.inputs)} 条输入，人名均为虚构")
            told = replay(script, pack, now=clock.now, say=self.say, first=options["first"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        for one in told.bank.refused:
            self.say(f"没办成 {one.at:%Y-%m-%d %H:%M}  {one.words}")
        self.say(f"用时 {time.monotonic() - started:.1f} s")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
