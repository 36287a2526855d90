"""The inputs are told; what is escalated, late or settled follows from the rules."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from linli.demo.replaying import replay
from linli.demo.script import REPLAYS, Done, Input, Said, Script, read_script
from linli.demo.testing import a_small_script, tell_small
from linli.indicators.queries import figures_of
from linli.kernel import clock, installation
from linli.kernel.testing import NOON
from linli.matters.models import Matter
from linli.matters.options import ROUTES
from linli.matters.routing import propose
from linli.places.rules import AreaKind
from linli.playbooks.queries import Pack, pack_named

pytestmark = pytest.mark.django_db


@contextmanager
def a_database_of_its_own() -> Iterator[None]:
    """Everything told inside is as if it had never been."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined] # deliveries insist on being outermost
    with block:
        yield
        transaction.set_rollback(True)
    installation.is_simulated.cache_clear()


def told(script: Script, *, pack: Pack | None = None) -> tuple[int, int, int]:
    """How many were said, settled by the community and passed up."""
    with a_database_of_its_own():
        tell_small(script, pack=pack)
        matters = Matter.objects.all()
        return (
            matters.count(),
            matters.settled_by_community().count(),
            matters.escalated().count(),
        )


def test_the_same_inputs_give_the_same_figures() -> None:
    script = a_small_script("jinxia", first=12)

    assert told(script) == told(script)


def test_every_matter_is_either_settled_below_or_passed_up() -> None:
    said, settled, up = told(a_small_script("jinxia", first=20))

    assert said == 20
    assert settled + up == said
    assert up > 0


def test_without_one_input_a_figure_changes() -> None:
    script = a_small_script("jinxia", first=8)
    last = [word.matter for word in script.inputs if isinstance(word, Said)][-1]
    without = [word for word in script.inputs if word.matter != last]

    assert told(replace(script, inputs=without)) != told(script)


def test_what_is_not_done_in_time_goes_up_by_itself() -> None:
    script = a_small_script("jinxia", first=8)
    nothing_done: list[Input] = [word for word in script.inputs if not isinstance(word, Done)]

    _, settled, up = told(replace(script, inputs=nothing_done))

    assert (settled, up) == (0, 8)


def test_another_desk_in_one_rule_changes_how_many_go_up() -> None:
    script = a_small_script("jinxia", first=12)
    pack = pack_named("jinxia")
    said = [word.words for word in script.inputs if isinstance(word, Said)]
    routes = [propose(words, pack.values[ROUTES]).route for words in said]
    below = next(route for route in routes if route.desk is AreaKind.COMMUNITY)

    _, settled, up = told(script)
    changed = told(script, pack=with_desk(pack, below.code, AreaKind.SUBDISTRICT))

    assert changed[1] < settled
    assert changed[2] > up


def with_desk(pack: Pack, code: str, desk: AreaKind) -> Pack:
    """The same playbook, but that one of its rules names another desk."""
    routes = tuple(
        replace(route, desk=desk) if route.code == code else route
        for route in pack.values[ROUTES]
    )
    return replace(pack, values={**pack.values, ROUTES: routes})


def test_a_small_part_of_pucheng_can_be_told() -> None:
    said, settled, up = told(a_small_script("pucheng", first=6))

    assert said == 6
    assert settled + up <= said


def test_a_real_database_is_left_alone() -> None:
    installation.found(kind="real", name="和平里社区", at=NOON)

    with pytest.raises(CommandError, match="真实数据"):
        call_command("replay", "jinxia", first=1)


def test_a_database_that_holds_a_story_takes_no_other() -> None:
    installation.found(kind="demo", name="幸福里社区", at=NOON)

    with pytest.raises(CommandError, match="已经有内容"):
        call_command("replay", "pucheng", first=1)


@pytest.mark.skipif("LINLI_FULL_REPLAYS" not in os.environ, reason="takes a minute each")
@pytest.mark.parametrize("name", ["jinxia", "pucheng"])
def test_the_whole_replay_reproduces_what_was_reported(name: str) -> None:
    script = read_script(REPLAYS / name)

    replay(script, pack_named(script.playbook), now=clock.now)

    assert [figure.headline.key for figure in figures_of(name) if not figure.agrees] == []
