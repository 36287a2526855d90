"""What a community may set for its orders: catalogue, who is served, how long it takes."""

from linli.kernel.options import Option, between
from linli.service_orders.rules.catalogue import Branch, Mode, Service, lack_of
from linli.service_orders.rules.eligibility import Need, RecipientClass

SERVICES = Option[tuple[Service, ...]](
    code="service_orders.services",
    label="服务目录",
    kind=tuple[Service, ...],
    default=(
        Service(
            code="accompany",
            label="陪同外出",
            label_en="Going out together",
            minutes=120,
            mode=Mode.ACCOMPANY,
            icon="wheelchair",
            hint="看病、散步、办事，有人陪着去、陪着回",
        ),
        Service(
            code="errand",
            label="帮我买菜、代办",
            label_en="Shopping and errands",
            minutes=60,
            mode=Mode.ERRAND,
            icon="package",
            hint="买菜、取药、缴费、取快递；不经手存折",
        ),
        Service(
            code="cleaning_aid",
            label="助洁",
            label_en="Cleaning",
            minutes=90,
            risk="home_visit",
            icon="home",
            hint="扫地、擦桌、洗衣；不爬高、不擦外窗",
        ),
        Service(
            code="companionship",
            label="陪我说说话",
            label_en="Company",
            minutes=60,
            risk="home_visit",
            icon="message-circle",
            hint="拉家常、读报、下棋",
        ),
        Service(
            code="meal_aid",
            label="送餐、助餐",
            label_en="Meals",
            minutes=45,
            risk="home_visit",
            icon="flame",
            hint="把饭送到家，也可以帮着热一热",
        ),
        Service(
            code="household",
            label="家事帮助",
            label_en="Household help",
            minutes=60,
            risk="home_visit",
            icon="tool",
            hint="换灯泡、通下水、教用手机",
        ),
    ),
    help="居民可以点哪些服务：要多久、上门还是陪同、什么风险、要哪种证书（有一种就行）、要几个人。",
    basis="志愿服务条例（国务院令第685号）第十二条、第十六条；广州公益时间：通用型七类、专业类七类",
    sound=lack_of,
)
RECIPIENT_CLASSES = Option[tuple[RecipientClass, ...]](
    code="service_orders.recipient_classes",
    label="服务对象",
    kind=tuple[RecipientClass, ...],
    default=(
        RecipientClass(
            code="needing",
            label="独居、空巢、失能老年人",
            label_en="Elders alone, in an empty nest or in need of care",
            one_of=(
                Need.LIVING_ALONE,
                Need.EMPTY_NEST,
                Need.DISABLED_ELDER,
                Need.CHILDLESS,
                Need.LEFT_BEHIND,
            ),
            first=True,
        ),
        RecipientClass(
            code="earned",
            label="存有时间积分的老年志愿者",
            label_en="Older volunteers with credits",
            earned=True,
            pays=True,
        ),
    ),
    help="哪些人可以点单：几岁、哪些情况（every 全都要，one_of 有一样就行）、要不要自己的积分。"
    "一个人可以同时属于几类。",
    basis="广州公益时间服务对象五类；老年人权益保障法第二条：六十周岁以上",
    sound=lambda classes: (
        None if len({one.code for one in classes}) == len(classes) else "每一类要有自己的代码。"
    ),
)
OPEN_TO_ALL = Option[bool](
    code="service_orders.open_to_all",
    label="不分对象，居民都可以点单",
    kind=bool,
    default=False,
    help="打开以后不认定资格；还是老人、残疾人先安排。",
    basis="社区自定；盘州金秋社区：居民点单、社区派单",
)
DECISION_MONTHS = Option[int](
    code="service_orders.decision_months",
    label="资格几个月重看一次",
    kind=int,
    default=12,
    help="认定过的资格最长管这么久；证明先到期的，按证明。",
    basis="个人信息保护法第十九条：保存期限为实现目的所必要的最短时间",
    sound=between(1, 36),
)
YOUNGER_FIRST = Option[bool](
    code="service_orders.younger_first",
    label="低龄帮高龄优先",
    kind=bool,
    default=False,
    help="派单时先问比老人小十岁以上的。",
    basis="顺昌县“帮帮团”匹配原则",
)
HEALTHY_FIRST = Option[bool](
    code="service_orders.healthy_first",
    label="健康的帮失能的优先",
    kind=bool,
    default=False,
    help="失能、残疾的老人，派单时先问写过健康声明的。",
    basis="顺昌县“帮帮团”匹配原则",
)
CANCEL_HOURS = Option[int](
    code="service_orders.cancel_hours",
    label="提前几小时退单算及时",
    kind=int,
    default=2,
    help="开始前这么久说一声，老人取消、志愿者退单都什么也不记。",
    basis="志愿服务条例（国务院令第685号）第二十二条：因故不能服务的应当及时告知",
    sound=between(0, 72),
)
OFFER_MINUTES = Option[int](
    code="service_orders.offer_minutes",
    label="邀约等多久",
    kind=int,
    default=120,
    help="问了人以后等这么多分钟；不回话就再问下一批，不回话和婉拒都不记在谁名下。",
    basis="志愿服务条例（国务院令第685号）第二十五条：不得强行指派",
    sound=between(10, 2880),
)
OFFERS_AT_ONCE = Option[int](
    code="service_orders.offers_at_once",
    label="一次问几个人",
    kind=int,
    default=3,
    help="派单时同时问几个合适的人，谁先答应是谁的。",
    basis="社区自定",
    sound=between(1, 20),
)
ALARM_MINUTES = Option[int](
    code="service_orders.alarm_minutes",
    label="过几分钟没到就提醒",
    kind=int,
    default=15,
    help="到了时间没有人到，过这么多分钟提醒志愿者、家人和社区。",
    basis="独居老人探访关爱的通行做法",
    sound=between(5, 120),
)
GRACE_MINUTES = Option[int](
    code="service_orders.grace_minutes",
    label="多做几分钟也算",
    kind=int,
    default=30,
    help="比约好的多做，在这么多分钟以内照算；再多按约好的算。忘了记离开的，由两位同事复核。",
    basis="志愿服务记录与证明出具办法（民政部令第67号）：如实记录",
    sound=between(0, 120),
)
REMIND_HOURS = Option[int](
    code="service_orders.remind_hours",
    label="开始前几小时提醒",
    kind=int,
    default=18,
    help="接了单的人和老人，在开始前这么久各收到一次提醒。",
    basis="社区自定",
    sound=between(1, 72),
)
RATING_DAYS = Option[int](
    code="service_orders.rating_days",
    label="评单等几天",
    kind=int,
    default=14,
    help="确认以后可以评这么多天；没有评的就是没有评，不会自动好评。",
    basis="广州公益时间：服务对象满意度评价",
    sound=between(1, 60),
)
STANDING_DAYS = Option[int](
    code="service_orders.standing_days",
    label="长期单提前几天排",
    kind=int,
    default=7,
    help="隔天、每周的长期单，提前这么多天排出来，先问老人认识的那一位。",
    basis="威远锦城社区一对一帮扶：隔天探访",
    sound=between(1, 30),
)
FUND_PAYS = Option[bool](
    code="service_orders.fund_pays",
    label="重点老人的积分由专项池出",
    kind=bool,
    default=False,
    help="打开以后，先安排的老人没有积分，由专项池发给他们再付给志愿者；"
    "不打开，志愿者的积分由平台发放。",
    basis="南京市养老服务时间银行实施方案（试行）（2019）：向重点空巢独居老人发放时间",
)


def service_called(code: str, services: tuple[Service, ...]) -> Service | None:
    """Find the service of that code, if the community has it."""
    return next((one for one in services if one.code == code), None)


def branch_of(services: tuple[Service, ...], branch: Branch) -> tuple[Service, ...]:
    """The services of one branch, in the order of the catalogue."""
    return tuple(one for one in services if one.branch is branch)
