"""What a community may set about orders that come from other platforms."""

from dataclasses import dataclass

from linli.kernel.options import Option

THE_HOTLINE = "12345"


@dataclass(frozen=True, kw_only=True)
class OutsideSource:
    """来源: a platform that numbers its orders itself and waits for an answer."""

    code: str
    label: str
    label_en: str


def _lack_of(sources: tuple[OutsideSource, ...]) -> str | None:
    codes = [source.code for source in sources]
    if len(set(codes)) != len(codes):
        return "同一个代号写了两次。"
    if any(not 0 < len(code) <= 20 for code in codes):  # noqa: PLR2004 - the column
        return "代号要一到二十个字。"
    return None if THE_HOTLINE in codes else "缺少 12345，导入的热线工单都记在它名下。"


OUTSIDE_SOURCES = Option[tuple[OutsideSource, ...]](
    code="matters.outside_sources",
    label="外部工单来源",
    kind=tuple[OutsideSource, ...],
    default=(
        OutsideSource(code=THE_HOTLINE, label="12345热线", label_en="12345 hotline"),
        OutsideSource(code="province", label="省平台", label_en="Provincial platform"),
        OutsideSource(code="other", label="其他平台", label_en="Another platform"),
    ),
    help="哪些平台会带着自己的编号和期限转事过来。12345 总是在的。",
    basis="国办发〔2020〕53号；国办函〔2025〕66号",
    sound=_lack_of,
)
