"""Takes the registers of a community out from the command line."""

from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from linli.exchange import actions
from linli.exchange.finding import community_called
from linli.exchange.order_sheets import orders_sheet
from linli.exchange.register import write_register
from linli.exchange.registers import SHEETS, RegisterSheet
from linli.exchange.workbooks import workbook_of
from linli.kernel import clock
from linli.kernel.errors import Refusal
from linli.people.viewer import THE_HOUSE
from linli.places.models import Area

MATTERS = "matters"


def add_what_goes_back(kind: ArgumentParser) -> None:
    """回传: only what one platform sent, come in on these days, or changed since the last."""
    kind.add_argument("--source", default="", help="哪个平台转来的（如 12345）")
    kind.add_argument("--since", type=date.fromisoformat, metavar="YYYY-MM-DD")
    kind.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD")
    kind.add_argument("--changed", action="store_true", help="只要上次导出以后有变动的")


class Command(BaseCommand):
    help = "导出社区的登记册 export the registers of a community"

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="|".join(SHEETS))
        for sheet in SHEETS.values():
            kind = kinds.add_parser(sheet.code, help=f"{sheet.label} xlsx")
            kind.add_argument("file", type=Path, metavar="FILE.xlsx")
            if sheet.code == MATTERS:
                add_what_goes_back(kind)
            kind.add_argument("--community", default="", help="哪个社区：名称、区划代码或编号")
            kind.add_argument(
                "--with-contacts", default="", metavar="理由", help="号码不遮，须写理由"
            )

    def handle(
        self, *, kind: str, file: Path, community: str, with_contacts: str, **more: Any
    ) -> None:
        if more.get("source"):
            self.send_back(file, community, with_contacts, more)
            return
        if file.suffix.lower() != ".xlsx":
            raise CommandError("文件名要以 .xlsx 结尾。")
        try:
            place = community_called(community)
            if kind == MATTERS:
                rows = write_register(place, file, with_contacts=with_contacts)
                actions.note_export(
                    community=place,
                    rows=rows,
                    reason=with_contacts,
                    by=THE_HOUSE,
                    at=clock.now(),
                )
            else:
                rows = self.write(SHEETS[kind], place, file, with_contacts)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"导出了 {rows} {'件' if kind == MATTERS else '行'}到 {file}。")

    def send_back(
        self, file: Path, community: str, reason: str, asked: Mapping[str, Any]
    ) -> None:
        """回传: what came from one platform, as a sheet for it."""
        if file.suffix.lower() not in (".xlsx", ".csv"):
            raise CommandError("文件名要以 .xlsx 或 .csv 结尾。")
        try:
            wanted = actions.OrdersWanted(
                area=community_called(community),
                source=asked["source"],
                since=asked["since"],
                until=asked["until"],
                only_changed=asked["changed"],
                reason=reason,
            )
            lines = actions.export_orders(wanted=wanted, by=THE_HOUSE, at=clock.now())
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        file.write_bytes(orders_sheet(lines, file.suffix.lower().removeprefix(".")))
        self.stdout.write(f"导出了 {len(lines)} 件到 {file}。")

    def write(self, sheet: RegisterSheet, place: Area, file: Path, reason: str) -> int:
        rows = sheet.rows(place, bool(reason))
        content, count = workbook_of(str(sheet.label), sheet.heads, rows)
        file.write_bytes(content)
        actions.note_sheet_export(
            area=place,
            what=sheet.label,
            rows=count,
            reason=reason,
            by=THE_HOUSE,
            at=clock.now(),
        )
        return count
