"""A place adopts a playbook, adopts another, and lies in a place that has one."""

from dataclasses import replace

import pytest

from linli.kernel import options
from linli.kernel.errors import NotPermitted
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.matters.options import NUMBER_PREFIX, RATING_DAYS, ROUTES, SMALLEST_GROUP, TIERS
from linli.people.testing import A_STRANGER, a_secretary, an_administrator, viewing
from linli.people.viewer import THE_HOUSE
from linli.places.testing import Neighbourhood, a_neighbourhood
from linli.playbooks.actions import PlaybookUnsound, adopt_playbook
from linli.playbooks.loader import Pack, read_text
from linli.playbooks.options import TOPICS
from linli.playbooks.queries import adopted_playbook, effective_options, pack_named, try_words
from linli.ui.options import LABELS

pytestmark = pytest.mark.django_db

OURS = """\
playbook: {code: ours, name: 我们, title: 我们, title_en: O, version: a, source: 我, basis: 你}
rating_days: 3
"""


@pytest.fixture
def here() -> Neighbourhood:
    return a_neighbourhood()


def our_pack() -> Pack:
    pack = read_text(OURS, file="ours.yaml").pack
    assert pack
    return pack


def test_an_adopted_playbook_holds_in_the_place_and_in_all_that_lies_in_it(
    here: Neighbourhood,
) -> None:
    adopt_playbook(pack=pack_named("pucheng"), area=here.community, by=THE_HOUSE, at=NOON)

    rules = options.resolve(here.unit.chain)
    assert [tier.label for tier in rules[TIERS]] == ["小事", "大事", "难事"]
    assert rules[NUMBER_PREFIX] == "PC"
    adoption = adopted_playbook(here.unit)
    assert adoption
    assert adoption.area == here.community
    assert (adoption.name, adoption.version, adoption.by) == ("群众说事", "1", "系统")
    assert adoption.digest == pack_named("pucheng").digest
    assert adopted_playbook(here.county) is None


def test_an_adoption_is_told_once_with_its_options(here: Neighbourhood) -> None:
    before = Entry.objects.count()

    adopt_playbook(pack=pack_named("jinxia"), area=here.community, by=THE_HOUSE, at=NOON)

    told = list(Entry.objects.order_by("pk")[before:].values_list("code", flat=True))
    assert told == ["options.chosen", "playbooks.adopted"]


def test_adopting_twice_changes_nothing_more(here: Neighbourhood) -> None:
    pack = pack_named("jinxia")
    first = adopt_playbook(pack=pack, area=here.community, by=THE_HOUSE, at=NOON)
    told = Entry.objects.count()

    second = adopt_playbook(pack=pack, area=here.community, by=THE_HOUSE, at=NOON)

    assert second == first
    assert Entry.objects.count() == told


def test_adopting_again_undoes_what_was_chosen_otherwise_since(here: Neighbourhood) -> None:
    pack, place = pack_named("jinxia"), here.community
    adopt_playbook(pack=pack, area=place, by=THE_HOUSE, at=NOON)
    options.choose({RATING_DAYS: 30}, place=place.ref, by=THE_HOUSE.ref, at=NOON)

    adopt_playbook(pack=pack, area=place, by=THE_HOUSE, at=NOON)

    assert options.resolve(place.chain)[RATING_DAYS] == pack[RATING_DAYS]


def test_another_playbook_brings_other_words_tiers_and_rules(here: Neighbourhood) -> None:
    place = here.community
    adopt_playbook(pack=pack_named("jinxia"), area=place, by=THE_HOUSE, at=NOON)
    before = options.resolve(place.chain)

    adopt_playbook(pack=pack_named("pucheng"), area=place, by=THE_HOUSE, at=NOON)

    after = options.resolve(place.chain)
    assert "龙门阵问题" in [label.label for label in before[LABELS]]
    assert "说事议题" in [label.label for label in after[LABELS]]
    for code in (LABELS.code, TIERS.code, ROUTES.code):
        assert before.values[code] != after.values[code]


def test_what_only_the_last_playbook_set_goes_back_to_what_holds_above(
    here: Neighbourhood,
) -> None:
    place = here.community
    adopt_playbook(pack=pack_named("pucheng"), area=here.subdistrict, by=THE_HOUSE, at=NOON)
    adopt_playbook(pack=pack_named("jinxia"), area=place, by=THE_HOUSE, at=NOON)
    options.choose({SMALLEST_GROUP: 9}, place=place.ref, by=THE_HOUSE.ref, at=NOON)

    adopt_playbook(pack=our_pack(), area=place, by=THE_HOUSE, at=NOON)

    rules = options.resolve(place.chain)
    assert rules[RATING_DAYS] == 3
    assert rules[TOPICS] == pack_named("pucheng")[TOPICS]
    assert rules[SMALLEST_GROUP] == 9  # chosen by hand since then


def test_each_option_says_which_place_set_it(here: Neighbourhood) -> None:
    adopt_playbook(pack=pack_named("pucheng"), area=here.county, by=THE_HOUSE, at=NOON)
    adopt_playbook(pack=our_pack(), area=here.community, by=THE_HOUSE, at=NOON)

    found = {item.option: item for item in effective_options(here.community)}

    assert found[RATING_DAYS].set_at == here.community
    assert found[RATING_DAYS].value == 3
    assert found[TIERS].set_at == here.county
    assert found[TIERS].differs
    assert found[SMALLEST_GROUP].set_at == here.county
    assert not found[SMALLEST_GROUP].differs


def test_the_administrator_of_the_place_may_adopt(here: Neighbourhood) -> None:
    by = viewing(an_administrator(here.community))

    assert adopt_playbook(pack=our_pack(), area=here.community, by=by, at=NOON).by == by.name


def test_an_administrator_from_elsewhere_may_not(here: Neighbourhood) -> None:
    by = viewing(an_administrator(a_neighbourhood().community))

    with pytest.raises(NotPermitted):
        adopt_playbook(pack=our_pack(), area=here.community, by=by, at=NOON)


def test_neither_the_secretary_nor_a_stranger_may_adopt(here: Neighbourhood) -> None:
    for by in (viewing(a_secretary(here.community)), A_STRANGER):
        with pytest.raises(NotPermitted):
            adopt_playbook(pack=our_pack(), area=here.community, by=by, at=NOON)


def test_a_playbook_with_faults_is_not_adopted(here: Neighbourhood) -> None:
    pack = replace(our_pack(), values={NUMBER_PREFIX: "PC"})

    with pytest.raises(PlaybookUnsound, match="编号前缀“PC”"):
        adopt_playbook(pack=pack, area=here.community, by=THE_HOUSE, at=NOON)


def test_words_are_tried_by_the_rules_of_the_place(here: Neighbourhood) -> None:
    adopt_playbook(pack=pack_named("pucheng"), area=here.community, by=THE_HOUSE, at=NOON)

    trial = try_words("楼上漏水，和邻居吵架", area=here.unit, at=NOON)

    assert trial.route.code == "dispute"
    assert trial.tier.label == "大事"
    assert [candidate.route.code for candidate in trial.lost] == ["leak"]
    assert trial.due.why == "10个工作日"
