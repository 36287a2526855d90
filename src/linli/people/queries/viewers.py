"""Who is asking, and what they may see by."""

from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse

from linli.kernel.dates import day_of
from linli.kernel.encryption import blind_index
from linli.people.models import Leave, Mandate, Person, Post, Term
from linli.people.rules import POWERFUL, HeldPost, PostKind
from linli.people.viewer import A_PASSER_BY, Viewer
from linli.places.rules import AreaKind

SECOND_FACTOR = "second_factor"  # the mark in the session
RECEIPTS_COOKIE = "receipts"
RECEIPTS_KEPT_FOR = 180 * 24 * 60 * 60  # seconds
MOST_RECEIPTS = 20

if TYPE_CHECKING:

    class ViewedRequest(HttpRequest):
        viewer: Viewer


def current_viewer(request: HttpRequest) -> Viewer:
    """Say who is asking; the middleware found it out."""
    return cast("ViewedRequest", request).viewer


def viewer_of(
    person: Person, *, at: datetime, receipts: frozenset[str] = frozenset()
) -> Viewer:
    """Gather the four roots of every right for one person, in at most three queries."""
    on = day_of(at)
    return Viewer(
        person_id=person.pk,
        name=person.name,
        posts=held_posts(person, on),
        principals=_principals(person, on, at),
        receipts=receipts,
        home_area_id=person.home_id,
        home_path=person.home.path if person.home else "",
    )


def held_posts(person: Person, on: date) -> tuple[HeldPost, ...]:
    """List what somebody holds that day, their own posts and those they stand in for."""
    standing_in = Leave.objects.filter(
        term=OuterRef("pk"), deputy=person, starts_on__lte=on, ends_on__gt=on
    )
    terms = Term.objects.running(on).filter(Q(person=person) | Exists(standing_in))
    found = terms.filter(post__abolished_on=None).select_related("post__area")
    return tuple(_held(term.post) for term in found.order_by("post_id"))


def held_posts_at(person: Person, at: datetime) -> tuple[HeldPost, ...]:
    """List what somebody holds at that moment."""
    return held_posts(person, day_of(at))


def without_power(viewer: Viewer) -> Viewer:
    """The same person without the posts that ask for a second factor."""
    left = tuple(post for post in viewer.posts if post.kind not in POWERFUL)
    return Viewer(**{**vars(viewer), "posts": left})


def a_passer_by_with(receipts: frozenset[str]) -> Viewer:
    """Somebody who has not signed in, with the receipts that the device keeps."""
    return Viewer(receipts=receipts) if receipts else A_PASSER_BY


def receipts_on(request: HttpRequest) -> frozenset[str]:
    """Read the keyed hashes of the receipt codes that this device keeps."""
    kept = request.get_signed_cookie(RECEIPTS_COOKIE, default="", salt=RECEIPTS_COOKIE)
    return frozenset(kept.split(".")) - {""} if isinstance(kept, str) else frozenset()


def receipt_hash(code: str) -> str:
    """Give the keyed hash under which a receipt code is kept; spaces do not matter."""
    return blind_index(code, "receipt")


def keep_receipt(request: HttpRequest, response: HttpResponse, *, code: str) -> None:
    """Let this device follow what was said under the code; the code itself is not kept."""
    hashes = [receipt_hash(code), *sorted(receipts_on(request) - {receipt_hash(code)})]
    response.set_signed_cookie(
        RECEIPTS_COOKIE,
        ".".join(hashes[:MOST_RECEIPTS]),
        salt=RECEIPTS_COOKIE,
        max_age=RECEIPTS_KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def _principals(person: Person, on: date, at: datetime) -> frozenset[int]:
    valid = Mandate.objects.filter(
        Q(revoked_at=None) | Q(revoked_at__gt=at),
        delegate=person,
        starts_on__lte=on,
        ends_on__gt=on,
    )
    return frozenset(valid.values_list("principal_id", flat=True))


def _held(post: Post) -> HeldPost:
    return HeldPost(
        post_id=post.pk,
        kind=PostKind(post.kind),
        area_id=post.area_id,
        area_path=post.area.path,
        area_kind=AreaKind(post.area.kind),
        organisation_id=post.organisation_id,
    )
