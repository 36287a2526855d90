"""The seam to the ledger: credits are held at publication, paid at confirmation, let go."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from linli.kernel.dates import day_of
from linli.kernel.options import resolve
from linli.ledger import actions as ledger
from linli.ledger.models import Hold, LedgerAccount, Transfer
from linli.ledger.models.accounts import LedgerAccountQuerySet
from linli.ledger.options import TERMS, terms_on
from linli.ledger.rules import AccountKind, Book, Code
from linli.ledger.rules.counting import counted
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import community_of
from linli.service_orders.models import Seat, ServiceOrder

GRANT_KEPT = timedelta(days=62)


class PaidBy(StrEnum):
    """谁出积分: the one served, the fund for those who cannot, or nobody (they are issued)."""

    NOBODY = "nobody"
    SELF = "self"
    FUND = "fund"


def books_of(place: Area) -> Area:
    """Where credits of that place are kept: its community, or itself above one."""
    return community_of(place) or place


def credits_of(person: Person, place: Area) -> int:
    """How many credits of their own somebody can use there."""
    account = _accounts(person, place).first()
    return account.available if account else 0


def open_for(person: Person, place: Area, *, by: Viewer, at: datetime) -> LedgerAccount:
    """开户: who serves or pays has an account; the one that is there, if there is one."""
    return _accounts(person, place).first() or ledger.open_account(
        book=Book.HOUR,
        kind=AccountKind.PERSON,
        owner=person.ref,
        place=books_of(place),
        by=by,
        at=at,
    )


def price_of(minutes: int, place: Area, on: date) -> int:
    """What so many minutes cost whoever pays: as they are counted, but never nothing."""
    terms = terms_on(resolve(books_of(place).chain)[TERMS], Book.HOUR, on)
    worth = counted(minutes, spare=0, per=terms.minutes_a_credit, rounding=terms.rounding)
    return max(1, worth.amount)


def promise(order: ServiceOrder, paid_by: PaidBy, *, by: Viewer, at: datetime) -> int:
    """冻结: at publication, a hold for each who will come; the fund gives first."""
    if paid_by is PaidBy.NOBODY:
        return 0
    each = price_of(order.minutes, order.place, day_of(order.starts_at))
    account = open_for(order.recipient.person, order.place, by=by, at=at)
    if paid_by is PaidBy.FUND:
        ledger.grant(
            key=f"{order.ref}/grant",
            account=account,
            amount=each * order.people,
            # Granted for this one service, with time for a dispute over it.
            expires_on=day_of(order.ends_at) + GRANT_KEPT,
            by=by,
            at=at,
        )
    for position in range(1, order.people + 1):
        ledger.hold(
            key=f"{order.ref}/hold/{position}",
            account=account,
            amount=each,
            order=order.ref,
            by=by,
            at=at,
        )
    return each * order.people


def settle(
    order: ServiceOrder, seat: Seat, *, minutes: int, on: date, by: Viewer, at: datetime
) -> int:
    """存入: credits for the minutes of one who came; says how many they were worth.

    A hold is paid out of, and the rest of it let go; without one they are issued.
    """
    if minutes < 1:
        return 0
    key = f"{order.ref}/seat/{seat.pk}"
    account = open_for(seat.person, order.place, by=by, at=at)
    if hold := _hold(order, seat.position):
        paid = min(hold.amount, price_of(minutes, order.place, on))
        ledger.capture(
            key=key,
            hold=hold,
            to=account,
            amount=paid,
            minutes=minutes,
            served_on=on,
            by=by,
            at=at,
        )
        return paid
    earned = ledger.earn(
        key=key,
        account=account,
        minutes=minutes,
        served_on=on,
        order=order.ref,
        by=by,
        at=at,
    )
    return earned.kept


def let_go(order: ServiceOrder, *, by: Viewer, at: datetime) -> None:
    """解除冻结: whatever is still held for the order is free again."""
    for hold in Hold.objects.open().filter(order=order.ref).select_related("account__place"):
        ledger.void_hold(hold=hold, by=by, at=at)


def take_back(order: ServiceOrder, *, reason: str, by: Viewer, at: datetime) -> None:
    """冲正: a service that did not happen brings nothing; what was paid goes back."""
    posted = Transfer.objects.filter(order=order.ref, code__in=[Code.EARN, Code.CAPTURE])
    for transfer in posted.select_related("place", "policy").order_by("pk"):
        ledger.reverse(
            key=f"{transfer.ref}/taken-back",
            transfer=transfer,
            reason=reason,
            by=by,
            at=at,
        )


def _hold(order: ServiceOrder, position: int) -> Hold | None:
    waiting = Hold.objects.open().filter(key=f"{order.ref}/hold/{position}")
    return waiting.select_related("account__place").first()


def _accounts(person: Person, place: Area) -> LedgerAccountQuerySet:
    return LedgerAccount.objects.filter(
        book=Book.HOUR,
        kind=AccountKind.PERSON,
        owner=person.ref,
        place=books_of(place),
    ).select_related("place")
