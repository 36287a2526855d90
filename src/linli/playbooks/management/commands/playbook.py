"""Checks, lists, shows and tries playbooks from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from linli.kernel import clock
from linli.kernel.calendar import SHANGHAI, WorkCalendar
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.errors import Refusal
from linli.kernel.options import Option, plain
from linli.matters.options import ROUTES, TIERS
from linli.playbooks import loader, queries
from linli.playbooks.describing import told, told_into
from linli.playbooks.linter import check_file
from linli.playbooks.loader import Pack, key_of
from linli.playbooks.management.commands.adopt import the_area
from linli.playbooks.trying import try_rules


class Command(BaseCommand):
    help = "规则包：检查、列出、查看、试一句话 check, list, show or try a playbook"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(
            dest="verb", required=True, metavar="check|list|show|try|trial"
        )
        check = verbs.add_parser("check", help="检查规则包，指出哪一行有毛病")
        check.add_argument("names", nargs="+", metavar="FILE|NAME")
        verbs.add_parser("list", help="列出自带的规则包")
        show = verbs.add_parser("show", help="看一个规则包定了什么")
        show.add_argument("name", metavar="FILE|NAME")
        attempt = verbs.add_parser("try", help="说一句话，看会归到哪一条规则")
        attempt.add_argument("words", nargs="+")
        attempt.add_argument("--in", dest="name", metavar="FILE|NAME", help="只用这一个规则包")
        whole = verbs.add_parser("trial", help="用一个区域最近说的一千件试跑规则包")
        whole.add_argument("name", metavar="FILE|NAME")
        whole.add_argument("area", help="区域的名称或12位区划代码")
        every = verbs.add_parser("options", help="列出规则包能设的每一项")
        every.add_argument("--into", type=Path, metavar="FILE", help="写进这份文档")

    def handle(self, *, verb: str, **given: Any) -> None:
        try:
            getattr(self, f"{verb}_it")(**given)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal

    def check_it(self, *, names: list[str], **_: Any) -> None:
        faults = 0
        for name in names:
            reading = check_file(name)
            faults += len(reading.faults)
            for fault in reading.faults:
                self.stdout.write(str(fault))
            if reading.pack:
                self.stdout.write(f"{name}：没有毛病 sound（{_content(reading.pack)}）")
        if faults:
            raise CommandError(f"共 {faults} 处毛病 faults", returncode=1)

    def list_it(self, **_: Any) -> None:
        for name in loader.bundled():
            header = queries.pack_named(name).header
            self.stdout.write(f"{name:<12}{header.version:<6}{header.title}")
            self.stdout.write(f"{'':<18}{header.title_en}")

    def show_it(self, *, name: str, **_: Any) -> None:
        pack = queries.pack_named(name)
        header = pack.header
        self.stdout.write(f"{header.title} {header.title_en}")
        self.stdout.write(f"版本 {header.version}  摘要 {pack.digest[:12]}")
        self.stdout.write(f"来源 {header.source}\n依据 {header.basis}")
        for option, value in pack.values.items():
            self.stdout.write(f"\n{option.label}（{key_of(option)}）")
            for line in _lines(plain(value)):
                self.stdout.write(f"  {line}")

    def try_it(self, *, words: list[str], name: str | None, **_: Any) -> None:
        for which in [name] if name else loader.bundled():
            self.stdout.write(f"{which}：")
            for line in _trial(queries.pack_named(which), " ".join(words)):
                self.stdout.write(f"  {line}")

    def trial_it(self, *, name: str, area: str, **_: Any) -> None:
        found = try_rules(queries.pack_named(name), the_area(area))
        self.stdout.write(f"试了 {found.tried} 件，{found.moved} 件会改去向 would move")
        for one in found.listed:
            said = f"{one.number}  {one.old.label} → {one.new.label}"
            self.stdout.write(f"{said}  {one.why_new}" if one.why_new else said)

    def options_it(self, *, into: Path | None, **_: Any) -> None:
        known = Option.registry.values()
        if into is None:
            self.stdout.write(told(known))
        else:
            page = told_into(into.read_text(encoding="utf-8"), known)
            into.write_text(page, encoding="utf-8")


def _content(pack: Pack) -> str:
    return "、".join(
        f"{option.label} {len(value)}"
        if isinstance(value, tuple)
        else f"{option.label} {value}"
        for option, value in pack.values.items()
    )


def _lines(value: Any) -> list[str]:
    if not isinstance(value, list):
        return [str(value)]
    return [_said(item) for item in value]


def _said(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    said = {name: part for name, part in item.items() if part not in (None, "", [], False)}
    return "  ".join(
        f"{name}={'、'.join(map(str, part)) if isinstance(part, list) else part}"
        for name, part in said.items()
    )


def _trial(pack: Pack, words: str) -> list[str]:
    at = clock.now()
    trial = queries.trial_of(words, pack[ROUTES], pack[TIERS], calendar=_calendar(), at=at)
    due = trial.due.at.astimezone(SHANGHAI)
    lines = [
        f"归到“{trial.route.label}”（{trial.route.code}）：{trial.why}",
        f"{trial.tier.label}，由{trial.route.desk.label}分派"
        + (f"给{trial.route.post.label}" if trial.route.post else ""),
        f"现在受理，{due:%Y-%m-%d %H:%M} 前办完（{trial.due.why}）",
        f"要求：{trial.route.requirement}",
    ]
    lost = "；".join(f"{one.route.label}（{'、'.join(one.matched)}）" for one in trial.lost)
    return [*lines, f"没选上：{lost}"] if lost else lines


def _calendar() -> WorkCalendar:
    try:
        return calendar_in_force()
    except DatabaseError:  # a playbook can be tried before there is a database
        return WorkCalendar()
