"""Accounts with credits in them, for tests and demos, reached through the real actions."""

from datetime import date
from itertools import count

from linli.kernel.references import Ref
from linli.kernel.testing import NOON
from linli.ledger import actions
from linli.ledger.models import LedgerAccount
from linli.ledger.rules import AccountKind, Book
from linli.people.models import Person
from linli.people.queries import viewer_of
from linli.people.testing import TODAY, a_clerk, a_person
from linli.people.viewer import THE_HOUSE, Viewer
from linli.places.models import Area
from linli.places.testing import a_neighbourhood

KEYS = count(1)


def a_key(what: str = "test") -> str:
    """A key that nobody has used."""
    return f"{what}/{next(KEYS)}"


def an_account(
    person: Person | None = None,
    community: Area | None = None,
    *,
    book: Book = Book.HOUR,
) -> LedgerAccount:
    """An account of somebody, in their community."""
    community = community or a_neighbourhood().community
    person = person or a_person(home=community)
    return account_of(person.ref, community, kind=AccountKind.PERSON, book=book)


def account_of(
    owner: Ref, community: Area, *, kind: AccountKind, book: Book = Book.HOUR
) -> LedgerAccount:
    return actions.open_account(
        book=book, kind=kind, owner=owner, place=community, by=THE_HOUSE, at=NOON
    )


def with_credits(
    account: LedgerAccount, amount: int, *, served_on: date = TODAY
) -> LedgerAccount:
    """The account after so many hours of service."""
    actions.earn(
        key=a_key("earned"),
        account=account,
        minutes=60 * amount,
        served_on=served_on,
        by=THE_HOUSE,
        at=NOON,
    )
    return account


def a_bookkeeper(community: Area, name: str = "何春燕") -> Viewer:
    """Somebody who keeps the books there."""
    return viewer_of(a_clerk(community, name), at=NOON)


def the_holder(account: LedgerAccount) -> Viewer:
    """Whoever holds the account, as a viewer."""
    person = Person.objects.get(pk=account.owner.rpartition("/")[2])
    return viewer_of(person, at=NOON)
