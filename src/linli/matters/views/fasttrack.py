"""随手办 and 即办件: one tap on the way; three quick steps for a resident at the door."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel import clock
from linli.kernel.attachments import open_attachment
from linli.kernel.dates import HERE, day_of
from linli.kernel.errors import NotPermitted
from linli.kernel.masks import masked_phone
from linli.kernel.models import Attachment
from linli.kernel.options import resolve
from linli.kernel.words import say
from linli.matters import actions, policies
from linli.matters.actions import Visit
from linli.matters.forms.fasttrack import (
    DeedForm,
    GiveBackForm,
    InstantResultForm,
    QuickFixForm,
    TakeForm,
    TakeInForm,
    TellForm,
    TurnForm,
)
from linli.matters.forms.steps import in_words
from linli.matters.handling_options import INSTANT_MATTERS, QUICK_FIXES
from linli.matters.instants import InstantState, Way
from linli.matters.models import InstantMatter, QuickFix
from linli.matters.queries import fasttrack
from linli.matters.views.deeds import deed, known
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import choices_within
from linli.places.queries.known import whole_name_of
from linli.ui.pages import page

MONTHS_SHOWN = 6
DAYS_LOOKED_BACK = 31


@require_http_methods(["GET", "POST"])
def fix(request: HttpRequest) -> HttpResponse:
    """随手办: what, where, a photo, and it is over."""
    viewer, now = known(request), clock.now()
    areas = fasttrack.areas_walked(viewer)
    if not areas:
        raise NotPermitted("随手办由在当地值守的人和志愿服务队的队员来记。")
    kinds = resolve(areas[0].chain)[QUICK_FIXES]
    form = QuickFixForm(
        request.POST or None,
        request.FILES or None,
        kinds=[(kind.code, in_words(kind)) for kind in kinds],
        places=_places(areas, now),
    )

    def do(said: dict[str, Any]) -> str:
        actions.fix_on_the_way(
            kind=said["kind"],
            place=Area.objects.get(pk=said["place"]),
            words=said["words"],
            photo=said["photo"],
            by=viewer,
            at=now,
        )
        return f"{reverse('quick-fixes')}?done=1"

    lead = gettext("看到就办好的，点一下就记上；不用派单，也不请人评价。")
    return deed(request, form, do, lead=lead, back_url=reverse("today"))


@require_GET
def fixes(request: HttpRequest) -> HttpResponse:
    """随手办台账: one month, by kind and one by one; a desk sees its whole area."""
    viewer, now = known(request), clock.now()
    first = _month(request.GET.get("month", ""), day_of(now))
    since, until = _begins(first), _begins(_next(first))
    rows = list(fasttrack.fixes_between(viewer, since, until)[: fasttrack.MOST_SHOWN])
    photos = fasttrack.photos_of(rows)
    context = {
        "now": now,
        "month": first,
        "months": [
            {
                "label": say("{month}月", month=month.month),
                "url": f"{reverse('quick-fixes')}?month={month:%Y-%m}",
                "current": month == first,
            }
            for month in _months_back(day_of(now))
        ],
        "kinds": _by_kind(rows),
        "rows": [{"fix": row, "has_photo": row.ref in photos} for row in rows],
        "may_fix": fasttrack.may_quick_fix(viewer),
        "done": "done" in request.GET,
        "person_name": viewer.name,
    }
    return page(request, "matters/fasttrack/fixes.html", context)


@require_GET
def fix_photo(request: HttpRequest, pk: int) -> FileResponse:
    """How it looked afterwards, for whoever sees the line."""
    found = get_object_or_404(QuickFix.objects.visible_to(known(request)), pk=pk)
    kept = Attachment.objects.filter(subject=found.ref).first()
    if not kept:
        raise Http404
    return FileResponse(open_attachment(kept), content_type=kept.media_type, filename="photo")


@require_GET
def instants(request: HttpRequest) -> HttpResponse:
    """即办件: what anybody at the desk may take, what I have, what I still have to tell."""
    viewer, now = known(request), clock.now()
    if not any(policies.serves_at(viewer, area) for area in fasttrack.areas_walked(viewer)):
        raise NotPermitted("即办件由在当地值守的人来办。")
    context = {
        "now": now,
        "desk": viewer.works_a_desk,
        "waiting": fasttrack.instants_waiting(viewer),
        "mine": fasttrack.instants_in_my_hands(viewer),
        "to_tell": fasttrack.instants_to_tell(viewer),
        "running": fasttrack.instants_running(viewer),
        "too_often": fasttrack.visited_too_often(
            viewer, now - timedelta(days=DAYS_LOOKED_BACK)
        ),
        "take": TakeForm(),
        "person_name": viewer.name,
    }
    return page(request, "matters/fasttrack/instants.html", context)


@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """提前受理: at the door, for the resident."""
    viewer, now = known(request), clock.now()
    areas = fasttrack.areas_walked(viewer)
    if not areas or not policies.may_take_in(viewer, areas[0]):
        raise NotPermitted("即办件由在当地值守的人替居民受理。")
    kinds = resolve(areas[0].chain)[INSTANT_MATTERS]
    form = TakeInForm(
        request.POST or None,
        kinds=[(kind, in_words(kind)) for kind in kinds],
        places=_places(areas, now),
    )

    def do(said: dict[str, Any]) -> str:
        instant = actions.take_in_instant(
            kind=said["kind"],
            place=Area.objects.get(pk=said["place"]),
            phone=said["phone"],
            words=said["words"],
            by=viewer,
            at=now,
        )
        return reverse("instant", args=[instant.pk])

    lead = gettext("居民不用跑，社区去办；办好了您去告诉他。")
    return deed(request, form, do, lead=lead, back_url=reverse("instants"))


@require_GET
def instant(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: where it stands, and exactly the step that is the viewer's."""
    viewer, found, now = known(request), _instant(request, pk), clock.now()
    context = {
        "instant": found,
        "now": now,
        "state": say(found.standing.label),
        "way": say(Way(found.way).label) if found.way else "",
        "contact": masked_phone(found.contact) if found.contact else "",
        "steps": _steps_of(found, viewer),
        "person_name": viewer.name,
    }
    return page(request, "matters/fasttrack/instant.html", context)


@require_http_methods(["GET", "POST"])
def taking(request: HttpRequest, pk: int) -> HttpResponse:
    """接手."""

    def do(_: dict[str, Any]) -> str:
        actions.take_instant(instant=found, by=known(request), at=clock.now())
        return reverse("instant", args=[pk])

    found = _instant(request, pk)
    return _asked(request, TakeForm(request.POST or None), do, found)


@require_http_methods(["GET", "POST"])
def giving_back(request: HttpRequest, pk: int) -> HttpResponse:
    """放回去."""

    def do(said: dict[str, Any]) -> str:
        actions.give_back_instant(
            instant=found, why=said["why"], by=known(request), at=clock.now()
        )
        return reverse("instants")

    found = _instant(request, pk)
    return _asked(request, GiveBackForm(request.POST or None), do, found)


@require_http_methods(["GET", "POST"])
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """办好."""

    def do(said: dict[str, Any]) -> str:
        actions.finish_instant(
            instant=found,
            outcome=said["outcome"],
            visit=Visit(many=said["visits"], why=said["why_visits"]),
            by=known(request),
            at=clock.now(),
        )
        return reverse("instant", args=[pk])

    found = _instant(request, pk)
    return _asked(request, InstantResultForm(request.POST or None), do, found)


@require_http_methods(["GET", "POST"])
def telling(request: HttpRequest, pk: int) -> HttpResponse:
    """反馈."""

    def do(said: dict[str, Any]) -> str:
        actions.report_instant(
            instant=found,
            way=Way(said["way"]),
            words=said["words"],
            by=known(request),
            at=clock.now(),
        )
        return reverse("instant", args=[pk])

    found = _instant(request, pk)
    return _asked(request, TellForm(request.POST or None), do, found)


@require_http_methods(["GET", "POST"])
def turning(request: HttpRequest, pk: int) -> HttpResponse:
    """转成一般的事."""

    def do(said: dict[str, Any]) -> str:
        matter = actions.turn_instant(
            instant=found, why=said["why"], by=known(request), at=clock.now()
        )
        return reverse("desk-matter", args=[matter.number])

    found = _instant(request, pk)
    return _asked(request, TurnForm(request.POST or None), do, found)


def _asked(request: HttpRequest, form: DeedForm, do: Any, found: InstantMatter) -> HttpResponse:
    lead = f"{found.kind_label} · {whole_name_of(found.place)}"
    back_url = reverse("instant", args=[found.pk])
    return deed(request, form, do, lead=lead, back_url=back_url)


def _instant(request: HttpRequest, pk: int) -> InstantMatter:
    seen = InstantMatter.objects.visible_to(known(request))
    whole = seen.select_related("place", "desk", "resident", "taken_in_by", "clerk")
    return get_object_or_404(whole, pk=pk)


def _steps_of(found: InstantMatter, viewer: Viewer) -> list[tuple[str, type[DeedForm]]]:
    """Where the viewer's next steps are taken, and by which form."""
    match found.standing:
        case InstantState.WAITING if policies.may_take_instant(viewer, found):
            steps: list[tuple[str, type[DeedForm]]] = [("instant-taking", TakeForm)]
        case InstantState.TAKEN if policies.may_do_instant(viewer, found):
            steps = [
                ("instant-result", InstantResultForm),
                ("instant-giving-back", GiveBackForm),
                ("instant-turning", TurnForm),
            ]
        case InstantState.DONE if policies.may_report_instant(viewer, found):
            steps = [("instant-telling", TellForm)]
        case _:
            steps = []
    return [(reverse(name, args=[found.pk]), form) for name, form in steps]


def _places(areas: list[Area], now: datetime) -> list[tuple[int, str]]:
    """Of one's own areas, the smallest first; each place stands there once."""
    places: dict[int, str] = {}
    for area in areas:
        for pk, name in choices_within(area, on=day_of(now)):
            places.setdefault(pk, name)
    return list(places.items())


def _by_kind(rows: list[QuickFix]) -> list[tuple[str, int]]:
    counted: dict[str, int] = {}
    for row in rows:
        counted[row.kind_label] = counted.get(row.kind_label, 0) + 1
    return sorted(counted.items(), key=lambda kind: -kind[1])


def _month(said: str, today: date) -> date:
    try:
        return date.fromisoformat(f"{said}-01")
    except ValueError:
        return today.replace(day=1)


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=HERE)


def _months_back(today: date) -> list[date]:
    first = today.replace(day=1)
    months = [first]
    for _ in range(MONTHS_SHOWN - 1):
        first = (first - timedelta(days=1)).replace(day=1)
        months.append(first)
    return months
