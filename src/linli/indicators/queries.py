"""The headline figures of a community: each an indicator over its window, with its list."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse

from linli.kernel.dates import start_of
from linli.kernel.errors import Refusal
from linli.kernel.indicators import Indicator, Qualifier, Window
from linli.kernel.references import number
from linli.places.models import Area
from linli.places.queries import area_of_code

HEADLINES = Path(__file__).with_name("headlines.toml")


class NoSuchCommunity(Refusal):
    status = 404


@dataclass(frozen=True, kw_only=True)
class Headline:
    """One figure that a community is known for: which indicator, when, what was reported."""

    key: str
    indicator: Indicator[Model]
    window: Window
    qualifier: Qualifier
    unit: str
    reported: int


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A headline as this database tells it."""

    headline: Headline
    value: int
    denominator: int | None
    list_url: str

    @property
    def written(self) -> str:
        return self.headline.indicator.written(self.value)

    @property
    def reported(self) -> str:
        return self.headline.indicator.written(self.headline.reported)

    @property
    def agrees(self) -> bool:
        return agrees(self.headline.qualifier, self.value, self.headline.reported)


def agrees(qualifier: Qualifier, value: int, reported: int) -> bool:
    """符合: exact as said; 余 and 多 up to a fifth more; 近 and 万 a tenth either way."""
    match qualifier:
        case Qualifier.EXACT:
            return value == reported
        case Qualifier.AT_LEAST:
            return reported <= value and 5 * value <= 6 * reported
        case Qualifier.ABOUT:
            return 9 * reported <= 10 * value <= 11 * reported


def communities() -> list[str]:
    """List the communities whose figures are known by name."""
    return list(_read())


def figures_of(name: str) -> list[Figure]:
    """Work out every figure of a community from what this database holds."""
    told = _read().get(name)
    place = area_of_code(told["code"]) if told else None
    if not told or not place:
        raise NoSuchCommunity("这个数据库里没有“{name}”，请先回放它。", name=name)
    return [figure_of(headline, place) for headline in _headlines(told)]


def figure_of(headline: Headline, place: Area) -> Figure:
    """数字: what this database says, beside what was reported."""
    indicator, window = headline.indicator, headline.window
    return Figure(
        headline=headline,
        value=indicator.value(place.ref, window),
        denominator=indicator.denominator(place.ref, window),
        list_url=list_url(indicator, place, window),
    )


def list_url(indicator: Indicator[Model], place: Area, window: Window) -> str:
    """The page of the rows behind a figure."""
    asked = {"place": str(number(place.ref)), "until": window.until.date().isoformat()}
    if window.since:
        asked["since"] = window.since.date().isoformat()
    address = reverse("figure", kwargs={"code": indicator.code})
    return f"{address}?{urlencode(asked)}"


def headlines_here() -> list[tuple[str, Area, list[Headline]]]:
    """List the communities of this database that have headline figures, with those figures."""
    found = ((told["name"], area_of_code(told["code"]), told) for told in _read().values())
    return [(name, place, _headlines(told)) for name, place, told in found if place]


def _headlines(told: dict[str, Any]) -> list[Headline]:
    return [_headline(row) for row in told["figures"]]


def _headline(row: dict[str, Any]) -> Headline:
    indicator = Indicator.registry[row["indicator"]]
    return Headline(
        key=row["key"],
        indicator=indicator,
        window=window(row.get("since"), row["until"]),
        qualifier=Qualifier(row["qualifier"]),
        unit=row["unit"],
        reported=int(row["reported"] * 10**indicator.decimals),
    )


def window(since: date | None, until: date) -> Window:
    """From the beginning of the first day up to, not with, the last."""
    return Window(since=start_of(since) if since else None, until=start_of(until))


def _read() -> dict[str, Any]:
    return tomllib.loads(HEADLINES.read_text(encoding="utf-8"), parse_float=Decimal)
