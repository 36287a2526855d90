"""Whom to ask for an order: an interface, and a first matcher that is correct and explains."""

from collections.abc import Collection
from dataclasses import replace
from typing import Protocol

from linli.kernel.dates import day_of
from linli.kernel.options import Resolution, resolve
from linli.people.models import Person
from linli.service_orders import who_can
from linli.service_orders.models import ServiceOrder
from linli.service_orders.options import HEALTHY_FIRST, YOUNGER_FIRST
from linli.service_orders.rules import Offered, Service, Wanted
from linli.service_orders.rules.eligibility import UNABLE
from linli.service_orders.rules.offers import ranked
from linli.volunteers.options import CERTIFICATES, named
from linli.volunteers.rules.registration import age_on


class Matcher(Protocol):
    """Says whom to ask for one order, the best first, each with reasons in words.

    Whoever it names can do the order that day, is free then and is not in `but`.
    """

    def offers(
        self, order: ServiceOrder, service: Service, *, most: int, but: Collection[int]
    ) -> list[Offered]:
        """At most so many."""
        ...


class ByReasons:
    """Weighs everybody around by reasons, then asks of the first whether they may do it.

    One order at a time: right for a community; a city would match all of an evening at once.
    """

    def offers(
        self, order: ServiceOrder, service: Service, *, most: int, but: Collection[int]
    ) -> list[Offered]:
        candidates = who_can.around(order, service, but=but)
        on, options = day_of(order.starts_at), resolve(order.place.chain)
        if service.certificates:
            candidates = [
                replace(one, certificate=_label(code, options))
                for one in candidates
                if (code := who_can.certificate_held(one.person_id, service, on))
            ]
        found: list[Offered] = []
        for offered in ranked(candidates, wanted_of(order, options)):
            if len(found) == most:
                break
            if not who_can.lacking(Person.objects.get(pk=offered.person_id), service, on):
                found.append(offered)
        return found


THE_MATCHER: Matcher = ByReasons()


def wanted_of(order: ServiceOrder, options: Resolution) -> Wanted:
    """What an order asks of whoever comes."""
    recipient, on = order.recipient, day_of(order.starts_at)
    born_on = recipient.person.born_on
    unable = recipient.needs.holding(on).filter(need__in=UNABLE)
    return Wanted(
        languages=recipient.understands,
        recipient_age=age_on(born_on, on) if born_on else None,
        is_unable=unable.exists(),
        younger_first=options[YOUNGER_FIRST],
        healthy_first=options[HEALTHY_FIRST],
    )


def _label(code: str, options: Resolution) -> str:
    kind = named(code, options[CERTIFICATES])
    return kind.label if kind else code
