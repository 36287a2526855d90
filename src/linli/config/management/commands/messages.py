"""`linli messages`: which sentences still lack their English twin; --write adds them, empty."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from linli.config import messages


class Command(BaseCommand):
    help = "屏幕上的话：哪些还没有英文 (sentences without an English twin)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="补进 locale/en")

    def handle(self, *_: Any, **options: Any) -> None:
        if options["write"]:
            messages.ENGLISH.parent.mkdir(parents=True, exist_ok=True)
            messages.gather().save(str(messages.ENGLISH))
        for sentence in sorted(messages.untranslated()):
            self.stdout.write(sentence)
