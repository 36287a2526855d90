"""A place adopts the policy of a city from a day on; what came before stays as it was."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from linli.kernel import journal, options
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.ledger.options import TERMS, Terms
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.store import policies
from linli.store.events import CityPolicyAdopted
from linli.store.options import CITY_POLICY
from linli.store.queries.cities import city_pack


class CityPolicyUnknown(Unreadable):
    pass


class TermsBeginTooEarly(Refusal):
    pass


@transaction.atomic
def adopt_city_policy(
    *, code: str, area: Area, starts_on: date, by: Viewer, at: datetime
) -> tuple[Terms, ...]:
    """采用城市规则: its terms hold here from that day; transfers before it keep theirs.

    It never reaches back: what was earned yesterday was earned under yesterday's terms.
    """
    if not policies.may_adopt_city_policy(by, area):
        raise NotPermitted("由这里的管理员和本级、上级的工作人员采用。")
    pack = city_pack(code)
    if not pack:
        raise CityPolicyUnknown("没有这一套城市规则。")
    if starts_on < day_of(at):
        raise TermsBeginTooEarly("规则从今天或以后的一天起用，不追溯以前。")
    Area.objects.select_for_update().get(pk=area.pk)
    day = starts_on.isoformat()
    standing = options.resolve(area.chain)[TERMS]
    kept = tuple(one for one in standing if one.starts_on < day)
    begun = tuple(replace(one, starts_on=day) for one in pack.terms)
    terms = (*kept, *begun)
    chosen: dict[options.Option[Any], Any] = {
        TERMS: terms,
        CITY_POLICY: replace(pack.policy, starts_on=day),
    }
    options.choose(chosen, place=area.ref, by=by.ref, at=at)
    event = CityPolicyAdopted(subject=area.ref, name=pack.name, starts_on=day)
    journal.record(event, by=by.ref, at=at, place=area.ref)
    return terms
