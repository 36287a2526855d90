"""名册: drawn up and hung out by the desk, read and corrected by the neighbours."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted
from linli.kernel.idempotency import answered_once
from linli.kernel.masks import masked_name
from linli.people.queries import current_viewer, person_meant
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import choices_within
from linli.places.rules import AreaKind
from linli.ui.pages import SeeOther, page
from linli.voting import actions, policies, queries
from linli.voting.actions import NewEntry
from linli.voting.forms import CorrectionForm, ReasonForm, RollForm, RulingForm
from linli.voting.models import Roll, RollCorrection
from linli.voting.rules import RollState, Weight
from linli.voting.views.doors import seen_roll, signed_in, tried, who_acts

PAGE = 50
WHERE = (AreaKind.COMMUNITY, AreaKind.GRID, AreaKind.COMPOUND, AreaKind.BUILDING)


@require_http_methods(["GET", "POST"])
def new_roll(request: HttpRequest) -> HttpResponse:
    """The form, and after it the roll."""
    if request.method == "POST":
        return _drawn_up(request)
    form = _form(request, signed_in(request))
    return page(request, "voting/new_roll.html", {"form": form})


@answered_once(per=who_acts)
def _drawn_up(request: HttpRequest) -> HttpResponse:
    viewer, now = signed_in(request), clock.now()
    form, made = _form(request, viewer), list[Roll]()

    def draw_up() -> None:
        said = form.cleaned_data
        roll = actions.draft_roll(
            name=said["name"],
            place=Area.objects.get(pk=said["place"]),
            kind=said["kind"],
            basis=said["basis"],
            cutoff_on=said["cutoff_on"],
            by=viewer,
            at=now,
        )
        made.append(roll)

    if status := tried(form, draw_up):
        return page(request, "voting/new_roll.html", {"form": form}, status=status)
    return SeeOther(reverse("roll", args=[made[0].number]))


@require_GET
def roll(request: HttpRequest, number: str) -> HttpResponse:
    """One roll: my own line, what hangs out with masked names, and what the desk has to do."""
    return _roll_page(request, seen_roll(current_viewer(request), number))


@require_POST
@answered_once(per=who_acts)
def corrections(request: HttpRequest, number: str) -> HttpResponse:
    """提出更正."""
    viewer = signed_in(request)
    found, form = seen_roll(viewer, number), CorrectionForm(request.POST)
    own = found.entries.of_persons(viewer.speaks_for).first()
    status = tried(
        form,
        lambda: actions.ask_correction(
            roll=found,
            words=form.cleaned_data["words"],
            entry=own,
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return _roll_page(request, found, status=status, correction_form=form)
    return SeeOther(reverse("roll", args=[number]))


@require_POST
@answered_once(per=who_acts)
def ruling(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """答复更正."""
    viewer = signed_in(request)
    found, form = seen_roll(viewer, number), RulingForm(request.POST)
    asked = get_object_or_404(
        RollCorrection.objects.select_related("roll__place", "asked_by"), pk=pk, roll=found
    )
    status = tried(form, lambda: _rule(found, asked, form.cleaned_data, viewer))
    if status:
        return _roll_page(request, found, status=status, wrong_ruling=form, wrong=asked.pk)
    return SeeOther(reverse("roll", args=[number]))


@require_POST
def filling(request: HttpRequest, number: str) -> HttpResponse:
    """按登记册编."""
    viewer = signed_in(request)
    found = seen_roll(viewer, number)
    actions.fill_from_register(roll=found, by=viewer, at=clock.now())
    return SeeOther(reverse("roll", args=[number]))


@require_POST
def showing(request: HttpRequest, number: str) -> HttpResponse:
    """公示."""
    viewer = signed_in(request)
    actions.show_roll(roll=seen_roll(viewer, number), by=viewer, at=clock.now())
    return SeeOther(reverse("roll", args=[number]))


@require_POST
def sealing(request: HttpRequest, number: str) -> HttpResponse:
    """封存."""
    viewer = signed_in(request)
    actions.seal_roll(roll=seen_roll(viewer, number), by=viewer, at=clock.now())
    return SeeOther(reverse("roll", args=[number]))


@require_POST
@answered_once(per=who_acts)
def dropping(request: HttpRequest, number: str) -> HttpResponse:
    """作废."""
    viewer = signed_in(request)
    found, form = seen_roll(viewer, number), ReasonForm(request.POST)
    status = tried(
        form,
        lambda: actions.drop_roll(
            roll=found, reason=form.cleaned_data["reason"], by=viewer, at=clock.now()
        ),
    )
    if status:
        return _roll_page(request, found, status=status, drop_form=form)
    return SeeOther(reverse("votes"))


def _rule(found: Roll, asked: RollCorrection, said: dict[str, Any], viewer: Viewer) -> None:
    add = None
    if said["add"]:
        weight = Weight(heads=1, area=said["area"] or 0, units=1)
        add = NewEntry(person=person_meant(viewer, said["add"]), weight=weight)
    remove = found.entries.filter(key=said["remove"]).first() if said["remove"] else None
    actions.rule_on_correction(
        correction=asked,
        accepted=said["accepted"],
        reason=said["reason"],
        add=add,
        remove=remove,
        by=viewer,
        at=clock.now(),
    )


def _form(request: HttpRequest, viewer: Viewer) -> RollForm:
    now = clock.now()
    if not viewer.works_a_desk:
        raise NotPermitted("名册由在那里值守的同事来编。")
    widest = min(viewer.posts, key=lambda post: len(post.area_path))
    area = Area.objects.get(pk=widest.area_id)
    return RollForm(
        request.POST or None,
        places=choices_within(area, on=day_of(now), kinds=WHERE),
        initial={"cutoff_on": day_of(now) + timedelta(days=0)},
    )


def _roll_page(
    request: HttpRequest, found: Roll, *, status: int = 200, **said: Any
) -> HttpResponse:
    viewer, now = current_viewer(request), clock.now()
    keeps = policies.may_keep_rolls(viewer, found.place)
    start = _start(request)
    entries = found.entries.select_related("person").order_by("where", "key")
    shown = list(entries[start : start + PAGE + 1])
    context: dict[str, Any] = {
        "now": now,
        "roll": found,
        "keeps": keeps,
        "mine": list(found.entries.of_persons(viewer.speaks_for).select_related("person")),
        "lines": [
            {
                "entry": entry,
                "name": _name(entry.person.name if entry.person else "", in_full=keeps),
            }
            for entry in shown[:PAGE]
        ],
        "next_url": f"?start={start + PAGE}" if len(shown) > PAGE else "",
        "many": found.entries.count(),
        "corrections": queries.corrections_of(found, viewer),
        "may_ask": found.standing is RollState.SHOWN
        and policies.may_ask_correction(viewer, found),
        "may_seal": keeps
        and found.standing is RollState.SHOWN
        and bool(found.corrections_until and now >= found.corrections_until),
        "correction_form": CorrectionForm(),
        "ruling_form": RulingForm(auto_id="ruling_%s"),
        "drop_form": ReasonForm(auto_id="drop_%s"),
    }
    return page(request, "voting/roll.html", context | said, status=status)


def _name(name: str, *, in_full: bool) -> str:
    return name if in_full else masked_name(name)


def _start(request: HttpRequest) -> int:
    said = request.GET.get("start", "0")
    return int(said) if said.isdecimal() and len(said) < len("1000000") else 0
