"""登记: a dispute said at the desk, or one that a matter sends to mediation."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from linli.kernel import clock
from linli.kernel.errors import NotPermitted
from linli.kernel.options import resolve
from linli.matters.models import Matter
from linli.mediation import actions, policies
from linli.mediation.actions import NewParty
from linli.mediation.forms import OpenForm, PartyForm
from linli.mediation.options import KINDS
from linli.mediation.queries import committees_at, who_could_mediate
from linli.mediation.views.doors import at_work, deed
from linli.people.models import Person
from linli.people.queries import current_viewer, person_meant
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import community_of

MOST_SIDES = 3


@require_http_methods(["GET", "POST"])
def opened(request: HttpRequest) -> HttpResponse:
    """At the desk of one's own community, without a matter."""
    viewer = at_work(request)
    place = _own_place(viewer)
    back = reverse("mediation-cases")
    return _asked(request, viewer, place, None, back_url=back, lead=place.name)


@require_http_methods(["GET", "POST"])
def from_matter(request: HttpRequest, number: str) -> HttpResponse:
    """请调解, from the page of one matter."""
    viewer = current_viewer(request)
    seen = Matter.objects.visible_to(viewer).select_related("place", "desk", "handler")
    matter = seen.filter(number=number).first()
    if matter is None:
        raise Http404
    back = reverse("desk-matter", args=[matter.number])
    return _asked(request, viewer, matter.place, matter, back_url=back, lead=matter.title)


def _asked(
    request: HttpRequest,
    viewer: Viewer,
    place: Area,
    matter: Matter | None,
    *,
    back_url: str,
    lead: str,
) -> HttpResponse:
    committees, kinds = committees_at(place), resolve(place.chain)[KINDS]
    mediators = who_could_mediate(committees[0]) if committees else []
    form = OpenForm(
        request.POST or None,
        kinds=kinds,
        committees=committees,
        mediators=mediators,
    )
    sides = [
        PartyForm(request.POST or None, prefix=f"side{side}")
        for side in range(1, MOST_SIDES + 1)
    ]

    def do(said: dict[str, Any]) -> str:
        case = actions.open_case(
            place=place,
            kind=said["kind"],
            words=said["words"],
            parties=_parties(viewer, sides),
            committee=form.chosen_committee,
            panel=form.chosen_panel,
            matter=matter,
            by=viewer,
            at=clock.now(),
        )
        return reverse("mediation-case", args=[case.number])

    more = {"sides": sides, "no_committee": not committees}
    return deed(request, form, do, lead=lead, back_url=back_url, more=more)


def _parties(viewer: Viewer, sides: list[PartyForm]) -> list[NewParty]:
    """Only the sides that were filled in; who is found by the spoken code is that person."""
    parties = []
    for side, form in enumerate(sides, start=1):
        said = form.cleaned_data
        if not any(said.values()):
            continue
        parties.append(
            NewParty(
                side=side,
                person=_person(viewer, said["code"]),
                name=said["name"],
                contact=said["contact"],
                is_minor=bool(said["guardian_name"].strip()),
                guardian_name=said["guardian_name"],
                consents=said["consents"],
            )
        )
    return parties


def _person(viewer: Viewer, code: str) -> Person | None:
    return person_meant(viewer, code) if code.strip() else None


def _own_place(viewer: Viewer) -> Area:
    """The community of the lowest post from which the viewer may open a case."""
    for post in sorted(viewer.posts, key=lambda post: -len(post.area_path)):
        area = Area.objects.get(pk=post.area_id) if post.area_id else None
        if area and policies.may_open(viewer, area):
            return community_of(area) or area
    raise NotPermitted("纠纷由那里的工作台和调解员登记。")
