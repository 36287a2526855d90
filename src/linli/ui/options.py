"""What a community may set about its words: its own name for a thing of the house."""

from dataclasses import dataclass

from linli.kernel.options import Option


@dataclass(frozen=True, kw_only=True)
class Label:
    """What people here say for a term of the house, in both languages."""

    term: str
    label: str
    label_en: str


LABELS = Option[tuple[Label, ...]](
    code="ui.labels",
    label="本地叫法",
    kind=tuple[Label, ...],
    default=(),
    help="同一样东西在本地怎么叫，例如“诉求”叫“说事议题”。只改屏幕上的字。",
    basis="居民习惯",
)
