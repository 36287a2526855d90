"""Who may do what in the store: one truth table, a row a permission."""

from collections.abc import Callable

import pytest

from linli.kernel.testing import NOON
from linli.people.rules import PostKind
from linli.people.testing import A_STRANGER, a_clerk, a_holder, a_person, viewing
from linli.people.viewer import Viewer
from linli.places.testing import a_neighbourhood
from linli.store import actions, policies
from linli.store.testing import (
    Here,
    a_deed,
    a_household,
    a_redemption,
    a_shelf,
    account_with,
)

pytestmark = pytest.mark.django_db

DESK = {"clerk", "colleague"}
COUNTER = DESK | {"keeper"}
WALKING = DESK | {"walker"}


class Stage:
    """王秀英 with a redemption, a household, a deed of it, a stocktake of the keeper."""

    def __init__(self, them: Here) -> None:
        self.them = them
        self.shelf = a_shelf(them)
        self.redemption = a_redemption(self.shelf, account_with(them, them.wang))
        self.home = a_household(them)
        self.deed = a_deed(them, self.home, "report")
        self.take = actions.count_stock(
            store=them.store, counted={self.shelf: 3}, by=viewing(them.keeper), at=NOON
        )

    def viewer(self, who: str) -> Viewer:
        them = self.them
        made: dict[str, Callable[[], Viewer]] = {
            "wang": lambda: viewing(them.wang),
            "daughter": lambda: viewing(them.daughter),
            "keeper": lambda: viewing(them.keeper),
            "clerk": lambda: viewing(them.clerk),
            "colleague": lambda: viewing(them.colleague),
            "walker": lambda: viewing(them.walker),
            "auditor": lambda: viewing(a_holder(PostKind.AUDITOR, them.place.county, "审计")),
            "clerk next door": lambda: viewing(a_clerk(a_neighbourhood().community)),
            "neighbour": lambda: viewing(a_person("邻居", them.place.unit)),
        }
        return made[who]() if who in made else A_STRANGER


WHO = (
    "wang",
    "daughter",
    "keeper",
    "clerk",
    "colleague",
    "walker",
    "auditor",
    "clerk next door",
    "neighbour",
    "passer-by",
)
TABLE: dict[str, tuple[Callable[[Stage, Viewer], bool], set[str]]] = {
    "may_run_store": (lambda s, v: policies.may_run_store(v, s.them.place.community), DESK),
    "may_keep_store": (lambda s, v: policies.may_keep_store(v, s.them.store), COUNTER),
    "may_see_liability": (
        lambda s, v: policies.may_see_liability(v, s.them.place.community),
        DESK | {"auditor"},
    ),
    "may_hand_over": (lambda s, v: policies.may_hand_over(v, s.redemption), COUNTER),
    "may_serve_at_counter": (
        lambda s, v: policies.may_serve_at_counter(v, s.them.store, s.them.wang),
        COUNTER,
    ),
    "may_give_up": (lambda s, v: policies.may_give_up(v, s.redemption), COUNTER | {"wang"}),
    "may_sign_stocktake": (lambda s, v: policies.may_sign_stocktake(v, s.take), DESK),
    "may_note_deed": (
        lambda s, v: policies.may_note_deed(v, s.home, s.them.place.unit),
        WALKING,
    ),
    "may_confirm_deed": (lambda s, v: policies.may_confirm_deed(v, s.deed), DESK),
    "may_adopt_city_policy": (
        lambda s, v: policies.may_adopt_city_policy(v, s.them.place.community),
        DESK,
    ),
    "is_of": (lambda s, v: policies.is_of(v, s.redemption.account), {"wang"}),
    "lives_in": (lambda s, v: policies.lives_in(v, s.home), {"wang"}),
}


@pytest.mark.parametrize("permission", TABLE)
def test_who_may_what(permission: str, them: Here) -> None:
    asks, allowed = TABLE[permission]
    stage = Stage(them)

    assert {who for who in WHO if asks(stage, stage.viewer(who))} == allowed
