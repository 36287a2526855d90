"""Posts are filled, left, stood in for and handed over."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal
from linli.people import policies
from linli.people.events import (
    Appointed,
    LeaveTaken,
    ManyAppointed,
    PostHandedOver,
    TermEnded,
)
from linli.people.models import Leave, Person, Post, Term
from linli.people.rules import Obtained, PostKind
from linli.people.viewer import Viewer
from linli.places.models import Area

HANDED_OVER = "岗位交接"

type Span = tuple[date, date | None]


class PostAlreadyHeld(Refusal):
    pass


class PostVacant(Refusal):
    pass


class PostAbolishedMeanwhile(Refusal):
    pass


class TermEndedAlready(Refusal):
    pass


class EndsBeforeItStarts(Refusal):
    pass


class DeputyIsTheHolder(Refusal):
    pass


class LeaveOverlaps(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """Somebody who comes to a post; the last day is no longer included."""

    post: Post
    person: Person
    starts_on: date
    obtained: Obtained = Obtained.APPOINTED
    ends_on: date | None = None


@transaction.atomic
def appoint(
    *,
    post: Post,
    person: Person,
    obtained: Obtained,
    starts_on: date,
    ends_on: date | None = None,
    by: Viewer,
    at: datetime,
) -> Term:
    """任职: somebody holds the post from that day; nobody appoints himself."""
    new = Appointment(
        post=post,
        person=person,
        obtained=Obtained(obtained),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _refuse_appointment(new, by)
    [term] = _appointed([new])
    event = Appointed(subject=post.ref, person=person.ref, obtained=new.obtained.label)
    journal.record(event, by=by.ref, at=at, place=post.area.ref)
    return term


@transaction.atomic
def appoint_all(
    *, within: Area, appointments: Sequence[Appointment], by: Viewer, at: datetime
) -> list[Term]:
    """成批任职: to posts within one area, told once."""
    for new in appointments:
        _refuse_appointment(new, by)
        if not new.post.area.lies_in(within):
            raise NotPermitted("名单里有别处的岗位，请分开办理。")
    terms = _appointed(appointments)
    event = ManyAppointed(subject=within.ref, count=len(terms))
    journal.record(event, by=by.ref, at=at, place=within.ref)
    return terms


@transaction.atomic
def end_term(
    *, term: Term, reason: str, ends_on: date | None = None, by: Viewer, at: datetime
) -> None:
    """离岗: from that day (today, unless said) the post stands empty."""
    if not policies.may_end_term(by, term):
        raise NotPermitted("只有本人，或可以任命这个岗位的人，可以办离岗。")
    on = ends_on or day_of(at)
    _end(term, on, reason)
    event = TermEnded(
        subject=term.post.ref, from_=term.person.ref, reason=reason, ends_on=on.isoformat()
    )
    journal.record(event, by=by.ref, at=at, place=term.post.area.ref)


@transaction.atomic
def take_leave(
    *,
    term: Term,
    deputy: Person,
    starts_on: date,
    ends_on: date,
    reason: str = "",
    by: Viewer,
    at: datetime,
) -> Leave:
    """请假: the holder is away up to, not with, the last day; the deputy has their rights."""
    if not policies.may_take_leave(by, term, deputy):
        raise NotPermitted("只有本人，或可以任命这个岗位的人，可以登记请假。")
    _refuse_leave(term, deputy, starts_on, ends_on)
    leave = Leave.objects.create(
        term=term, deputy=deputy, starts_on=starts_on, ends_on=ends_on, reason=reason
    )
    event = LeaveTaken(
        subject=term.post.ref,
        from_=term.person.ref,
        to=deputy.ref,
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat(),
    )
    journal.record(event, by=by.ref, at=at, place=term.post.area.ref)
    return leave


@transaction.atomic
def hand_over(
    *,
    post: Post,
    to: Person,
    obtained: Obtained = Obtained.APPOINTED,
    by: Viewer,
    at: datetime,
) -> Term:
    """交接: the post and whatever is open with it pass to somebody else today."""
    on = day_of(at)
    new = Appointment(post=post, person=to, obtained=Obtained(obtained), starts_on=on)
    _refuse_appointment(new, by)
    running = Term.objects.select_related("person").filter(post=post).running(on).first()
    if running is None:
        raise PostVacant("这个岗位现在空着，请直接任命。")
    if running.person_id == to.pk:
        raise PostAlreadyHeld("{name}已经在这个岗位上。", name=to.name)
    _end(running, on, HANDED_OVER)
    [term] = _appointed([new])
    event = PostHandedOver(subject=post.ref, from_=running.person.ref, to=to.ref)
    journal.record(event, by=by.ref, at=at, place=post.area.ref)
    return term


def _refuse_appointment(new: Appointment, by: Viewer) -> None:
    if new.person.pk == by.person_id:
        raise NotPermitted("谁也不能任命自己，请由上级或管理员办理。")
    if not policies.may_appoint(by, new.post, new.person):
        raise NotPermitted("您不能任命“{kind}”。", kind=PostKind(new.post.kind).label)
    if new.ends_on is not None and new.ends_on <= new.starts_on:
        raise EndsBeforeItStarts("结束日期要晚于开始日期。")


def _appointed(appointments: Sequence[Appointment]) -> list[Term]:
    """Lock the posts, look whether they are free for that time, and fill them."""
    posts = sorted({new.post.pk for new in appointments})
    locked = Post.objects.select_for_update().order_by("pk").filter(pk__in=posts)
    if any(post.abolished_on is not None for post in locked):
        raise PostAbolishedMeanwhile("名单里有已经撤销的岗位。")
    _refuse_overlaps(appointments, posts)
    return Term.objects.bulk_create(_row(new) for new in appointments)


def _refuse_overlaps(appointments: Sequence[Appointment], posts: Sequence[int]) -> None:
    held: defaultdict[int, list[Span]] = defaultdict(list)
    for term in Term.objects.filter(post__in=posts):
        held[term.post_id].append((term.starts_on, term.ends_on))
    for new in appointments:
        wanted: Span = (new.starts_on, new.ends_on)
        if any(_meet(span, wanted) for span in held[new.post.pk]):
            raise PostAlreadyHeld("这个岗位在那段时间已经有人了。")
        held[new.post.pk].append(wanted)


def _meet(one: Span, other: Span) -> bool:
    """Say whether two half-open spans share a day."""
    return (one[1] is None or other[0] < one[1]) and (other[1] is None or one[0] < other[1])


def _row(new: Appointment) -> Term:
    return Term(
        post=new.post,
        person=new.person,
        obtained=new.obtained,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
    )


def _end(term: Term, on: date, reason: str) -> None:
    if on < term.starts_on:
        raise EndsBeforeItStarts("离岗日期不能早于到岗日期。")
    running = Term.objects.filter(pk=term.pk, ends_on=term.ends_on)
    if (term.ends_on is not None and term.ends_on <= on) or not running.update(
        ends_on=on, end_reason=reason[:80]
    ):
        raise TermEndedAlready("这个任期已经结束了，请刷新后再看。")
    term.ends_on, term.end_reason = on, reason[:80]


def _refuse_leave(term: Term, deputy: Person, starts_on: date, ends_on: date) -> None:
    if deputy.pk == term.person_id:
        raise DeputyIsTheHolder("请假期间要由别人代班。")
    if ends_on <= starts_on:
        raise EndsBeforeItStarts("结束日期要晚于开始日期。")
    if term.ends_on is not None and term.ends_on <= starts_on:
        raise TermEndedAlready("这个任期已经结束了，请刷新后再看。")
    Term.objects.select_for_update().get(pk=term.pk)
    if term.leaves.filter(starts_on__lt=ends_on, ends_on__gt=starts_on).exists():
        raise LeaveOverlaps("那段时间已经登记过请假了。")
