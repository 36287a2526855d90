"""工作台: the queue of a desk, the matter that is open on it, and the list to take away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from linli.kernel import clock
from linli.kernel.options import pinned
from linli.kernel.words import say
from linli.matters import policies
from linli.matters.forms.steps import NoteForm, in_words
from linli.matters.models import Matter
from linli.matters.options import CHANNELS, ROUTES, TIERS
from linli.matters.queries.afterwards import asked_exclusion_of, excusable
from linli.matters.queries.life import photos_of, standing_of, steps_open_to
from linli.matters.queries.proposals import proposed_assignment
from linli.matters.queries.queue import (
    SHOWN_AND_DESK,
    SHOWN_WITH_DESK,
    Listing,
    Page,
    Sought,
    given_out_by,
    in_order,
    page_of,
    queued,
)
from linli.matters.queries.rail import first_list_of
from linli.matters.queries.similar import similar_open
from linli.matters.rules import State, Step
from linli.matters.views import sheets
from linli.matters.views.callback import callback_form
from linli.matters.views.showing import (
    before_what,
    desk_frame,
    labelled,
    list_url,
    path_of,
    row_of,
    speaker_name,
    speaker_phone,
    tags_of,
    three_of,
    where_of,
)
from linli.matters.views.steps import (
    asked_apart,
    at_the_desk,
    forms_for,
    said_of_what_was_done,
    seen_matter,
)
from linli.people.actions import reveal
from linli.people.rules import Reach, Secret
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.ui.pages import page

MIXED = (Listing.OVERDUE, Listing.ALL)
PROMISED = (Listing.RECEIVED, Listing.DISPATCHED, Listing.WORKING, Listing.OVERDUE)
# What is folded away: no more than a few matters in a hundred come to it.
SELDOM = {
    Step.RETURN,
    Step.ASK_TO_PARK,
    Step.MERGE,
    Step.SPLIT,
    Step.REFER,
    Step.ASK_TO_EXCLUDE,
}
NARROWED_BY = ("tier", "channel", "route", "unit", "area", "q")


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """The list that was asked for, first what falls due first."""
    viewer, now = at_the_desk(request), clock.now()
    sought = sought_in(request.GET, otherwise=first_list_of(viewer, at=now))
    return page(request, "matters/desk/queue.html", _queue(request, viewer, sought, now))


@require_GET
def matter(request: HttpRequest, number: str) -> HttpResponse:
    """One matter beside the list that it was opened from."""
    viewer, now = at_the_desk(request), clock.now()
    found = seen_matter(viewer, number)
    sought = sought_in(request.GET, otherwise=_listing_of(found, now))
    context = _queue(request, viewer, sought, now, current=found)
    context |= {"detail_only": True, **detail_of(request, found, viewer, now)}
    return page(request, "matters/desk/matter.html", context)


@require_GET
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """导出: the same list as on the page, as a sheet; no names or phones of who spoke."""
    viewer, now = at_the_desk(request), clock.now()
    sought = sought_in(request.GET)
    rows = in_order(queued(viewer, sought, at=now), sought.listing)
    rows = rows.select_related(*SHOWN_WITH_DESK).only(*SHOWN_AND_DESK)[: sheets.MOST_ROWS]
    return sheets.sheet(ending, say(sought.listing.label), rows)


@require_POST
def phone(request: HttpRequest, number: str) -> HttpResponse:
    """查看电话: the whole number, once a reason is given and put on record."""
    viewer, now = at_the_desk(request), clock.now()
    found = seen_matter(viewer, number)
    if found.reporter is None:
        raise Http404
    reason = request.POST.get("reason", "")
    said = reveal(person=found.reporter, field=Secret.PHONE, reason=reason, by=viewer, at=now)
    context = {
        "matter": found,
        "phone": said,
        "name": speaker_name(found, viewer),
        "person_name": viewer.name,
    }
    return page(request, "matters/desk/phone.html", context)


def sought_in(said: QueryDict, *, otherwise: Listing = Listing.RECEIVED) -> Sought:
    """Read the address: what cannot be read narrows nothing."""
    listing = said.get("list", "")
    return Sought(
        listing=Listing(listing) if listing in Listing else otherwise,
        tier=said.get("tier", ""),
        channel=said.get("channel", ""),
        route=said.get("route", ""),
        unit=_number(said.get("unit", "")),
        area=_number(said.get("area", "")),
        words=said.get("q", ""),
    )


def _queue(
    request: HttpRequest,
    viewer: Viewer,
    sought: Sought,
    now: datetime,
    *,
    current: Matter | None = None,
) -> dict[str, Any]:
    found = page_of(viewer, sought, at=now, after=request.GET.get("after", ""))
    kept = _kept(request.GET, sought)
    opened = current.pk if current else None
    clocks = given_out_by(found.rows) if sought.listing is Listing.RECEIVED else {}
    return {
        **desk_frame(request, at=now, current=sought.listing.value),
        "title": say(sought.listing.label),
        "rows": [
            row_of(
                row,
                viewer,
                at=now,
                url=f"{reverse('desk-matter', args=[row.number])}?{kept}",
                current=row.pk == opened,
                states=sought.listing in MIXED,
                give_out_by=clocks.get(row.ref),
            )
            for row in found.rows
        ],
        "promised": sought.listing in PROMISED,
        "newest_first": sought.listing.clock.startswith("-"),
        "starts_here": not found.rows and _starts_here(viewer),
        "count": f"{len(found.rows)}{'+' if found.after else ''}",
        "filters": _filters(sought, found),
        "narrowed": _narrowed(request.GET),
        "sought": sought,
        "clear_url": list_url(sought.listing),
        "next_url": _next_url(kept, found.after),
        "first_url": f"{reverse('desk')}?{kept}" if request.GET.get("after") else "",
        "exports": [
            (label, f"{reverse('desk-export', args=[ending])}?{kept}")
            for ending, label in sheets.KINDS.items()
        ],
    }


def _starts_here(viewer: Viewer) -> bool:
    """Whether nothing stands yet in the area of the viewer's desk: no compound, no building."""
    desks = viewer.with_reach(Reach.DESK)
    return bool(desks) and not Area.objects.filter(parent=desks[0].area_id).exists()


def detail_of(
    request: HttpRequest, found: Matter, viewer: Viewer, now: datetime
) -> dict[str, Any]:
    """Everything on the right: where it stands, what to do next, how it came here."""
    standing = standing_of(found)
    steps = steps_open_to(viewer, found)
    back = quote(request.get_full_path())
    dispatches = Step.DISPATCH in steps and found.standing is State.RECEIVED
    proposal = proposed_assignment(found, at=now) if dispatches else None
    return {
        "matter": found,
        "messages": said_of_what_was_done(request),
        "sent": f"note-{found.pk}" if request.GET.get("done") == NoteForm.noun else "",
        "place_name": where_of(found),
        "tags": tags_of(found),
        "three": three_of(found, standing, at=now),
        "until": standing.until,
        "until_what": before_what(found),
        "steps": path_of(found, standing, viewer, at=now),
        "proposal": proposal,
        "rule": in_words(proposal.route) if proposal else "",
        "tier": in_words(proposal.tier) if proposal else "",
        "forms": forms_for(found, steps, at=now, proposal=proposal),
        "apart": asked_apart(found.number, {*steps, *_second_word(found, viewer)} - SELDOM),
        "seldom": asked_apart(
            found.number, [s for s in steps if s in SELDOM and _makes_sense(s, found)]
        ),
        "reassigns": Step.DISPATCH in steps and not dispatches,
        "callback": callback_form(found, viewer, at=now),
        "speaker": speaker_name(found, viewer),
        "speaker_phone": speaker_phone(found, viewer),
        "may_reveal": bool(found.reporter and found.reporter.phone and viewer.works_a_desk),
        "alike": _alike(found, viewer),
        "photos": [one for one in photos_of(found) if one.attachment.kind == "image"],
        "back": back,
    }


def _makes_sense(step: Step, found: Matter) -> bool:
    """Only what counts against somebody can be left out of the rates, and is asked once."""
    if step is not Step.ASK_TO_EXCLUDE:
        return True
    return excusable(found) and asked_exclusion_of(found) is None


def _second_word(found: Matter, viewer: Viewer) -> set[Step]:
    """核定剔除: offered to whoever may give the second word, while somebody waits for it."""
    asked = asked_exclusion_of(found) if excusable(found) else None
    return {Step.EXCLUDE} if asked and policies.may_exclude(viewer, asked) else set()


def _alike(found: Matter, viewer: Viewer) -> list[Matter]:
    near = similar_open(found.words, found.place, most=4)
    ids = [other.pk for other in near if other.pk != found.pk]
    if not ids:
        return []
    seen = Matter.objects.visible_to(viewer).filter(pk__in=ids)
    return list(seen.select_related("place"))


def _listing_of(found: Matter, now: datetime) -> Listing:
    """The list on which the matter stands, for whoever comes without one."""
    state = found.standing
    if state in (State.RECEIVED, State.DISPATCHED, State.WORKING):
        return Listing.OVERDUE if found.due_at < now else Listing(state.value)
    return Listing.CALLBACK if state is State.FINISHED else Listing.ALL


def _filters(sought: Sought, found: Page) -> list[dict[str, Any]]:
    """What this list can be narrowed by: the words of the playbook under which it runs."""
    if not found.rows:
        return []
    options = pinned(found.rows[0].options_digest)
    units = {row.unit.pk: row.unit.name for row in found.rows if row.unit}
    tiers, routes, channels = options[TIERS], options[ROUTES], options[CHANNELS]
    offered = [
        _filter("tier", gettext("等级"), labelled(tiers), sought.tier),
        _filter("route", gettext("规则"), labelled(routes), sought.route),
        _filter("channel", gettext("来源"), labelled(channels), sought.channel),
        _filter("unit", gettext("单位"), list(units.items()), sought.unit or ""),
    ]
    return [one for one in offered if len(one["choices"]) > 1 or one["chosen"]]


def _filter(
    name: str, label: str, choices: Sequence[tuple[object, str]], chosen: object
) -> dict[str, Any]:
    return {"name": name, "label": label, "choices": choices, "chosen": chosen}


def _narrowed(said: QueryDict) -> bool:
    return any(said.get(name) for name in NARROWED_BY)


def _kept(said: QueryDict, sought: Sought) -> str:
    kept = {"list": sought.listing.value}
    kept |= {name: said.get(name, "") for name in (*NARROWED_BY, "after") if said.get(name)}
    return urlencode(kept)


def _next_url(kept: str, after: str) -> str:
    if not after:
        return ""
    query = QueryDict(kept, mutable=True)
    query["after"] = after
    return f"{reverse('desk')}?{query.urlencode()}"


def _number(said: str) -> int | None:
    return int(said) if said.isdecimal() and len(said) < 18 else None  # noqa: PLR2004
