"""The dated policies of cities (城市规则) that come with the house, side by side in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import get_language, gettext

from linli.kernel.options import resolve
from linli.kernel.words import say
from linli.ledger.options import TERMS, Kin, Terms, terms_on
from linli.ledger.rules import Book, Use
from linli.places.models import Area
from linli.store.options import CITY_POLICY, CityPolicy

FOLDER = Path(__file__).parents[1] / "cities"


@dataclass(frozen=True, kw_only=True)
class CityPack:
    """A policy that comes with the house: its code, name, terms and what the city says."""

    code: str
    name: str
    terms: tuple[Terms, ...]
    policy: CityPolicy

    @property
    def called(self) -> str:
        """广州2019: in the reader's language."""
        english = (get_language() or "").startswith("en")
        year = self.code.rpartition("_")[2]
        return f"{self.policy.city_en} {year}" if english else self.name

    @property
    def hours(self) -> Terms:
        return next(one for one in self.terms if one.book is Book.HOUR)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What one city says of one thing; `stated` is False where its sources are silent."""

    words: str
    stated: bool = True
    is_ours: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    label: str
    cells: tuple[tuple[CityPack, Cell], ...]


def city_packs() -> tuple[CityPack, ...]:
    """城市规则: those that come with the house, in the order of their days."""
    return tuple(sorted(_read_all(), key=lambda one: one.policy.starts_on))


def city_pack(code: str) -> CityPack | None:
    """Find one by its code."""
    return next((one for one in _read_all() if one.code == code), None)


def policy_here(area: Area, on: date) -> tuple[Terms, CityPolicy]:
    """现行规则: the terms of hours that hold there that day, and what the city says."""
    chosen = resolve(area.chain)
    return terms_on(chosen[TERMS], Book.HOUR, on), chosen[CITY_POLICY]


def side_by_side() -> tuple[Row, ...]:
    """并排看: what each city says of each thing, in words."""
    packs = city_packs()
    return tuple(
        Row(
            label=gettext(label),
            cells=tuple((pack, _cell(pack, name, say_it)) for pack in packs),
        )
        for name, label, say_it in ROWS
    )


def said_of(terms: Terms, policy: CityPolicy) -> list[tuple[str, str]]:
    """What holds, in words, one thing a line."""
    pack = CityPack(code="", name="", terms=(terms,), policy=policy)
    said = [(gettext(label), say_it(pack)) for _, label, say_it in ROWS]
    return [(label, words) for label, words in said if words]


def _cell(pack: CityPack, name: str, say_it: Callable[[CityPack], str]) -> Cell:
    words, stated = say_it(pack), name in pack.policy.stated or name == "remarks"
    if not words:
        return Cell(words=gettext("来源没有写"), stated=False)
    return Cell(words=words, stated=stated, is_ours=not stated and name in OURS)


def _rate(pack: CityPack) -> str:
    minutes = pack.hours.minutes_a_credit
    return gettext("{minutes} 分钟一个").format(minutes=minutes)


def _rounding(pack: CityPack) -> str:
    return say(pack.hours.rounding.label)


def _cap(number: int) -> str:
    return gettext("最多 {most}").format(most=number) if number else gettext("不封顶")


def _daily(pack: CityPack) -> str:
    return _cap(pack.hours.daily_cap)


def _lifetime(pack: CityPack) -> str:
    return _cap(pack.hours.lifetime_cap)


def _balance(pack: CityPack) -> str:
    return _cap(pack.hours.balance_cap)


def _surplus(pack: CityPack) -> str:
    if pack.hours.balance_cap or pack.hours.daily_cap or pack.hours.lifetime_cap:
        return gettext("做完的服务照记，超出的进公共池")
    return gettext("没有上限，不会超出")


def _goods(pack: CityPack) -> str:
    if Use.GOODS in pack.hours.redeemable_for:
        return gettext("可以换服务，也可以换物品")
    return gettext("只换服务和礼遇，不换物品，更不换钱")


def _gift(pack: CityPack) -> str:
    kin = pack.hours.gift_kin
    if not kin:
        return gettext("不能赠予")
    if Kin.FRIEND in kin:
        return gettext("直系亲属和朋友")
    return gettext("配偶和直系亲属") if Kin.SPOUSE in kin else gettext("直系亲属")


def _age(pack: CityPack) -> str:
    age = pack.hours.gift_receiver_age
    return gettext("受赠人满 {age} 周岁").format(age=age) if age else gettext("不限年龄")


def _team(pack: CityPack) -> str:
    only = pack.hours.team_donates_only
    return gettext("团队的时间只能捐赠") if only else gettext("和个人的一样用")


def _threshold(pack: CityPack) -> str:
    least = pack.hours.redeem_from
    return gettext("累计满 {least} 起兑").format(least=least) if least else gettext("随时可兑")


def _expiry(pack: CityPack) -> str:
    months = pack.hours.expiry_months
    return gettext("{months} 个月后过期").format(months=months) if months else gettext("不过期")


def _own_words(name: str) -> Callable[[CityPack], str]:
    def said(pack: CityPack) -> str:
        english = (get_language() or "").startswith("en")
        own: str = getattr(pack.policy, f"{name}_en" if english else name)
        return own

    return said


ROWS: tuple[tuple[str, str, Callable[[CityPack], str]], ...] = (
    ("minutes_a_credit", "多少服务记一个", _rate),
    ("rounding", "零头怎么算", _rounding),
    ("daily_cap", "一天", _daily),
    ("lifetime_cap", "一生", _lifetime),
    ("balance_cap", "存着的", _balance),
    ("surplus", "超出的", _surplus),
    ("goods", "能换什么", _goods),
    ("gift", "能赠给谁", _gift),
    ("gift_receiver_age", "受赠人年龄", _age),
    ("team_donates_only", "团队时间", _team),
    ("redeem_from", "起兑", _threshold),
    ("expiry_months", "过期", _expiry),
    ("recipients", "服务对象", _own_words("recipients")),
    ("fund_grants", "专项池发放", _own_words("fund_grants")),
    ("remarks", "还有", _own_words("remarks")),
)


# Where the sources are silent the house's own rule holds; words of a city are always its own.
OURS = frozenset(name for name, _, _ in ROWS) - {"recipients", "fund_grants", "remarks"}


@cache
def _read_all() -> tuple[CityPack, ...]:
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.yaml")))


def _read(path: Path) -> CityPack:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    return CityPack(
        code=raw["playbook"]["code"],
        name=raw["playbook"]["name"],
        terms=TERMS.read(raw["terms"]),
        policy=CITY_POLICY.read(raw["city_policy"]),
    )
