"""`linli reference`: prints or writes docs/reference.md."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from linli.config import folders
from linli.config.reference import reference


class Command(BaseCommand):
    help = "事件、可设定项、动作、权限、数字一览 (writes docs/reference.md)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="写进 docs/reference.md")

    def handle(self, *_: Any, **options: Any) -> None:
        if options["write"]:
            page = folders.SOURCE.parents[1] / "docs" / "reference.md"
            page.write_text(reference(), encoding="utf-8")
        else:
            self.stdout.write(reference())
