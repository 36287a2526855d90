"""The page on which everybody reads the rules of the place, and tries them."""

from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel import clock, options
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.idempotency import answered_once
from linli.kernel.references import Ref
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import community_of
from linli.places.rules import AreaKind
from linli.playbooks import policies, queries
from linli.playbooks.actions import adopt_playbook
from linli.playbooks.comparing import side_by_side
from linli.playbooks.forms import AdoptionForm, TrialForm, TryForm
from linli.playbooks.linter import check_text
from linli.playbooks.loader import Pack
from linli.playbooks.queries import PlaybookHasFaults, pack_named
from linli.playbooks.sheets import named, route_row, sheet_of
from linli.playbooks.trying import try_rules
from linli.ui.pages import SeeOther, page

A_WHILE = 60 * 60  # seconds between the trial and the adoption
SALT = "playbook-trial"
TYPED = "贴上的规则包"


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
        "may_try": policies.may_try(current_viewer(request), area),
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


@require_GET
def words(request: HttpRequest) -> HttpResponse:
    """八个社区怎么叫: the words of every bundled playbook beside one another."""
    comparison = side_by_side()
    first = comparison.chapters[0].code if comparison.chapters else ""
    known = {
        "comparison": comparison,
        "opened": request.GET.get("open", first),
        "back_url": reverse("playbook"),
    }
    return page(request, "playbooks/words.html", known)


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


class NotTriedYet(Refusal):
    pass


class NothingToTry(Unreadable):
    pass


@require_http_methods(["GET", "POST"])
def trial(request: HttpRequest) -> HttpResponse:
    """试跑: how many would go elsewhere, from where to where, and why."""
    viewer = current_viewer(request)
    area = _area_tried_for(request, viewer)
    said = request.POST or request.GET
    form = TrialForm(said) if said.get("pack") or said.get("text") else TrialForm()
    known: dict[str, Any] = {"area": area, "form": form, "adopting": None}
    if form.is_bound and (said.get("pack") or said.get("text", "").strip()):
        known |= _trial_outcome(said.get("pack", ""), said.get("text", ""), area, viewer)
    known["back_url"] = f"{reverse('playbook')}?area={area.pk}"
    return page(request, "playbooks/trial.html", known)


@require_http_methods(["POST"])
def adoption(request: HttpRequest) -> HttpResponse:
    """采用: only what was tried just now, by the same person, for the same place."""
    return _adopted(request)


def _who(request: HttpRequest) -> Ref:
    return current_viewer(request).ref


@answered_once(per=_who)
def _adopted(request: HttpRequest) -> HttpResponse:
    viewer = current_viewer(request)
    pack = _pack(request.POST.get("pack", ""), request.POST.get("text", ""))
    area = _tried(request.POST.get("trial", ""), pack, viewer)
    adopt_playbook(pack=pack, area=area, by=viewer, at=clock.now())
    return SeeOther(f"{reverse('playbook')}?area={area.pk}")


def _trial_outcome(name: str, text: str, area: Area, viewer: Viewer) -> dict[str, Any]:
    try:
        pack = _pack(name, text)
    except PlaybookHasFaults as refusal:
        return {"fault": refusal.message}
    found = try_rules(pack, area)
    rows = [(one, named(one.old), named(one.new)) for one in found.listed]
    known: dict[str, Any] = {"pack": pack, "found": found, "rows": rows}
    if policies.may_adopt(viewer, area):
        proof = signing.dumps([pack.digest, area.pk, viewer.ref], salt=SALT)
        initial = {"pack": name, "text": text, "trial": proof}
        known["adopting"] = AdoptionForm(initial=initial, auto_id="adopt-%s")
    return known


def _tried(trial: str, pack: Pack, viewer: Viewer) -> Area:
    try:
        digest, place, who = signing.loads(trial, salt=SALT, max_age=A_WHILE)
    except signing.BadSignature:
        digest, place, who = "", 0, ""
    if digest != pack.digest or who != viewer.ref:
        raise NotTriedYet("规则要先试跑过才能采用：看清有多少件会改去向，再按采用。")
    return Area.objects.get(pk=place)


def _pack(name: str, text: str) -> Pack:
    if not text.strip():
        if not name:
            raise NothingToTry("请选一个规则包，或者贴上改过的规则包。")
        return pack_named(name)
    reading = check_text(text, file=TYPED)
    if not reading.pack:
        raise PlaybookHasFaults(
            "规则包“{name}”还有毛病：{fault}", name=TYPED, fault=str(reading.faults[0])
        )
    return reading.pack


def _area_tried_for(request: HttpRequest, viewer: Viewer) -> Area:
    asked = request.GET.get("area", "")
    own = next((post.area_id for post in viewer.posts), 0)
    area = Area.objects.filter(pk=int(asked) if asked.isdecimal() else own).first()
    if not viewer.is_known or (area and not policies.may_try(viewer, area)):
        raise NotPermitted("规则由本区域或上级的管理员和书记来试。")
    if not area:
        raise Http404
    return area
