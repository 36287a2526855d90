"""What a community may set for its matters: words, channels, tiers, rules, rhythms."""

import re
from dataclasses import dataclass

from linli.kernel.options import Option, between
from linli.matters.routing import Route, Tier, lack_of
from linli.places.rules import AreaKind

PREFIX = re.compile("[A-Z]{2,4}")


@dataclass(frozen=True, kw_only=True)
class Channel:
    """渠道: a way in which a neighbour is heard."""

    code: str
    label: str
    label_en: str
    scheduled: bool = False
    anonymous: bool = False


CHANNELS = Option[tuple[Channel, ...]](
    code="matters.channels",
    label="说事渠道",
    kind=tuple[Channel, ...],
    default=(
        Channel(code="web", label="手机网页", label_en="Web page", anonymous=True),
        Channel(code="counter", label="窗口当面", label_en="At the counter"),
        Channel(code="phone", label="打电话", label_en="By phone"),
        Channel(code="visit", label="上门走访", label_en="Home visit"),
        Channel(code="box", label="意见箱", label_en="Paper box", anonymous=True),
        Channel(code="qr", label="扫码", label_en="QR at the door", anonymous=True),
        Channel(code="hotline", label="热线转来", label_en="City hotline"),
    ),
    help="居民可以从哪些地方说事。手机网页（web）、热线转来（hotline）总是在的。",
    basis="国办函〔2025〕66号",
    sound=lambda channels: (
        None
        if {"web", "hotline"} <= {channel.code for channel in channels}
        else "缺少 web 或 hotline 渠道。"
    ),
)
TIERS = Option[tuple[Tier, ...]](
    code="matters.tiers",
    label="事项等级",
    kind=tuple[Tier, ...],
    default=(
        Tier(code="minor", label="小事", label_en="Minor", workdays=3, hint="社区当天能办"),
        Tier(code="major", label="大事", label_en="Major", workdays=7, hint="要商量出办法"),
        Tier(code="hard", label="难事", label_en="Hard", workdays=15, hint="要几家一起办"),
    ),
    help="事有多大、几个工作日办完、多少分钟内要签收、超期几天自动上报一级。",
    basis="北京市接诉即办工作条例第十三条",
    sound=lambda tiers: None if tiers else "至少要有一个等级。",
)
ROUTES = Option[tuple[Route, ...]](
    code="matters.routes",
    label="分派规则",
    kind=tuple[Route, ...],
    default=(
        Route(
            code="other",
            label="其他",
            label_en="Other",
            keywords=(),
            tier="minor",
            desk=AreaKind.COMMUNITY,
            requirement="先联系说事人，弄清情况再办。",
        ),
    ),
    help="说到哪些词，就由谁、在哪一级、多少天内办；最后一条管其余的事。",
    basis="社区职责清单；国办函〔2025〕66号",
    sound=lack_of,
)
RATING_DAYS = Option[int](
    code="matters.rating_days",
    label="请评价的天数",
    kind=int,
    default=7,
    help="办结后请居民评价的天数；过了就归档，记为“未评价”。",
    basis="北京市接诉即办工作条例第二十三条",
    sound=between(1, 60),
)
REOPENINGS = Option[int](
    code="matters.reopenings",
    label="不满意可重办次数",
    kind=int,
    default=1,
    help="居民说没解决或不满意时，交上一级另派人重办的次数。",
    basis="济南市12345市民服务热线条例",
    sound=between(0, 3),
)
NUMBER_PREFIX = Option[str](
    code="matters.number_prefix",
    label="编号前缀",
    kind=str,
    default="LL",
    help="档案编号的前缀，两到四个大写字母，如 PC-2026-000123 的 PC。",
    basis="社区档案管理",
    sound=lambda prefix: None if PREFIX.fullmatch(prefix) else "要两到四个大写字母。",
)
BOARD_DELAY_DAYS = Option[int](
    code="matters.board_delay_days",
    label="公开前等几天",
    kind=int,
    default=0,
    help="办结后隔几天才写进公开栏，给说事人看一眼的时间。",
    basis="个人信息保护法第二十五条",
    sound=between(0, 30),
)
SMALLEST_GROUP = Option[int](
    code="matters.smallest_group",
    label="最小公开人数",
    kind=int,
    default=3,
    help="按小区公开满意度时，评价人数少于这个数就不列百分比。",
    basis="个人信息保护法第二十五条",
    sound=between(1, 20),
)
