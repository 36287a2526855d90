"""户积分: by the table, with evidence, above the limit by two; never for one's own home."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.ledger.models import LedgerAccount, Transfer
from linli.ledger.rules import AccountKind, Book
from linli.people.actions import move_out
from linli.people.testing import a_person, viewing
from linli.people.viewer import THE_HOUSE
from linli.store import actions
from linli.store.actions import (
    DeedEvidenceMissing,
    DeedMovedOn,
    DeedNotedAlready,
    DeedOutOfTime,
    DeedSeenByOne,
    DeedUnknown,
    EnoughThisMonth,
    HouseholdEnded,
)
from linli.store.models import HouseholdDeed
from linli.store.rules import DeedState, DeedStepNotAllowed
from linli.store.testing import Here, a_deed, a_household

pytestmark = pytest.mark.django_db


def points(household_id: int) -> int:
    account = LedgerAccount.objects.filter(
        owner=f"household/{household_id}", book=Book.POINT, kind=AccountKind.HOUSEHOLD
    ).first()
    return account.posted if account else 0


def test_a_household_that_came_has_points_in_its_own_book(them: Here) -> None:
    home = a_household(them)

    deed = a_deed(them, home)

    assert (deed.standing, deed.points, points(home.pk)) == (DeedState.AWARDED, 3, 3)
    transfer = Transfer.objects.get(order=deed.ref)
    assert (transfer.code, transfer.actor) == ("earn", them.walker.ref)
    assert deed.transfer == transfer


def test_above_the_limit_a_second_one_looks(them: Here) -> None:
    home = a_household(them)
    deed = a_deed(them, home, "report")
    assert (deed.standing, points(home.pk)) == (DeedState.PROPOSED, 0)

    with pytest.raises(DeedSeenByOne):
        actions.confirm_deed(deed=deed, by=viewing(them.walker), at=NOON)
    with pytest.raises(NotPermitted):
        actions.confirm_deed(deed=deed, by=viewing(them.daughter), at=NOON)
    stale = HouseholdDeed.objects.select_related("household", "place").get()
    actions.confirm_deed(deed=deed, by=viewing(them.clerk), at=NOON)

    assert (deed.standing, points(home.pk), deed.confirmer) == (
        DeedState.AWARDED,
        6,
        them.clerk,
    )
    with pytest.raises(DeedStepNotAllowed):
        actions.refuse_deed(deed=deed, reason="x", by=viewing(them.clerk), at=NOON)
    with pytest.raises(DeedMovedOn):
        actions.refuse_deed(deed=stale, reason="x", by=viewing(them.clerk), at=NOON)
    assert points(home.pk) == 6


def test_what_is_refused_says_why_and_may_be_noted_again(them: Here) -> None:
    home = a_household(them)
    deed = a_deed(them, home, "report")

    with pytest.raises(DeedSeenByOne):
        actions.refuse_deed(deed=deed, reason="x", by=viewing(them.walker), at=NOON)
    with pytest.raises(DeedEvidenceMissing):
        actions.refuse_deed(deed=deed, reason=" ", by=viewing(them.clerk), at=NOON)
    actions.refuse_deed(deed=deed, reason="没有隐患", by=viewing(them.clerk), at=NOON)

    assert (deed.standing, points(home.pk)) == (DeedState.REFUSED, 0)
    a_deed(them, home, "report")


def test_the_same_thing_of_one_day_counts_once(them: Here) -> None:
    home = a_household(them)
    a_deed(them, home)

    with pytest.raises(DeedNotedAlready):
        a_deed(them, home)
    assert points(home.pk) == 3


def test_so_often_a_month_and_no_more(them: Here) -> None:
    home = a_household(them)
    for day in (1, 5, 10, 20):
        a_deed(them, home, on=date(2026, 2, day))

    with pytest.raises(EnoughThisMonth, match="4"):
        a_deed(them, home, on=date(2026, 2, 25))
    a_deed(them, home, on=date(2026, 3, 1))


@pytest.mark.parametrize("on", [date(2026, 3, 3), date(2025, 12, 1)])
def test_only_what_is_known_well_enough(them: Here, on: date) -> None:
    with pytest.raises(DeedOutOfTime):
        a_deed(them, a_household(them), on=on)


def test_what_is_not_in_the_table_or_not_shown_is_not_noted(them: Here) -> None:
    home = a_household(them)
    with pytest.raises(DeedUnknown):
        a_deed(them, home, "topped_up")
    with pytest.raises(DeedEvidenceMissing):
        actions.note_deed(
            household=home,
            kind="meeting",
            done_on=date(2026, 3, 1),
            evidence=" ",
            by=viewing(them.walker),
            at=NOON,
        )


def test_nobody_notes_for_their_own_home_or_where_they_do_not_walk(them: Here) -> None:
    own = a_household(them, them.walker, them.wang)
    with pytest.raises(NotPermitted):
        a_deed(them, own)
    other = a_household(them, them.daughter, number="202")
    for who in (them.daughter, a_person("路人"), them.keeper):
        with pytest.raises(NotPermitted):
            actions.note_deed(
                household=other,
                kind="meeting",
                done_on=date(2026, 3, 1),
                evidence="签到表",
                by=viewing(who),
                at=NOON,
            )


def test_a_household_that_is_no_more_gets_none(them: Here) -> None:
    home = a_household(them)
    move_out(person=them.wang, by=THE_HOUSE, at=NOON)
    home.refresh_from_db()

    with pytest.raises(HouseholdEnded):
        a_deed(them, home)


def test_the_table_itself_refuses_one_pair_of_eyes_above_the_limit(them: Here) -> None:
    deed = a_deed(them, a_household(them), "report")

    with pytest.raises(IntegrityError), transaction.atomic():
        HouseholdDeed.objects.filter(pk=deed.pk).update(state="awarded", confirmer=them.walker)


def test_who_sees_the_deeds_of_a_household(them: Here) -> None:
    deed = a_deed(them, a_household(them))

    for who, sees in ((them.wang, 1), (them.walker, 1), (them.clerk, 1), (them.daughter, 0)):
        found = HouseholdDeed.objects.visible_to(viewing(who)).filter(pk=deed.pk)
        assert found.count() == sees
