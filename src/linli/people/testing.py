"""People, posts and browsers for tests and demos, reached through the real actions."""

from datetime import date

from django.test import Client

from linli.kernel.dates import day_of
from linli.kernel.testing import NOON
from linli.people import actions
from linli.people.models import Person, Post, Term
from linli.people.queries import SECOND_FACTOR, viewer_of
from linli.people.rules import Obtained, PostKind
from linli.people.viewer import A_PASSER_BY, THE_HOUSE, Viewer
from linli.places.models import Area
from linli.places.testing import a_neighbourhood

A_STRANGER = A_PASSER_BY
LAST_YEAR = date(2025, 1, 1)


def a_person(
    name: str = "王秀英",
    home: Area | None = None,
    *,
    phone: str = "",
    born_on: date | None = None,
) -> Person:
    """Somebody who lives in `home`, or in a neighbourhood of their own."""
    return actions.register_person(
        name=name,
        home=home or a_neighbourhood().unit,
        phone=phone,
        born_on=born_on,
        by=THE_HOUSE,
        at=NOON,
    )


def a_post(kind: PostKind, area: Area) -> Post:
    return actions.create_post(kind=kind, area=area, by=THE_HOUSE, at=NOON)


def a_term(kind: PostKind, area: Area, name: str = "何春燕") -> Term:
    """Somebody new in a new post of the area since last year."""
    return actions.appoint(
        post=a_post(kind, area),
        person=a_person(name, area),
        obtained=Obtained.APPOINTED,
        starts_on=LAST_YEAR,
        by=THE_HOUSE,
        at=NOON,
    )


def a_holder(kind: PostKind, area: Area, name: str = "何春燕") -> Person:
    """Somebody new who holds a new post in the area and lives there."""
    return a_term(kind, area, name).person


def a_clerk(community: Area, name: str = "何春燕") -> Person:
    return a_holder(PostKind.CLERK, community, name)


def a_secretary(community: Area, name: str = "李建国") -> Person:
    return a_holder(PostKind.SECRETARY, community, name)


def a_steward(building: Area, name: str = "陈桂芳") -> Person:
    return a_holder(PostKind.STEWARD, building, name)


def a_subdistrict_clerk(subdistrict: Area, name: str = "周敏") -> Person:
    return a_holder(PostKind.SUBDISTRICT_CLERK, subdistrict, name)


def an_administrator(area: Area, name: str = "吴静") -> Person:
    return a_holder(PostKind.ADMINISTRATOR, area, name)


def viewing(person: Person) -> Viewer:
    """What the person may see by at noon."""
    return viewer_of(person, at=NOON)


TODAY = day_of(NOON)


def a_browser_of(person: Person) -> Client:
    """A browser in which the person has signed in with everything that their posts ask for."""
    client = Client()
    account = actions.account_of(person=person, at=NOON)
    client.force_login(account)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client
