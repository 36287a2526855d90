"""What a community may set for finding the root of what is said again and again."""

from dataclasses import dataclass

from linli.kernel.options import Option, between
from linli.prevention.rules import Level

MONTHS = range(1, 13)


@dataclass(frozen=True, kw_only=True)
class Season:
    """季节性高峰: in these months matters of this route come every year."""

    route: str
    label: str
    label_en: str
    months: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.months or not set(self.months) <= set(MONTHS):
            raise ValueError("months 要是 1 到 12 的月份。")


COUNT = Option[int](
    code="prevention.count",
    label="说几次算问题",
    kind=int,
    default=3,
    help="同一处、同一类的事说到几次，自动列为问题，去找根子。",
    basis="北京市接诉即办工作条例第二十二条（主动治理、未诉先办）",
    sound=between(2, 20),
)
DAYS = Option[int](
    code="prevention.days",
    label="多少天内算一起",
    kind=int,
    default=30,
    help="多少天内说的几次放在一起数。",
    basis="北京市接诉即办工作条例第二十二条",
    sound=between(7, 180),
)
LEVEL = Option[Level](
    code="prevention.level",
    label="多近算同一处",
    kind=Level,
    default=Level.BUILDING,
    help="同一栋楼（building）还是同一个小区（compound）算同一处。",
    basis="北京市接诉即办工作条例第二十二条",
)
SEASONS = Option[tuple[Season, ...]](
    code="prevention.seasons",
    label="季节性高峰",
    kind=tuple[Season, ...],
    default=(),
    help="哪类事哪几个月每年都来；到了月份先列为问题，不等人说。",
    basis="北京市接诉即办工作条例第二十二条（每月一题、季节性专题）",
)
TAKE_ON_WORKDAYS = Option[int](
    code="prevention.take_on_workdays",
    label="领问题的工作日",
    kind=int,
    default=3,
    help="列为问题以后几个工作日内要有人领下来。",
    basis="北京市接诉即办工作条例第二十二条",
    sound=between(1, 15),
)
WORK_OUT_WORKDAYS = Option[int](
    code="prevention.work_out_workdays",
    label="定办法的工作日",
    kind=int,
    default=15,
    help="领下来以后几个工作日内要找到原因、定下办法。",
    basis="北京市接诉即办工作条例第二十二条",
    sound=between(1, 60),
)
QUIET_DAYS = Option[int](
    code="prevention.quiet_days",
    label="看多少天管不管用",
    kind=int,
    default=30,
    help="办法定了以后，多少天没有人再说同样的事，才算根子解决了。",
    basis="北京市接诉即办工作条例第二十二条",
    sound=between(7, 365),
)
