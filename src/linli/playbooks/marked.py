"""YAML with its places: reads plain values and remembers the line of each, and runs nothing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, Event, ScalarEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

type Path = tuple[str | int, ...]

LONGEST = 500_000
"""So many characters are read at most; a playbook has some thousand."""
DEEPEST = 12
WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})")
TRUTH = {"true": True, "True": True, "false": False, "False": False}
NOTHING = ("", "~", "null")


@dataclass(frozen=True, kw_only=True, order=True)
class Spot:
    """A place in the file, as editors count it: from 1."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, kw_only=True)
class Slip:
    """Something in the file that cannot be read, and where."""

    spot: Spot
    path: Path
    reason: str


@dataclass(kw_only=True)
class Marked:
    """What a file says in plain values, the spot of each, and what could not be read."""

    value: Any = None
    spots: dict[Path, Spot] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)

    def spot_of(self, path: Path) -> Spot:
        """Find the spot of the path, or of the nearest thing around it."""
        while path and path not in self.spots:
            path = path[:-1]
        return self.spots.get(path, Spot())


def read_marked(text: str) -> Marked:
    """Read one YAML document without anchors, tags or repeated keys; never raises."""
    marked = Marked()
    if len(text) > LONGEST:
        marked.slips.append(Slip(spot=Spot(), path=(), reason="文件太大，不像是规则包。"))
        return marked
    try:
        marked.slips.extend(_forbidden(text))
        node = None if marked.slips else yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        marked.slips.append(_broken(error))
        return marked
    if node is not None:
        marked.value = _plain(node, (), marked)
    return marked


def _forbidden(text: str) -> Iterator[Slip]:
    """Look through the stream first: an alias or an abyss must not even be composed."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if reason := _objection(event, depth, documents):
            yield Slip(spot=_spot(event.start_mark), path=(), reason=reason)
            return


def _objection(event: Event, depth: int, documents: int) -> str:
    if depth > DEEPEST:
        return "套得太深了。"
    if documents > 1:
        return "一个文件只写一份规则包，不要再写“---”。"
    if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
        return "不能用 & 和 * 引用，请把内容写全。"
    if _is_tagged(event):
        return "不能用 ! 标记。"
    return ""


def _is_tagged(event: Event) -> bool:
    if isinstance(event, ScalarEvent | CollectionStartEvent):
        return event.tag is not None
    return False


def _broken(error: yaml.YAMLError) -> Slip:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or error
    spot = _spot(mark) if mark else Spot()
    return Slip(spot=spot, path=(), reason=f"这里不合 YAML 的写法（{said}）。")


def _plain(node: Node, path: Path, marked: Marked) -> Any:
    marked.spots.setdefault(path, _spot(node.start_mark))
    if isinstance(node, MappingNode):
        return _mapping(node, path, marked)
    if isinstance(node, SequenceNode):
        return [_plain(item, (*path, i), marked) for i, item in enumerate(node.value)]
    return _scalar(node) if isinstance(node, ScalarNode) else None


def _mapping(node: MappingNode, path: Path, marked: Marked) -> Mapping[str, Any]:
    read: dict[str, Any] = {}
    for key, value in node.value:
        name, spot = str(key.value), _spot(key.start_mark)
        if not isinstance(key, ScalarNode):
            marked.slips.append(Slip(spot=spot, path=path, reason="名称要是文字。"))
        elif name in read:
            reason = f"“{name}”写了两次。"
            marked.slips.append(Slip(spot=spot, path=(*path, name), reason=reason))
        else:
            marked.spots[*path, name] = spot
            read[name] = _plain(value, (*path, name), marked)
    return read


def _scalar(node: ScalarNode) -> bool | int | str | None:
    """Only what a reader would take for it is a number or a truth: no, on, 1:30 stay words."""
    said = str(node.value)
    if node.style in ("'", '"', "|", ">"):
        return said
    if said in NOTHING:
        return None
    if said in TRUTH:
        return TRUTH[said]
    return int(said) if WHOLE_NUMBER.fullmatch(said) else said


def _spot(mark: Any) -> Spot:
    return Spot(line=mark.line + 1, column=mark.column + 1)
