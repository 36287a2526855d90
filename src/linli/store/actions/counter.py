"""At the counter: goods for somebody without a telephone, on their card, mandate or slip."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Unreadable
from linli.kernel.numbers import next_number
from linli.ledger.models import LedgerAccount
from linli.ledger.rules import AccountKind
from linli.people.models import HouseholdMember, Mandate, Person
from linli.people.viewer import Viewer
from linli.store import policies
from linli.store.actions.credits import pay_for_goods
from linli.store.actions.fetching import tell_handed_over
from linli.store.actions.reserving import PREFIX, keep, refuse_unfit, the_same
from linli.store.actions.shelves import warn_if_low
from linli.store.models import Redemption, Shelf
from linli.store.rules import MoveKind, Proof, State


class NotTheirAccount(NotPermitted):
    pass


class ProofMissing(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What somebody shows at the counter: their spoken code, a mandate, or a signed slip."""

    proof: Proof
    words: str = ""
    mandate: Mandate | None = None


@transaction.atomic
def redeem_at_counter(
    *,
    key: str,
    person: Person,
    shelf: Shelf,
    quantity: int,
    account: LedgerAccount,
    shown: Shown,
    by: Viewer,
    at: datetime,
) -> Redemption:
    """柜台代办: paid and handed over at once for who stands there; a paper slip is printed."""
    if done := Redemption.objects.filter(key=key).first():
        return the_same(done, shelf, quantity, account)
    if not policies.may_serve_at_counter(by, shelf.store, person):
        raise NotPermitted("代办由店里的同事办，不能给自己或自己家办。")
    _refuse_other_account(person, account)
    note = _read_proof(person, shown, at)
    price = refuse_unfit(shelf, quantity, account, at)
    number = next_number(PREFIX, at.year)
    transfer = pay_for_goods(
        account, price, key=f"goods/{number}", order=f"person/{person.pk}", by=by, at=at
    )
    redemption = Redemption.objects.create(
        number=number,
        key=key,
        shelf=shelf,
        quantity=quantity,
        credits=price,
        account=account,
        asker=person,
        transfer=transfer,
        state=State.HANDED_OVER,
        fetch_by=day_of(at),
        proof=shown.proof,
        proof_note=note,
        keeper_id=by.person_id,
        asked_at=at,
        ended_at=at,
    )
    left = keep(shelf, MoveKind.HAND_OUT, quantity, redemption.ref, by.ref, at)
    tell_handed_over(redemption, by, at)
    warn_if_low(left, before=left.available + quantity, by=by.ref, at=at)
    return redemption


def _refuse_other_account(person: Person, account: LedgerAccount) -> None:
    if account.owner == person.ref:
        return
    living = HouseholdMember.objects.filter(person=person, ended_on=None)
    homes = {f"household/{pk}" for pk in living.values_list("household", flat=True)}
    if account.what is not AccountKind.HOUSEHOLD or account.owner not in homes:
        raise NotTheirAccount("这个账户不是{name}的，也不是他家的。", name=person.name)


def _read_proof(person: Person, shown: Shown, at: datetime) -> str:
    words = shown.words.strip()
    match shown.proof:
        case Proof.CARD:
            if not person.spoken_code or words != person.spoken_code:
                raise ProofMissing("口令号不对，请再对一遍卡片。")
            return ""
        case Proof.MANDATE:
            if not shown.mandate or not _holds(shown.mandate, person, at):
                raise ProofMissing("没有有效的委托，请本人来，或先登记委托。")
            return f"mandate/{shown.mandate.pk}"
        case Proof.SLIP if words:
            return words
        case _:
            raise ProofMissing("请核对口令号、委托，或写下签字纸条的编号。")


def _holds(mandate: Mandate, person: Person, at: datetime) -> bool:
    today = day_of(at)
    return (
        mandate.principal_id == person.pk
        and mandate.revoked_at is None
        and mandate.starts_on <= today < mandate.ends_on
    )
