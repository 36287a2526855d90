"""Lets an area adopt another playbook, or a changed one."""

from argparse import ArgumentParser

from django.core.management import BaseCommand, CommandError

from linli.kernel import clock
from linli.kernel.errors import Refusal
from linli.people.viewer import THE_HOUSE
from linli.places.models import Area
from linli.playbooks import queries
from linli.playbooks.actions import adopt_playbook


class Command(BaseCommand):
    help = "让一个区域采用规则包 let an area adopt a playbook"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("playbook", metavar="PLAYBOOK", help="规则包的名字或文件")
        parser.add_argument("area", help="区域的名称或12位区划代码")

    def handle(self, *, playbook: str, area: str, **_: object) -> None:
        try:
            adoption = adopt_playbook(
                pack=queries.pack_named(playbook),
                area=the_area(area),
                by=THE_HOUSE,
                at=clock.now(),
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(
            f"{adoption.area.name}采用“{adoption.name}”第 {adoption.version} 版 adopted；"
            "已经在办的事仍按原来的规则。"
        )


def the_area(said: str) -> Area:
    found = list(Area.objects.filter(division_code=said) or Area.objects.filter(name=said)[:2])
    if len(found) != 1:
        problem = "有几个叫" if found else "没有叫"
        raise CommandError(f"{problem}“{said}”的区域，请用12位区划代码。")
    return found[0]
