"""A poll from the roll to the count: each deed, and each refusal beside it."""

import pytest

from linli.voting.queries import full_bundle
from linli.voting.testing import a_poll
from linli.voting.verify import faults_in

pytestmark = pytest.mark.django_db


def test_a_secret_poll_from_the_roll_to_the_count() -> None:
    scene = a_poll()
    for voter in scene.voters[:4]:
        scene.cast(voter, [0])
    scene.cast(scene.voters[4], [1])

    scene.close()
    count = scene.count()

    [result] = count.facts["results"]
    assert result["verdict"] == "passed"
    assert result["votes"] == [[4, 0, 0], [1, 0, 0], [0, 0, 0]]
    assert list(faults_in(full_bundle(scene.poll), count.digest)) == []
