"""What a community may set for its meetings: which kinds there are and what each is called."""

from dataclasses import dataclass

from linli.kernel.options import Option
from linli.meetings.rules import Quorum, Usual, minute_of
from linli.places.rules import AreaKind


@dataclass(frozen=True, kw_only=True)
class MeetingKind:
    """会议种类: what it is called, how wide it can be called, whether everybody may come.

    How often one comes round says the rhythm of the same code. `usual_day` counts from the
    first day of its period (a week begins on Monday).
    """

    code: str
    label: str
    label_en: str
    widest: AreaKind = AreaKind.COMMUNITY
    public: bool = False
    quorum: Quorum = Quorum.NONE
    minutes: int = 90
    usual_day: int = 5
    usual_time: str = "19:30"

    def __post_init__(self) -> None:
        minute_of(self.usual_time)
        if self.minutes < 1 or self.usual_day < 1:
            raise ValueError("minutes 和 usual_day 至少是 1。")

    @property
    def usual(self) -> Usual:
        return Usual(day=self.usual_day, wall=minute_of(self.usual_time))


KINDS = Option[tuple[MeetingKind, ...]](
    code="meetings.kinds",
    label="会议种类",
    kind=tuple[MeetingKind, ...],
    default=(
        MeetingKind(
            code="yard_session",
            label="院坝会",
            label_en="Courtyard session",
            widest=AreaKind.COMPOUND,
            public=True,
        ),
        MeetingKind(
            code="scheduled_talk",
            label="集中说事",
            label_en="Scheduled talk",
            widest=AreaKind.COMPOUND,
            public=True,
        ),
        MeetingKind(
            code="community_session",
            label="社区会",
            label_en="Community session",
            public=True,
            usual_day=25,
        ),
        MeetingKind(code="tea_talk", label="茶话会", label_en="Tea talk", public=True),
        MeetingKind(
            code="party_members",
            label="党员会议",
            label_en="Party members' meeting",
            quorum=Quorum.MORE_THAN_HALF,
        ),
        MeetingKind(
            code="joint_meeting",
            label="联席会议",
            label_en="Joint meeting",
            widest=AreaKind.SUBDISTRICT,
            usual_day=80,
            usual_time="15:00",
        ),
        MeetingKind(
            code="coordination",
            label="协调会",
            label_en="Coordination meeting",
            widest=AreaKind.COUNTY,
            usual_time="15:00",
        ),
    ),
    help="有哪些会、当地怎么叫、最大在哪一级开（widest）、居民能不能来（public）、"
    "到会人数（quorum）、通常哪天几点；同名的“定期要做的事”到时候自动排上。",
    basis="城市居民委员会组织法第九条、第十条；中国共产党支部工作条例（试行）第十一条",
    sound=lambda kinds: (
        None
        if len({kind.code for kind in kinds}) == len(kinds) and kinds
        else "每种会要有自己的代码，至少一种。"
    ),
)


def kind_called(code: str, kinds: tuple[MeetingKind, ...]) -> MeetingKind | None:
    """Find the kind of that code, if the community has it."""
    return next((kind for kind in kinds if kind.code == code), None)
