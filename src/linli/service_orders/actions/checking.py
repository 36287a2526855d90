"""事后看: some are drawn and called back, patterns are found and looked at; calendars."""

import hashlib
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.encryption import blind_index
from linli.kernel.errors import NotPermitted, Refusal
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.queries import community_of
from linli.service_orders import policies
from linli.service_orders.actions.common import read_reason, tell
from linli.service_orders.events import (
    CalendarMade,
    OrderCalledBack,
    OrderDrawn,
    PatternFound,
    PatternLookedAt,
)
from linli.service_orders.models import OrderCalendar, OrderCall, ServiceOrder, Suspicion
from linli.service_orders.queries.checking import not_drawn_yet, risk_of, served_since
from linli.service_orders.rules import Called
from linli.service_orders.rules.checking import PER, Found, is_drawn, patterns, share_called

LOOK_BACK = timedelta(days=90)
DRAW_BACK = timedelta(days=14)
CALENDAR = "order-calendar"


class CalledAlready(Refusal):
    pass


class LookedAtAlready(Refusal):
    pass


def ticket_of(order: ServiceOrder) -> int:
    """签号: by a keyed hash of the number: nobody foresees it, and it never changes."""
    return int(blind_index(order.number, "order-call")[:12], 16) % PER


def draw_calls(at: datetime) -> int:
    """抽签: of what was confirmed lately, one to five of a hundred by risk; says how many."""
    return sum(_draw(order, at) for order in not_drawn_yet(at - DRAW_BACK))


@transaction.atomic
def call_back(
    *, call: OrderCall, outcome: Called, words: str, by: Viewer, at: datetime
) -> None:
    """回访: what the one who was served says on the telephone; never asked by who was there."""
    order = call.order
    if not policies.may_call_in(by, order) or by.person_id is None:
        raise NotPermitted("回访由那里的工作人员来打，去服务的人和家人不行。")
    waiting = OrderCall.objects.waiting().filter(pk=call.pk)
    said = {"called_by": by.person_id, "called_at": at, "outcome": outcome, "words": words}
    if not waiting.update(**said):
        raise CalledAlready("这一单刚刚回访过了。")
    call.refresh_from_db()
    event = OrderCalledBack(subject=order.ref, outcome=Called(outcome).label)
    tell(order, event, by=by, at=at)


def find_patterns(at: datetime) -> int:
    """找规律: pairs in circles, impossible ways, back-dated entries, one device for two."""
    found = patterns(served_since(at - LOOK_BACK))
    return sum(_note(one, at) for one in found)


@transaction.atomic
def look_at_pattern(
    *, suspicion: Suspicion, is_sound: bool, words: str, by: Viewer, at: datetime
) -> None:
    """看过: it is as it should be, or somebody raises it order by order; with words."""
    if not policies.may_look(by, suspicion):
        raise NotPermitted("由那里的工作人员来看，涉及自己的请换一位同事。")
    said = read_reason(words)
    waiting = Suspicion.objects.waiting().filter(pk=suspicion.pk)
    seen = {"looked_by": by.person_id, "looked_at": at, "is_sound": is_sound, "words": said}
    if not waiting.update(**seen):
        raise LookedAtAlready("这一条刚刚有人看过了。")
    suspicion.refresh_from_db()
    event = PatternLookedAt(subject=suspicion.ref, words=said)
    journal.record(event, by=by.ref, at=at, place=suspicion.place.ref)


@transaction.atomic
def make_calendar(*, person: Person, by: Viewer, at: datetime) -> str:
    """日历地址: a new secret one; the one before is void. The secret itself is not kept."""
    if by.person_id != person.pk:
        raise NotPermitted("只能给自己生成日历地址。")
    secret = token_urlsafe(18)
    OrderCalendar.objects.update_or_create(
        person=person, defaults={"key_index": blind_index(secret, CALENDAR), "made_at": at}
    )
    place = person.home.ref if person.home else "area/0"
    journal.record(CalendarMade(subject=person.ref), by=by.ref, at=at, place=place)
    return secret


def _draw(order: ServiceOrder, at: datetime) -> bool:
    risky, ticket = risk_of(order), ticket_of(order)
    if not is_drawn(ticket, risky):
        return False
    try:
        with transaction.atomic():
            OrderCall.objects.create(
                order=order, ticket=ticket, share=share_called(risky), drawn_at=at
            )
            tell(order, OrderDrawn(subject=order.ref), by=None, at=at)
    except IntegrityError:  # drawn by another tick
        return False
    return True


def _note(found: Found, at: datetime) -> bool:
    said = f"{found.pattern}:{','.join(map(str, found.orders))}"
    digest = hashlib.sha256(said.encode()).hexdigest()
    if Suspicion.objects.filter(digest=digest).exists():
        return False
    orders = ServiceOrder.objects.filter(pk__in=found.orders).select_related("place")
    place = orders[0].place
    try:
        with transaction.atomic():
            suspicion = Suspicion.objects.create(
                pattern=found.pattern,
                digest=digest,
                place=community_of(place) or place,
                found_at=at,
            )
            suspicion.orders.set(orders)
            event = PatternFound(subject=suspicion.ref, pattern=found.pattern.label)
            journal.record(event, by="system/linli", at=at, place=suspicion.place.ref)
    except IntegrityError:
        return False
    return True
