"""Says who may do what, and writes it into the documentation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand

from linli.people.queries import permissions_written

PAGE = Path(__file__).resolve().parents[5] / "docs" / "permissions.md"


class Command(BaseCommand):
    help = "谁能看什么：列出岗位和权限，--write 写进文档 who may do what"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="写进 docs/permissions.md")

    def handle(self, *, write: bool, **_: Any) -> None:
        written = permissions_written()
        if write:
            PAGE.write_text(written, encoding="utf-8")
        self.stdout.write(str(PAGE) if write else written)
