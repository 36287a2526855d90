"""`linli figures NAME`: every headline figure of a community, from the rows behind it."""

import json
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from linli.indicators.queries import Figure, communities, figures_of
from linli.kernel.errors import Refusal


class Command(BaseCommand):
    help = "一个社区的数字和它们的名单 a community's figures and their lists"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=communities(), help="哪个社区 which community")
        parser.add_argument("--json", action="store_true", help="JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            figures = figures_of(options["name"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(
                json.dumps([as_object(f) for f in figures], ensure_ascii=False, indent=2)
            )
        else:
            self.stdout.write(as_table(figures))


def as_object(figure: Figure) -> dict[str, Any]:
    headline = figure.headline
    since = headline.window.since
    return {
        "key": headline.key,
        "value": json.loads(figure.written),
        "qualifier": headline.qualifier.value,
        "unit": headline.unit,
        "window": {
            "since": since.date().isoformat() if since else None,
            "until": headline.window.until.date().isoformat(),
        },
        "denominator": figure.denominator,
        "definition": headline.indicator.explained,
        "list": figure.list_url,
        "echo": headline.indicator.echo,
    }


def as_table(figures: list[Figure]) -> str:
    head = f"{'数字':<42}{'报道值':>8}{'回放值':>8}  符合"
    rows = [
        f"{f.headline.key:<44}{f.reported:>9}{f.written:>11}"
        f"  {'是' if f.agrees else '否'}  {f.headline.indicator.label}（{f.headline.unit}）"
        for f in figures
    ]
    return "\n".join([head, *rows])
