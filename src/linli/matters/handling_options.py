"""What a community may set about how its matters are taken on, and what is done at once."""

from linli.kernel.options import Option, between
from linli.matters.instants import FIX_KINDS, INSTANT_KINDS, FixKind, InstantKind
from linli.matters.modes import HANDLED_BY_SIZE, Mode, lack_of_modes
from linli.matters.wording import REPLIES, ReplyTemplate

MODES = Option[tuple[Mode, ...]](
    code="matters.modes",
    label="办理方式",
    kind=tuple[Mode, ...],
    default=HANDLED_BY_SIZE,
    help="哪些等级、哪些规则的事用哪种办法：主办、领办、帮办、协办、自办，或小事、大事、难事；"
    "各要有什么（回复、方案、领办人、跟踪人、帮手），谁可以认领。",
    basis="浦城“分类处理”（PC17）；金秋“3+2”分办（JQ28、JQ29）",
    sound=lack_of_modes,
)
OFFER_DAYS = Option[int](
    code="matters.offer_days",
    label="等人认领的天数",
    kind=int,
    default=5,
    help="请人领办、认领以后等几个工作日；过了没人认领，就回到工作台重新分派。",
    basis="金秋党员“双报到”（JQ06）；顺昌社区需求清单（SC11）",
    sound=between(1, 60),
)
TRACKING_DAYS = Option[int](
    code="matters.tracking_days",
    label="跟踪人多少天写一次",
    kind=int,
    default=14,
    help="跟踪难事的两委干部，隔多少天要写一次看到的进展。",
    basis="浦城“难事”指定专人跟踪（PC17）",
    sound=between(1, 90),
)
QUICK_FIXES = Option[tuple[FixKind, ...]](
    code="matters.quick_fixes",
    label="随手办的种类",
    kind=tuple[FixKind, ...],
    default=FIX_KINDS,
    help="楼长、志愿者看到就能办好的小事有哪几种；办好一次点一下，不请人评价，单独计数。",
    basis="大龙社区小事件随手办（DL16）",
    sound=lambda kinds: None if kinds else "至少要有一种。",
)
INSTANT_MATTERS = Option[tuple[InstantKind, ...]](
    code="matters.instant_kinds",
    label="即办事项",
    kind=tuple[InstantKind, ...],
    default=INSTANT_KINDS,
    help="网格志愿者替居民受理、社区谁都能办的事：要带什么，承诺多少工作分钟办好。",
    basis="金厦“三步快办”（JX17）",
    sound=lambda kinds: None if kinds else "至少要有一种。",
)
REPLY_TEMPLATES = Option[tuple[ReplyTemplate, ...]](
    code="matters.reply_templates",
    label="常用话",
    kind=tuple[ReplyTemplate, ...],
    default=REPLIES,
    help="记进展、办结、解释、延期、退单时可以选用的话；{称呼}、{编号}、{单位}会自动填上。",
    basis="国办函〔2025〕66号：答复要规范、说得明白",
)
