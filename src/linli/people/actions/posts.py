"""Posts are created and abolished."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal
from linli.people import policies
from linli.people.events import PostAbolished, PostCreated, PostsCreated
from linli.people.models import Organisation, Post, Term
from linli.people.rules import PostKind, fits_at
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import AreaKind


class PostDoesNotFit(Refusal):
    pass


class PostStillHeld(Refusal):
    pass


class PostAbolishedAlready(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class NewPost:
    """A seat to be created; its number follows the last one of its kind there."""

    kind: PostKind
    area: Area
    organisation: Organisation | None = None


@transaction.atomic
def create_post(
    *,
    kind: PostKind,
    area: Area,
    organisation: Organisation | None = None,
    by: Viewer,
    at: datetime,
) -> Post:
    """设岗: one more seat of this kind in the area."""
    new = NewPost(kind=PostKind(kind), area=area, organisation=organisation)
    [post] = _created([new], within=area, by=by)
    event = PostCreated(subject=post.ref, kind=new.kind.label)
    journal.record(event, by=by.ref, at=at, place=area.ref)
    return post


@transaction.atomic
def create_posts(
    *, within: Area, posts: Sequence[NewPost], by: Viewer, at: datetime
) -> list[Post]:
    """成批设岗: seats in one area and in what lies in it, told once."""
    created = _created(posts, within=within, by=by)
    event = PostsCreated(subject=within.ref, count=len(created))
    journal.record(event, by=by.ref, at=at, place=within.ref)
    return created


@transaction.atomic
def abolish_post(*, post: Post, by: Viewer, at: datetime) -> None:
    """撤岗: the seat goes; whoever held it stays on record."""
    if not policies.may_create_post(by, post.area, PostKind(post.kind)):
        raise NotPermitted("只有可以任命这个岗位的人，才能撤销它。")
    on = day_of(at)
    Post.objects.select_for_update().get(pk=post.pk)
    if Term.objects.filter(post=post).unfinished(on).exists():
        raise PostStillHeld("这个岗位上还有人，请先办离岗。")
    if not Post.objects.filter(pk=post.pk, abolished_on=None).update(abolished_on=on):
        raise PostAbolishedAlready("这个岗位已经撤销了。")
    event = PostAbolished(subject=post.ref, kind=PostKind(post.kind).label)
    journal.record(event, by=by.ref, at=at, place=post.area.ref)
    post.abolished_on = on


def _created(new: Sequence[NewPost], *, within: Area, by: Viewer) -> list[Post]:
    for one in new:
        _refuse(one, within, by)
    seats = _last_seats(new)
    rows = []
    for one in new:
        where = _where(one)
        seats[where] += 1
        rows.append(
            Post(
                kind=one.kind,
                area=one.area,
                organisation=one.organisation,
                seat=seats[where],
            )
        )
    return Post.objects.bulk_create(rows)


def _refuse(new: NewPost, within: Area, by: Viewer) -> None:
    allowed = policies.may_create_post(by, new.area, new.kind)
    if not (allowed and new.area.lies_in(within)):
        raise NotPermitted("您不能在这里设“{kind}”岗位。", kind=new.kind.label)
    if not fits_at(new.kind, AreaKind(new.area.kind)):
        raise PostDoesNotFit(
            "“{kind}”不能设在{area}这一级。",
            kind=new.kind.label,
            area=AreaKind(new.area.kind).label,
        )


type Where = tuple[str, int, int | None]


def _where(new: NewPost) -> Where:
    return (new.kind.value, new.area.pk, new.organisation.pk if new.organisation else None)


def _last_seats(new: Sequence[NewPost]) -> Counter[Where]:
    there = Post.objects.filter(area__in={one.area.pk for one in new})
    rows = there.values_list("kind", "area_id", "organisation_id").annotate(last=Max("seat"))
    return Counter({(kind, area, unit): last for kind, area, unit, last in rows})
