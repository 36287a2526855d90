"""Whom somebody may order for: themselves, and who gave them a mandate for just that."""

from datetime import date

from django.db.models import QuerySet

from linli.people.models import Mandate, Person
from linli.people.viewer import Viewer

SCOPE = "orders"
"""代点单: a mandate to say something for somebody does not let one order for them."""


def principals_of(viewer: Viewer) -> QuerySet[Person, int]:
    """Themselves, and of those whom they speak for who lets them order, as ids."""
    # The viewer knows whose mandates run now; which of them is for orders stands here.
    given = Mandate.objects.filter(
        delegate=viewer.person_id,
        principal__in=viewer.principals,
        scope=SCOPE,
        revoked_at=None,
    )
    own = Person.objects.filter(pk=viewer.person_id or 0)
    lets = Person.objects.filter(pk__in=given.values("principal"))
    return (own | lets).values_list("pk", flat=True)


def runs_for(delegate_id: int, principal_id: int, on: date) -> bool:
    """Say whether a mandate to order for them runs that day."""
    given = Mandate.objects.filter(
        delegate=delegate_id, principal=principal_id, scope=SCOPE, revoked_at=None
    )
    return given.filter(starts_on__lte=on, ends_on__gt=on).exists()
