"""谁能看什么: posts and permissions, read from the rules and policies themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from inspect import getdoc, getmembers, isfunction

from django.apps import apps

from linli.kernel.words import Words
from linli.people.rules import DESK_POSTS, POWERFUL, HeldPost, PostKind, Reach, reach_of
from linli.places.rules import AreaKind

SEES: dict[Reach, Words] = {
    Reach.DESK: Words("本级和上报到本级的全部事项，以及本区域的人员登记"),
    Reach.STAIRS: Words("本区域的一般事项，看不到敏感的和投诉"),
    Reach.UNIT: Words("派给所代表单位的事项"),
    Reach.READ: Words("本区域的全部事项，只看不办"),
    Reach.NOTHING: Words("自己的事，和别人一样"),
}


@dataclass(frozen=True, kw_only=True)
class PostLine:
    """One post: where it stands, what it sees, what it may fill, whether it asks for more."""

    kind: PostKind
    sees: Words
    keeps_registers: bool
    needs_second_factor: bool


@dataclass(frozen=True, kw_only=True)
class PolicyLine:
    """One permission as its policy says it."""

    name: str
    says: str


@dataclass(frozen=True, kw_only=True)
class PolicyGroup:
    """The permissions of one context."""

    context: str
    label: Words
    policies: Sequence[PolicyLine]


LABELS: dict[str, Words] = {
    "people": Words("人员、组织与岗位"),
    "places": Words("区域"),
    "matters": Words("诉求"),
    "duties": Words("期限与督办"),
    "ratings": Words("评价"),
    "playbooks": Words("规则包"),
    "indicators": Words("指标"),
    "portal": Words("首页与工作台"),
    "exchange": Words("数据交换"),
    "profiles": Words("社区画像"),
}


def post_lines() -> list[PostLine]:
    """List every kind of post with its reach."""
    return [
        PostLine(
            kind=kind,
            sees=SEES[reach_of(kind)],
            keeps_registers=_held(kind).keeps_registers,
            needs_second_factor=kind in POWERFUL,
        )
        for kind in PostKind
    ]


def policy_groups() -> list[PolicyGroup]:
    """List every permission of every context, each in the first line that its policy says."""
    contexts = [config.name for config in apps.get_app_configs() if _has_policies(config.name)]
    return [_group(name) for name in sorted(contexts)]


def _has_policies(name: str) -> bool:
    return name.startswith("linli.") and find_spec(f"{name}.policies") is not None


def _group(name: str) -> PolicyGroup:
    module, context = import_module(f"{name}.policies"), name.rpartition(".")[2]
    lines = [
        PolicyLine(name=found, says=(getdoc(function) or "").partition("\n")[0])
        for found, function in getmembers(module, isfunction)
        if found.startswith("may_") and function.__module__.startswith(module.__name__)
    ]
    return PolicyGroup(
        context=context, label=LABELS.get(context, Words(context)), policies=lines
    )


def _held(kind: PostKind) -> HeldPost:
    level = DESK_POSTS.get(kind, AreaKind.COMMUNITY)
    return HeldPost(post_id=0, kind=kind, area_id=0, area_path="/0/", area_kind=level)


def permissions_written() -> str:
    """Write the matrix as a page of the documentation."""
    lines = [TITLE, "", HEADS, "|---|---|---|---|"]
    lines += [
        f"| {line.kind.label} `{line.kind.value}` | {line.sees} "
        f"| {_tick(is_so=line.keeps_registers)} | {_tick(is_so=line.needs_second_factor)} |"
        for line in post_lines()
    ]
    for group in policy_groups():
        lines += ["", f"## {group.label} `{group.context}`", ""]
        lines += [f"- `{policy.name}` {policy.says}" for policy in group.policies]
    return "\n".join([*lines, ""])


TITLE = """# 谁能看什么 Who may do what

权限只有四个来处：岗位、本人有关、本人委托、回执码。
A right has four roots and no other: a post, being a party, a mandate, a receipt code.
This page is written by `bin/linli permissions --write`; a test compares it."""
HEADS = "| 岗位 post | 看得到 sees | 管登记 keeps registers | 动态口令 second factor |"


def _tick(*, is_so: bool) -> str:
    return "✓" if is_so else ""
