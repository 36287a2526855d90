"""任意走一遭: after any moves whatever is open has one clock, and the clock of its state."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from linli.duties.models import Duty
from linli.kernel.dates import day_of
from linli.kernel.errors import Refusal
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Assignment, Objection, Part, Plan, Team
from linli.matters.models import Matter
from linli.matters.rules import CLOCKS, UNFINISHED, Ground, State
from linli.matters.testing import a_matter
from linli.matters.tests.matter_stories import fresh, let_time_pass
from linli.matters.tests.test_involving import a_unit
from linli.people.testing import (
    a_clerk,
    a_person,
    a_secretary,
    a_subdistrict_clerk,
    viewing,
)
from linli.people.viewer import Viewer
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db


class Walk:
    """A community with two who could have it, and days that pass."""

    def __init__(self, seed: int) -> None:
        self.dice, self.at = random.Random(seed), NOON
        place = a_neighbourhood()
        self.clerk, self.secretary = a_clerk(place.community), a_secretary(place.community)
        self.upstairs = a_subdistrict_clerk(place.subdistrict)
        self.hands = [a_person("张师傅", place.unit), a_person("钱师傅", place.unit)]
        self.unit = a_unit(a_matter(place=place.unit))
        self.mine = [a_matter(place=place.unit).pk for _ in range(2)]
        self.other = a_matter(place=place.unit).pk

    def by(self) -> Viewer:
        """Somebody who might: what they may not do is refused and changes nothing."""
        return viewing(
            self.dice.choice([self.clerk, self.secretary, self.upstairs, *self.hands])
        )

    def go(self, move: Callable[["Walk", Matter, Viewer, datetime], object]) -> None:
        self.at += timedelta(hours=self.dice.choice([0, 1, 30]))
        matter = fresh(Matter.objects.get(pk=self.dice.choice(self.mine)))
        try:
            move(self, matter, self.by(), self.at)
        except Refusal:
            return


def dispatch(walk: Walk, matter: Matter, by: Viewer, at: datetime) -> None:
    to = Assignment(handler=walk.dice.choice(walk.hands), unit=walk.unit)
    actions.dispatch_matter(matter=matter, assignment=to, by=by, at=at)


def accept(_: Walk, matter: Matter, by: Viewer, at: datetime) -> None:
    actions.accept_matter(matter=matter, by=holder(matter, by), at=at)


def send_it_back(_: Walk, matter: Matter, by: Viewer, at: datetime) -> None:
    said = Objection(ground=Ground.NOT_OURS, proof="职责清单")
    actions.return_matter(matter=matter, objection=said, by=holder(matter, by), at=at)


def uphold(_: Walk, matter: Matter, by: Viewer, at: datetime) -> None:
    actions.uphold_return(matter=matter, ruling="归市政", by=by, at=at)


def refuse(_: Walk, matter: Matter, by: Viewer, at: datetime) -> None:
    actions.refuse_return(matter=matter, ruling="就归你们", by=by, at=at)


def settle(walk: Walk, matter: Matter, by: Viewer, at: datetime) -> None:
    team = Team(lead=walk.hands[0], unit=walk.unit, helpers=[walk.hands[1]])
    actions.settle_return(matter=matter, team=team, ruling="两家一起", by=by, at=at)


def ask_to_park(walk: Walk, matter: Matter, by: Viewer, at: datetime) -> None:
    until = day_of(at) + timedelta(days=walk.dice.choice([1, 3]))
    plan = Plan(
        words="等雨停",
        milestones=f"{until} 进场",
        explanation="雨停了再做",
        until=until,
    )
    actions.ask_to_park(matter=matter, plan=plan, by=holder(matter, by), at=at)


def park(_: Walk, matter: Matter, by: Viewer, at: datetime) -> None:
    actions.park_matter(matter=matter, by=by, at=at)


def resume(_: Walk, matter: Matter, by: Viewer, at: datetime) -> None:
    actions.resume_matter(matter=matter, why="天晴了", by=by, at=at)


def merge(walk: Walk, matter: Matter, by: Viewer, at: datetime) -> None:
    into = fresh(Matter.objects.get(pk=walk.other))
    actions.merge_matter(matter=matter, into=into, why="一样", by=by, at=at)


def unmerge(_: Walk, matter: Matter, by: Viewer, at: datetime) -> None:
    actions.unmerge_matter(matter=matter, why="不一样", by=by, at=at)


def split(_: Walk, matter: Matter, by: Viewer, at: datetime) -> None:
    parts = [Part(words=words, place=matter.place) for words in ("换灯", "清堆物")]
    actions.split_matter(matter=matter, parts=parts, why="分开办", by=by, at=at)


def unite(_: Walk, matter: Matter, by: Viewer, at: datetime) -> None:
    actions.unite_matter(matter=matter, why="合着办", by=by, at=at)


def the_parts_are_done(walk: Walk, matter: Matter, _: Viewer, at: datetime) -> None:
    for part in matter.parts.filter(state=State.RECEIVED).select_related("desk", "place"):
        actions.refer_matter(
            matter=part, referral="hotline", words="找他们", by=viewing(walk.clerk), at=at
        )
    time_passes(walk, matter, Viewer(), at)


def pass_up(_: Walk, matter: Matter, by: Viewer, at: datetime) -> None:
    actions.escalate_matter(matter=matter, reason="办不了", by=by, at=at)


def the_handler_leaves(walk: Walk, matter: Matter, by: Viewer, at: datetime) -> None:
    if matter.handler:
        to = walk.dice.choice([None, *walk.hands])
        actions.hand_over_matters(
            from_=matter.handler, to=to, within=matter.desk, by=by.ref, at=at
        )


def finish(_: Walk, matter: Matter, by: Viewer, at: datetime) -> None:
    by = holder(matter, by)
    actions.finish_matter(matter=matter, measure="", outcome="好了", by=by, at=at)


def time_passes(walk: Walk, _: Matter, __: Viewer, at: datetime) -> None:
    walk.at = at + timedelta(days=walk.dice.choice([0, 1, 5, 20]))
    let_time_pass(walk.at - NOON)
    actions.lapse_returns(walk.at)
    actions.resume_parked(walk.at)


def holder(matter: Matter, otherwise: Viewer) -> Viewer:
    return viewing(matter.handler) if matter.handler else otherwise


MOVES = (
    *(dispatch, dispatch, dispatch, accept, accept),
    *(send_it_back, send_it_back, uphold, refuse, refuse, settle, settle),
    *(ask_to_park, ask_to_park, park, park, park, resume),
    *(merge, unmerge, split, unite, the_parts_are_done),
    *(pass_up, the_handler_leaves, finish, time_passes),
)


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.generate],  # a walk is read as it is; making it shorter takes minutes
)
@given(
    seed=st.integers(0, 2**16), moves=st.lists(st.sampled_from(MOVES), min_size=25, max_size=50)
)
def test_whatever_happens_what_is_open_has_the_clock_of_its_state(
    seed: int, moves: list[Callable[[Walk, Matter, Viewer, datetime], object]]
) -> None:
    walk = Walk(seed)
    for move in moves:
        walk.go(move)

    for matter in Matter.objects.all():
        running = Duty.objects.running().filter(subject=matter.ref)
        kinds = [duty.kind for duty in running]
        if matter.standing in UNFINISHED:
            assert kinds == [CLOCKS[matter.standing]], (matter, matter.standing)
        else:
            assert kinds == [], (matter, matter.standing)
        assert (matter.standing is State.FINISHED) == (
            matter.rate_by is not None and matter.closed_at is None
        )
