"""A real community is founded in an empty database: its areas, its rules, its first person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.kernel import installation
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Unreadable
from linli.kernel.identity import NotADivisionCode, read_division_code
from linli.people import actions as people
from linli.people.models import Person
from linli.people.rules import Obtained, PostKind
from linli.people.viewer import Viewer
from linli.places import actions as places
from linli.places.actions import NewArea
from linli.places.models import Area
from linli.places.rules import AreaKind
from linli.playbooks import policies
from linli.playbooks.actions.adoption import adopt_playbook
from linli.playbooks.loader import Pack

LONGEST_NAME = 60
LONGEST_LOGIN = 40
FIRST_POSTS = (PostKind.ADMINISTRATOR, PostKind.SECRETARY)


class NameMissing(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class NewCommunity:
    """A community to be founded, and what it lies in; the 12-digit code may be left empty."""

    name: str
    subdistrict: str
    county: str
    code: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class FirstAdministrator:
    """Whoever gets the keys: secretary and administrator at once, until there are others."""

    name: str
    login: str
    password: str
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Founding:
    """What was founded."""

    community: Area
    administrator: Person


@transaction.atomic
def found_community(
    *,
    pack: Pack,
    community: NewCommunity,
    administrator: FirstAdministrator,
    by: Viewer,
    at: datetime,
) -> Founding:
    """启用社区: an empty database becomes that of a real community, wholly or not at all.

    Refuses a database that holds anything, missing names, weak passwords, unsound playbooks.
    """
    if not policies.may_found(by):
        raise NotPermitted("只有在服务器上才能启用社区（linli setup）。")
    _refuse_missing(community, administrator)
    installation.found(kind="real", name=community.name, at=at)
    laid = places.open_areas(parent=None, areas=[_county(community)], by=by, at=at)
    area = next(one for one in laid if one.kind == AreaKind.COMMUNITY)
    adopt_playbook(pack=pack, area=area, by=by, at=at)
    person = _seated(administrator, area, by=by, at=at)
    return Founding(community=area, administrator=person)


def _refuse_missing(community: NewCommunity, administrator: FirstAdministrator) -> None:
    said = {
        "社区名称": (community.name, LONGEST_NAME),
        "街道（镇）名称": (community.subdistrict, LONGEST_NAME),
        "县（区）名称": (community.county, LONGEST_NAME),
        "管理员姓名": (administrator.name, LONGEST_NAME),
        "登录名": (administrator.login, LONGEST_LOGIN),
    }
    for what, (words, longest) in said.items():
        if not words.strip() or len(words) > longest:
            raise NameMissing("{what}要写，最多{longest}个字。", what=what, longest=longest)


def _county(new: NewCommunity) -> NewArea:
    county, subdistrict = _codes_above(new.code)
    community = NewArea(
        kind=AreaKind.COMMUNITY, name=new.name, division_code=new.code, phone=new.phone
    )
    outer = NewArea(
        kind=AreaKind.SUBDISTRICT,
        name=new.subdistrict,
        division_code=subdistrict,
        below=(community,),
    )
    return NewArea(kind=AreaKind.COUNTY, name=new.county, division_code=county, below=(outer,))


def _codes_above(code: str) -> Iterator[str]:
    """The code of a community holds those of its subdistrict and its county."""
    try:
        read = read_division_code(code) if code else None
    except NotADivisionCode as error:
        raise places.DivisionCodeUnreadable(str(error)) from error
    whole = [read.county, read.subdistrict] if read else ["", ""]
    return (part.ljust(12, "0") if part else "" for part in whole)


def _seated(new: FirstAdministrator, area: Area, *, by: Viewer, at: datetime) -> Person:
    person = people.register_person(name=new.name, home=area, phone=new.phone, by=by, at=at)
    for kind in FIRST_POSTS:
        people.appoint(
            post=people.create_post(kind=kind, area=area, by=by, at=at),
            person=person,
            obtained=Obtained.APPOINTED,
            starts_on=day_of(at),
            by=by,
            at=at,
        )
    people.set_password(person=person, login=new.login, password=new.password, by=by, at=at)
    return person
