"""Figures of who is enrolled by name: groups, teams, and the posts of the network."""

from django.db.models import Exists, OuterRef, QuerySet

from linli.kernel.indicators import Indicator, Window
from linli.kernel.references import Ref
from linli.people.indicators.registers import members, organisations, path_of, running_terms
from linli.people.models import Organisation, Person, Term
from linli.people.rules import OrganisationKind, PostKind
from linli.places.models import Area
from linli.places.rules import AreaKind

NETWORK = (PostKind.GRID_LEADER, PostKind.STEWARD, PostKind.HOUSEHOLD_REPRESENTATIVE)


def mobilised(place: Ref, window: Window) -> QuerySet[Person]:
    """Persons enrolled by name: in a building's group, or in a post of the network."""
    network = running_terms(window).filter(
        person=OuterRef("pk"),
        post__kind__in=NETWORK,
        post__area__path__startswith=path_of(place),
    )
    return _enrolled(place, window, OrganisationKind.RESIDENTS_GROUP, network)


def stewards_and_volunteers(place: Ref, window: Window) -> QuerySet[Person]:
    stewards = running_terms(window).filter(
        person=OuterRef("pk"),
        post__kind=PostKind.STEWARD,
        post__area__path__startswith=path_of(place),
    )
    return _enrolled(place, window, OrganisationKind.VOLUNTEER_TEAM, stewards)


def _enrolled(
    place: Ref, window: Window, kind: OrganisationKind, or_in_post: QuerySet[Term]
) -> QuerySet[Person]:
    joined = members(kind)(place, window).filter(person=OuterRef("pk")).order_by()
    persons = Person.objects.filter(Exists(joined) | Exists(or_in_post))
    return persons.select_related("home").order_by("home__path", "pk")


def lead_units(place: Ref, window: Window) -> QuerySet[Organisation]:
    seats = running_terms(window).filter(
        post__kind=PostKind.ADJUNCT_MEMBER,
        post__area__kind=AreaKind.COMMUNITY,
        post__area__path__startswith=path_of(place),
        post__organisation=OuterRef("pk"),
    )
    units = Organisation.objects.filter(Exists(seats), kind=OrganisationKind.PARTNER_UNIT)
    return units.select_related("area__parent").order_by("area__path", "pk")


def extended_committees(place: Ref, window: Window) -> QuerySet[Area]:
    committees = organisations(OrganisationKind.PARTY_COMMITTEE)(place, window)
    seats = running_terms(window).filter(
        post__kind=PostKind.ADJUNCT_MEMBER,
        post__area=OuterRef("pk"),
        post__organisation__kind=OrganisationKind.PARTNER_UNIT,
    )
    with_both = Area.objects.filter(
        Exists(committees.filter(area=OuterRef("pk")).order_by()), Exists(seats)
    )
    return with_both.filter(kind=AreaKind.COMMUNITY).order_by("path")


MOBILISED = Indicator(
    code="people.mobilised",
    label="动员网络里的群众",
    unit="名",
    definition="窗口最后一天实名在楼栋小组里，或者在任网格长（苑区负责人）、楼长、居住户代表的人；"
    "身兼几样的只数一次。",
    rows=mobilised,
)
STEWARDS_AND_VOLUNTEERS = Indicator(
    code="people.stewards_and_volunteers",
    label="楼长和志愿者",
    unit="名",
    definition="窗口最后一天在任的楼长，和社区志愿服务队的成员；身兼两样的只数一次。",
    rows=stewards_and_volunteers,
)
LEAD_UNITS = Indicator(
    code="people.lead_units",
    label="社区大党委牵头单位",
    unit="个",
    definition="窗口最后一天有人代表它在社区担任兼职委员的共建单位，一个单位数一次。",
    rows=lead_units,
)
EXTENDED_COMMITTEES = Indicator(
    code="people.extended_committees",
    label="有大党委的社区",
    unit="个",
    definition="设了党委、而且窗口最后一天有共建单位的兼职委员在任的社区。",
    rows=extended_committees,
)
