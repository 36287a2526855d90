"""What comes round in the areas, and whose task it is."""

from dataclasses import dataclass

from linli.kernel.options import Option
from linli.kernel.rhythms import Every
from linli.people.rules import PostKind
from linli.places.rules import AreaKind


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """定期: what is done in every area of a level, how often and by whom."""

    code: str
    label: str
    label_en: str
    every: Every
    level: AreaKind
    task: str
    post: PostKind | None = None


RHYTHMS = Option[tuple[Rhythm, ...]](
    # Named when only playbooks knew it; communities have stored what they chose under it.
    code="playbooks.rhythms",
    label="定期要做的事",
    kind=tuple[Rhythm, ...],
    default=(),
    help="哪一级、隔多久（day、week、month、quarter、year）、由谁、做什么。",
    basis="社区工作制度",
)
