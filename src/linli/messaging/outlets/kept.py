"""Which outlets this house has: read from the keys file that the settings name.

    [sms]
    kind = "aliyun"                       # or "gateway"
    access_key_id = "env:ALIYUN_KEY_ID"   # a value of the environment, or the key itself
    access_key_secret = "env:ALIYUN_KEY_SECRET"
    sign_name = "和平里社区"
    templates = { notice = "SMS_1", code = "SMS_2" }

    [robots."和平里工作群"]
    url = "env:ROBOT_1"

The file belongs to whoever runs the house and to nobody else: its keys stand in no database.
"""

import os
import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from linli.messaging.outlets.aliyun import AliyunSms
from linli.messaging.outlets.gateway import Gateway
from linli.messaging.outlets.parcels import Outlet
from linli.messaging.outlets.wecom import WeComRobot

KINDS: Mapping[str, Callable[..., Outlet]] = {"aliyun": AliyunSms, "gateway": Gateway}
FROM_ENVIRONMENT = "env:"
FOR_OTHERS = 0o077


class OutletNotReadable(Exception):
    """The keys file is there and cannot be used; says where, never what it holds."""


def sms_outlet() -> Outlet | None:
    """Give the outlet for SMS, if the house has one."""
    described = _kept().get("sms")
    if not described:
        return None
    given = dict(described)
    kind = given.pop("kind", "")
    if kind not in KINDS:
        raise OutletNotReadable(f"[sms] kind: {' / '.join(KINDS)}")
    return _made(KINDS[kind], given, "[sms]")


def robot_called(name: str) -> Outlet | None:
    """Give the robot of a group chat by the name that it has in the keys file."""
    described = _kept().get("robots", {}).get(name)
    return _made(WeComRobot, dict(described), f"[robots.{name}]") if described else None


def forget_what_is_kept() -> None:
    """Read the file anew at the next question."""
    _read.cache_clear()


def _made(kind: Callable[..., Outlet], given: dict[str, Any], where: str) -> Outlet:
    try:
        return kind(**given)
    except TypeError as error:
        raise OutletNotReadable(f"{where}: {error}") from None


def _kept() -> dict[str, Any]:
    file = Path(settings.LINLI_OUTLETS)
    try:
        changed_at = file.stat().st_mtime_ns
    except FileNotFoundError:
        return {}
    return _read(file, changed_at)


@lru_cache(maxsize=2)
def _read(file: Path, _changed_at: int) -> dict[str, Any]:
    if file.stat().st_mode & FOR_OTHERS:
        raise OutletNotReadable(f"{file.name}: chmod 600")
    try:
        read: dict[str, Any] = _opened(tomllib.loads(file.read_text(encoding="utf-8")))
    except ValueError:
        raise OutletNotReadable(f"{file.name}: TOML") from None
    return read


def _opened(value: Any) -> Any:
    """Put the values of the environment where they are named."""
    if isinstance(value, dict):
        return {name: _opened(part) for name, part in value.items()}
    if isinstance(value, str) and value.startswith(FROM_ENVIRONMENT):
        return os.environ.get(value.removeprefix(FROM_ENVIRONMENT), "")
    return value
