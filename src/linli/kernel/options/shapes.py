"""Shapes: reads plain YAML or JSON into typed values, and says where it does not fit."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints


class Misshapen(ValueError):
    """A value that does not fit; `where` leads to it: ("matters.routes", 3, "tier")."""

    def __init__(self, where: tuple[str | int, ...], reason: str) -> None:
        super().__init__(f"{'.'.join(map(str, where))}：{reason}")
        self.where = where
        self.reason = reason


def read_as[T](shape: type[T], raw: object, *, where: tuple[str | int, ...] = ()) -> T:
    """Read `raw` as `shape`: bool, int, str, enum, dataclass, tuple, dict, or None.

    Refuses what does not fit exactly: no number for a text, no unknown key, no missing one.
    """
    return _read(shape, raw, where)  # type: ignore[no-any-return] # checked value by value


def plain(value: object) -> Any:
    """Turn a typed value back into what JSON and YAML can hold."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(part) for name, part in asdict(value).items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    return value


def _read(shape: Any, raw: object, where: tuple[str | int, ...]) -> Any:
    origin = get_origin(shape)
    if origin in (Union, types.UnionType):
        return _read_optional(shape, raw, where)
    if origin is tuple:
        return _read_tuple(shape, raw, where)
    if origin is dict:
        return _read_mapping(shape, raw, where)
    if is_dataclass(shape):
        return _read_record(shape, raw, where)
    return _read_scalar(shape, raw, where)


def _read_optional(shape: Any, raw: object, where: tuple[str | int, ...]) -> Any:
    if raw is None:
        return None
    [some] = [part for part in get_args(shape) if part is not type(None)]
    return _read(some, raw, where)


def _read_tuple(shape: Any, raw: object, where: tuple[str | int, ...]) -> tuple[Any, ...]:
    if not isinstance(raw, list | tuple):
        raise Misshapen(where, "这里要一个列表。")
    [part, *_] = get_args(shape)
    return tuple(_read(part, item, (*where, i)) for i, item in enumerate(raw))


def _read_mapping(shape: Any, raw: object, where: tuple[str | int, ...]) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        raise Misshapen(where, "这里要“名称: 取值”的对照。")
    _, part = get_args(shape)
    return {str(name): _read(part, item, (*where, str(name))) for name, item in raw.items()}


def _read_record(shape: Any, raw: object, where: tuple[str | int, ...]) -> Any:
    if isinstance(raw, shape):
        return raw
    if not isinstance(raw, Mapping):
        raise Misshapen(where, "这里要几项“名称: 取值”。")
    hints = get_type_hints(shape)
    known = {field.name: field for field in fields(shape)}
    for name in raw:
        if name not in known:
            raise Misshapen((*where, str(name)), f"没有这一项；可用的是 {'、'.join(known)}。")
    for name, field in known.items():
        required = field.default is MISSING and field.default_factory is MISSING
        if required and name not in raw:
            raise Misshapen((*where, name), "缺这一项。")
    read = {name: _read(hints[name], part, (*where, name)) for name, part in raw.items()}
    try:
        return shape(**read)
    except ValueError as error:
        raise Misshapen(where, str(error)) from error


def _read_scalar(shape: Any, raw: object, where: tuple[str | int, ...]) -> Any:
    if isinstance(shape, type) and issubclass(shape, Enum):
        try:
            return shape(raw)
        except ValueError:
            allowed = "、".join(str(member.value) for member in shape)
            raise Misshapen(where, f"“{raw}”不在可选范围：{allowed}。") from None
    if type(raw) is not shape and not (shape is str and isinstance(raw, str)):
        names = {bool: "是或否（true/false）", int: "整数", str: "文字"}
        raise Misshapen(where, f"这里要{names.get(shape, shape)}，不是“{raw}”。")
    return raw
