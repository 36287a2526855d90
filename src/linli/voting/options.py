"""What a community may set for its votes: the rules that decide them, and safeguards."""

from linli.kernel.options import Option, between
from linli.voting.rules import Condition, Measure, Op, Rule, Whole

CIVIL_CODE_278 = "民法典第二百七十八条"
TWO_THIRDS_TAKE_PART = tuple(
    Condition(
        measure=measure,
        top=Whole.TOOK_PART,
        bottom=Whole.ROLL,
        op=Op.AT_LEAST,
        num=2,
        den=3,
    )
    for measure in (Measure.AREA, Measure.HEADS)
)


def _agree(op: Op, num: int, den: int) -> tuple[Condition, ...]:
    return tuple(
        Condition(measure=measure, op=op, num=num, den=den)
        for measure in (Measure.AREA, Measure.HEADS)
    )


def _present(op: Op, num: int, den: int) -> tuple[Condition, ...]:
    return (Condition(top=Whole.TOOK_PART, bottom=Whole.ROLL, op=op, num=num, den=den),)


RULES = Option[tuple[Rule, ...]](
    code="voting.rules",
    label="表决规则",
    kind=tuple[Rule, ...],
    default=(
        Rule(
            code="owners_ordinary",
            label="业主共同决定：一般事项",
            label_en="Owners' decision: ordinary",
            basis=f"{CIVIL_CODE_278}第二款：参与表决的面积、人数都到三分之二以上，"
            "参与的面积、人数都过半数同意",
            quorum=TWO_THIRDS_TAKE_PART,
            passing=_agree(Op.MORE_THAN, 1, 2),
            is_only_asked=True,
        ),
        Rule(
            code="owners_special",
            label="业主共同决定：重大事项",
            label_en="Owners' decision: special",
            basis=f"{CIVIL_CODE_278}第二款：筹集维修资金、改建重建、改变共有部分用途或经营，"
            "参与的面积、人数都到四分之三以上同意",
            quorum=TWO_THIRDS_TAKE_PART,
            passing=_agree(Op.AT_LEAST, 3, 4),
            is_only_asked=True,
        ),
        Rule(
            code="residents",
            label="居民会议表决",
            label_en="Residents' assembly",
            basis="城市居民委员会组织法：过半数出席，出席的过半数通过（2026年修订，待逐条核对）",
            quorum=_present(Op.MORE_THAN, 1, 2),
        ),
        Rule(
            code="representatives",
            label="居民代表会议决议",
            label_en="Representatives' resolution",
            basis="城市居民委员会组织法、代表会议章程：三分之二以上到会，到会的过半数通过",
            quorum=_present(Op.AT_LEAST, 2, 3),
        ),
        Rule(
            code="party_review",
            label="党员大会审议",
            label_en="Review by party members",
            basis="四议两公开：三分之二以上到会，应到的过半数同意",
            quorum=_present(Op.AT_LEAST, 2, 3),
            passing=(Condition(bottom=Whole.ROLL),),
        ),
        Rule(
            code="everybody",
            label="有利害关系的一致同意",
            label_en="Everybody concerned agrees",
            basis="民法典第二百七十九条：应当经有利害关系的业主一致同意",
            passing=(Condition(bottom=Whole.ROLL, op=Op.AT_LEAST, num=1, den=1),),
        ),
        Rule(
            code="election_one",
            label="选一名（差额）",
            label_en="Election of one",
            basis="章程：过半数参加，参加的过半数赞成，得票多的当选",
            quorum=_present(Op.MORE_THAN, 1, 2),
            seats=1,
            is_contested=True,
        ),
        Rule(
            code="election_five",
            label="选五名（差额）",
            label_en="Election of five",
            basis="章程：过半数参加，参加的过半数赞成，得票多的当选",
            quorum=_present(Op.MORE_THAN, 1, 2),
            seats=5,
            is_contested=True,
        ),
        Rule(
            code="committee_election",
            label="业主委员会选举（五名）",
            label_en="Election of an owners' committee",
            basis=f"{CIVIL_CODE_278}第二款、物业管理条例第十六条",
            quorum=TWO_THIRDS_TAKE_PART,
            passing=_agree(Op.MORE_THAN, 1, 2),
            seats=5,
            is_only_asked=True,
        ),
    ),
    help="有哪些表决规则：要多少参与（quorum），要多少同意（passing），谁比谁（top、bottom），"
    "“以上”用 ge、“过半数、超过”用 gt，选几名（seats），没交回的怎么算（deemed，默认不计）。"
    "每条都要写依据；is_only_asked 的结果是征询意向，法定表决另办。",
    basis="民法典第二百七十八条、第一千二百五十九条；城市居民委员会组织法",
    sound=lambda rules: (
        None
        if rules and len({rule.code for rule in rules}) == len(rules)
        else "每条规则要有自己的代码，至少一条。"
    ),
)
CORRECTION_DAYS = Option[int](
    code="voting.correction_days",
    label="名册公示几天",
    kind=int,
    default=7,
    help="名册挂出来让大家核对的天数；没到日子、有更正没答复，都不能封存。",
    basis="城市居民委员会组织法：选民名单在选举日的二十日以前公布；其他表决按当地章程",
    sound=between(1, 60),
)
SECRET_LEAST = Option[int](
    code="voting.secret_least",
    label="无记名投票至少几人",
    kind=int,
    default=5,
    help="人太少，从结果就能猜出谁投了什么；公开的票包里，同一权重也至少要有这么多张票。",
    basis="个人信息保护法第六条；无记名投票保密的要求",
    sound=between(3, 100),
)
CODES_NEEDED = Option[int](
    code="voting.codes_needed",
    label="开票要几位监票人的口令",
    kind=int,
    default=2,
    help="投票开始时每位监票人得一张口令纸，计票时凑够这么多张才打得开票；0 是只由系统保管，"
    "能动服务器的人就可能提前打开。建议监票人比这个数多一位，免得丢了口令开不了票。",
    basis="监票计票的通行做法：票箱由几人共同启封",
    sound=between(0, 5),
)
SHOWS_TURNOUT = Option[bool](
    code="voting.shows_turnout",
    label="投票时公开参与率",
    kind=bool,
    default=False,
    help="只公开有多少人投了，从不公开投了什么；不公开时连工作人员也看不到。",
    basis="业主大会议事规则；当地章程",
)
PROXY_LIMIT = Option[int](
    code="voting.proxy_limit",
    label="一人最多代几票",
    kind=int,
    default=1,
    help="0 是不能代投；委托要有书面凭据，本人到了以本人为准。",
    basis="城市居民委员会组织法（书面委托）；业主大会议事规则",
    sound=between(0, 10),
)
EXTENSION_TIMES = Option[int](
    code="voting.extension_times",
    label="最多延长几次",
    kind=int,
    default=1,
    help="只在参与的不够、还没到截止时才能延长；0 是不延长。名册不变。",
    basis="业主大会议事规则；当地章程",
    sound=between(0, 3),
)
EXTENSION_DAYS = Option[int](
    code="voting.extension_days",
    label="每次延长几天",
    kind=int,
    default=7,
    help="每次延长的天数，开始投票前就定下。",
    basis="业主大会议事规则；当地章程",
    sound=between(1, 60),
)


def rule_called(code: str, rules: tuple[Rule, ...]) -> Rule | None:
    """Find the rule of that code, if the community has it."""
    return next((rule for rule in rules if rule.code == code), None)
