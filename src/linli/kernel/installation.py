"""What this database holds: nothing yet, a real community, or a simulated story."""

from datetime import datetime
from functools import lru_cache

from linli.kernel.errors import Refusal
from linli.kernel.models import Entry, Installation


class HoldsSomethingReal(Refusal):
    pass


class HoldsSomethingAlready(Refusal):
    pass


def found(*, kind: str, name: str, at: datetime) -> Installation:
    """启用: say for good what this empty database will hold (real, demo or replay)."""
    refuse_if_taken()
    is_simulated.cache_clear()
    return Installation.objects.create(kind=kind, name=name, started_at=at)


def refuse_if_taken() -> None:
    """Refuse to lay anything into a database that already holds something."""
    there = Installation.objects.first()
    if there and there.kind == "real":
        raise HoldsSomethingReal(
            "这个数据库里是“{name}”的真实数据，请另用一个空的数据库。", name=there.name
        )
    if there or Entry.objects.exists():
        raise HoldsSomethingAlready(
            "这个数据库里已经有内容了，请另用一个空的数据库（DATABASE_URL 或 LINLI_DATA）。"
        )


@lru_cache(maxsize=1)
def is_simulated() -> bool:
    """Say whether every page has to tell that this is a simulation after press reports."""
    there = Installation.objects.first()
    return bool(there and there.kind != "real")
