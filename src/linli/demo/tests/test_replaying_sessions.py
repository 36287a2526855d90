"""The tea talks of 金厦 are held in the replay and counted as the press counted them."""

import pytest

from linli.demo.testing import a_small_script, tell_small
from linli.indicators.queries import figures_of

pytestmark = pytest.mark.django_db
TOLD = {"expert_sessions": 6, "people_answered_by_experts": 121, "people_per_activity": 44}


def test_six_talks_answered_a_hundred_and_twenty_one() -> None:
    tell_small(a_small_script("jinxia", first=1))

    figures = {figure.headline.key: figure for figure in figures_of("jinxia")}
    assert {key: figures[key].value for key in TOLD} == TOLD
    assert all(figures[key].agrees for key in TOLD)
