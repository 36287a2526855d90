"""谢绝: somebody says by which way they do not want to be reached, and may say otherwise."""

from datetime import datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.references import NOWHERE, Ref
from linli.messaging.events import WayAllowed, WayDeclined
from linli.messaging.models import Declined
from linli.messaging.rules import Way


@transaction.atomic
def decline_way(*, to: Ref, way: Way, by: Ref, at: datetime) -> None:
    """谢绝: nothing more goes to them by this way; said again it changes nothing."""
    _, is_new = Declined.objects.get_or_create(to=to, way=way, defaults={"since": at})
    if is_new:
        event = WayDeclined(subject=to, way=way.label)
        journal.record(event, by=by, at=at, place=NOWHERE)


@transaction.atomic
def allow_way(*, to: Ref, way: Way, by: Ref, at: datetime) -> None:
    """收回谢绝."""
    if Declined.objects.filter(to=to, way=way).delete()[0]:
        event = WayAllowed(subject=to, way=way.label)
        journal.record(event, by=by, at=at, place=NOWHERE)
