"""The units that can be called, who speaks for them, and what waits for them."""

from datetime import date

from linli.coordination.models import CalledUnit, UnitJudgement
from linli.coordination.models.whistles import (
    CalledUnitQuerySet,
    UnitJudgementQuerySet,
    units_of,
)
from linli.coordination.rules import CALLABLE
from linli.people.models import Organisation, Person, Term
from linli.people.rules import DESK_POSTS, PostKind
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import ids_on


def callable_units(place: Area) -> list[Organisation]:
    """Whom a whistle can call to a place: the departments over it, who manages it."""
    found = Organisation.objects.filter(kind__in=CALLABLE, area__in=ids_on(place.path))
    return list(found.filter(dissolved_on=None).order_by("-kind", "name", "pk"))


def contacts_of(units: list[int], *, on: date) -> list[Person]:
    """Who speaks for these units that day."""
    held = Term.objects.running(on).filter(
        post__kind=PostKind.DEPARTMENT_CONTACT,
        post__organisation__in=units,
        post__abolished_on=None,
    )
    return list(Person.objects.filter(pk__in=held.values("person")).order_by("pk"))


def staff_of(desk: Area, *, on: date) -> list[Person]:
    """Who works that very desk that day."""
    held = Term.objects.running(on).filter(
        post__kind__in=DESK_POSTS, post__area=desk, post__abolished_on=None
    )
    return list(Person.objects.filter(pk__in=held.values("person")).order_by("pk"))


def calls_for(viewer: Viewer) -> CalledUnitQuerySet:
    """What the viewer's own units were called to, what is due first at the top."""
    found = CalledUnit.objects.filter(unit__in=units_of(viewer))
    found = found.select_related("unit", "judgement", "whistle__matter__place__parent")
    return found.order_by("report_by", "pk")


def judgements_for(viewer: Viewer) -> UnitJudgementQuerySet:
    """How the viewer's own units were judged, newest first."""
    found = UnitJudgement.objects.filter(called__unit__in=units_of(viewer))
    found = found.select_related(
        "called__unit", "called__whistle__matter", "called__whistle__desk"
    )
    return found.order_by("-judged_at", "-pk")
