"""The address book: whose mobile number is which, for whoever sends a message."""

from collections.abc import Collection, Mapping

from linli.kernel.references import Ref, kind, number
from linli.people.models import Person

A_MOBILE = len("13800002207")


def mobiles_of(references: Collection[Ref]) -> Mapping[Ref, str]:
    """Give the mobile numbers of those who live and have one here; landlines take no SMS."""
    numbers = {number(one) for one in references if kind(one) == "person"}
    found = Person.objects.filter(pk__in=numbers, left_on=None).exclude(phone_index="")
    return {
        person.ref: person.phone
        for person in found.only("phone")
        if len(person.phone) == A_MOBILE and person.phone.startswith("1")
    }
