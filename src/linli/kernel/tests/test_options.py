"""What a place sets for itself, how it is inherited, and what a running case keeps."""

from dataclasses import dataclass
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import journal, options
from linli.kernel.options import Misshapen, Option, WrongKindOfValue, between, plain, read_as
from linli.kernel.options.choices import OptionsChosen
from linli.kernel.testing import NOON

COMMUNITY, COMPOUND, ELSEWHERE = "area/1", "area/2", "area/3"


class Mood(StrEnum):
    CALM = "calm"
    LOUD = "loud"


@dataclass(frozen=True, kw_only=True)
class Rule:
    code: str
    mood: Mood
    words: tuple[str, ...] = ()
    limit: int | None = None


DAYS = Option[int](
    code="testing.days",
    label="天数",
    kind=int,
    default=5,
    help="几天",
    basis="约定",
    sound=between(1, 60),
)
RULES = Option[tuple[Rule, ...]](
    code="testing.rules",
    label="规矩",
    kind=tuple[Rule, ...],
    default=(Rule(code="quiet", mood=Mood.CALM),),
    help="规矩",
    basis="约定",
)


for option in (DAYS, RULES):
    del Option.registry[option.code]  # the pages of other tests know nothing of these


@pytest.fixture(autouse=True)
def _declared(monkeypatch: pytest.MonkeyPatch) -> None:
    for option in (DAYS, RULES):
        monkeypatch.setitem(Option.registry, option.code, option)


@pytest.mark.django_db
def test_a_place_that_has_chosen_nothing_has_the_default() -> None:
    assert options.resolve([COMMUNITY])[DAYS] == 5


@pytest.mark.django_db
def test_the_nearest_choice_holds_and_other_places_keep_theirs() -> None:
    options.choose({DAYS: 7}, place=COMMUNITY, by="person/1", at=NOON)
    options.choose({DAYS: 3}, place=COMPOUND, by="person/1", at=NOON)

    assert options.resolve([COMPOUND, COMMUNITY])[DAYS] == 3
    assert options.resolve([ELSEWHERE, COMMUNITY])[DAYS] == 7
    assert options.resolve([ELSEWHERE])[DAYS] == 5


@pytest.mark.django_db
def test_a_choice_is_told_in_the_journal() -> None:
    options.choose({DAYS: 7, RULES: ()}, place=COMMUNITY, by="person/1", at=NOON)

    [chosen] = journal.events(OptionsChosen, subject=COMMUNITY)
    assert chosen.values == {"testing.days": 7, "testing.rules": []}
    assert chosen.labels == "天数、规矩"


@pytest.mark.django_db
@pytest.mark.parametrize("unfit", [0, 61, "7", 7.0, True, None])
def test_what_does_not_fit_is_refused_and_nothing_is_kept(unfit: object) -> None:
    with pytest.raises(WrongKindOfValue):
        options.choose({DAYS: unfit}, place=COMMUNITY, by="person/1", at=NOON)

    assert options.resolve([COMMUNITY])[DAYS] == 5


@pytest.mark.django_db
def test_a_running_case_keeps_the_rules_it_began_under() -> None:
    before = options.pin(options.resolve([COMMUNITY]))
    options.choose({DAYS: 9}, place=COMMUNITY, by="person/1", at=NOON)
    after = options.pin(options.resolve([COMMUNITY]))

    assert before != after
    assert options.pinned(before)[DAYS] == 5
    assert options.pinned(after)[DAYS] == 9


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        ([{"code": "a"}], (0, "mood")),
        ([{"code": "a", "mood": "angry"}], (0, "mood")),
        ([{"code": 1, "mood": "calm"}], (0, "code")),
        ([{"code": "a", "mood": "calm", "colour": "red"}], (0, "colour")),
        ([{"code": "a", "mood": "calm", "words": "嘘"}], (0, "words")),
        ([{"code": "a", "mood": "calm", "limit": "3"}], (0, "limit")),
        ({}, ()),
    ],
)
def test_a_misshapen_value_is_named_with_its_place(
    raw: object, where: tuple[object, ...]
) -> None:
    with pytest.raises(Misshapen) as refused:
        read_as(tuple[Rule, ...], raw)

    assert refused.value.where == where


@given(
    st.lists(
        st.builds(
            Rule,
            code=st.text(),
            mood=st.sampled_from(Mood),
            words=st.lists(st.text()).map(tuple),
            limit=st.none() | st.integers(),
        )
    ).map(tuple)
)
def test_what_is_written_plainly_is_read_back_the_same(rules: tuple[Rule, ...]) -> None:
    assert read_as(tuple[Rule, ...], plain(rules)) == rules


def test_no_two_options_share_a_code() -> None:
    with pytest.raises(TypeError, match=r"testing\.days"):
        Option[int](code="testing.days", label="", kind=int, default=1, help="", basis="")
