"""发现: what was said again and again opens a problem by itself; hung on by hand as well."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.numbers import next_number
from linli.kernel.options import pin, resolve
from linli.kernel.references import THE_SYSTEM, Ref
from linli.matters.models import Matter
from linli.matters.options import ROUTES
from linli.matters.rules import Sensitivity
from linli.people.queries import holders_of
from linli.people.rules import PostKind
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import community_of
from linli.places.rules import AreaKind
from linli.prevention import policies
from linli.prevention.actions.moving import (
    TAKING_ON,
    WORKING_OUT,
    owe,
    promise_of,
    take,
)
from linli.prevention.events import (
    MatterHung,
    MatterTakenOff,
    ProblemReopened,
    ProblemSpotted,
    SeasonOpened,
)
from linli.prevention.models import Hanging, Problem
from linli.prevention.options import (
    SEASONS,
    TAKE_ON_WORKDAYS,
    WORK_OUT_WORKDAYS,
    Season,
)
from linli.prevention.queries.clusters import (
    GONE,
    Kind,
    cluster_of,
    kind_of,
    matters_of_a_kind,
    running_problem,
    spot_of,
)
from linli.prevention.rules import State, Step, season_begins

SERIES = "PR"
SAID_TWICE = 2


class NothingAlike(Refusal):
    pass


class HangsAlready(Refusal):
    pass


class NotHanging(Refusal):
    pass


class WhyTakenOff(Unreadable):
    pass


@transaction.atomic
def look_for_problem(*, matter: Matter, at: datetime) -> Problem | None:
    """看是不是老问题: hang the matter on the problem it belongs to, or open one.

    Asked again, nothing more happens; what somebody has taken off stays off.
    """
    kind, spot = kind_of(matter), spot_of(matter)
    if kind is None or spot is None or not _counts(matter):
        return None
    if matter.hangings.exists():
        return None
    problem = running_problem(spot, kind)
    if problem:
        _hang(problem, matter, by=THE_SYSTEM, at=at, by_hand=False)
        return problem
    cluster = cluster_of(resolve(spot.chain))
    alike = matters_of_a_kind(spot, kind, since=cluster.since(at))
    free = list(alike.exclude(hangings__isnull=False).order_by("reported_at", "pk"))
    if len(free) < cluster.count:
        return None
    return _open(spot, kind, free, by=THE_SYSTEM, at=at)


@transaction.atomic
def open_problem(*, matter: Matter, by: Viewer, at: datetime) -> Problem:
    """手工列为问题: a desk does not wait for the third time; two are enough."""
    kind, spot = kind_of(matter), spot_of(matter)
    if kind is None or spot is None or not _counts(matter):
        raise NothingAlike("这件事没有分出类别，或者不公开，不能列为问题。")
    if not policies.at_the_desk(by, Problem(place=spot)):
        raise NotPermitted("只有管这一处的工作台可以列为问题。")
    if running_problem(spot, kind):
        raise HangsAlready("这一处同样的事已经列为问题了，请挂上去。")
    cluster = cluster_of(resolve(spot.chain))
    alike = matters_of_a_kind(spot, kind, since=cluster.since(at))
    free = list(alike.exclude(pk__in=Hanging.objects.running().values("matter")))
    if len(free) < SAID_TWICE:
        raise NothingAlike("同样的事只说过一次，还不能列为问题。")
    return _open(spot, kind, free, by=by.ref, at=at)


@transaction.atomic
def hang_matter(*, problem: Problem, matter: Matter, by: Viewer, at: datetime) -> None:
    """挂上: somebody sees that it has the same root, whatever words were used."""
    _permit(problem, by)
    if not _counts(matter) or not matter.place.lies_in(problem.desk):
        raise NothingAlike("不公开的、撤回的、别处的事不能挂上来。")
    _hang(problem, matter, by=by.ref, at=at, by_hand=True)


@transaction.atomic
def take_off_matter(*, hanging: Hanging, why: str, by: Viewer, at: datetime) -> None:
    """取下: it has another root; it does not come back by itself."""
    problem = hanging.problem
    _permit(problem, by)
    if not why.strip():
        raise WhyTakenOff("请写为什么不是同一个根子。")
    event = MatterTakenOff(subject=problem.ref, matter=hanging.matter_id, why=why.strip()[:200])
    take(Step.TAKE_OFF, problem, event, by=by.ref, at=at)
    running = Hanging.objects.running().filter(pk=hanging.pk)
    if not running.update(until=at):
        raise NotHanging("这件事已经取下了。")


def open_seasons(at: datetime) -> int:
    """季节性高峰: where its months have come, what comes every year is a problem already."""
    on, opened = day_of(at), 0
    for community in Area.objects.standing(on).of_kind(AreaKind.COMMUNITY):
        for season in resolve(community.chain)[SEASONS]:
            begun = season_begins(season.months, on)
            if begun and _open_season(community, season, begun, at):
                opened += 1
    return opened


@transaction.atomic
def _open_season(community: Area, season: Season, begun: date, at: datetime) -> bool:
    routes = resolve(community.chain)[ROUTES]
    route = next((one for one in routes if one.code == season.route), None)
    there = Problem.objects.filter(place=community, route=season.route)
    if route is None or there.filter(season_on=begun).exists() or there.running().exists():
        return False
    kind = Kind(route=route.code, label=season.label)
    problem = _spotted(community, kind, at, season_on=begun)
    event = SeasonOpened(subject=problem.ref, kind=kind.label)
    journal.record(event, by=THE_SYSTEM, at=at, place=community.ref)
    return True


def _open(spot: Area, kind: Kind, matters: list[Matter], *, by: Ref, at: datetime) -> Problem:
    try:
        with transaction.atomic():
            problem = _spotted(spot, kind, at)
    except IntegrityError:  # another worker was first: it hangs the others
        found = running_problem(spot, kind)
        assert found  # noqa: S101 - the constraint says so
        return found
    for matter in matters:
        Hanging.objects.create(problem=problem, matter=matter, since=at)
    event = ProblemSpotted(subject=problem.ref, kind=kind.label, count=len(matters))
    journal.record(event, by=by, at=at, place=spot.ref)
    return problem


def _spotted(spot: Area, kind: Kind, at: datetime, *, season_on: date | None = None) -> Problem:
    """A new problem: its desk's secretary owns it, and a clock runs."""
    options = resolve(spot.chain)
    desk = community_of(spot) or spot
    promise = promise_of(options[TAKE_ON_WORKDAYS], at=at)
    owner = next(iter(holders_of(PostKind.SECRETARY, desk, on=day_of(at))), None)
    problem = Problem.objects.create(
        number=next_number(SERIES, day_of(at).year),
        place=spot,
        desk=desk,
        route=kind.route,
        kind_label=kind.label,
        season_on=season_on,
        options_digest=pin(options),
        owner=owner,
        spotted_at=at,
        due_at=promise.due_at,
    )
    owe(problem, TAKING_ON, promise, at=at)
    return problem


def _hang(problem: Problem, matter: Matter, *, by: Ref, at: datetime, by_hand: bool) -> None:
    """One more of them; after measures were set it says that they did not help."""
    if matter.hangings.filter(until=None).exists():
        raise HangsAlready("这件事已经挂在一个问题上了。")
    if problem.standing is State.MEASURES_SET:
        promise = promise_of(resolve(problem.place.chain)[WORK_OUT_WORKDAYS], at=at)
        take(
            Step.REOPEN,
            problem,
            ProblemReopened(subject=problem.ref, matter=matter.pk),
            by=by,
            at=at,
            due_at=promise.due_at,
            quiet_until=None,
            reopenings=problem.reopenings + 1,
        )
        owe(problem, WORKING_OUT, promise, at=at)
    else:
        event = MatterHung(subject=problem.ref, matter=matter.pk)
        take(Step.HANG, problem, event, by=by, at=at)
    Hanging.objects.create(problem=problem, matter=matter, by_hand=by_hand, since=at)


def _counts(matter: Matter) -> bool:
    is_ordinary = matter.sensitivity == Sensitivity.ORDINARY
    return is_ordinary and matter.standing not in GONE and matter.part_of_id is None


def _permit(problem: Problem, by: Viewer) -> None:
    if not policies.may_work(by, problem):
        raise NotPermitted("问题由管这一处的工作台和领下来的人办。")
