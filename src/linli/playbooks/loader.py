"""Loads a playbook: a YAML file becomes typed options, or a list of faults with their lines."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any, get_args, get_origin

from django.apps import apps

from linli.kernel.errors import Refusal, Unreadable
from linli.kernel.options import Misshapen, Option, plain, read_as
from linli.playbooks.marked import Marked, Path, Spot, read_marked

PACKS = FilePath(__file__).parent / "packs"
HEADER = "playbook"


class NoSuchPlaybook(Refusal):
    status = 404


@dataclass(frozen=True, kw_only=True)
class Header:
    """What a playbook says of itself."""

    code: str
    name: str
    title: str
    title_en: str
    version: str
    source: str
    basis: str

    def __post_init__(self) -> None:
        if not self.code.isascii() or not self.code.isidentifier():
            raise ValueError("code 只用小写英文字母、数字和下划线。")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """毛病: what is wrong with a playbook, where, and why."""

    file: str
    line: int
    column: int
    reason: str
    path: Path

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class Pack:
    """规则包: a playbook that was read: its header and a fitting value per option it sets."""

    header: Header
    values: Mapping[Option[Any], Any]
    marked: Marked = field(default_factory=Marked, compare=False, repr=False)
    file: str = ""

    def __getitem__[T](self, option: Option[T]) -> T:
        """Say what the playbook sets, or what holds where it is silent."""
        value: T = self.values.get(option, option.default)
        return value

    @property
    def digest(self) -> str:
        """Name this very content; another word in it, another digest."""
        said = {option.code: plain(value) for option, value in self.values.items()}
        whole = json.dumps([plain(self.header), said], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What came out of a file: a playbook, or faults."""

    pack: Pack | None
    faults: tuple[Fault, ...]


def bundled() -> tuple[str, ...]:
    """List the playbooks that come with the house, by name."""
    return tuple(sorted(path.stem for path in PACKS.glob("*.yaml")))


def file_of(name: str) -> FilePath:
    """Find the file of a bundled playbook or of a path."""
    path = PACKS / f"{name}.yaml" if name in bundled() else FilePath(name)
    if not path.is_file():
        raise NoSuchPlaybook(
            "没有叫“{name}”的规则包，也没有这个文件；自带的有：{known}。",
            name=name,
            known="、".join(bundled()),
        )
    return path


def read_file(name: str) -> Reading:
    """Read a bundled playbook by name, or any by its path."""
    path = file_of(name)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        where = Fault(file=str(path), line=1, column=1, reason="文件不是 UTF-8 文字。", path=())
        return Reading(pack=None, faults=(where,))
    return read_text(text, file=str(path) if name not in bundled() else path.name)


@lru_cache(maxsize=64)
def read_text(text: str, *, file: str) -> Reading:
    """Read a playbook; whatever the text is, the answer is a playbook or faults."""
    marked = read_marked(text)
    slips = [(slip.spot, slip.path, slip.reason) for slip in marked.slips]
    header: Header | None = None
    values: dict[Option[Any], Any] = {}
    if not slips and not isinstance(marked.value, dict):
        slips = [(Spot(), (), "文件要写成“名称: 取值”，以 playbook: 开头。")]
    if not slips:
        header, values, objections = _read_all(marked.value)
        slips = [
            (marked.spot_of(path), path, _named(path, reason, marked))
            for path, reason in objections
        ]
    faults = tuple(
        Fault(file=file, line=spot.line, column=spot.column, reason=reason, path=path)
        for spot, path, reason in sorted(slips, key=lambda slip: slip[0])
    )
    if faults or not header:
        return Reading(pack=None, faults=faults)
    pack = Pack(header=header, values=values, marked=marked, file=file)
    return Reading(pack=pack, faults=())


def settable() -> Mapping[str, Option[Any]]:
    """Map each key that a playbook may use to its option: the short name and the full code.

    Where several share a short name it is that of the lowest context, so that a playbook keeps
    its meaning when another context is set on top.
    """
    floors = {app.label: floor for floor, app in enumerate(apps.get_app_configs())}
    from_the_top = sorted(
        Option.registry.values(), key=lambda option: -floors.get(_context(option.code), 0)
    )
    return {_short(option.code): option for option in from_the_top} | Option.registry


def key_of(option: Option[Any]) -> str:
    """Say the shortest key by which a playbook sets the option."""
    short = _short(option.code)
    return short if settable().get(short) is option else option.code


def _short(code: str) -> str:
    return code.rpartition(".")[2]


def _context(code: str) -> str:
    return code.partition(".")[0]


def _named(path: Path, reason: str, marked: Marked) -> str:
    """What is missing has no line of its own, so the sentence has to name it."""
    return f"{path[-1]}：{reason}" if path and path not in marked.spots else reason


type _Objection = tuple[Path, str]


def _read_all(
    plain_values: Mapping[str, Any],
) -> tuple[Header | None, dict[Option[Any], Any], list[_Objection]]:
    objections: list[_Objection] = []
    header = _read_header(plain_values, objections)
    values: dict[Option[Any], Any] = {}
    keys = settable()
    for key, raw in plain_values.items():
        option = keys.get(key)
        if key == HEADER:
            continue
        if option is None:
            objections.append(((key,), f"没有“{key}”这一项；可用的是 {_known()}。"))
        elif option in values:
            objections.append(((key,), f"“{option.label}”设了两次（{key_of(option)}）。"))
        else:
            values[option] = _read_option(option, key, raw, objections)
    return header, values, objections


def _read_header(raw: Mapping[str, Any], objections: list[_Objection]) -> Header | None:
    if HEADER not in raw:
        objections.append(((), "缺 playbook: 这一段（代码、名称、版本、来源、依据）。"))
        return None
    try:
        return read_as(Header, raw[HEADER], where=(HEADER,))
    except Misshapen as error:
        objections.append((error.where, error.reason))
        return None


def _read_option(
    option: Option[Any], key: str, raw: object, objections: list[_Objection]
) -> Any:
    misshapen = list(_misshapen(option, key, raw))
    objections.extend(misshapen)
    if misshapen:
        return None
    try:
        return option.read(raw)
    except Unreadable as error:
        objections.append(((key,), str(error)))
        return None


def _misshapen(option: Option[Any], key: str, raw: object) -> Iterator[_Objection]:
    """Read item by item, so that one bad rule does not hide the next."""
    whole: list[tuple[Any, object, Path]] = [(option.kind, raw, (key,))]
    if get_origin(option.kind) is tuple and isinstance(raw, list):
        part = get_args(option.kind)[0]
        whole = [(part, item, (key, i)) for i, item in enumerate(raw)]
    for kind, value, where in whole:
        try:
            read_as(kind, value, where=where)
        except Misshapen as error:
            yield error.where, error.reason


def _known() -> str:
    return "、".join(key_of(option) for _, option in sorted(Option.registry.items()))
