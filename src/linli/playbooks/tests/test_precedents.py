"""先例变规则: proposed by one click, on trial, switched on only by who may choose rules."""

import pytest
from django.urls import reverse

from linli.kernel import options
from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.matters import actions as matters
from linli.matters.actions import Assignment, Objection
from linli.matters.models import Matter, Precedent
from linli.matters.options import ROUTES
from linli.matters.rules import Ground
from linli.matters.testing import a_matter
from linli.people.models import Person
from linli.people.testing import (
    a_browser_of,
    a_clerk,
    a_person,
    a_steward,
    a_subdistrict_clerk,
    an_administrator,
    viewing,
)
from linli.people.viewer import A_PASSER_BY
from linli.places.models import Area
from linli.places.testing import Neighbourhood, a_neighbourhood
from linli.playbooks.actions.precedents import (
    KeywordsMissing,
    RuleMovedOn,
    RuleProposedAlready,
    drop_rule,
    propose_rule,
    routes_with,
    switch_on_rule,
)
from linli.playbooks.models import ProposedRule
from linli.playbooks.trying import try_routes

pytestmark = pytest.mark.django_db
WORDS = "三号楼的路灯不亮"


@pytest.fixture
def place() -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def clerk(place: Neighbourhood) -> Person:
    return a_clerk(place.community)


@pytest.fixture
def precedent(place: Neighbourhood, clerk: Person) -> Precedent:
    """The lamp was returned, and found to be the subdistrict's."""
    matter = a_matter(WORDS, place=place.unit)
    handler = a_person("张师傅", place.unit)
    matters.dispatch_matter(
        matter=matter, assignment=Assignment(handler=handler), by=viewing(clerk), at=NOON
    )
    said = Objection(ground=Ground.NOT_OURS, proof="路灯归街道")
    matters.return_matter(matter=matter, objection=said, by=viewing(handler), at=NOON)
    upstairs = viewing(a_subdistrict_clerk(place.subdistrict))
    return matters.uphold_return(
        matter=matter, ruling="路灯归街道管", desk=place.subdistrict, by=upstairs, at=NOON
    )


def proposed(precedent: Precedent, by: Person) -> ProposedRule:
    return propose_rule(precedent=precedent, by=viewing(by), at=NOON)


def desk_of_new(place: Neighbourhood) -> Area:
    return a_matter(WORDS, place=place.unit).desk


def route_of_new(place: Neighbourhood) -> str:
    return Matter.objects.get(pk=a_matter(WORDS, place=place.unit).pk).route


def test_on_trial_it_says_what_it_would_move_and_moves_nothing(
    place: Neighbourhood, precedent: Precedent, clerk: Person
) -> None:
    held = options.resolve(place.community.chain)[ROUTES]

    rule = proposed(precedent, clerk)

    trial = try_routes(routes_with(rule), place.community)
    assert (trial.tried, trial.moved) == (1, 1)
    assert options.resolve(place.community.chain)[ROUTES] == held
    assert not route_of_new(place).startswith("precedent")


def test_switched_on_it_sends_what_says_these_words_where_the_ruling_sent_it(
    place: Neighbourhood, precedent: Precedent, clerk: Person
) -> None:
    rule = proposed(precedent, clerk)
    administrator = viewing(an_administrator(place.community))

    switch_on_rule(rule=rule, keywords="路灯， 灯杆", by=administrator, at=NOON)

    assert rule.words == ("路灯", "灯杆")
    first = options.resolve(place.community.chain)[ROUTES][0]
    assert (first.code, first.desk) == (f"precedent{precedent.pk}", "subdistrict")
    assert route_of_new(place) == first.code
    with pytest.raises(RuleMovedOn):
        switch_on_rule(rule=rule, keywords="灯", by=administrator, at=NOON)
    with pytest.raises(RuleMovedOn):
        drop_rule(rule=rule, reason="不用", by=administrator, at=NOON)


def test_a_precedent_becomes_a_rule_once(precedent: Precedent, clerk: Person) -> None:
    proposed(precedent, clerk)
    with pytest.raises(RuleProposedAlready):
        proposed(precedent, clerk)


def test_who_proposes_and_who_switches_on(
    place: Neighbourhood, precedent: Precedent, clerk: Person
) -> None:
    elsewhere = a_clerk(a_neighbourhood().community, "路远")
    for by in (viewing(a_steward(place.building)), viewing(elsewhere), A_PASSER_BY):
        with pytest.raises(NotPermitted):
            propose_rule(precedent=precedent, by=by, at=NOON)
    rule = proposed(precedent, clerk)
    for by in (viewing(clerk), viewing(elsewhere), A_PASSER_BY):
        with pytest.raises(NotPermitted):
            switch_on_rule(rule=rule, keywords="路灯", by=by, at=NOON)
        with pytest.raises(NotPermitted):
            drop_rule(rule=rule, reason="不用", by=by, at=NOON)
    assert ProposedRule.objects.visible_to(viewing(clerk)).exists()
    assert not ProposedRule.objects.visible_to(viewing(elsewhere)).exists()


def test_without_words_or_a_reason_nothing_is_decided(
    place: Neighbourhood, precedent: Precedent, clerk: Person
) -> None:
    rule = proposed(precedent, clerk)
    administrator = viewing(an_administrator(place.community))
    with pytest.raises(KeywordsMissing):
        switch_on_rule(rule=rule, keywords=" 、 ", by=administrator, at=NOON)
    with pytest.raises(KeywordsMissing):
        drop_rule(rule=rule, reason=" ", by=administrator, at=NOON)

    drop_rule(rule=rule, reason="只有这一回", by=administrator, at=NOON)

    assert not route_of_new(place).startswith("precedent")


def test_one_click_at_the_precedent_and_one_of_the_administrator(
    place: Neighbourhood, precedent: Precedent, clerk: Person
) -> None:
    upstairs = a_browser_of(a_subdistrict_clerk(place.subdistrict))
    assert "写成规则，先试行" in upstairs.get(reverse("desk-rulings")).text
    click = reverse("rule-proposal", args=[precedent.pk])
    assert upstairs.post(click, {"key": "a"}).status_code == 303
    rule = ProposedRule.objects.get()
    url = reverse("proposed-rule", args=[rule.pk])
    desk = a_browser_of(clerk)
    assert "1 件会改归这一条" in desk.get(url).text
    assert "启用这条规则" not in desk.get(url).text
    assert a_browser_of(a_steward(place.building)).get(url).status_code == 404

    administrator = a_browser_of(an_administrator(place.community))
    on = reverse("rule-switching-on", args=[rule.pk])
    assert administrator.post(on, {"key": "b", "keywords": "、"}).status_code == 422
    assert administrator.post(on, {"key": "c", "keywords": "路灯"}).status_code == 303
    assert "启用了" in desk.get(url).text
    drop = reverse("rule-dropping", args=[rule.pk])
    assert administrator.post(drop, {"key": "d", "reason": ""}).status_code == 422
