"""随手办与即办件: what was put right, the shared queue, and what is still to be told."""

from datetime import datetime

from linli.kernel.models import Attachment
from linli.matters.instants import InstantState
from linli.matters.models import (
    InstantMatter,
    InstantMatterQuerySet,
    QuickFix,
    QuickFixQuerySet,
    teams_of,
)
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area

MOST_SHOWN = 100


def may_quick_fix(viewer: Viewer) -> bool:
    """Whether there is any place at which the viewer might put something right."""
    serves = any(post.reach in (Reach.DESK, Reach.STAIRS) for post in viewer.posts)
    return serves or (viewer.is_known and teams_of(viewer).exists())


def areas_walked(viewer: Viewer) -> list[Area]:
    """Where one walks: the own stairs first, then the desk, then what the team looks after."""
    near = sorted(viewer.with_reach(Reach.STAIRS), key=lambda post: -len(post.area_path))
    posts = [post.area_id for post in (*near, *viewer.with_reach(Reach.DESK))]
    team = teams_of(viewer).values_list("area", flat=True) if viewer.is_known else ()
    ids = list(dict.fromkeys([*posts, *team]))
    found = Area.objects.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def fixes_between(viewer: Viewer, since: datetime, until: datetime) -> QuickFixQuerySet:
    """随手办台账: of that time, newest first."""
    seen = QuickFix.objects.visible_to(viewer).fixed_between(since, until)
    return seen.select_related("place", "by").order_by("-fixed_at", "-pk")


def photos_of(fixes: list[QuickFix]) -> dict[str, int]:
    """The photo of each, by reference; one query for all."""
    kept = Attachment.objects.filter(subject__in=[fix.ref for fix in fixes])
    return dict(kept.values_list("subject", "pk"))


def instants_waiting(viewer: Viewer) -> InstantMatterQuerySet:
    """全岗通: what any clerk of the desk may take now, first what falls due first."""
    desks = [post.area_id for post in viewer.with_reach(Reach.DESK)]
    return _shown(InstantMatter.objects.filter(desk__in=desks, state=InstantState.WAITING))


def instants_in_my_hands(viewer: Viewer) -> InstantMatterQuerySet:
    """What the viewer took and has not finished."""
    taken = InstantMatter.objects.filter(state=InstantState.TAKEN, clerk=viewer.person_id)
    return _shown(taken)


def instants_to_tell(viewer: Viewer) -> InstantMatterQuerySet:
    """等我反馈: done, and the resident does not know yet."""
    done = InstantMatter.objects.filter(state=InstantState.DONE, taken_in_by=viewer.person_id)
    return _shown(done)


def instants_running(viewer: Viewer) -> InstantMatterQuerySet:
    """Everything the viewer may see that has not come to its end."""
    return _shown(InstantMatter.objects.visible_to(viewer).running())


def visited_too_often(viewer: Viewer, since: datetime) -> InstantMatterQuerySet:
    """多跑了的: where the resident had to come more than once, with the reason."""
    seen = InstantMatter.objects.visible_to(viewer).filter(visits__gt=1, done_at__gte=since)
    return seen.select_related("place", "clerk").order_by("-done_at")[:MOST_SHOWN]


def _shown(rows: InstantMatterQuerySet) -> InstantMatterQuerySet:
    whole = rows.select_related("place", "desk", "resident", "taken_in_by", "clerk")
    return whole.order_by("due_at", "pk")[:MOST_SHOWN]
