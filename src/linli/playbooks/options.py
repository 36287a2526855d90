"""What a playbook may set beyond the other contexts: posts and topics."""

from dataclasses import dataclass

from linli.kernel.options import Option
from linli.people.rules import PostKind
from linli.places.rules import AreaKind


@dataclass(frozen=True, kw_only=True)
class PostPlan:
    """岗位设置: which post exists at which level, and how many of them in each area there."""

    kind: PostKind
    level: AreaKind
    label: str
    label_en: str
    seats: int | None = None
    """So many in each area of the level; None: as many as are needed."""
    task: str = ""

    def __post_init__(self) -> None:
        if self.seats is not None and self.seats < 1:
            raise ValueError("名额至少是 1；不限名额就不写 seats。")


@dataclass(frozen=True, kw_only=True)
class Topic:
    """说事内容: under which heading residents and reports file a matter."""

    code: str
    label: str
    label_en: str
    hint: str = ""


POSTS = Option[tuple[PostPlan, ...]](
    code="playbooks.posts",
    label="岗位设置",
    kind=tuple[PostPlan, ...],
    default=(
        PostPlan(
            kind=PostKind.SUBDISTRICT_CLERK,
            level=AreaKind.SUBDISTRICT,
            label="街道工作人员",
            label_en="Subdistrict clerk",
        ),
        PostPlan(
            kind=PostKind.SECRETARY,
            level=AreaKind.COMMUNITY,
            seats=1,
            label="社区书记",
            label_en="Community secretary",
        ),
        PostPlan(
            kind=PostKind.CLERK,
            level=AreaKind.COMMUNITY,
            label="社区工作者",
            label_en="Community clerk",
        ),
        PostPlan(
            kind=PostKind.ADMINISTRATOR,
            level=AreaKind.COMMUNITY,
            label="管理员",
            label_en="Administrator",
        ),
        PostPlan(
            kind=PostKind.STEWARD,
            level=AreaKind.BUILDING,
            seats=1,
            label="楼长",
            label_en="Building steward",
        ),
    ),
    help="每一级设哪些岗位、每个区域几名（seats，不写就是不限）、当地怎么叫、做什么。",
    basis="社区党组织和居民委员会自定",
)
TOPICS = Option[tuple[Topic, ...]](
    code="playbooks.topics",
    label="说事内容分类",
    kind=tuple[Topic, ...],
    default=(),
    help="居民说的事归在哪几类下面，分派规则的 topic 写这里的代码。",
    basis="居民习惯",
)
