"""Brings a sheet in from the command line: whole, or not at all."""  # noqa: N999

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from linli.exchange import actions
from linli.exchange.finding import community_called, person_called
from linli.exchange.models import ImportBatch
from linli.exchange.queries import bad_rows_of, faults_of, who_handles
from linli.exchange.rules import Column, understand
from linli.exchange.rules.people import register_score
from linli.exchange.sheets import Table, read_table
from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.errors import Refusal
from linli.people.viewer import THE_HOUSE


class Command(BaseCommand):
    help = "导入热线工单、人户登记册 import hotline orders or a register of households"

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="matters|people")
        matters = kinds.add_parser("matters", help="热线工单：xlsx、xls 或 csv")
        matters.add_argument("file", type=Path, metavar="FILE")
        matters.add_argument(
            "--community", default="", help="没写村社区的行归哪个社区：名称、区划代码或编号"
        )
        matters.add_argument("--handler", default="", help="已办结的记在谁名下；默认社区工作者")
        matters.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="列=字段",
            help="指明某一列是什么；“列=”表示不要这一列；可以写多次",
        )
        matters.add_argument("--check", action="store_true", help="只检查，不导入")

        people = kinds.add_parser("people", help="人户登记册：xlsx、xls 或 csv")
        people.add_argument("file", type=Path, metavar="FILE")
        people.add_argument(
            "--community", default="", help="导入到哪个社区：名称、区划代码或编号"
        )
        people.add_argument(
            "--open-rooms", action="store_true", help="登记册上没有的房号，一起登记"
        )
        people.add_argument("--check", action="store_true", help="只核对，不导入")

    def handle(self, *, kind: str, file: Path, **given: Any) -> None:
        bring_in = self.bring_in_people if kind == "people" else self.bring_in
        try:
            bring_in(file, **given)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        except OSError as error:
            raise CommandError(f"打不开 {file}：{error.strerror}") from error

    def bring_in(
        self, file: Path, *, community: str, handler: str, check: bool, **given: Any
    ) -> None:
        at = clock.now()
        table = read_table(file.read_bytes(), file.name)
        overrides = overrides_of(given["map"])
        self.show(table, overrides)
        place = community_called(community)
        person = person_called(handler, place) if handler else who_handles(place, on=day_of(at))
        batch = actions.stage_batch(
            table=table,
            file_name=file.name,
            community=place,
            handler=person,
            by=THE_HOUSE,
            at=at,
            overrides=overrides,
        )
        self.settle(batch, is_trial=check)

    def bring_in_people(
        self, file: Path, *, community: str, open_rooms: bool, check: bool, **_: Any
    ) -> None:
        at, by = clock.now(), THE_HOUSE
        table = read_table(file.read_bytes(), file.name, score=register_score)
        batch = actions.stage_people(
            table=table,
            file_name=file.name,
            within=community_called(community),
            opens_rooms=open_rooms,
            by=by,
            at=at,
        )
        actions.check_people(batch=batch, at=at, told=self.tell)
        self.stdout.write(
            f"新登记 {batch.new_count} 人，有改动 {batch.changed_count} 人，"
            f"没有变 {batch.same_count} 人，{batch.bad_count} 行有毛病。"
        )
        for row in bad_rows_of(batch):
            self.stdout.write(f"  {row.sheet}第{row.line}行 {'；'.join(row.sentences)}")
        if batch.bad_count or check:
            actions.discard_people(batch=batch, by=by, at=at)
            if batch.bad_count:
                raise CommandError(f"共 {batch.bad_count} 行有毛病，一行也没有导入。")
            self.stdout.write("没有毛病；只核对，没有导入。")
            return
        entered = actions.commit_people(batch=batch, by=by, at=clock.now())
        self.stdout.write(f"导入了 {entered.total} 人，归{batch.within.name}。")

    def show(self, table: Table, overrides: dict[str, str]) -> None:
        understood = understand(table.headings, overrides)
        self.stdout.write(f"读到 {len(table.rows)} 行。列对照：")
        for column in Column:
            if column in understood.columns:
                self.stdout.write(f"  {understood.columns[column]} → {column.label}")
        if understood.unread:
            self.stdout.write(f"  没用到的列：{'、'.join(understood.unread)}")

    def settle(self, batch: ImportBatch, *, is_trial: bool) -> None:
        at = clock.now()
        for fault in faults_of(batch):
            self.stdout.write(str(fault))
        if batch.fault_count or is_trial:
            actions.discard_batch(batch=batch, by=THE_HOUSE, at=at)
            if batch.fault_count:
                raise CommandError(f"共 {batch.fault_count} 处毛病，一行也没有导入。")
            self.stdout.write("没有毛病；只检查，没有导入。")
            return
        done = actions.commit_batch(batch=batch, by=THE_HOUSE, at=at, told=self.tell)
        self.stdout.write(f"导入了 {done} 件，归{batch.community.name}。")

    def tell(self, done: int, total: int) -> None:
        self.stdout.write(f"  {done}/{total}")
        self.stdout.flush()


def overrides_of(given: list[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    if bad := [heading for heading, equals, _ in pairs if not (heading and equals)]:
        raise CommandError(f"--map 要写成 列=字段，不是“{bad[0]}”。")
    return {heading.strip(): name.strip() for heading, _, name in pairs}
