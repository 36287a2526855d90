"""Finds the community and the person that somebody names at the command line."""

from linli.kernel.errors import Unreadable
from linli.people.models import Person, Term
from linli.places.models import Area
from linli.places.rules import AreaKind


class NotFound(Unreadable):
    pass


def community_called(said: str) -> Area:
    """Find a community by name, division code or id; unsaid, the only one there is."""
    communities = Area.objects.of_kind(AreaKind.COMMUNITY)
    if said:
        found = communities.filter(name=said) | communities.filter(division_code=said)
        if said.isdecimal():
            found |= communities.filter(pk=int(said))
    else:
        found = communities.all()
    match list(found[:2]):
        case [one]:
            return one
        case []:
            raise NotFound("没有找到社区“{said}”，请用 --community 指明。", said=said)
        case _:
            raise NotFound("不止一个社区，请用 --community 写名称或区划代码。")


def person_called(said: str, community: Area) -> Person:
    """Find who serves or served in the community, by name or by id."""
    served = Term.objects.filter(post__area__path__startswith=community.path)
    people = Person.objects.filter(pk__in=served.values("person"))
    found = people.filter(pk=int(said)) if said.isdecimal() else people.filter(name=said)
    match list(found[:2]):
        case [one]:
            return one
        case []:
            raise NotFound(
                "{community}没有“{said}”这个人。", community=community.name, said=said
            )
        case _:
            raise NotFound(
                "{community}不止一个“{said}”，请写编号。", community=community.name, said=said
            )
