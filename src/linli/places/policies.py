"""Who may change the map. Actions enforce this; pages hide by it."""

from typing import Protocol

from linli.kernel.references import Ref


class Keeper(Protocol):
    """Whoever acts on the map: a reference for the journal, and the areas they keep."""

    @property
    def ref(self) -> Ref: ...

    @property
    def kept_paths(self) -> tuple[str, ...]: ...

    def keeps(self, path: str) -> bool:
        """Say whether they keep the registers of the area on that path."""
        ...


def may_open(by: Keeper, parent_path: str) -> bool:
    """新设区域：管理员，以及该区域本级和上级的工作人员。"""
    return by.keeps(parent_path)


def may_change(by: Keeper, path: str) -> bool:
    """改名、划转、停用：管理员，以及该区域本级和上级的工作人员。"""
    return by.keeps(path)


def may_open_points(by: Keeper, path: str) -> bool:
    """设说事点、登记住宅：管理员，以及该区域本级和上级的工作人员。"""
    return by.keeps(path)
