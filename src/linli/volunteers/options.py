"""What a community may set for its volunteers: who may be one, what it takes, what it earns."""

from dataclasses import dataclass

from linli.kernel.options import Option, between
from linli.volunteers.rules.stars import are_rising
from linli.volunteers.rules.teams import TeamKind


@dataclass(frozen=True, kw_only=True)
class Named:
    """A code with what it is called in both languages."""

    code: str
    label: str
    label_en: str


@dataclass(frozen=True, kw_only=True)
class Risk:
    """服务风险: what is told before, and what it takes to be allowed to serve.

    `certificates` are codes of kinds of which one is enough; `adults_only` keeps minors out.
    """

    code: str
    label: str
    label_en: str
    notice: str
    insured: bool = False
    certificates: tuple[str, ...] = ()
    adults_only: bool = False
    health: bool = False


def _each_once(named: tuple[Named, ...] | tuple[Risk, ...]) -> str | None:
    codes = [one.code for one in named]
    return (
        None if len(set(codes)) == len(codes) and codes else "每一项要有自己的代码，至少一项。"
    )


ADULT_AGE = Option[int](
    code="volunteers.adult_age",
    label="志愿者年龄下限（周岁）",
    kind=int,
    default=18,
    help="满这个年龄可以自己登记。",
    basis="民法典第十七条；广州公益时间：18周岁以上",
    sound=between(16, 60),
)
YOUNGEST_WITH_GUARDIAN = Option[int](
    code="volunteers.youngest_with_guardian",
    label="监护人同意的最小年龄（周岁）",
    kind=int,
    default=0,
    help="不到成年、有监护人书面同意可以登记的最小年龄；0 表示不收未成年人。"
    "未成年人不做标明“只限成年人”的服务。",
    basis="民法典第十九条；浙江省志愿服务条例第九条",
    sound=lambda value: None if value == 0 or 8 <= value < 18 else "填 0，或 8 到 17。",  # noqa: PLR2004
)
HEALTH_MONTHS = Option[int](
    code="volunteers.health_months",
    label="健康声明多久要重写（月）",
    kind=int,
    default=12,
    help="需要身体健康的服务，声明超过这么久要重写一次；0 表示不用重写。",
    basis="个人信息保护法第二十八条、第二十九条；广州公益时间：身体健康",
    sound=between(0, 60),
)
SKILLS = Option[tuple[Named, ...]](
    code="volunteers.skills",
    label="特长",
    kind=tuple[Named, ...],
    default=(
        Named(code="first_aid", label="急救", label_en="First aid"),
        Named(code="nursing", label="护理", label_en="Nursing"),
        Named(code="haircut", label="理发", label_en="Haircuts"),
        Named(code="repairs", label="水电维修", label_en="Repairs"),
        Named(code="phones", label="教用手机", label_en="Help with phones"),
        Named(code="counselling", label="心理疏导", label_en="Counselling"),
        Named(code="law", label="法律", label_en="Law"),
        Named(code="music", label="文艺", label_en="Music and arts"),
        Named(code="cooking", label="做饭", label_en="Cooking"),
        Named(code="mediation", label="调解", label_en="Mediation"),
    ),
    help="登记时可以勾的特长。",
    basis="志愿服务条例第七条：技能、服务时间、联系方式等由志愿者自己登记",
    sound=_each_once,
)
SERVICES = Option[tuple[Named, ...]](
    code="volunteers.services",
    label="服务意愿",
    kind=tuple[Named, ...],
    default=(
        Named(code="meal_aid", label="助餐", label_en="Meals"),
        Named(code="cleaning_aid", label="助洁", label_en="Cleaning"),
        Named(code="bathing_aid", label="助浴", label_en="Bathing"),
        Named(code="medical_aid", label="助医", label_en="Medical visits"),
        Named(code="household", label="家事帮助", label_en="Household help"),
        Named(code="companionship", label="精神慰藉", label_en="Company"),
        Named(code="accompany", label="陪同外出", label_en="Going out together"),
        Named(code="errand", label="代办", label_en="Errands"),
        Named(code="study_aid", label="助学", label_en="Lessons"),
        Named(code="leisure_aid", label="助乐", label_en="Leisure"),
        Named(code="environment", label="环境清洁", label_en="Clean surroundings"),
        Named(code="patrol", label="巡查守望", label_en="Neighbourhood watch"),
        Named(code="canteen", label="食堂帮厨", label_en="Canteen"),
    ),
    help="登记时可以勾的想做的服务；服务记录也用这里的代码。",
    basis="顺昌县“帮帮团”六类上门服务；广州公益时间十四类服务",
    sound=_each_once,
)
LANGUAGES = Option[tuple[Named, ...]](
    code="volunteers.languages",
    label="会说的话",
    kind=tuple[Named, ...],
    default=(
        Named(code="mandarin", label="普通话", label_en="Mandarin"),
        Named(code="local", label="本地话", label_en="Local dialect"),
        Named(code="cantonese", label="粤语", label_en="Cantonese"),
        Named(code="min", label="闽语", label_en="Min"),
        Named(code="sichuan", label="四川话", label_en="Sichuanese"),
        Named(code="sign", label="手语", label_en="Sign language"),
        Named(code="english", label="英语", label_en="English"),
    ),
    help="老人听得懂的话；派单时用来找合适的人。",
    basis="志愿服务条例第十五条：服务与志愿者的年龄、知识、技能和身体状况相适应",
    sound=_each_once,
)
CERTIFICATES = Option[tuple[Named, ...]](
    code="volunteers.certificates",
    label="资质证书种类",
    kind=tuple[Named, ...],
    default=(
        Named(code="first_aid", label="急救证", label_en="First aid certificate"),
        Named(code="elder_care", label="老年护理证", label_en="Elder care certificate"),
        Named(code="health", label="健康证", label_en="Food handler's health card"),
        Named(code="nurse", label="护士执业证书", label_en="Nurse's licence"),
        Named(code="doctor", label="医师执业证书", label_en="Doctor's licence"),
        Named(code="counsellor", label="心理咨询证书", label_en="Counsellor's certificate"),
        Named(code="mediator", label="调解员证", label_en="Mediator's certificate"),
        Named(code="social_worker", label="社会工作者证书", label_en="Social worker's licence"),
        Named(code="lawyer", label="律师执业证", label_en="Lawyer's licence"),
    ),
    help="专业类服务要先验证的资质；社区办的培训也可以发其中一种。",
    basis="志愿服务条例第十六条：需要专门知识、技能的，应当有相应资质",
    sound=_each_once,
)
WARN_DAYS = Option[int](
    code="volunteers.certificate_warning_days",
    label="证书到期前几天提醒",
    kind=int,
    default=30,
    help="到期前这么多天提醒本人一次。",
    basis="社区自定",
    sound=between(1, 180),
)
RISKS = Option[tuple[Risk, ...]](
    code="volunteers.risks",
    label="服务风险和要求",
    kind=tuple[Risk, ...],
    default=(
        Risk(
            code="ordinary",
            label="一般服务",
            label_en="Ordinary service",
            notice="服务是自愿、无偿的，不收受服务对象的钱和物。量力而行，"
            "不方便时提前说一声就行。",
        ),
        Risk(
            code="home_visit",
            label="入户服务",
            label_en="Service in a home",
            notice="进门前先说明身份。不碰现金和存折，不代签字，不单独留在贵重物品旁边。"
            "发现老人身体不适，先打120，再告诉社区。",
            health=True,
        ),
        Risk(
            code="body_care",
            label="助浴、护理",
            label_en="Bathing and nursing",
            notice="有滑倒、烫伤和突发疾病的危险，必须两人同行，先测血压和水温。"
            "只做证书范围以内的事。",
            insured=True,
            certificates=("elder_care", "nurse"),
            adults_only=True,
            health=True,
        ),
        Risk(
            code="emergency",
            label="应急救援",
            label_en="Emergency help",
            notice="可能有人身危险。听现场指挥，不带伤、不单独进入危险区域。",
            insured=True,
            certificates=("first_aid",),
            adults_only=True,
            health=True,
        ),
        Risk(
            code="food",
            label="食堂帮厨",
            label_en="Work with food",
            notice="要有有效的健康证；生病、手上有伤口的时候不进厨房。",
            certificates=("health",),
            health=True,
        ),
    ),
    help="每一种风险：要先读过并同意的告知，要不要保险、证书、健康声明，收不收未成年人。",
    basis="志愿服务条例（国务院令第685号）第十二条、第十三条、第十六条、第十七条；食品安全法第四十五条",
    sound=_each_once,
)
DAILY_MINUTES = Option[int](
    code="volunteers.daily_minutes",
    label="一人一天最多记多少分钟",
    kind=int,
    default=480,
    help="超过的服务不能记；改小以后，已经记下的不变。",
    basis="央视网2025-07虚假时长报道后的通行做法；社区自定",
    sound=between(60, 1440),
)
LATE_DAYS = Option[int](
    code="volunteers.late_days",
    label="几天以后算补录",
    kind=int,
    default=7,
    help="服务结束超过这么多天才记的，要一人录入、另一人复核，证明上标“补录”。",
    basis="志愿服务记录与证明出具办法（民政部令第67号）",
    sound=between(1, 60),
)
DONATE_ONLY_TEAMS = Option[tuple[TeamKind, ...]](
    code="volunteers.donate_only_teams",
    label="时数只能捐赠的队伍",
    kind=tuple[TeamKind, ...],
    default=(),
    help="这些队伍以队的名义服务的时数只能捐出去，不能自己兑换。",
    basis="南京市养老服务时间银行实施方案（试行）（2019）：团体志愿者的时间只能捐赠",
)
STAR_HOURS = Option[tuple[int, ...]](
    code="volunteers.star_hours",
    label="星级时数",
    kind=tuple[int, ...],
    default=(100, 300, 600, 1000, 1500),
    help="一星到五星各要多少小时，从少到多。",
    basis="志愿服务记录办法（民函〔2012〕340号）；社区可以自定",
    sound=lambda hours: None if are_rising(hours) else "要从少到多。",
)
STAR_NOTICE_DAYS = Option[int](
    code="volunteers.star_notice_days",
    label="星级公示几个工作日",
    kind=int,
    default=5,
    help="公示期内谁都可以提异议；不少于五个工作日。",
    basis="星级评定公示不少于五个工作日（广东等地星级志愿者评定办法）",
    sound=between(5, 30),
)
GIVE_BACK_HOURS = Option[int](
    code="volunteers.give_back_hours",
    label="开始前几小时退班不算临时",
    kind=int,
    default=24,
    help="早于这个时间退班什么也不记；晚了记“临时退班”，没来又没说的记“爽约”。",
    basis="志愿服务条例（国务院令第685号）第二十二条：因故不能服务的应当及时告知",
    sound=between(0, 168),
)
REMIND_HOURS = Option[int](
    code="volunteers.remind_hours",
    label="开始前几小时提醒",
    kind=int,
    default=24,
    help="报了班的人在开始前这么久收到提醒。",
    basis="社区自定",
    sound=between(1, 168),
)


def named(code: str, choices: tuple[Named, ...]) -> Named | None:
    """Find what has that code, if the community has it."""
    return next((one for one in choices if one.code == code), None)


def risk_called(code: str, risks: tuple[Risk, ...]) -> Risk | None:
    """Find the risk of that code, if the community has it."""
    return next((risk for risk in risks if risk.code == code), None)
