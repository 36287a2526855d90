"""公开栏: what everybody may read. No type here has a field for what is private.

The board speaks of ordinary matters alone. What is for the desk alone, or a complaint about
somebody who serves here, is neither counted nor listed, so that every figure equals its list.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from django.db.models import F, Q
from django.utils.translation import get_language, gettext

from linli.kernel.dates import day_of, start_of
from linli.kernel.masks import masked_name
from linli.kernel.options import pinned
from linli.kernel.redact import deidentified
from linli.kernel.words import say
from linli.matters.handling_options import MODES
from linli.matters.models import Matter, MatterQuerySet, Parking
from linli.matters.modes import mode_for
from linli.matters.options import OUT_OF_SCOPE, ROUTES
from linli.matters.rules import (
    UNFINISHED,
    AskedState,
    CallEnd,
    ClosingKind,
    Sensitivity,
    State,
)
from linli.people.models import Term
from linli.people.rules import PostKind
from linli.places.models import Area
from linli.places.rules import ids_on

WEEK, MONTH = timedelta(days=7), timedelta(days=30)
A_BLINK = timedelta(microseconds=1)
RELATED = ("place", "handler", "unit", "desk", "reporter", "merged_into")
SHOWN_PLACES = ("compound", "building")
# Nothing but these leaves the database for a public page.
COLUMNS = (
    "number", "title", "may_publish", "place_id", "place__path", "place__name", "route",
    "tier", "mode", "options_digest", "measure", "outcome", "closing_kind", "closing_basis",
    "state", "merged_into_id", "merged_into__number", "handler_id",
    "handler__name", "unit_id", "unit__name", "desk__name", "reporter__name", "reported_at",
    "due_at", "finished_at", "public_on", "joined", "reopenings",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PublicMatter:
    """One matter as the notice board may tell it."""

    number: str
    title: str
    where: str
    kind: str
    way: str
    handler: str
    handler_from: str
    measure: str
    outcome: str
    state: State
    ending: str
    ground: str
    parked_for: str
    parked_until: date | None
    merged_into: str
    reported_at: datetime
    due_at: datetime
    finished_at: datetime | None
    joined: int
    reopened: int

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def days(self) -> int | None:
        """How many days it took, the first one counted."""
        if not self.finished_at:
            return None
        return (day_of(self.finished_at) - day_of(self.reported_at)).days + 1


@dataclass(frozen=True, kw_only=True)
class Span:
    """What a figure speaks of: from `since` on and before `until`; `runs` until it is over."""

    since: datetime
    until: datetime
    runs: bool = False

    def only(self, what: str) -> Q:
        """The rows of one figure in this span."""
        return WHAT[what](self)


def month_of(day: date, *, at: datetime) -> Span:
    """The calendar month of that day; the month that runs ends with this very moment."""
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    end = start_of(following)
    return Span(since=start_of(first), until=min(end, at + A_BLINK), runs=at < end)


def last_months(day: date, count: int) -> list[date]:
    """The first days of so many months, oldest first, that of `day` last."""
    found = [day.replace(day=1)]
    while len(found) < count:
        found.insert(0, (found[0] - timedelta(days=1)).replace(day=1))
    return found


def during(field: str, span: Span) -> Q:
    """Within the span, its end left out."""
    return Q(**{f"{field}__gte": span.since, f"{field}__lt": span.until})


def _open_at_the_end(span: Span) -> Q:
    # 并案: what goes on in another matter is counted there.
    going_on = Q(finished_at=None, closed_at=None) & ~Q(state=State.MERGED)
    if span.runs:
        return going_on
    unfinished = going_on | Q(finished_at__gte=span.until)
    taken_back = Q(finished_at=None, closed_at__gte=span.until)
    return Q(reported_at__lt=span.until) & (unfinished | taken_back)


def _finished(span: Span) -> Q:
    return Q(state__in=(State.FINISHED, State.CLOSED)) & during("finished_at", span)


def _ended_as(kind: ClosingKind) -> Callable[[Span], Q]:
    return lambda span: _finished(span) & Q(closing_kind=kind)


def _parked(span: Span) -> Q:
    """挂账: laid up at the end of the span, whether or not it has come back since."""
    laid_up = Parking.objects.filter(state=AskedState.GRANTED, answered_at__lt=span.until)
    at_the_end = laid_up.filter(Q(ended_at=None) | Q(ended_at__gte=span.until))
    return _open_at_the_end(span) & Q(pk__in=at_the_end.values("matter"))


def _ratable(span: Span) -> Q:
    return _asked_about(span) & Q(excluded_at=None)


def _asked_about(span: Span) -> Q:
    return Q(state=State.CLOSED) & during("finished_at", span)


def _unrated(span: Span) -> Q:
    return _ratable(span) & Q(satisfied="")


CONTENT = ("very", "fairly")
# A figure is the number of rows of one of these; its list is the rows themselves.
WHAT: Mapping[str, Callable[[Span], Q]] = MappingProxyType(
    {
        "received": lambda span: during("reported_at", span),
        "finished": _finished,
        "done": _ended_as(ClosingKind.DONE),
        "explained": _ended_as(ClosingKind.EXPLAINED),
        "referred": _ended_as(ClosingKind.REFERRED),
        "open": _open_at_the_end,
        "late": lambda span: _open_at_the_end(span) & Q(due_at__lt=span.until),
        "parked": _parked,
        "to-answer": lambda span: (
            during("reported_at", span)
            & (Q(answered_at__isnull=False) | Q(due_at__lt=span.until))
        ),
        "answered": lambda span: during("reported_at", span) & Q(answered_at__lte=F("due_at")),
        "ratable": _ratable,
        "rated": lambda span: _ratable(span) & ~Q(satisfied=""),
        "unrated": _unrated,
        "solved": lambda span: _ratable(span) & Q(solved="yes"),
        "content": lambda span: _ratable(span) & Q(satisfied__in=CONTENT),
        "discontent": lambda span: _ratable(span) & Q(satisfied="not"),
        "unreached": lambda span: _unrated(span) & Q(called_in_vain=CallEnd.NOT_REACHED),
        "declined": lambda span: _unrated(span) & Q(called_in_vain=CallEnd.DECLINED),
        "excluded": lambda span: _asked_about(span) & Q(excluded_at__isnull=False),
        "waiting": lambda span: Q(state=State.FINISHED) & during("finished_at", span),
        "week": lambda span: _open_at_the_end(span) & Q(reported_at__gte=span.until - WEEK),
        "month": lambda span: (
            _open_at_the_end(span)
            & Q(reported_at__lt=span.until - WEEK, reported_at__gte=span.until - MONTH)
        ),
        "long": lambda span: _open_at_the_end(span) & Q(reported_at__lt=span.until - MONTH),
    }
)


def on_the_board(area: Area | None = None) -> MatterQuerySet:
    """Whatever the board may speak of, in the area."""
    matters = Matter.objects.filter(sensitivity=Sensitivity.ORDINARY)
    return matters.in_area(area) if area else matters


def open_to_join() -> MatterQuerySet:
    """What somebody with the same trouble may join, seen or not."""
    return on_the_board().open().select_related("place", "desk")


def made_public(matters: Iterable[Matter]) -> list[PublicMatter]:
    """Tell matters as the board may, in three queries more however many there are."""
    if isinstance(matters, MatterQuerySet):
        matters = matters.select_related(*RELATED).only(*COLUMNS)
    listed = list(matters)
    places = Area.objects.in_bulk({pk for m in listed for pk in ids_on(m.place.path)})
    posts = _posts_of({m.handler_id for m in listed if m.handler_id})
    parked = _parkings_of([m.pk for m in listed if m.standing is State.PARKED])
    return [_public(matter, places, posts, parked.get(matter.pk)) for matter in listed]


def _public(
    matter: Matter,
    places: Mapping[int, Area],
    posts: Mapping[int, str],
    parking: Parking | None,
) -> PublicMatter:
    kind = kind_of(matter)
    out = matter.public_on is not None and matter.standing in (State.FINISHED, State.CLOSED)
    return PublicMatter(
        number=matter.number,
        title=_open_words(matter.title, matter) if matter.may_publish else _instead(kind),
        where=_where(matter, places),
        kind=kind,
        way=way_of(matter),
        handler=_handler(matter, posts),
        handler_from=_handler_from(matter, posts),
        measure=_open_words(matter.measure, matter) if out else "",
        outcome=_open_words(matter.outcome, matter) if out else "",
        state=matter.standing,
        ending=gettext(ClosingKind(matter.closing_kind).label) if matter.closing_kind else "",
        ground=ground_of(matter) if out else "",
        parked_for=_open_words(parking.explanation, matter) if parking else "",
        parked_until=parking.until if parking else None,
        merged_into=matter.merged_into.number if matter.merged_into else "",
        reported_at=matter.reported_at,
        due_at=matter.due_at,
        finished_at=matter.finished_at,
        joined=matter.joined,
        reopened=matter.reopenings,
    )


def kind_of(matter: Matter) -> str:
    """What sort of matter it is, in the words of the rule by which it was sent."""
    routes = {route.code: route for route in pinned(matter.options_digest)[ROUTES]}
    route = routes.get(matter.route)
    if not route:
        return gettext("其他")
    return route.label_en if (get_language() or "").startswith("en") else route.label


def way_of(matter: Matter) -> str:
    """办理方式: how it is taken on, in the words of the rules under which it was said."""
    modes = pinned(matter.options_digest)[MODES]
    ruled = mode_for(modes, route=matter.route, tier=matter.tier)
    mode = next((one for one in modes if one.code == matter.mode), ruled)
    return mode.label_en if (get_language() or "").startswith("en") else mode.label


def ground_of(matter: Matter) -> str:
    """解释的依据: why it could only be explained, by the rules under which it was said."""
    if matter.closing_kind != ClosingKind.EXPLAINED:
        return ""
    grounds = {one.code: one for one in pinned(matter.options_digest)[OUT_OF_SCOPE]}
    ground = grounds.get(matter.closing_basis)
    if not ground:
        return ""
    english = (get_language() or "").startswith("en")
    label = ground.label_en if english else ground.label
    return say("{label}（{basis}）", label=label, basis=ground.basis) if ground.basis else label


def _instead(kind: str) -> str:
    return say("一件“{kind}”的事", kind=kind)


def _open_words(text: str, matter: Matter) -> str:
    """Mask what has a shape, and the name of who brought it."""
    masked = deidentified(text)
    if matter.reporter and matter.reporter.name:
        masked = masked.replace(matter.reporter.name, masked_name(matter.reporter.name))
    return masked


def _where(matter: Matter, places: Mapping[int, Area]) -> str:
    """The compound; the building too if whoever said it agreed. Never a stairwell or a door."""
    on_the_way = [places[pk] for pk in ids_on(matter.place.path) if pk in places]
    kinds = SHOWN_PLACES if matter.may_publish else SHOWN_PLACES[:1]
    named = "".join(area.name for area in on_the_way if area.kind in kinds)
    return named or next((a.name for a in on_the_way if a.kind == "community"), "")


def _handler(matter: Matter, posts: Mapping[int, str]) -> str:
    """Who answers for it; a helper without post and unit is not named in full."""
    if not matter.handler:
        return ""
    serves = matter.unit_id or matter.handler_id in posts
    return matter.handler.name if serves else masked_name(matter.handler.name)


def _handler_from(matter: Matter, posts: Mapping[int, str]) -> str:
    if not matter.handler:
        return matter.desk.name
    if matter.unit:
        return matter.unit.name
    return posts.get(matter.handler.pk, "")


def _posts_of(persons: set[int]) -> dict[int, str]:
    """The post of each, the one that runs before one that has ended."""
    terms = Term.objects.filter(person__in=persons).select_related("post")
    return {
        term.person_id: gettext(PostKind(term.post.kind).label)
        for term in terms.order_by("-ends_on", "-pk")
    }


def _parkings_of(matters: Sequence[int]) -> dict[int, Parking]:
    """The plan under which each is laid up, if any is."""
    running = Parking.objects.filter(
        matter__in=matters, state=AskedState.GRANTED, ended_at=None
    )
    return {parking.matter_id: parking for parking in running}


def compounds_in(area: Area) -> Sequence[Area]:
    """The compounds of an area, for filters and tables."""
    return list(Area.objects.within(area).filter(kind="compound").order_by("path"))
