"""What a community may set for its whistles and joint meetings."""

from linli.coordination.rules import Ground, Limit
from linli.kernel.options import Option, between
from linli.places.rules import DESKS, AreaKind

WHISTLED_FROM = Option[AreaKind](
    code="coordination.whistled_from",
    label="从哪一级起可以吹哨",
    kind=AreaKind,
    default=AreaKind.COMMUNITY,
    help="community：社区和以上各级都可以吹哨；subdistrict：街道和以上才可以，社区先上报。",
    basis="北京市接诉即办工作条例第十六条",
    sound=lambda kind: None if kind in DESKS else "只能是社区、街道（镇）或县（区）。",
)
LIMITS = Option[tuple[Limit, ...]](
    code="coordination.limits",
    label="吹哨后多久要到、多久出结果",
    kind=tuple[Limit, ...],
    default=(
        Limit(ground=Ground.UNSOLVED, minutes=480, result_workdays=10),
        Limit(ground=Ground.ENFORCEMENT, minutes=240, result_workdays=5),
        Limit(ground=Ground.EMERGENCY, minutes=30, round_the_clock=True, result_workdays=1),
    ),
    help="三种情形各多少分钟内要到现场、报到以后几个工作日内给结果；应急的昼夜都算。",
    basis="吹哨三情形，应急30分钟到场；北京市接诉即办工作条例第十六条",
    sound=lambda limits: (
        None
        if sorted(limit.ground for limit in limits) == sorted(Ground)
        else "三种情形各要有一条，不多不少。"
    ),
)
JUDGING_WORKDAYS = Option[int](
    code="coordination.judging_workdays",
    label="联合评价的天数",
    kind=int,
    default=5,
    help="各家都给了结果以后，吹哨的工作台几个工作日内给评价；过了就收哨，记为“未评价”。",
    basis="北京市接诉即办工作条例第三十三条",
    sound=between(1, 60),
)
SMALLEST_SAMPLE = Option[int](
    code="coordination.smallest_sample",
    label="几次以上才算平均分",
    kind=int,
    default=5,
    help="一家单位得到的评价少于这个数，只列名单，不算平均分；单位之间从不排名。",
    basis="国办函〔2025〕66号：不片面追求排名",
    sound=between(1, 50),
)
