"""Who may keep, run, count, take in and cast: a truth table."""

from collections.abc import Callable

import pytest

from linli.people.rules import PostKind
from linli.people.testing import a_holder, a_secretary, an_administrator, viewing
from linli.people.viewer import A_PASSER_BY, THE_HOUSE, Viewer
from linli.voting import policies
from linli.voting.models import Poll
from linli.voting.testing import Scene, a_poll

pytestmark = pytest.mark.django_db


def viewer_called(who: str, scene: Scene) -> Viewer:
    place = scene.poll.place
    people: dict[str, Callable[[], Viewer]] = {
        "organiser": lambda: scene.by,
        "secretary": lambda: viewing(a_secretary(place)),
        "administrator": lambda: viewing(an_administrator(place)),
        "auditor": lambda: viewing(a_holder(PostKind.AUDITOR, place, "审计")),
        "steward": lambda: viewing(a_holder(PostKind.STEWARD, place, "楼长")),
        "counter": lambda: viewing(scene.counters[0]),
        "voter": lambda: viewing(scene.voters[0]),
        "neighbour": lambda: viewing(scene.voters[1]),
        "passer_by": lambda: A_PASSER_BY,
        "house": lambda: THE_HOUSE,
    }
    return people[who]()


@pytest.mark.parametrize(
    ("who", "keeps", "runs", "counts", "takes_in", "casts"),
    [
        ("organiser", True, True, False, True, False),
        ("secretary", True, True, False, True, False),
        ("administrator", False, False, False, False, False),
        ("auditor", False, False, False, False, False),
        ("steward", False, False, False, False, False),
        ("counter", False, False, True, True, False),
        ("voter", False, False, False, False, True),
        ("neighbour", False, False, False, False, False),
        ("passer_by", False, False, False, False, False),
        ("house", False, False, False, False, False),
    ],
)
def test_who_does_what(
    who: str, keeps: bool, runs: bool, counts: bool, takes_in: bool, casts: bool
) -> None:
    scene = a_poll()
    poll, viewer = scene.poll, viewer_called(who, scene)
    entry = scene.entry_of(scene.voters[0])

    assert policies.may_keep_rolls(viewer, poll.place) is keeps
    assert policies.may_run(viewer, poll) is runs
    assert policies.may_count(viewer, poll) is counts
    assert policies.may_take_in(viewer, poll) is takes_in
    assert policies.may_cast(viewer, poll, entry) is casts
    assert policies.may_give_proxy(viewer, poll, entry) is (casts or runs)
    assert Poll.objects.visible_to(viewer).filter(pk=poll.pk).exists()


def test_a_counter_of_one_poll_counts_no_other() -> None:
    scene, other = a_poll(), a_poll()

    assert not policies.may_count(viewing(scene.counters[0]), other.poll)
