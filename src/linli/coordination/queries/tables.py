"""Joint and coordination meetings as a desk, a unit or the page of a matter sees them."""

from django.db.models import Q

from linli.coordination.models import JointTask, Whistle
from linli.coordination.models.tasks import JointTaskQuerySet
from linli.coordination.models.whistles import units_of
from linli.coordination.queries.whistles import whistles_of
from linli.coordination.rules import TableKind, TaskState
from linli.kernel.references import kind, number
from linli.matters.models import Matter
from linli.matters.queries.hanging import hanging_on
from linli.matters.queries.life import steps_open_to
from linli.matters.rules import Sensitivity, Step
from linli.meetings.models import AgendaItem, Meeting, MeetingQuerySet
from linli.people.models import Organisation
from linli.people.rules import OrganisationKind
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import ids_on

AT_THE_TABLE = (
    OrganisationKind.DEPARTMENT,
    OrganisationKind.PARTNER_UNIT,
    OrganisationKind.PARTY_BRANCH,
    OrganisationKind.RESIDENTS_COMMITTEE,
    OrganisationKind.OWNERS_COMMITTEE,
    OrganisationKind.SELF_MANAGEMENT_COMMITTEE,
    OrganisationKind.PROPERTY_MANAGER,
    OrganisationKind.COMPANY,
)
TASK_WITH = ("unit", "matter__place", "matter__desk", "item__meeting")
MOST_OFFERED = 60


def tables_for(viewer: Viewer) -> MeetingQuerySet:
    """The joint and coordination meetings that lie open to the viewer, newest first."""
    found = Meeting.objects.visible_to(viewer).filter(kind__in=list(TableKind))
    return found.select_related("place").order_by("-starts_at", "-pk")


def tables_ahead(viewer: Viewer, matter: Matter) -> list[Meeting]:
    """The planned meetings that could still take up the matter, the next first."""
    over_it = tables_for(viewer).planned().filter(place__in=ids_on(matter.place.path))
    return list(over_it.exclude(agenda__subject=matter.ref).order_by("starts_at", "pk"))


def matters_for_the_table(viewer: Viewer, place: Area) -> list[Matter]:
    """What a meeting in the place could talk about: open, and no complaint about staff."""
    seen = Matter.objects.visible_to(viewer).unfinished().in_area(place)
    seen = seen.exclude(sensitivity=Sensitivity.COMPLAINT).select_related("place")
    return list(seen.order_by("due_at", "pk")[:MOST_OFFERED])


def units_for_the_table(place: Area) -> list[Organisation]:
    """Whom a meeting in the place can invite: what stands over it and what lies in it."""
    near = Q(area__in=ids_on(place.path)) | Q(area__path__startswith=place.path)
    found = Organisation.objects.filter(near, kind__in=AT_THE_TABLE, dissolved_on=None)
    return list(found.order_by("-kind", "name", "pk").distinct()[: 2 * MOST_OFFERED])


def tasks_of(matter: Matter) -> list[JointTask]:
    """What was agreed for a matter, oldest first; who asks has come by the matter's door."""
    found = JointTask.objects.filter(matter=matter).select_related(*TASK_WITH)
    return list(found.order_by("agreed_at", "pk"))


def task_for(viewer: Viewer, pk: int) -> JointTask | None:
    """One agreed task, if it lies open to the viewer."""
    found = JointTask.objects.visible_to(viewer).select_related(*TASK_WITH)
    return found.filter(pk=pk).first()


def open_tasks(viewer: Viewer) -> JointTaskQuerySet:
    """What was agreed and is not done yet, what is due first at the top."""
    found = JointTask.objects.visible_to(viewer).filter(state=TaskState.AGREED)
    return found.select_related(*TASK_WITH).order_by("due_on", "pk")


def tasks_for_units(viewer: Viewer) -> JointTaskQuerySet:
    """What the viewer's own units have taken on and not done yet."""
    return open_tasks(viewer).filter(unit__in=units_of(viewer))


def item_for(viewer: Viewer, pk: int) -> tuple[AgendaItem, Matter] | None:
    """An item that a decision can still be made on, with its matter, if both lie open."""
    items = AgendaItem.objects.filter(meeting__in=tables_for(viewer).values("pk"))
    item = items.select_related("meeting__place").filter(pk=pk, closed_at=None).first()
    if item is None or kind(item.subject) != "matter":
        return None
    seen = Matter.objects.visible_to(viewer).select_related("place", "desk__parent")
    matter = seen.filter(pk=number(item.subject)).first()
    return (item, matter) if matter else None


def may_go_to_the_table(viewer: Viewer, matter: Matter) -> bool:
    """Whether the viewer could bring units together about it now."""
    if not viewer.works_a_desk or matter.sensitivity == Sensitivity.COMPLAINT:
        return False
    return Step.INVOLVE in steps_open_to(viewer, matter)


def together_on(matter: Matter) -> tuple[list[Whistle], list[JointTask]]:
    """The whistles and the agreed tasks of a matter."""
    if "involvement" not in hanging_on(matter):
        # Nobody is called, and nobody takes anything on, without taking part.
        return [], []
    return whistles_of(matter), tasks_of(matter)
