"""Cases through their one door, with what every page needs of them."""

from django.db.models import Prefetch, Q

from linli.matters.models import Matter
from linli.matters.queries.hanging import hanging_on, hangs
from linli.mediation.models import Case, CaseQuerySet, Mediator, Party
from linli.mediation.rules import UNDECIDED
from linli.people.models import Organisation, Person
from linli.people.rules import OrganisationKind, PostKind, Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import ids_on

hangs("dispute", lambda this: Case.objects.filter(matter=this))


def cases_for(viewer: Viewer) -> CaseQuerySet:
    """What lies open to the viewer, with parties and panel, newest first."""
    mediators = Mediator.objects.running().select_related("person").order_by("pk")
    parties = Party.objects.select_related("person", "guardian").order_by("side", "pk")
    found = Case.objects.visible_to(viewer).distinct().order_by("-opened_at", "-pk")
    return found.select_related(
        "place__parent", "desk", "committee__composition", "matter", "opened_by"
    ).prefetch_related(
        Prefetch("mediators", queryset=mediators), Prefetch("parties", queryset=parties)
    )


def case_for(viewer: Viewer, number: str) -> Case | None:
    """One case, if it lies open to the viewer."""
    return cases_for(viewer).filter(number=number).first()


def is_at_work(viewer: Viewer) -> bool:
    """Who works with the register: a desk, a mediator, an auditor."""
    return any(
        post.reach in (Reach.DESK, Reach.READ) or post.kind is PostKind.MEDIATOR
        for post in viewer.posts
    )


def any_case_of(matter: Matter) -> Case | None:
    """The newest dispute that came from the matter; whoever asks has come by its door."""
    if "dispute" not in hanging_on(matter):
        return None
    found = Case.objects.filter(matter=matter).select_related("committee")
    return found.order_by("-opened_at", "-pk").first()


def running_case_of(matter: Matter) -> Case | None:
    """The dispute of the matter that is being mediated now."""
    return Case.objects.filter(matter=matter, state__in=UNDECIDED).first()


def committees_at(place: Area) -> list[Organisation]:
    """The committees to which a dispute at the place can be brought, nearest first."""
    over = list(reversed(ids_on(place.path)))
    found = Organisation.objects.filter(
        kind=OrganisationKind.MEDIATION_PANEL, area__in=over, dissolved_on=None
    )
    rows = found.select_related("composition", "area").order_by("pk")
    return sorted(rows, key=lambda one: over.index(one.area_id))


def who_could_mediate(committee: Organisation) -> list[Person]:
    """Members of the committee and who holds a mediator's post in its area."""
    belongs = Q(memberships__organisation=committee, memberships__ended_on=None)
    posted = Q(
        terms__post__kind=PostKind.MEDIATOR,
        terms__post__area=committee.area_id,
        terms__ends_on=None,
    )
    return list(Person.objects.filter(belongs | posted).distinct().order_by("name", "pk"))
