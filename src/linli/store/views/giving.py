"""我的积分: give to a relative, donate, be named or not; kinship that somebody verifies."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.idempotency import answered_once
from linli.kernel.masks import masked_name
from linli.kernel.words import say
from linli.ledger.models import LedgerAccount
from linli.ledger.rules import Book
from linli.people import actions as people
from linli.people.models import Kinship, Person
from linli.people.queries import current_viewer, kinships_seen
from linli.people.rules import KinRelation, KinshipState
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.store import actions
from linli.store.forms import (
    DonationForm,
    GiftForm,
    HonourForm,
    KinshipForm,
    ProjectForm,
    ReasonForm,
)
from linli.store.models import HelpProject, HonourListing
from linli.store.queries.giving import (
    all_named,
    honours_open_to,
    projects_reaching,
    relatives_to_give_to,
)
from linli.store.queries.shop import passbooks_for
from linli.store.views.doors import (
    named,
    person_behind,
    signed_in,
    somebody_meant,
    today,
    tried,
    who_acts,
)
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, page

MOST_NAMED = 500


@require_GET
def credits(request: HttpRequest) -> HttpResponse:  # noqa: A001 - the page of one's credits
    """我的积分怎么用."""
    return _credits_page(request)


@require_POST
@answered_once(per=who_acts)
def gifts(request: HttpRequest) -> HttpResponse:
    """赠予亲属."""
    viewer = signed_in(request)
    form = _gift_form(viewer, request.POST)
    status = tried(
        form,
        lambda said: actions.give_to_relative(
            key=_key(viewer, said),
            account=_account(viewer, said["account"]),
            to=Person.objects.get(pk=said["to"]),
            amount=said["amount"],
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return _credits_page(request, status=status, gift_form=form)
    return SeeOther(f"{reverse('credits')}?given=1")


@require_POST
@answered_once(per=who_acts)
def donations(request: HttpRequest) -> HttpResponse:
    """捐赠."""
    viewer = signed_in(request)
    form = _donation_form(viewer, request.POST)
    status = tried(
        form,
        lambda said: actions.donate_credits(
            key=_key(viewer, said),
            account=_account(viewer, said["account"]),
            amount=said["amount"],
            project=HelpProject.objects.filter(pk=said["project"]).first()
            if said["project"]
            else None,
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return _credits_page(request, status=status, donation_form=form)
    return SeeOther(f"{reverse('credits')}?donated=1")


@require_http_methods(["GET", "POST"])
def honours(request: HttpRequest) -> HttpResponse:
    """荣誉榜: who agreed to be named; one's own titles below."""
    return _named(request) if request.method == "POST" else _honours_page(request)


@require_POST
@answered_once(per=who_acts)
def honour_withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """撤下."""
    viewer = signed_in(request)
    mine = HonourListing.objects.filter(person__in=viewer.speaks_for)
    found = get_object_or_404(mine.select_related("person", "area"), pk=pk)
    actions.withdraw_honour(listing=found, by=viewer, at=clock.now())
    return SeeOther(reverse("honours"))


@require_http_methods(["GET", "POST"])
def kinship(request: HttpRequest) -> HttpResponse:
    """亲属关系: one's own, and those that wait for the desk."""
    return _proposed(request) if request.method == "POST" else _kinship_page(request)


@require_POST
@answered_once(per=who_acts)
def verification(request: HttpRequest, pk: int) -> HttpResponse:
    """核实."""
    viewer = signed_in(request)
    people.verify_kinship(kinship=_kinship(viewer, pk), by=viewer, at=clock.now())
    return SeeOther(reverse("kinship"))


@require_POST
@answered_once(per=who_acts)
def kinship_refusal(request: HttpRequest, pk: int) -> HttpResponse:
    """不予核实."""
    viewer, form = signed_in(request), ReasonForm(request.POST)
    found = _kinship(viewer, pk)
    status = tried(
        form,
        lambda said: people.refuse_kinship(
            kinship=found, reason=said["reason"], by=viewer, at=clock.now()
        ),
    )
    return _kinship_page(request, status=status, refused=form) if status else _to_kinship()


@require_POST
@answered_once(per=who_acts)
def projects(request: HttpRequest, pk: int) -> HttpResponse:
    """开助老项目."""
    viewer, form = signed_in(request), ProjectForm(request.POST)
    area = get_object_or_404(Area, pk=pk)
    status = tried(
        form,
        lambda said: actions.open_help_project(
            area=area,
            name=said["name"],
            purpose=said["purpose"],
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return _credits_page(request, status=status, project_form=form)
    return SeeOther(reverse("credits"))


def _key(viewer: Viewer, said: dict[str, Any]) -> str:
    return f"{viewer.ref}/{said['key']}"[:80]


def _account(viewer: Viewer, pk: int) -> LedgerAccount:
    return LedgerAccount.objects.of(viewer).select_related("place").get(pk=pk)


def _gift_form(viewer: Viewer, data: Any = None) -> GiftForm:
    own = [one for one in _hours(viewer) if one.owner.startswith("person/")]
    found = {
        kin.person.pk: f"{kin.person.name}（{say(kin.relation.label)}）"
        for account in own
        for kin in relatives_to_give_to(account, on=today())
    }
    relatives = list(found.items())
    return GiftForm(data, accounts=named(own, viewer), relatives=relatives, auto_id="gift_%s")


def _donation_form(viewer: Viewer, data: Any = None) -> DonationForm:
    accounts = [*_hours(viewer), *passbooks_for(viewer, Book.POINT)]
    places = {one.place.pk: one.place for one in accounts}
    open_ones = {p.pk: p.name for area in places.values() for p in projects_reaching(area)}
    return DonationForm(
        data,
        accounts=named(accounts, viewer),
        projects=list(open_ones.items()),
        auto_id="donation_%s",
    )


def _hours(viewer: Viewer) -> list[LedgerAccount]:
    return passbooks_for(viewer, Book.HOUR)


def _credits_page(request: HttpRequest, *, status: int = 200, **said: Any) -> HttpResponse:
    viewer = signed_in(request)
    gift_form, donation_form = _gift_form(viewer), _donation_form(viewer)
    keeping = [post.area_id for post in viewer.posts if post.keeps_registers]
    kept = list(Area.objects.filter(pk__in=keeping).order_by("path"))
    context = {
        "passbooks": [
            (say(book.label), named(passbooks_for(viewer, book), viewer))
            for book in (Book.HOUR, Book.POINT)
        ],
        "gift_form": gift_form,
        "donation_form": donation_form,
        "has_kin": bool(gift_form.fields["to"].choices),  # type: ignore[attr-defined]
        "has_any": bool(donation_form.fields["account"].choices),  # type: ignore[attr-defined]
        "given": "given" in request.GET,
        "donated": "donated" in request.GET,
        "kept": kept[:1],
        "project_form": ProjectForm(auto_id="project_%s"),
    }
    return page(request, "store/credits.html", context | said, status=status)


@answered_once(per=who_acts)
def _named(request: HttpRequest) -> HttpResponse:
    viewer, form = signed_in(request), HonourForm(request.POST)
    person = person_behind(viewer)
    status = tried(
        form,
        lambda said: actions.accept_honour(
            person=person,
            ground=said["ground"],
            by_full_name=said["by_full_name"],
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return _honours_page(request, status=status, refused=form)
    return SeeOther(reverse("honours"))


def _honours_page(request: HttpRequest, *, status: int = 200, **said: Any) -> HttpResponse:
    viewer = current_viewer(request)
    titles, mine = [], HonourListing.objects.none()
    if viewer.is_known:
        titles = [
            (kind, many, HonourForm(initial={"ground": kind.code}, auto_id=f"{kind.code}_%s"))
            for kind, many in honours_open_to(person_behind(viewer))
        ]
        standing = HonourListing.objects.filter(withdrawn_on=None)
        mine = standing.filter(person=viewer.person_id)
    context = {
        "named": all_named()[:MOST_NAMED],
        "titles": titles,
        "mine": mine,
        "withdraw_form": OneTimeForm(),
    }
    return page(request, "store/honours.html", context | said, status=status)


@answered_once(per=who_acts)
def _proposed(request: HttpRequest) -> HttpResponse:
    viewer, form = signed_in(request), KinshipForm(request.POST)

    def propose(said: dict[str, Any]) -> None:
        people.propose_kinship(
            person=_meant(viewer, said["person"]),
            relative=_meant(viewer, said["relative"]),
            relation=KinRelation(said["relation"]),
            evidence=said["evidence"],
            by=viewer,
            at=clock.now(),
        )

    if status := tried(form, propose):
        return _kinship_page(request, status=status, form=form)
    return _to_kinship()


def _meant(viewer: Viewer, words: str) -> Person:
    """Oneself, or somebody else whom one can name well enough."""
    if words.strip() == viewer.name:
        return person_behind(viewer)
    return somebody_meant(viewer, words)


def _kinship(viewer: Viewer, pk: int) -> Kinship:
    seen = Kinship.objects.visible_to(viewer).select_related("person__home", "relative__home")
    return get_object_or_404(seen, pk=pk)


def _to_kinship() -> HttpResponse:
    return SeeOther(reverse("kinship"))


def _kinship_page(request: HttpRequest, *, status: int = 200, **said: Any) -> HttpResponse:
    viewer = signed_in(request)
    context = {
        "rows": [_kin_line(one, viewer) for one in kinships_seen(viewer)],
        "keeps": viewer.keeps_anything,
        "viewer_ref": viewer.ref,
        "verify_form": OneTimeForm(),
        "refuse_form": ReasonForm(auto_id="refuse_%s"),
        "form": KinshipForm(initial={"person": viewer.name}),
    }
    return page(request, "store/kinship.html", context | said, status=status)


def _kin_line(one: Kinship, viewer: Viewer) -> dict[str, Any]:
    """A name stays masked until the kinship is verified, but to the desk and to oneself."""
    is_open = viewer.keeps_anything or one.standing is KinshipState.VERIFIED
    both = [
        who.name if is_open or who.pk in viewer.speaks_for else masked_name(who.name)
        for who in (one.person, one.relative)
    ]
    return {
        "one": one,
        "person": both[0],
        "relative": both[1],
        "relation": say(KinRelation(one.relation).label),
        "state": say(one.standing.label),
        "is_mine": one.proposer == viewer.ref,
    }
