"""The page on which everybody reads the rules of the place, and tries them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from linli.kernel import clock, options
from linli.people.queries import current_viewer
from linli.places.models import Area
from linli.places.queries import community_of
from linli.places.rules import AreaKind
from linli.playbooks import queries
from linli.playbooks.forms import TryForm
from linli.playbooks.sheets import named, route_row, sheet_of
from linli.ui.pages import page


@require_GET
def playbook(request: HttpRequest) -> HttpResponse:
    """The rules that hold here: tiers, rules, channels, posts, rhythms, with their basis."""
    area = _area_asked_for(request)
    if area is None:
        return page(request, "playbooks/none.html", {})
    known = {
        "area": area,
        "adoption": queries.adopted_playbook(area),
        "sheet": sheet_of(area),
        "form": TryForm(),
        "now": clock.now(),
    }
    return page(request, "playbooks/playbook.html", known)


@require_GET
def attempt(request: HttpRequest) -> HttpResponse:
    """试一试: which rule the words find here, why, which lost, and until when."""
    area = _area_asked_for(request)
    if area is None:
        return page(request, "playbooks/none.html", {})
    form = TryForm(request.GET)
    back = f"{reverse('playbook')}?area={area.pk}"
    known: dict[str, Any] = {"area": area, "form": form, "now": clock.now(), "back_url": back}
    if form.is_valid():
        known |= _outcome(form.cleaned_data["words"], area)
    return page(request, "playbooks/try.html", known)


def _outcome(words: str, area: Area) -> dict[str, Any]:
    trial = queries.try_words(words, area=area, at=clock.now())
    rules = options.resolve(area.chain)
    return {
        "trial": trial,
        "row": route_row(trial.route, rules),
        "matched": trial.matched,
        "lost": [(named(other.route), other.matched) for other in trial.lost],
    }


def _area_asked_for(request: HttpRequest) -> Area | None:
    """The area of the link, or that of whoever looks, or the first that has rules."""
    asked = request.GET.get("area", "")
    if asked:
        found = Area.objects.filter(pk=asked).first() if asked.isdecimal() else None
        if found is None:
            raise Http404
        return found
    viewer = current_viewer(request)
    own = [*(post.area_id for post in viewer.posts), viewer.home_area_id]
    mine = Area.objects.filter(pk=next((pk for pk in own if pk), 0)).first()
    if mine:
        return community_of(mine) or mine
    first = next(iter(queries.areas_with_rules()), None)
    return first or Area.objects.filter(kind=AreaKind.COMMUNITY).order_by("pk").first()
