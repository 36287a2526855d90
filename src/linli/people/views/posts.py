"""The posts of an area: who holds which, which stand empty, and every change of holder."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from linli.kernel import clock, installation, journal
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.people import actions, policies, queries
from linli.people.forms.register import (
    AppointForm,
    EndForm,
    HandOverForm,
    LeaveForm,
    PostForm,
)
from linli.people.models import Account, Post, Term
from linli.people.queries import current_viewer
from linli.people.rules import POWERFUL, Obtained, PostKind
from linli.people.views.doors import for_keepers, owner_of, tried
from linli.places.models import Area
from linli.places.queries import area_kept, choices_for, kept_areas, whole_names
from linli.ui.pages import SeeOther, page

PAGE = 100


@for_keepers
@require_GET
def posts(request: HttpRequest) -> HttpResponse:
    viewer, on = current_viewer(request), day_of(clock.now())
    asked = request.GET.get("area", "")
    chosen = area_kept(viewer, int(asked)) if asked.isdigit() else None
    areas = [chosen] if chosen else kept_areas(viewer, on=on)
    seats = [seat for area in areas for seat in queries.seats_in(area, on=on, below=True)]
    only_empty = "empty" in request.GET
    listed = [seat for seat in seats if not (only_empty and seat.holder)]
    context = {
        "seats": listed[:PAGE],
        "names": whole_names([seat.post.area for seat in listed[:PAGE]]),
        "there_is_more": len(listed) > PAGE,
        "count": len(seats),
        "empty": sum(seat.holder is None for seat in seats),
        "only_empty": only_empty,
        "area": chosen,
    }
    return page(request, "people/posts.html", context)


@for_keepers
@require_GET
def new_post(request: HttpRequest) -> HttpResponse:
    return _new_page(request, PostForm(areas=_areas(request)))


@require_POST
@for_keepers
@answered_once(per=owner_of)
def creations(request: HttpRequest) -> HttpResponse:
    form, made = PostForm(request.POST, areas=_areas(request)), list[Post]()
    status = tried(
        form,
        lambda said: made.append(
            actions.create_post(
                kind=PostKind(said["kind"]),
                area=Area.objects.get(pk=said["area"]),
                by=current_viewer(request),
                at=clock.now(),
            )
        ),
        field="area",
    )
    if status:
        return _new_page(request, form, status=status)
    return SeeOther(reverse("post", args=[made[0].pk]))


@for_keepers
@require_GET
def post(request: HttpRequest, pk: int) -> HttpResponse:
    return _post_page(request, _kept(request, pk))


@require_POST
@for_keepers
@answered_once(per=owner_of)
def terms(request: HttpRequest, pk: int) -> HttpResponse:
    found, viewer, form = _kept(request, pk), current_viewer(request), AppointForm(request.POST)
    status = tried(
        form,
        lambda said: actions.appoint(
            post=found,
            person=queries.person_meant(viewer, said["person"]),
            obtained=Obtained(said["obtained"]),
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            by=viewer,
            at=clock.now(),
        ),
        field="person",
    )
    return _after(request, found, status, appoint=form)


@require_POST
@for_keepers
@answered_once(per=owner_of)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _kept(request, pk), EndForm(request.POST)
    status = tried(
        form,
        lambda said: actions.end_term(
            term=_running(found),
            reason=said["reason"],
            by=current_viewer(request),
            at=clock.now(),
        ),
        field="reason",
    )
    return _after(request, found, status, end=form)


@require_POST
@for_keepers
@answered_once(per=owner_of)
def leaves(request: HttpRequest, pk: int) -> HttpResponse:
    found, viewer, form = _kept(request, pk), current_viewer(request), LeaveForm(request.POST)
    status = tried(
        form,
        lambda said: actions.take_leave(
            term=_running(found),
            deputy=queries.person_meant(viewer, said["deputy"]),
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            reason=said["reason"],
            by=viewer,
            at=clock.now(),
        ),
        field="deputy",
    )
    return _after(request, found, status, leave=form)


@require_POST
@for_keepers
@answered_once(per=owner_of)
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    found, viewer = _kept(request, pk), current_viewer(request)
    form = HandOverForm(request.POST)
    status = tried(
        form,
        lambda said: actions.hand_over(
            post=found,
            to=queries.person_meant(viewer, said["to"]),
            by=viewer,
            at=clock.now(),
        ),
        field="to",
    )
    return _after(request, found, status, hand_over=form)


@require_POST
@for_keepers
def abolition(request: HttpRequest, pk: int) -> HttpResponse:
    actions.abolish_post(post=_kept(request, pk), by=current_viewer(request), at=clock.now())
    return SeeOther(reverse("posts"))


def _after(request: HttpRequest, found: Post, status: int, **said: Any) -> HttpResponse:
    if status:
        return _post_page(request, found, status=status, **said)
    return SeeOther(reverse("post", args=[found.pk]))


def _post_page(
    request: HttpRequest, found: Post, *, status: int = 200, **said: Any
) -> HttpResponse:
    now, viewer = clock.now(), current_viewer(request)
    on = day_of(now)
    seat = queries.seat_of(found, on=on)
    context = {
        "now": now,
        "seat": seat,
        "wants_login": _wants_login(seat),
        "where": whole_names([found.area])[found.area_id],
        "former": found.terms.exclude(ends_on=None)
        .select_related("person")
        .order_by("-starts_on")[:20],
        "appoint": AppointForm(initial={"starts_on": on}),
        "end": EndForm(),
        "leave": LeaveForm(initial={"starts_on": on}),
        "hand_over": HandOverForm(),
        "may_fill": policies.may_create_post(viewer, found.area, PostKind(found.kind)),
        "story": journal.timeline(found.ref, names=queries.names_of),
    }
    return page(request, "people/post.html", context | said, status=status)


def _wants_login(seat: queries.Seat) -> bool:
    """Whether somebody holds a post of power here and has no password to come in with."""
    if not seat.term or PostKind(seat.post.kind) not in POWERFUL or installation.is_simulated():
        return False
    account = Account.objects.filter(person=seat.term.person_id).first()
    return not (account and account.has_usable_password())


def _running(found: Post) -> Term:
    running = Term.objects.running(day_of(clock.now())).select_related("post__area", "person")
    return get_object_or_404(running, post=found)


def _kept(request: HttpRequest, pk: int) -> Post:
    found = get_object_or_404(Post.objects.select_related("area", "organisation"), pk=pk)
    allowed = current_viewer(request).keeps(found.area.path)
    return found if allowed else get_object_or_404(Post.objects.none())


def _areas(request: HttpRequest) -> list[tuple[int, str]]:
    return choices_for(current_viewer(request), on=day_of(clock.now()))


def _new_page(request: HttpRequest, form: PostForm, *, status: int = 200) -> HttpResponse:
    return page(request, "people/new_post.html", {"form": form}, status=status)
