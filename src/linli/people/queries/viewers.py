"""Who is asking, and what they may see by."""

from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from django.db import connection
from django.http import HttpRequest, HttpResponse

from linli.kernel.dates import day_of, start_of
from linli.kernel.encryption import blind_index
from linli.people.models import Person
from linli.people.rules import POWERFUL, HeldPost, PostKind
from linli.people.viewer import A_PASSER_BY, Viewer
from linli.places.rules import AreaKind

SECOND_FACTOR = "second_factor"  # the mark in the session
RECEIPTS_COOKIE = "receipts"
RECEIPTS_KEPT_FOR = 180 * 24 * 60 * 60  # seconds
MOST_RECEIPTS = 20

# One statement, for it is asked at every request of whoever has signed in: built by the ORM as
# three queries it was an eighth of the cost of a page. A term counts as `TermQuerySet.running`
# says; a test holds the two together.
RIGHTS = """
    SELECT post.id, post.kind, area.id, area.path, area.kind, post.organisation_id
    FROM people_term AS term
    JOIN people_post AS post ON post.id = term.post_id
    JOIN places_area AS area ON area.id = post.area_id
    WHERE post.abolished_on IS NULL
      AND term.starts_on <= %(on)s AND (term.ends_on IS NULL OR term.ends_on > %(on)s)
      AND term.id IN (
        SELECT id FROM people_term WHERE person_id = %(person)s
        UNION
        SELECT term_id FROM people_leave
        WHERE deputy_id = %(person)s AND starts_on <= %(on)s AND ends_on > %(on)s
      )
    UNION ALL
    SELECT principal_id, NULL, NULL, NULL, NULL, NULL
    FROM people_mandate
    WHERE delegate_id = %(person)s
      AND starts_on <= %(on)s AND ends_on > %(on)s
      AND (revoked_at IS NULL OR revoked_at > %(at)s)
"""
type Row = tuple[int, str, int, str, str, int | None]

if TYPE_CHECKING:

    class ViewedRequest(HttpRequest):
        viewer: Viewer


def current_viewer(request: HttpRequest) -> Viewer:
    """Say who is asking; the middleware found it out."""
    return cast("ViewedRequest", request).viewer


def viewer_of(
    person: Person, *, at: datetime, receipts: frozenset[str] = frozenset()
) -> Viewer:
    """Gather the four roots of every right for one person, in one query.

    Asked of the tables at every request: what ends or is revoked is gone with the next one.
    """
    on = day_of(at)
    posts, principals = _rights_of(person, on, at)
    return Viewer(
        person_id=person.pk,
        name=person.name,
        posts=posts,
        principals=principals,
        receipts=receipts,
        home_area_id=person.home_id,
        home_path=person.home.path if person.home else "",
    )


def held_posts(person: Person, on: date) -> tuple[HeldPost, ...]:
    """List what somebody holds that day, their own posts and those they stand in for."""
    return _rights_of(person, on, start_of(on))[0]


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


def _rights_of(
    person: Person, on: date, at: datetime
) -> tuple[tuple[HeldPost, ...], frozenset[int]]:
    """What a person holds that day, and who gave them a mandate that holds at that moment."""
    adapt = connection.ops
    asked = {
        "person": person.pk,
        "on": adapt.adapt_datefield_value(on),
        "at": adapt.adapt_datetimefield_value(at),
    }
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS, asked)
        rows = cursor.fetchall()
    held = {row[0]: _held(row) for row in rows if row[1] is not None}
    principals = frozenset(row[0] for row in rows if row[1] is None)
    return tuple(held[post] for post in sorted(held)), principals


def _held(row: Row) -> HeldPost:
    post, kind, area, path, area_kind, organisation = row
    return HeldPost(
        post_id=post,
        kind=PostKind(kind),
        area_id=area,
        area_path=path,
        area_kind=AreaKind(area_kind),
        organisation_id=organisation,
    )
