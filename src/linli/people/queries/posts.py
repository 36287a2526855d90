"""Who holds which post, and which stand empty."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from linli.people.models import Leave, Person, Post, Term
from linli.people.rules import PostKind
from linli.places.models import Area
from linli.places.rules import ids_on


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A post with who holds it on a day, and who stands in while the holder is away."""

    post: Post
    term: Term | None
    leave: Leave | None

    @property
    def kind(self) -> PostKind:
        return PostKind(self.post.kind)

    @property
    def holder(self) -> Person | None:
        return self.term.person if self.term else None

    @property
    def on_duty(self) -> Person | None:
        """Whoever does the work that day: the deputy while the holder is away."""
        return self.leave.deputy if self.leave else self.holder


def holders_of(
    kind: PostKind, area: Area, *, on: date, excluding: Collection[int] = ()
) -> list[Person]:
    """Say who is on duty in such a post, nearest area upwards, without those in `excluding`."""
    outwards = list(reversed(ids_on(area.path)))
    posts = Post.objects.filter(kind=kind, area__in=outwards, abolished_on=None)
    seats = [seat for seat in _seats(posts.order_by("seat", "pk"), on) if seat.on_duty]
    for pk in outwards:
        people = [seat.on_duty for seat in seats if seat.post.area_id == pk and seat.on_duty]
        if free := [person for person in people if person.pk not in excluding]:
            return list(dict.fromkeys(free))
    return []


def seats_in(area: Area, *, on: date, below: bool = False) -> list[Seat]:
    """List the posts of an area (and of what lies in it) with holder, deputy or vacancy."""
    posts = Post.objects.filter(abolished_on=None)
    posts = posts.filter(area__path__startswith=area.path) if below else posts.filter(area=area)
    return _seats(posts.order_by("area__path", "kind", "seat"), on)


def vacancies(area: Area, on: date) -> list[Post]:
    """缺岗: the posts within the area that nobody holds on that day."""
    return [seat.post for seat in seats_in(area, on=on, below=True) if seat.term is None]


def seat_of(post: Post, *, on: date) -> Seat:
    """Say who holds one post that day."""
    [seat] = _seats([post], on)
    return seat


def posts_of(person: Person, *, on: date) -> list[Term]:
    """List what somebody holds or will hold, oldest first."""
    found = Term.objects.filter(person=person).select_related("post__area")
    return list(found.unfinished(on).order_by("starts_on", "pk"))


def _seats(posts: Collection[Post], on: date) -> list[Seat]:
    listed = _with_area(posts)
    terms = _running_terms([post.pk for post in listed], on)
    return [_seat(post, terms.get(post.pk)) for post in listed]


def _with_area(posts: Collection[Post]) -> Sequence[Post]:
    if hasattr(posts, "select_related"):
        return list(posts.select_related("area", "organisation"))
    return list(posts)


def _running_terms(posts: Collection[int], on: date) -> dict[int, Term]:
    away = Leave.objects.filter(starts_on__lte=on, ends_on__gt=on).select_related("deputy")
    terms = Term.objects.running(on).filter(post__in=posts).select_related("person")
    return {
        term.post_id: term
        for term in terms.prefetch_related(Prefetch("leaves", queryset=away, to_attr="away"))
    }


def _seat(post: Post, term: Term | None) -> Seat:
    away: list[Leave] = getattr(term, "away", [])
    return Seat(post=post, term=term, leave=away[0] if away else None)
