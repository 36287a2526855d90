"""志愿服务队 and their members; letters of appointment on paper."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.people.models import Membership, Person, Term
from linli.people.queries import current_viewer, person_meant
from linli.people.rules import PostKind
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, page
from linli.volunteers import actions, policies
from linli.volunteers.actions import NotOnTheRegister
from linli.volunteers.forms.desk import LetterForm, MemberForm, TeamForm
from linli.volunteers.models import AppointmentLetter, ServiceRecord, Team
from linli.volunteers.queries import volunteer_of
from linli.volunteers.queries.desk import areas_kept, places_in, teams_here
from linli.volunteers.rules import TeamKind
from linli.volunteers.views.doors import (
    at_the_station,
    deeds,
    here,
    signed_in,
    tried,
    who_acts,
)


@require_http_methods(["GET", "POST"])
def teams(request: HttpRequest) -> HttpResponse:
    """有哪些队伍; the station forms one and issues letters."""
    return _formed(request) if request.method == "POST" else _teams_page(request)


@answered_once(per=who_acts)
def _formed(request: HttpRequest) -> HttpResponse:
    viewer, areas = at_the_station(request)
    form, made = _team_form(request, areas), list[Team]()
    status = tried(
        form,
        lambda said: made.append(
            actions.form_team(
                name=said["name"],
                kind=TeamKind(said["kind"]),
                area=Area.objects.get(pk=said["area"]),
                by=viewer,
                at=clock.now(),
            )
        ),
    )
    if status:
        return _teams_page(request, status=status, form=form)
    return SeeOther(reverse("volunteer-team", args=[made[0].pk]))


def _teams_page(
    request: HttpRequest, found: Any = None, *, status: int = 200, **said: Any
) -> HttpResponse:
    viewer = current_viewer(request)
    area, areas = here(viewer), areas_kept(viewer)
    context = {
        "area": area,
        "teams": teams_here(area),
        "forms_one": bool(areas),
        "form": _team_form(request, areas) if areas else None,
        "assistants": _assistants(areas) if areas else [],
        "letter_form": LetterForm(auto_id="letter_%s"),
        "wrong": found.pk if found is not None else None,
    }
    return page(request, "volunteers/teams.html", context | said, status=status)


def _team_form(request: HttpRequest, areas: list[Area]) -> TeamForm:
    is_new = request.method == "POST" and request.path == reverse("volunteer-teams")
    places = places_in(areas, on=day_of(clock.now()))
    return TeamForm(request.POST if is_new else None, areas=places)


def _assistants(areas: list[Area]) -> list[Term]:
    """银发协理员 who are appointed today, with their letters."""
    running = Term.objects.running(day_of(clock.now())).filter(
        post__kind=PostKind.SILVER_ASSISTANT
    )
    rows = running.select_related("person", "post__area", "letter").order_by("pk")
    return [one for one in rows if any(one.post.area.lies_in(area) for area in areas)]


@require_GET
def team(request: HttpRequest, pk: int) -> HttpResponse:
    return _team_page(request, _seen(current_viewer(request), pk))


def _seen(viewer: Viewer, pk: Any) -> Team:
    rows = Team.objects.visible_to(viewer).select_related("organisation__area")
    return get_object_or_404(rows, pk=pk)


def _team_page(
    request: HttpRequest, found: Team, *, status: int = 200, **said: Any
) -> HttpResponse:
    viewer = current_viewer(request)
    members = Membership.objects.filter(organisation=found.organisation, ended_on=None)
    lead = found.leads.filter(ended_on=None).select_related("person").first()
    is_member = viewer.is_known and members.filter(person=viewer.person_id).exists()
    context = {
        "team": found,
        "lead": lead,
        "count": members.count(),
        "members": members.select_related("person").order_by("began_on", "pk"),
        "leads": policies.may_lead(viewer, found),
        "changes": policies.may_change_members(viewer, found),
        "is_member": is_member,
        "services": ServiceRecord.objects.services().filter(team=found).count(),
        "member_form": MemberForm(auto_id="member_%s"),
        "plain_form": OneTimeForm(),
        "viewer_id": viewer.person_id,
    }
    return page(request, "volunteers/team.html", context | said, status=status)


deed = deeds(
    find=_seen, show=_team_page, back=lambda one: reverse("volunteer-team", args=[one.pk])
)


@deed(MemberForm, "member_form")
def members(form: MemberForm, found: Team, by: Viewer) -> None:
    """加队员."""
    person = person_meant(by, form.cleaned_data["person"])
    volunteer = volunteer_of(person)
    if volunteer is None:
        raise NotOnTheRegister("{name}没有登记做志愿者。", name=person.name)
    actions.join_team(team=found, volunteer=volunteer, by=by, at=clock.now())


@deed(OneTimeForm, "leader_form")
def leader(form: OneTimeForm, found: Team, by: Viewer) -> None:
    """定队长."""
    actions.choose_leader(team=found, person=_said(form), by=by, at=clock.now())


@deed(OneTimeForm, "leaving_form")
def leaving(form: OneTimeForm, found: Team, by: Viewer) -> None:
    """退出."""
    actions.leave_team(team=found, person=_said(form), by=by, at=clock.now())


def _said(form: OneTimeForm) -> Person:
    said = str(form.data.get("person", ""))
    return get_object_or_404(Person, pk=said if said.isdigit() else 0)


def _term(viewer: Viewer, pk: Any) -> Term:
    rows = Term.objects.select_related("person", "post__area").filter(pk=pk)
    found = rows.first()
    if found is None or not viewer.keeps(found.post.area.path):
        raise Http404
    return found


on_term = deeds(find=_term, show=_teams_page, back=lambda _: reverse("volunteer-teams"))


@on_term(LetterForm, "wrong_form")
def letters(form: LetterForm, found: Term, by: Viewer) -> None:
    """签发聘书."""
    actions.issue_letter(term=found, words=form.cleaned_data["words"], by=by, at=clock.now())


@require_GET
def letter(request: HttpRequest, number: str) -> HttpResponse:
    """聘书 on paper: for whom it names and for the desk that issued it."""
    viewer = signed_in(request)
    rows = AppointmentLetter.objects.select_related("term__person", "term__post__area")
    found = get_object_or_404(rows, number=number)
    is_own = found.term.person_id in viewer.speaks_for
    if not is_own and not viewer.keeps(found.term.post.area.path):
        raise Http404
    post = PostKind(found.term.post.kind)
    return page(request, "volunteers/letter.html", {"letter": found, "post": post})
