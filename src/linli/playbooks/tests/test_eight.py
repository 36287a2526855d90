"""Eight communities, one program: each playbook founds a place, and they stand side by side."""

from collections import Counter
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from linli.kernel import installation, options
from linli.kernel.options import Option, pinned, plain
from linli.kernel.testing import NOON
from linli.matters.models import Matter
from linli.matters.options import CHANNELS, NUMBER_PREFIX, ROUTES, TIERS
from linli.matters.testing import a_matter
from linli.people.options import RHYTHMS
from linli.people.viewer import THE_HOUSE
from linli.places.models import Area
from linli.places.options import LEVELS
from linli.places.testing import Neighbourhood, a_neighbourhood
from linli.playbooks.actions import adopt_playbook
from linli.playbooks.loader import bundled
from linli.playbooks.options import POSTS
from linli.playbooks.queries import adopted_playbook, pack_named, try_words
from linli.ui.options import LABELS

pytestmark = pytest.mark.django_db

LONGEST_CODES = {CHANNELS: 20, TIERS: 20, ROUTES: 30}
"""As many letters as a matter keeps of each (linli.matters.models)."""
SPOKEN: tuple[Option[Any], ...] = (LABELS, LEVELS, CHANNELS, RHYTHMS, TIERS, ROUTES)


def a_place_with(name: str) -> Neighbourhood:
    here = a_neighbourhood()
    adopt_playbook(pack=pack_named(name), area=here.community, by=THE_HOUSE, at=NOON)
    return here


@pytest.mark.parametrize("name", bundled())
def test_every_playbook_founds_a_community(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_ADMIN_PASSWORD", "qingquan-2026")

    call_command(
        "setup",
        name,
        county="山水区",
        subdistrict="溪边街道",
        name="和平里社区",
        admin_name="李建国",
        admin_login="lijianguo",
        verbosity=0,
    )

    area = Area.objects.get(name="和平里社区")
    adoption = adopted_playbook(area)
    assert adoption
    assert adoption.playbook == name
    assert options.resolve(area.chain)[NUMBER_PREFIX] == pack_named(name)[NUMBER_PREFIX]
    assert not installation.is_simulated()
    assert a_matter("楼上漏水", place=area).number.startswith(pack_named(name)[NUMBER_PREFIX])


@pytest.mark.parametrize("name", bundled())
def test_every_playbook_is_whole(name: str) -> None:
    """Words, levels, posts, channels, rhythms, tiers and rules: nothing is left to default."""
    pack = pack_named(name)

    for option in (*SPOKEN, POSTS):
        assert option in pack.values, option.code
    assert 20 <= len(pack[ROUTES]) <= 50
    assert {"minor", "major", "hard"} <= {tier.code for tier in pack[TIERS]}
    assert all(route.basis for route in pack[ROUTES])


@pytest.mark.parametrize("name", bundled())
@pytest.mark.parametrize("option", LONGEST_CODES, ids=lambda option: option.code)
def test_a_code_fits_into_the_row_of_a_matter(name: str, option: Option[Any]) -> None:
    for item in pack_named(name)[option]:
        assert len(item.code) <= LONGEST_CODES[option]


def test_no_two_communities_speak_and_work_alike() -> None:
    packs = [pack_named(name) for name in bundled()]

    for one, other in combinations(packs, 2):
        for option in (*SPOKEN, NUMBER_PREFIX):
            assert plain(one[option]) != plain(other[option]), (one.header.code, option.code)


def test_a_sentence_of_one_rule_is_asked_differently_in_each_place() -> None:
    """Hardly two ask the same of whoever goes to see to a blocked drain."""
    asked = Counter(
        route.requirement
        for name in bundled()
        for route in pack_named(name)[ROUTES]
        if route.code in ("sewer", "septic", "elder", "parking", "car_park", "noise")
    )

    assert len(asked) > len(bundled())


@pytest.mark.parametrize("name", [name for name in bundled() if name != "jinxia"])
def test_another_playbook_changes_everything_but_what_already_runs(name: str) -> None:
    here = a_place_with("jinxia")
    running = a_matter("三单元的路灯坏了", place=here.building)
    before = options.resolve(here.community.chain)

    adopt_playbook(
        pack=pack_named(name),
        area=here.community,
        by=THE_HOUSE,
        at=NOON + timedelta(minutes=5),
    )

    after = options.resolve(here.community.chain)
    for option in SPOKEN:
        assert after[option] == pack_named(name)[option]
        assert after[option] != before[option]
    still = Matter.objects.get(pk=running.pk)
    assert pinned(still.options_digest)[TIERS] == before[TIERS]
    assert pinned(still.options_digest)[ROUTES] == before[ROUTES]
    assert still.due_at == running.due_at
    later = a_matter("三单元的路灯坏了", place=here.building)
    assert pinned(later.options_digest)[TIERS] == after[TIERS]
    assert later.number.startswith(pack_named(name)[NUMBER_PREFIX])


def test_two_communities_of_one_database_keep_their_own_ways(client: Client) -> None:
    old_factory, near_river = a_place_with("jinxia"), a_place_with("shunchang")

    words = "楼顶种菜浇粪，臭味很重"
    said = {
        here.community.pk: (
            a_matter(words, place=here.building),
            try_words(words, area=here.community, at=NOON),
            client.get(reverse("playbook"), {"area": here.community.pk}).content.decode(),
        )
        for here in (old_factory, near_river)
    }

    jinxia, trial, page = said[old_factory.community.pk]
    assert (jinxia.number[:2], jinxia.route, trial.tier.label) == ("JX", "rubbish", "即办件")
    assert "龙门阵问题" in page
    assert "银发协理员" not in page
    shunchang, trial, page = said[near_river.community.pk]
    assert (shunchang.number[:2], shunchang.route) == ("SC", "roof_garden")
    assert trial.tier.label == "小事"
    assert "银发协理员" in page
    assert "龙门阵问题" not in page


def test_a_community_keeps_its_own_rules_under_those_of_its_district() -> None:
    """大龙 under 广州: what the community sets holds, the rest comes from above."""
    here = a_neighbourhood()
    adopt_playbook(
        pack=pack_named("guangzhou_timebank"), area=here.county, by=THE_HOUSE, at=NOON
    )
    adopt_playbook(pack=pack_named("dalong"), area=here.community, by=THE_HOUSE, at=NOON)

    assert options.resolve(here.building.chain)[NUMBER_PREFIX] == "DL"
    assert options.resolve(here.subdistrict.chain)[NUMBER_PREFIX] == "GZ"
