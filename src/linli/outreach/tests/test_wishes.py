"""心愿墙: every state and step, who may do what, and what is no wish."""

from datetime import date, timedelta
from typing import Any

import pytest

from linli.duties.models import Duty
from linli.kernel import options
from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.outreach import actions
from linli.outreach.actions.wishes import (
    AsksForMoney,
    GuardianMissing,
    WishMovedOn,
    WordsMissing,
)
from linli.outreach.models import Wish
from linli.outreach.options import WISH_DAYS
from linli.outreach.rules.wishes import (
    NEXT,
    WishState,
    WishStep,
    WishStepNotAllowed,
    after,
    asks_for_money,
)
from linli.outreach.testing import Here, a_wish, a_wish_on_the_wall, here
from linli.people.testing import a_person, viewing
from linli.people.viewer import A_PASSER_BY


@pytest.mark.parametrize("state", WishState)
@pytest.mark.parametrize("step", WishStep)
def test_every_step_leads_where_the_table_says_or_is_refused(
    state: WishState, step: WishStep
) -> None:
    if (state, step) in NEXT:
        assert after(state, step) is NEXT[state, step]
        return
    with pytest.raises(WishStepNotAllowed):
        after(state, step)


@pytest.mark.parametrize("words", ["请大家捐款", "缺手术费", "想借钱过年", "扫码转账"])
def test_what_asks_for_money_is_known(words: str) -> None:
    assert asks_for_money(words)


def test_a_pair_of_glasses_is_a_wish() -> None:
    assert not asks_for_money("想要一副老花镜，陪我去趟医院")


@pytest.fixture
def them() -> Here:
    return here()


pytestmark = pytest.mark.django_db


def test_a_wish_from_the_wall_to_the_thanks(them: Here) -> None:
    wish = a_wish_on_the_wall(them)
    helper = a_person("志愿者小陈", them.place.unit)

    actions.claim_wish(wish=wish, by=viewing(helper), at=NOON)
    actions.fulfil_wish(wish=wish, outcome="配好送到了", by=viewing(helper), at=NOON)
    actions.thank_for_wish(wish=wish, words="看报清楚了", by=viewing(them.resident), at=NOON)

    wish.refresh_from_db()
    assert (wish.state, wish.claimed_by, wish.thanks) == (
        WishState.FULFILLED,
        helper,
        "看报清楚了",
    )
    assert not Duty.objects.running().filter(subject=wish.ref).exists()


def test_a_wish_is_owed_at_every_stage(them: Here) -> None:
    wish = a_wish(them)
    owed = Duty.objects.running().filter(subject=wish.ref)
    assert owed.get().kind == "screen_wish"

    actions.show_wish(wish=wish, public_words="老花镜", by=viewing(them.clerk), at=NOON)
    assert not owed.exists()
    actions.claim_wish(wish=wish, by=viewing(them.colleague), at=NOON)
    assert (owed.get().kind, owed.get().holder) == ("fulfil_wish", them.colleague)


def test_money_is_refused_when_it_is_put_and_when_it_is_shown(them: Here) -> None:
    with pytest.raises(AsksForMoney):
        a_wish(them, "请好心人捐款给我治病")
    wish = a_wish(them)
    with pytest.raises(AsksForMoney):
        actions.show_wish(wish=wish, public_words="请捐款", by=viewing(them.clerk), at=NOON)
    assert Wish.objects.get().state == WishState.PUT


def test_a_passer_by_puts_no_wish_and_a_clerk_does_for_somebody(them: Here) -> None:
    said: dict[str, Any] = {"words": "老花镜", "place": them.place.compound, "at": NOON}

    with pytest.raises(NotPermitted):
        actions.put_wish(**said, by=A_PASSER_BY)
    with pytest.raises(NotPermitted):
        actions.put_wish(**said, wisher=them.clerk, by=viewing(them.resident))
    actions.put_wish(**said, wisher=them.resident, by=viewing(them.clerk))


def test_a_minor_wishes_with_a_guardian(them: Here) -> None:
    child = a_person("小满", them.place.unit, born_on=date(2012, 6, 1))
    said: dict[str, Any] = {
        "words": "想要一套画笔",
        "place": them.place.compound,
        "wisher": child,
    }
    by = viewing(them.clerk)

    with pytest.raises(GuardianMissing):
        actions.put_wish(**said, by=by, at=NOON)
    actions.put_wish(**said, guardian="妈妈当面同意", by=by, at=NOON)


@pytest.mark.parametrize(("born", "minor"), [("2008-03-02", False), ("2008-03-03", True)])
def test_eighteen_begins_on_the_birthday(them: Here, born: str, minor: bool) -> None:
    person = a_person("小满", them.place.unit, born_on=date.fromisoformat(born))
    said: dict[str, Any] = {"words": "画笔", "place": them.place.compound, "wisher": person}

    if minor:
        with pytest.raises(GuardianMissing):
            actions.put_wish(**said, by=viewing(them.clerk), at=NOON)
    else:
        actions.put_wish(**said, by=viewing(them.clerk), at=NOON)


def test_nobody_screens_or_claims_their_own(them: Here) -> None:
    by = viewing(them.clerk)
    wish = actions.put_wish(
        words="盆栽", place=them.place.compound, wisher=them.clerk, by=by, at=NOON
    )

    with pytest.raises(NotPermitted):
        actions.show_wish(wish=wish, public_words="盆栽", by=by, at=NOON)
    actions.show_wish(wish=wish, public_words="盆栽", by=viewing(them.colleague), at=NOON)
    with pytest.raises(NotPermitted):
        actions.claim_wish(wish=wish, by=by, at=NOON)


def test_a_wish_that_needs_more_becomes_a_matter(them: Here) -> None:
    wish = a_wish(them)

    matter = actions.hand_wish_on(wish=wish, by=viewing(them.clerk), at=NOON)

    assert (wish.state, wish.matter) == (WishState.HANDED_ON, matter)
    assert matter.reporter == them.resident


def test_who_cannot_lets_it_go_and_another_may(them: Here) -> None:
    wish = a_wish_on_the_wall(them)
    helper, stranger = a_person("小陈", them.place.unit), a_person("小李", them.place.unit)
    actions.claim_wish(wish=wish, by=viewing(helper), at=NOON)

    with pytest.raises(NotPermitted):
        actions.let_wish_go(wish=wish, reason="我来", by=viewing(stranger), at=NOON)
    with pytest.raises(NotPermitted):
        actions.fulfil_wish(wish=wish, outcome="好了", by=viewing(stranger), at=NOON)
    with pytest.raises(WordsMissing):
        actions.let_wish_go(wish=wish, reason="", by=viewing(helper), at=NOON)
    actions.let_wish_go(wish=wish, reason="出差了", by=viewing(helper), at=NOON)
    actions.claim_wish(wish=wish, by=viewing(stranger), at=NOON)

    assert wish.claimed_by == stranger


def test_of_two_who_claim_it_one_does(them: Here) -> None:
    wish = a_wish_on_the_wall(them)
    stale = Wish.objects.get(pk=wish.pk)
    actions.claim_wish(wish=wish, by=viewing(them.colleague), at=NOON)

    with pytest.raises(WishMovedOn):
        actions.claim_wish(wish=stale, by=viewing(them.clerk), at=NOON)


def test_empty_words_are_asked_for(them: Here) -> None:
    wish, by = a_wish(them), viewing(them.clerk)

    with pytest.raises(WordsMissing):
        a_wish(them, " ")
    with pytest.raises(WordsMissing):
        actions.show_wish(wish=wish, public_words="", by=by, at=NOON)
    with pytest.raises(WordsMissing):
        actions.decline_wish(wish=wish, reason="", by=by, at=NOON)
    actions.decline_wish(wish=wish, reason="社区已有助浴服务", by=by, at=NOON)
    assert wish.state == WishState.DECLINED


def test_a_wish_is_seen_by_its_wisher_and_the_desk(them: Here) -> None:
    wish = a_wish(them)
    stranger = a_person("路人", them.place.unit)

    for person, sees in ((them.resident, True), (them.clerk, True), (stranger, False)):
        assert Wish.objects.visible_to(viewing(person)).filter(pk=wish.pk).exists() is sees
    assert not Wish.objects.on_the_wall().exists()


def test_the_wisher_takes_it_back(them: Here) -> None:
    wish = a_wish_on_the_wall(them)
    with pytest.raises(NotPermitted):
        actions.withdraw_wish(wish=wish, by=A_PASSER_BY, at=NOON)
    actions.withdraw_wish(wish=wish, by=viewing(them.resident), at=NOON)
    assert wish.state == WishState.WITHDRAWN
    with pytest.raises(WishStepNotAllowed):
        actions.thank_for_wish(wish=wish, words="谢", by=viewing(them.resident), at=NOON)


def test_how_soon_a_wish_is_looked_at_is_for_the_community_to_say() -> None:
    them = here()
    usual = Duty.objects.running().get(subject=a_wish(them).ref)
    assert usual.due_at == NOON + timedelta(days=7)
    place = them.place.community.ref
    options.choose({WISH_DAYS: 3}, place=place, by="system", at=NOON)

    sooner = Duty.objects.running().get(subject=a_wish(them, "想要一个热水袋").ref)

    assert sooner.due_at == NOON + timedelta(days=3)
