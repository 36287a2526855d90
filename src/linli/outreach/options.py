"""What a community may set for what is heard outside the office."""

from linli.kernel.options import Option, between

PATROL_DAYS = Option[int](
    code="outreach.patrol_days",
    label="巡楼间隔天数",
    kind=int,
    default=30,
    help="一轮走完以后，过多少天该走下一轮；到了日子提醒走的人。",
    basis="大龙社区楼长定期巡楼",
    sound=between(1, 365),
)
CORRECTION_DAYS = Option[int](
    code="outreach.correction_days",
    label="登记更正几天内处理",
    kind=int,
    default=7,
    help="楼长在门口提的“已搬走”“新来的”，登记的人几天内看过。",
    basis="个人信息保护法第四十六条",
    sound=between(1, 60),
)
WISH_DAYS = Option[int](
    code="outreach.wish_days",
    label="心愿几天看一遍",
    kind=int,
    default=7,
    help="新许的心愿最晚几天内有人看过，能上墙的上墙；收心愿有固定日子的，照那个间隔写。",
    basis="锦城社区“周三微心愿”、金秋社区心愿墙，每周收一次",
    sound=between(1, 31),
)
