"""What a community may set for its store, for points of households, and for its honours."""

from dataclasses import dataclass
from enum import StrEnum

from linli.kernel.options import Option, between


@dataclass(frozen=True, kw_only=True)
class DeedKind:
    """户积分事项: what a household gets points for, how many, and how often in a month."""

    code: str
    label: str
    label_en: str
    points: int
    most_a_month: int = 4

    def __post_init__(self) -> None:
        if self.points < 1 or self.most_a_month < 1:
            raise ValueError("points 和 most_a_month 至少是 1。")


class Ground(StrEnum):
    """凭什么上榜."""

    SERVED = "served"
    DONATED = "donated"


@dataclass(frozen=True, kw_only=True)
class HonourKind:
    """称号: from how many credits served or donated somebody may be named."""

    code: str
    label: str
    label_en: str
    ground: Ground
    credits: int

    def __post_init__(self) -> None:
        if self.credits < 1:
            raise ValueError("credits 至少是 1。")


DEEDS = Option[tuple[DeedKind, ...]](
    code="store.deeds",
    label="户积分事项",
    kind=tuple[DeedKind, ...],
    default=(
        DeedKind(code="lecture", label="参加理论宣讲", label_en="Came to a talk", points=2),
        DeedKind(
            code="deliberation",
            label="参加居民议事",
            label_en="Took part in a deliberation",
            points=3,
        ),
        DeedKind(
            code="review",
            label="参加群众评议",
            label_en="Took part in a public review",
            points=2,
        ),
        DeedKind(
            code="meeting", label="参加院坝会、居民会", label_en="Came to a meeting", points=1
        ),
        DeedKind(
            code="clean_up",
            label="参加清洁楼道、环境整治",
            label_en="Helped to clean up",
            points=2,
        ),
        DeedKind(
            code="report",
            label="报告安全隐患并属实",
            label_en="Reported a real hazard",
            points=6,
            most_a_month=2,
        ),
    ),
    help="一户做哪些事记几分（points），一个月最多记几次（most_a_month）；同一事项一天记一次。",
    basis="金秋社区积分超市：参加理论宣讲、居民议事、群众评议等按户记分（JQ16）",
    sound=lambda kinds: (
        None if len({one.code for one in kinds}) == len(kinds) else "每个事项要有自己的代码。"
    ),
)
TWO_ABOVE = Option[int](
    code="store.two_above",
    label="户积分超过几分要两人",
    kind=int,
    default=5,
    help="一次记的分超过这个数，要另一位同事复核才记上。",
    basis="志愿服务记录补录双人复核（R09）",
    sound=between(0, 1000),
)
DAYS_TO_FETCH = Option[int](
    code="store.days_to_fetch",
    label="兑换的物品留几天",
    kind=int,
    default=14,
    help="过了这么多天没来取，积分退回，物品放回货架；不会长过积分冻结的天数。",
    basis="社区自定",
    sound=between(1, 90),
)
BUDGET = Option[int](
    code="store.yearly_budget_fen",
    label="积分超市一年的采购预算（分）",
    kind=int,
    default=0,
    help="负债页把今年已进货的成本和它比；0 是没有定预算。",
    basis="社区自定；积分不折人民币，预算只管采购",
    sound=between(0, 10**12),
)
HONOURS = Option[tuple[HonourKind, ...]](
    code="store.honours",
    label="荣誉榜",
    kind=tuple[HonourKind, ...],
    default=(
        HonourKind(
            code="giver",
            label="爱心捐时人",
            label_en="Giver of hours",
            ground=Ground.DONATED,
            credits=10,
        ),
        HonourKind(
            code="hundred",
            label="百时志愿者",
            label_en="A hundred hours",
            ground=Ground.SERVED,
            credits=100,
        ),
    ),
    help="服务满多少（served）或捐出多少（donated）可以上荣誉榜；本人同意才写名字，随时可以撤下。",
    basis="四方面激励之四：星级评定等荣誉（GZ11）；志愿服务条例第二十条：未经同意不公开",
    sound=lambda kinds: (
        None if len({one.code for one in kinds}) == len(kinds) else "每个称号要有自己的代码。"
    ),
)


@dataclass(frozen=True, kw_only=True)
class PolicySource:
    """来源: where a policy stands; `unverified` where the text itself was not read."""

    about: str
    where: str
    unverified: bool = True


@dataclass(frozen=True, kw_only=True)
class CityPolicy:
    """城市规则: what a city says of its time bank beyond the terms of the ledger.

    `stated` names which of its terms the sources say; for the others the house's own hold.
    """

    city: str = ""
    city_en: str = ""
    title: str = ""
    title_en: str = ""
    starts_on: str = "2000-01-01"
    recipients: str = ""
    recipients_en: str = ""
    fund_grants: str = ""
    fund_grants_en: str = ""
    remarks: str = ""
    remarks_en: str = ""
    stated: tuple[str, ...] = ()
    sources: tuple[PolicySource, ...] = ()

    def __str__(self) -> str:
        return f"{self.city}{self.title}"

    @property
    def is_unverified(self) -> bool:
        return any(source.unverified for source in self.sources)


CITY_POLICY = Option[CityPolicy](
    code="store.city_policy",
    label="城市时间积分规则的说明",
    kind=CityPolicy,
    default=CityPolicy(),
    help=(
        "哪个城市、哪一年、服务谁、专项池怎么发、哪几条是来源里写明的（stated）；"
        "原文没有读到的，来源标 unverified: true，页面上写“未核实”。"
    ),
    basis="广州2019、南京2019、北京2022、上海2026各不相同（R01–R05），所以按城市、按日期另立",
)
