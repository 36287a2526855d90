"""社区画像: what a community is, from its registers and from what it states; its campaigns."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.idempotency import answered_once
from linli.kernel.references import Ref
from linli.matters.models import Matter
from linli.people.queries import current_viewer
from linli.places.models import Area
from linli.places.queries import community_of
from linli.profiles import actions, policies, queries
from linli.profiles.forms import CampaignForm, HonourForm, StatedForm, TagForm
from linli.profiles.models import Campaign, Honour, ProfileFact
from linli.profiles.rules import StatedKind
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, page

PER_PAGE = 50


def owner(request: HttpRequest) -> Ref:
    return current_viewer(request).ref


@require_GET
def here(request: HttpRequest) -> HttpResponse:
    """The profile of where somebody lives, else of the community of this installation."""
    viewer = current_viewer(request)
    home = Area.objects.filter(pk=viewer.home_area_id).first() if viewer.home_area_id else None
    lives_in = community_of(home) if home else None
    known = [lives_in] if lives_in else queries.areas_with_a_profile()
    if not known:
        raise Http404
    return _profile_page(request, known[0])


@require_GET
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    return _profile_page(request, _area(pk))


@require_GET
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit_page(request, _kept(request, pk))


@require_POST
@answered_once(per=owner)
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _kept(request, pk), StatedForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.state_fact(
                area=found,
                kind=StatedKind(said["kind"]),
                value=said["value"],
                source=said["source"],
                as_of=said["as_of"],
                by=current_viewer(request),
                at=clock.now(),
            )
            return SeeOther(reverse("profile-edit", args=[pk]))
        except Refusal as refusal:
            form.add_error("value", refusal.message)
    return _edit_page(request, found, stated=form)


@require_POST
@answered_once(per=owner)
def honours(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _kept(request, pk), HonourForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.award_honour(
                area=found,
                title=said["title"],
                awarded_by=said["awarded_by"],
                year=said["year"],
                by=current_viewer(request),
                at=clock.now(),
            )
            return SeeOther(reverse("profile-edit", args=[pk]))
        except Refusal as refusal:
            form.add_error("title", refusal.message)
    return _edit_page(request, found, honour=form)


@require_POST
@answered_once(per=owner)
def campaigns(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _kept(request, pk), CampaignForm(request.POST)
    if form.is_valid():
        try:
            name = form.cleaned_data["name"]
            by = current_viewer(request)
            actions.open_campaign(area=found, name=name, by=by, at=clock.now())
            return SeeOther(reverse("profile-edit", args=[pk]))
        except Refusal as refusal:
            form.add_error("name", refusal.message)
    return _edit_page(request, found, campaign=form)


@require_POST
def fact_removal(request: HttpRequest, pk: int) -> HttpResponse:
    fact = get_object_or_404(ProfileFact.objects.select_related("area"), pk=pk)
    _kept(request, fact.area_id)
    actions.take_back_fact(fact=fact, by=current_viewer(request), at=clock.now())
    return SeeOther(reverse("profile-edit", args=[fact.area_id]))


@require_POST
def honour_removal(request: HttpRequest, pk: int) -> HttpResponse:
    honour = get_object_or_404(Honour.objects.select_related("area"), pk=pk)
    _kept(request, honour.area_id)
    actions.take_back_honour(honour=honour, by=current_viewer(request), at=clock.now())
    return SeeOther(reverse("profile-edit", args=[honour.area_id]))


@require_GET
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """专项: the matters under it, of those that one may see."""
    found = get_object_or_404(Campaign.objects.select_related("area"), pk=pk)
    viewer = current_viewer(request)
    rows = Paginator(queries.matters_of(found, viewer), PER_PAGE)
    context = {
        "campaign": found,
        "rows": rows.get_page(request.GET.get("page")),
        "may_change": policies.may_write_profile(viewer, found.area),
        "now": clock.now(),
    }
    return page(request, "profiles/campaign.html", context)


@require_POST
def campaign_closure(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Campaign.objects.select_related("area"), pk=pk)
    actions.close_campaign(campaign=found, by=current_viewer(request), at=clock.now())
    return SeeOther(reverse("campaign", args=[pk]))


@require_POST
@answered_once(per=owner)
def tags(request: HttpRequest, number: str) -> HttpResponse:
    """归入专项: from the desk's page of a matter."""
    matter = _matter(request, number)
    form = TagForm(request.POST, campaigns=queries.campaigns_for(matter))
    if not form.is_valid():
        raise Http404
    chosen = Campaign.objects.select_related("area").get(pk=form.cleaned_data["campaign"])
    by, at = current_viewer(request), clock.now()
    actions.tag_matter(campaign=chosen, matter=matter, by=by, at=at)
    return SeeOther(reverse("desk-matter", args=[number]))


@require_POST
def tag_removal(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    matter = _matter(request, number)
    found = get_object_or_404(Campaign.objects.select_related("area"), pk=pk)
    by, at = current_viewer(request), clock.now()
    actions.untag_matter(campaign=found, matter=matter, by=by, at=at)
    return SeeOther(reverse("desk-matter", args=[number]))


def _matter(request: HttpRequest, number: str) -> Matter:
    seen = Matter.objects.visible_to(current_viewer(request)).select_related("place")
    return get_object_or_404(seen, number=number)


def _area(pk: int) -> Area:
    return get_object_or_404(
        Area, pk=pk, pk__in=[one.pk for one in queries.areas_with_a_profile()]
    )


def _kept(request: HttpRequest, pk: int) -> Area:
    found = _area(pk)
    if not policies.may_write_profile(current_viewer(request), found):
        raise NotPermitted(actions.KEEPERS_ONLY)
    return found


def _profile_page(request: HttpRequest, area: Area) -> HttpResponse:
    viewer, now = current_viewer(request), clock.now()
    context = {
        "profile": queries.profile_of(area, viewer, on=day_of(now)),
        "others": [one for one in queries.areas_with_a_profile() if one.pk != area.pk],
        "may_change": policies.may_write_profile(viewer, area),
        "now": now,
    }
    return page(request, "profiles/profile.html", context)


def _edit_page(request: HttpRequest, area: Area, **said: OneTimeForm) -> HttpResponse:
    now = clock.now()
    forms: dict[str, OneTimeForm] = {
        "stated": StatedForm(initial={"as_of": day_of(now)}),
        "honour": HonourForm(),
        "campaign": CampaignForm(),
    }
    context = {
        "area": area,
        "facts": [(StatedKind(one.kind).label, one) for one in queries.stated_of(area)],
        "honours": queries.honours_of(area),
        "campaigns": queries.campaigns_over(area).filter(area=area),
        **(forms | said),
    }
    return page(request, "profiles/edit.html", context, status=422 if said else 200)
