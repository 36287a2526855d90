"""Accounts are opened, given a password and a second factor."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from linli.kernel import journal
from linli.kernel.references import NOWHERE, Ref
from linli.people.events import AccountOpened
from linli.people.models import Account, Person


@transaction.atomic
def account_of(*, person: Person, at: datetime) -> Account:
    """开通账号: the account of a person, opened at the first sign-in."""
    account, is_new = Account.objects.get_or_create(
        person=person,
        defaults={"login": f"person-{person.pk}", "password": make_password(None)},
    )
    if is_new:
        event = AccountOpened(subject=person.ref)
        journal.record(event, by=person.ref, at=at, place=_place(person))
    return account


def _place(person: Person) -> Ref:
    return person.home.ref if person.home else NOWHERE
