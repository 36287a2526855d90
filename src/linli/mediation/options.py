"""What a community may set for its mediation: kinds, days, ways on, words of alarm."""

from dataclasses import dataclass

from linli.kernel.options import Option, between


@dataclass(frozen=True, kw_only=True)
class DisputeKind:
    """纠纷种类: what the register calls it."""

    code: str
    label: str
    label_en: str


@dataclass(frozen=True, kw_only=True)
class FurtherWay:
    """其他途径: where who was not helped may turn (人民调解法 26)."""

    label: str
    label_en: str
    phone: str
    address: str = ""
    basis: str = ""


KINDS = Option[tuple[DisputeKind, ...]](
    code="mediation.kinds",
    label="纠纷种类",
    kind=tuple[DisputeKind, ...],
    default=(
        DisputeKind(code="neighbour", label="邻里纠纷", label_en="Between neighbours"),
        DisputeKind(code="family", label="婚姻家庭纠纷", label_en="Within a family"),
        DisputeKind(code="property", label="物业纠纷", label_en="With the property manager"),
        DisputeKind(code="housing", label="房屋租赁纠纷", label_en="Over a tenancy"),
        DisputeKind(code="damage", label="损害赔偿纠纷", label_en="Over damage"),
        DisputeKind(code="labour", label="劳动纠纷", label_en="Over work"),
        DisputeKind(code="consumer", label="消费纠纷", label_en="Over a purchase"),
        DisputeKind(code="other", label="其他纠纷", label_en="Other"),
    ),
    help="调解登记簿上的纠纷种类。",
    basis="人民调解法第二条；司法部人民调解统计",
    sound=lambda kinds: None if kinds else "至少要有一种。",
)
CONSENT_WORKDAYS = Option[int](
    code="mediation.consent_workdays",
    label="问各方愿不愿意的工作日",
    kind=int,
    default=5,
    help="登记以后几个工作日内问到每一方愿不愿意调解；过了就算没有同意，并告知其他途径。",
    basis="人民调解法第三条、第十七条",
    sound=between(1, 30),
)
MEDIATION_DAYS = Option[int](
    code="mediation.days",
    label="调解天数",
    kind=int,
    default=30,
    help="各方同意以后多少天内调解完；各方都愿意可以延长，不然就终止并告知其他途径。",
    basis="人民调解法第二十一条（及时）；司法部《人民调解工作若干规定》",
    sound=between(7, 90),
)
GRACE_WORKDAYS = Option[int](
    code="mediation.grace_workdays",
    label="到期后处理的工作日",
    kind=int,
    default=3,
    help="调解时间到了还没有结果，几个工作日内要延长或终止；过了自动终止。",
    basis="人民调解法第二十六条",
    sound=between(1, 15),
)
VISIT_DAYS = Option[int](
    code="mediation.visit_days",
    label="回访天数",
    kind=int,
    default=15,
    help="约定的履行日期过后多少天内回访，看协议做到了没有。",
    basis="人民调解法第三十一条",
    sound=between(1, 90),
)
ALARMING_WORDS = Option[tuple[str, ...]](
    code="mediation.alarming_words",
    label="不能调解的词",
    kind=tuple[str, ...],
    default=(
        "家暴",
        "家庭暴力",
        "打伤",
        "打断",
        "持刀",
        "砍",
        "强奸",
        "猥亵",
        "性侵",
        "虐待",
        "抢劫",
        "诈骗",
        "绑架",
        "拘禁",
        "放火",
        "杀人",
    ),
    help="说到这些词，可能涉嫌违法犯罪或有人受害，不登记调解，先告诉打110。",
    basis="人民调解法第二十五条；反家庭暴力法第十五条",
)
FURTHER_WAYS = Option[tuple[FurtherWay, ...]](
    code="mediation.further_ways",
    label="调不成的其他途径",
    kind=tuple[FurtherWay, ...],
    default=(
        FurtherWay(
            label="仲裁（劳动、合同等）",
            label_en="Arbitration (work, contracts)",
            phone="12333",
            address="县（区）劳动人事争议仲裁院",
            basis="劳动争议调解仲裁法第五条",
        ),
        FurtherWay(
            label="请行政机关处理",
            label_en="The administrative authority",
            phone="12345",
            address="县（区）政务服务中心",
            basis="人民调解法第二十六条",
        ),
        FurtherWay(
            label="到法院起诉，可以申请法律援助",
            label_en="The court, with legal aid",
            phone="12368",
            address="县（区）人民法院诉讼服务中心；法律援助 12348",
            basis="民事诉讼法第一百二十二条；法律援助法第二十二条",
        ),
    ),
    help="调解不成时一定要告诉双方的去处：名称、电话、地址、依据。",
    basis="人民调解法第二十六条",
    sound=lambda ways: None if ways else "至少要有一条。",
)
