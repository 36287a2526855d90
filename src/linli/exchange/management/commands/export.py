"""Takes the register of a community out from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from linli.exchange import actions
from linli.exchange.finding import community_called
from linli.exchange.register import write_register
from linli.kernel import clock
from linli.kernel.errors import Refusal
from linli.people.viewer import THE_HOUSE


class Command(BaseCommand):
    help = "导出社区的事项登记表 export the register of a community's matters"

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="matters")
        matters = kinds.add_parser("matters", help="事项登记表 xlsx，可以再导入")
        matters.add_argument("file", type=Path, metavar="FILE.xlsx")
        matters.add_argument("--community", default="", help="哪个社区：名称、区划代码或编号")
        matters.add_argument(
            "--with-contacts", default="", metavar="理由", help="连姓名、电话一起导出，须写理由"
        )

    def handle(self, *, file: Path, community: str, with_contacts: str, **_: Any) -> None:
        if file.suffix.lower() != ".xlsx":
            raise CommandError("文件名要以 .xlsx 结尾。")
        try:
            place = community_called(community)
            rows = write_register(place, file, with_contacts=with_contacts)
            actions.note_export(
                community=place, rows=rows, reason=with_contacts, by=THE_HOUSE, at=clock.now()
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"导出了 {rows} 件到 {file}。")
