"""柜台代办: who has no telephone shows a card, a mandate or a signed slip."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.ledger.actions import NotEnoughCredit
from linli.ledger.models import Transfer
from linli.ledger.rules import Book
from linli.people.actions import give_mandate, revoke_mandate
from linli.people.models import Mandate
from linli.people.testing import a_person, viewing
from linli.store import actions
from linli.store.actions import (
    KeyUsedForAnother,
    NotEnoughServed,
    NotTheirAccount,
    ProofMissing,
    Shown,
    SoldOut,
)
from linli.store.rules import Proof, State
from linli.store.testing import (
    Here,
    a_household,
    a_shelf,
    account_with,
    points_of,
)

pytestmark = pytest.mark.django_db


def asked(them: Here, **other: Any) -> dict[str, Any]:
    said = {
        "key": "k",
        "person": them.wang,
        "quantity": 1,
        "shown": Shown(proof=Proof.CARD, words=them.wang.spoken_code),
        "by": viewing(them.keeper),
        "at": NOON,
    }
    return said | other


def a_mandate(them: Here) -> Mandate:
    return give_mandate(
        principal=them.wang,
        delegate=them.daughter,
        evidence="纸",
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        by=viewing(them.wang),
        at=NOON,
    )


def test_paid_and_handed_over_at_once_with_a_slip(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)

    made = actions.redeem_at_counter(**asked(them, shelf=shelf, account=account))

    shelf.refresh_from_db()
    account.refresh_from_db()
    assert (shelf.on_hand, shelf.reserved, account.available) == (2, 0, 115)
    assert (made.standing, made.proof, made.keeper) == (
        State.HANDED_OVER,
        Proof.CARD,
        them.keeper,
    )
    assert Transfer.objects.get(code="redeem").on_behalf_of == them.wang.ref
    assert actions.redeem_at_counter(**asked(them, shelf=shelf, account=account)) == made
    with pytest.raises(KeyUsedForAnother):
        actions.redeem_at_counter(**asked(them, shelf=shelf, account=account, quantity=2))


@pytest.mark.parametrize(
    "shown",
    [
        Shown(proof=Proof.CARD, words="000000"),
        Shown(proof=Proof.CARD),
        Shown(proof=Proof.SLIP),
        Shown(proof=Proof.MANDATE),
        Shown(proof=Proof.CODE, words="123456"),
    ],
)
def test_without_proof_nothing_is_handed_out(them: Here, shown: Shown) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    with pytest.raises(ProofMissing):
        actions.redeem_at_counter(**asked(them, shelf=shelf, account=account, shown=shown))


def test_a_mandate_that_is_revoked_or_of_another_is_none(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    mandate = a_mandate(them)
    shown = Shown(proof=Proof.MANDATE, mandate=mandate)

    with pytest.raises(ProofMissing):
        actions.redeem_at_counter(
            **asked(
                them,
                person=them.daughter,
                shelf=shelf,
                account=account_with(them, them.daughter),
                shown=shown,
            )
        )
    made = actions.redeem_at_counter(**asked(them, shelf=shelf, account=account, shown=shown))
    assert made.proof_note == f"mandate/{mandate.pk}"
    revoke_mandate(mandate=mandate, by=viewing(them.wang), at=NOON)
    with pytest.raises(ProofMissing):
        actions.redeem_at_counter(
            **asked(them, key="k2", shelf=shelf, account=account, shown=shown)
        )


def test_a_signed_slip_is_noted_by_its_number(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    shown = Shown(proof=Proof.SLIP, words="纸条 17 号")

    made = actions.redeem_at_counter(**asked(them, shelf=shelf, account=account, shown=shown))

    assert made.proof_note == "纸条 17 号"


def test_nobody_serves_themselves_or_their_own_home(them: Here) -> None:
    a_household(them, them.keeper, them.wang)
    shelf, account = a_shelf(them), account_with(them, them.wang)

    for who in (them.keeper, them.wang, them.daughter):
        with pytest.raises(NotPermitted):
            actions.redeem_at_counter(
                **asked(them, shelf=shelf, account=account, by=viewing(who))
            )


def test_only_from_their_own_passbook_or_that_of_their_home(them: Here) -> None:
    home = a_household(them)
    points = points_of(them, home)
    shelf = a_shelf(them, price=4, book=Book.POINT)
    stranger = a_person("路人", them.place.unit)
    shown = Shown(proof=Proof.CARD, words=stranger.spoken_code)

    with pytest.raises(NotTheirAccount):
        actions.redeem_at_counter(
            **asked(them, person=stranger, shelf=shelf, account=points, shown=shown)
        )
    actions.redeem_at_counter(**asked(them, shelf=shelf, account=points))


def test_the_same_rules_hold_at_the_counter(them: Here) -> None:
    shelf = a_shelf(them, pieces=1, price=50)
    poor = account_with(them, them.wang, hours=99)

    with pytest.raises(NotEnoughServed):
        actions.redeem_at_counter(**asked(them, shelf=shelf, account=poor))
    rich = account_with(them, them.daughter)
    card = Shown(proof=Proof.CARD, words=them.daughter.spoken_code)
    said = asked(them, person=them.daughter, account=rich, shown=card)
    with pytest.raises(SoldOut), transaction.atomic():
        actions.redeem_at_counter(**said, shelf=shelf) and actions.redeem_at_counter(
            **(said | {"key": "k2"}), shelf=shelf
        )
    dear = a_shelf(them, "电饭煲", price=400)
    with pytest.raises(NotEnoughCredit), transaction.atomic():
        actions.redeem_at_counter(**(said | {"key": "k3"}), shelf=dear)
