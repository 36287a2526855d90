"""星级公示: what is on notice for everybody, objections, rulings, grants."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from linli.kernel import clock
from linli.kernel.options import resolve
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.ui.forms import OneTimeForm
from linli.ui.pages import page
from linli.volunteers import actions, policies
from linli.volunteers.forms.desk import ObjectionForm, ReasonForm, RevokeForm, RulingForm
from linli.volunteers.models import StarAward, StarObjection, Volunteer
from linli.volunteers.options import STAR_HOURS, STAR_NOTICE_DAYS
from linli.volunteers.queries import with_person
from linli.volunteers.queries.desk import objections_waiting
from linli.volunteers.views.doors import deeds, here

MOST = 60


@require_GET
def stars(request: HttpRequest) -> HttpResponse:
    return _stars_page(request)


def _stars_page(
    request: HttpRequest, found: Any = None, *, status: int = 200, **said: Any
) -> HttpResponse:
    viewer, now = current_viewer(request), clock.now()
    area = here(viewer)
    options = resolve(area.chain)
    thresholds = options[STAR_HOURS]
    rows = StarAward.objects.visible_to(viewer).in_area(area)
    awards = rows.select_related("volunteer__person", "volunteer__area")
    noticed = [_shown(one, viewer, now) for one in awards.on_notice().order_by("closes_at")]
    context = {
        "now": now,
        "area": area,
        "thresholds": list(enumerate(thresholds, start=1)),
        "days": options[STAR_NOTICE_DAYS],
        "noticed": noticed,
        "granted": awards.granted().order_by("-ended_at")[:MOST],
        "keeps": viewer.keeps(area.path),
        "objections": objections_waiting(viewer) if viewer.keeps_anything else [],
        "plain_form": OneTimeForm(),
        "objection_form": ObjectionForm(auto_id="objection_%s"),
        "refusal_form": ReasonForm(auto_id="refusal_%s"),
        "ruling_form": RulingForm(auto_id="ruling_%s"),
        "revoke_form": RevokeForm(auto_id="revoke_%s"),
        "wrong": found.pk if found is not None else None,
    }
    return page(request, "volunteers/stars.html", context | said, status=status)


def _shown(award: StarAward, viewer: Viewer, now: Any) -> dict[str, Any]:
    return {
        "award": award,
        "objects": policies.may_object(viewer, award) and award.is_open(now),
        "rules": policies.may_notice_star(viewer, award.volunteer),
        "is_over": now >= award.closes_at,
    }


def _award(viewer: Viewer, pk: Any) -> StarAward:
    rows = StarAward.objects.visible_to(viewer)
    found = rows.select_related("volunteer__person", "volunteer__area").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _objection(viewer: Viewer, pk: Any) -> StarObjection:
    rows = StarObjection.objects.select_related(
        "award__volunteer__person", "award__volunteer__area"
    )
    found = rows.filter(pk=pk).first()
    if found is None or not viewer.keeps(found.award.volunteer.area.path):
        raise Http404
    return found


def _candidate(viewer: Viewer, pk: Any) -> Volunteer:
    found = with_person(Volunteer.objects.visible_to(viewer)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _back(_: object) -> str:
    return reverse("volunteer-stars")


on_award = deeds(find=_award, show=_stars_page, back=_back)
on_objection = deeds(find=_objection, show=_stars_page, back=_back)
on_candidate = deeds(find=_candidate, show=_stars_page, back=_back)


@on_candidate(OneTimeForm, "notice_form")
def notice(_: OneTimeForm, found: Volunteer, by: Viewer) -> None:
    """公示."""
    actions.notice_star(volunteer=found, by=by, at=clock.now())


@on_award(ObjectionForm, "wrong_form")
def objections(form: ObjectionForm, found: StarAward, by: Viewer) -> None:
    """提异议."""
    words = form.cleaned_data["words"]
    actions.object_to_star(award=found, words=words, by=by, at=clock.now())


@on_award(OneTimeForm, "wrong_form")
def grant(_: OneTimeForm, found: StarAward, by: Viewer) -> None:
    """评定."""
    actions.grant_star(award=found, by=by, at=clock.now())


@on_award(ReasonForm, "wrong_form")
def refusal(form: ReasonForm, found: StarAward, by: Viewer) -> None:
    """不评定."""
    reason = form.cleaned_data["reason"]
    actions.refuse_star(award=found, reason=reason, by=by, at=clock.now())


@on_award(RevokeForm, "wrong_form")
def revocation(form: RevokeForm, found: StarAward, by: Viewer) -> None:
    """撤销."""
    said = form.cleaned_data
    actions.revoke_star(
        award=found, reason=said["reason"], years=said["years"], by=by, at=clock.now()
    )


@on_objection(RulingForm, "wrong_form")
def ruling(form: RulingForm, found: StarObjection, by: Viewer) -> None:
    """处理异议."""
    said = form.cleaned_data
    actions.rule_objection(
        objection=found,
        upheld=said["upheld"] == "yes",
        ruling=said["ruling"],
        by=by,
        at=clock.now(),
    )
