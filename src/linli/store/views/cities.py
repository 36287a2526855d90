"""城市规则: four cities side by side for everybody; adopted here by whoever keeps the books."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from linli.kernel import clock
from linli.kernel.idempotency import answered_once
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.store import actions
from linli.store.actions.credits import community_of
from linli.store.forms import AdoptionForm
from linli.store.queries.cities import city_packs, policy_here, said_of, side_by_side
from linli.store.views.doors import signed_in, today, tried, who_acts
from linli.ui.pages import SeeOther, page


@require_http_methods(["GET", "POST"])
def policies(request: HttpRequest) -> HttpResponse:
    """时间积分的规则: what holds here, what four cities say."""
    return _adopted(request) if request.method == "POST" else _policies_page(request)


@answered_once(per=who_acts)
def _adopted(request: HttpRequest) -> HttpResponse:
    viewer = signed_in(request)
    form = _form(viewer, request.POST)
    status = tried(
        form,
        lambda said: actions.adopt_city_policy(
            code=said["code"],
            area=Area.objects.get(pk=said["area"]),
            starts_on=said["starts_on"],
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return _policies_page(request, status=status, form=form)
    return SeeOther(reverse("city-policies"))


def _form(viewer: Viewer, data: Any = None) -> AdoptionForm:
    codes = [(pack.code, pack.called) for pack in city_packs()]
    kept = Area.objects.filter(pk__in=[p.area_id for p in viewer.posts if p.keeps_registers])
    areas = [(one.pk, one.name) for one in kept.order_by("path")]
    return AdoptionForm(data, codes=codes, areas=areas, initial={"starts_on": today()})


def _policies_page(request: HttpRequest, *, status: int = 200, **said: Any) -> HttpResponse:
    viewer = current_viewer(request)
    area = _here(viewer)
    here, holds = None, []
    if area:
        here = policy_here(area, today())
        holds = said_of(*here)
    context = {
        "area": area,
        "here": here,
        "holds": holds,
        "packs": city_packs(),
        "rows": side_by_side(),
        "form": _form(viewer) if viewer.keeps_anything else None,
    }
    return page(request, "store/cities.html", context | said, status=status)


def _here(viewer: Viewer) -> Area | None:
    """Where somebody lives or works; for a passer-by the first community."""
    ids = [viewer.home_area_id, *(post.area_id for post in viewer.posts)]
    own = Area.objects.filter(pk__in=[pk for pk in ids if pk])
    found = own.order_by("path").first() or Area.objects.order_by("path").first()
    return community_of(found) if found else None
