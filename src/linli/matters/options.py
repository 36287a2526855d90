"""What a community may set for its matters: words, channels, tiers, rules, rhythms."""

import re
from collections.abc import Sequence
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
        Channel(code="wechat_group", label="微信群", label_en="WeChat group"),
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
RETURN_RULING_MINUTES = Option[int](
    code="matters.return_ruling_minutes",
    label="退单裁定分钟数",
    kind=int,
    default=480,
    help="退单提出后，上一级要在多少工作分钟内裁定归谁；过了时间算不予退单，回到原承办人。",
    basis="国办函〔2025〕66号；北京市接诉即办工作条例第十二条",
    sound=between(30, 4_800),
)
PARKING_DAYS_MOST = Option[int](
    code="matters.parking_days_most",
    label="挂账最长天数",
    kind=int,
    default=180,
    help="现在办不成的事最多挂多少天；到了日子自动恢复办理，第二次挂账由上一级批。",
    basis="北京市接诉即办工作条例第十七条",
    sound=between(1, 730),
)


@dataclass(frozen=True, kw_only=True)
class Referral:
    """转介去处: who answers for it, how to reach them, and by which words it is known."""

    code: str
    label: str
    label_en: str
    phone: str
    address: str = ""
    basis: str = ""
    keywords: tuple[str, ...] = ()
    urgent: bool = False
    """Life and limb: the number is shown before anything is written down."""


REFERRALS = Option[tuple[Referral, ...]](
    code="matters.referrals",
    label="转介去处",
    kind=tuple[Referral, ...],
    default=(
        Referral(
            code="police",
            label="公安报警",
            label_en="Police",
            phone="110",
            basis="人民警察法第二十一条",
            keywords=("打架", "抢劫", "行凶", "持刀", "杀人", "跳楼", "轻生", "绑架"),
            urgent=True,
        ),
        Referral(
            code="fire",
            label="消防救援",
            label_en="Fire brigade",
            phone="119",
            basis="消防法第四十四条",
            keywords=("着火", "起火", "失火", "火灾", "冒烟", "爆炸", "燃气泄漏", "煤气泄漏"),
            urgent=True,
        ),
        Referral(
            code="ambulance",
            label="医疗急救",
            label_en="Ambulance",
            phone="120",
            basis="基本医疗卫生与健康促进法第二十七条",
            keywords=("昏迷", "昏倒", "晕倒", "大出血", "没有呼吸", "心脏病发", "中毒"),
            urgent=True,
        ),
        Referral(
            code="hotline",
            label="政务服务便民热线",
            label_en="City hotline",
            phone="12345",
            basis="国办发〔2020〕53号",
        ),
        Referral(
            code="petition",
            label="信访局",
            label_en="Petition office",
            phone="12345",
            address="县（区）信访接待大厅",
            basis="信访工作条例第十七条",
            keywords=("信访", "上访"),
        ),
        Referral(
            code="arbitration",
            label="劳动人事争议仲裁",
            label_en="Labour arbitration",
            phone="12333",
            address="县（区）劳动人事争议仲裁院",
            basis="劳动争议调解仲裁法第五条",
            keywords=("劳动仲裁", "拖欠工资"),
        ),
        Referral(
            code="court",
            label="法律援助和诉讼服务",
            label_en="Legal aid and courts",
            phone="12348",
            basis="法律援助法第二十二条",
            keywords=("打官司", "起诉"),
        ),
    ),
    help="不归社区办的事告诉居民找谁：名称、电话、地址、依据；急事的词一出现就先给电话。",
    basis="北京市接诉即办工作条例第十一条；信访工作条例",
    sound=lambda places: None if places else "至少要有一个转介去处。",
)


def urgent_in(words: str, places: Sequence[Referral]) -> list[Referral]:
    """Whom to call at once, by what was said."""
    return [one for one in places if one.urgent and any(key in words for key in one.keywords)]


@dataclass(frozen=True, kw_only=True)
class OutOfScope:
    """不在职责内: on which legal ground something is explained and not done."""

    code: str
    label: str
    label_en: str
    basis: str


OUT_OF_SCOPE = Option[tuple[OutOfScope, ...]](
    code="matters.out_of_scope",
    label="只能解释的情形",
    kind=tuple[OutOfScope, ...],
    default=(
        OutOfScope(
            code="private_right",
            label="业主共同决定的事",
            label_en="For the owners to decide",
            basis="民法典第二百七十八条",
        ),
        OutOfScope(
            code="civil_dispute",
            label="当事人之间的民事纠纷",
            label_en="A civil dispute between the parties",
            basis="民法典第二条",
        ),
        OutOfScope(
            code="decided",
            label="法定机关已有结论",
            label_en="Decided by the competent authority",
            basis="信访工作条例第三十五条",
        ),
        OutOfScope(
            code="no_ground",
            label="没有法律政策依据",
            label_en="No ground in law or policy",
            basis="国办函〔2025〕66号",
        ),
    ),
    help="办不了、只能向居民解释的情形和各自的依据；按解释办结时要选一条，另外统计。",
    basis="国办函〔2025〕66号",
    sound=lambda grounds: None if grounds else "至少要有一条。",
)


@dataclass(frozen=True, kw_only=True)
class ExclusionGround:
    """剔除理由: for which reason an answer does not count; the board names it."""

    code: str
    label: str
    label_en: str
    basis: str = ""


EXCLUSION_GROUNDS = Option[tuple[ExclusionGround, ...]](
    code="matters.exclusion_grounds",
    label="剔除的理由",
    kind=tuple[ExclusionGround, ...],
    default=(
        ExclusionGround(
            code="against_the_law",
            label="要求的事不合法",
            label_en="What was asked for is against the law",
        ),
        ExclusionGround(
            code="out_of_scope",
            label="不归这一级办，已经说清找谁",
            label_en="For others to do, and so explained",
        ),
        ExclusionGround(
            code="against_others",
            label="要求损害别人的权益",
            label_en="At the cost of other people's rights",
        ),
        ExclusionGround(
            code="same_again",
            label="同一件事反复提，已有结论",
            label_en="Said again and again after it was decided",
        ),
    ),
    help="哪些情形的差评可以申请不计入满意率；要由另一位同事核定，件数和理由都公开。",
    basis="北京市接诉即办工作条例第三十二条；国办函〔2025〕66号",
    sound=lambda grounds: None if grounds else "至少要有一条理由。",
)
EXCLUSION_DAYS = Option[int](
    code="matters.exclusion_days",
    label="核定剔除的工作日",
    kind=int,
    default=3,
    help="几个工作日内要有另一位同事核定；到期没有核定的，照常计入。",
    basis="北京市接诉即办工作条例第三十二条",
    sound=between(1, 20),
)
SWEEP_HOUR = Option[int](
    code="matters.sweep_hour",
    label="傍晚巡一遍的钟点",
    kind=int,
    default=17,
    help="工作日到这个钟点，告诉每位责任人手里还开着几件、超期几件；0 是不告诉。",
    basis="锦城《便民服务代办工作登记簿》每天梳理未结事项（JC19）",
    sound=between(0, 23),
)


@dataclass(frozen=True, kw_only=True)
class ScriptLine:
    """回访话术: one sentence to say on the telephone."""

    say: str
    say_en: str


CALLBACK_SCRIPT = Option[tuple[ScriptLine, ...]](
    code="matters.callback_script",
    label="回访怎么说",
    kind=tuple[ScriptLine, ...],
    default=(
        ScriptLine(
            say="您好，我是社区的，不是办这件事的人，想问问您前几天说的那件事。",
            say_en="Hello, I am from the community, not the one who handled it; "
            "I am calling about what you told us.",
        ),
        ScriptLine(
            say="办的人有没有跟您联系过？大概哪天？",
            say_en="Did whoever handled it get in touch with you? About when?",
        ),
        ScriptLine(
            say="这件事解决了没有？没解决的话，还差什么？",
            say_en="Is it solved? If not, what is still missing?",
        ),
        ScriptLine(
            say="您对办理满意吗？满意、基本满意、不满意，都照实记。",
            say_en="Are you satisfied: very, fairly or not? I write down what you say.",
        ),
        ScriptLine(
            say="不愿意评也可以，我记“不评价”。谢谢您。",
            say_en="If you would rather not rate it, I note that. Thank you.",
        ),
    ),
    help="回访时一句一句照着问；不催好评，不评价也照实记。",
    basis="北京市接诉即办工作条例第二十三条；国办函〔2025〕66号",
    sound=lambda lines: None if lines else "至少要有一句。",
)
