"""How words find their way: by rules that say why, in an order that decides."""

from hypothesis import given
from hypothesis import strategies as st

from linli.matters.routing import Route, lack_of, propose
from linli.places.rules import AreaKind


def a_route(code: str, *keywords: str) -> Route:
    return Route(
        code=code,
        label=code,
        label_en=code,
        keywords=keywords,
        tier="minor",
        desk=AreaKind.COMMUNITY,
        requirement="看过再办",
    )


LIGHT = a_route("light", "路灯", "不亮")
FIRE = a_route("fire", "消防", "充电")
STAIRS = a_route("stairs", "楼道", "充电")
REST = a_route("rest")
ROUTES = (LIGHT, FIRE, STAIRS, REST)


def test_the_words_find_their_rule_and_it_says_why() -> None:
    proposal = propose("三号楼路灯不亮", ROUTES)

    assert proposal.route is LIGHT
    assert proposal.matched == ("路灯", "不亮")
    assert "路灯" in proposal.why


def test_the_rule_that_understands_more_wins_and_the_others_are_named() -> None:
    proposal = propose("楼道里给电动车充电", ROUTES)

    assert proposal.route is STAIRS
    assert [candidate.route for candidate in proposal.lost] == [FIRE]


def test_of_two_that_understand_the_same_the_earlier_wins() -> None:
    assert propose("有人充电", ROUTES).route is FIRE


def test_what_no_rule_understands_goes_to_the_last_one() -> None:
    proposal = propose("心里不踏实", ROUTES)

    assert proposal.route is REST
    assert "其他" in proposal.why


def test_unsound_rules_are_named() -> None:
    assert lack_of(ROUTES) is None
    assert "至少" in str(lack_of(()))
    assert "同一个代码" in str(lack_of((LIGHT, LIGHT, REST)))
    assert "最后一条" in str(lack_of((LIGHT,)))
    assert "永远轮不到" in str(lack_of((a_route("idle"), REST)))


@given(st.text())
def test_whatever_somebody_says_some_rule_takes_it(words: str) -> None:
    proposal = propose(words, ROUTES)

    assert proposal.route in ROUTES
    assert all(word in words for word in proposal.matched)
