"""今天: what is in one's own hands, what goes on on one's stairs, what is stuck with whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, Q

from linli.duties.models import Duty
from linli.kernel.references import Ref
from linli.matters.models import Matter, MatterQuerySet
from linli.matters.queries.proposals import HANDLING
from linli.matters.queries.queue import SHOWN_AND_DESK, SHOWN_WITH_DESK, laid_before
from linli.matters.rules import State
from linli.people.models import Person
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area

IN_HAND = (State.DISPATCHED, State.WORKING)
MOST_ON_THE_STAIRS = 30
MOST_SWEPT = 400


@dataclass(frozen=True, kw_only=True)
class Held:
    """A matter in somebody's hands, with the holder's own clock."""

    matter: Matter
    until: datetime

    @property
    def waits_for_signature(self) -> bool:
        return self.matter.standing is State.DISPATCHED


@dataclass(frozen=True, kw_only=True)
class Share:
    """What lies with one person, or with a desk while nobody has it."""

    person: Person | None
    desk: Area | None
    matters: list[Matter] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.desk.name if self.desk else ""


def walks(viewer: Viewer) -> bool:
    """Whether the viewer has stairs of their own to walk."""
    return viewer.walks_the_stairs


def in_my_hands(viewer: Viewer) -> list[Held]:
    """What the viewer has to sign for or to do, first what falls due first."""
    if not viewer.is_known:
        return []
    mine = _shown(Matter.objects.visible_to(viewer))
    found = list(mine.filter(handler=viewer.person_id, state__in=IN_HAND)[:MOST_SWEPT])
    running = Duty.objects.running().filter(holder=viewer.person_id, kind=HANDLING)
    due = dict(running.values_list("subject", "due_at"))
    held = [Held(matter=m, until=due.get(m.ref, m.due_at)) for m in found]
    return sorted(held, key=lambda one: (one.until, one.matter.pk))


def on_my_stairs(viewer: Viewer) -> list[Matter]:
    """What goes on where the viewer walks, apart from what is in their own hands."""
    here = Q(pk__in=[])
    for post in viewer.with_reach(Reach.STAIRS):
        here |= Q(place__path__startswith=post.area_path)
    seen = Matter.objects.visible_to(viewer).open().filter(here)
    others = seen.exclude(handler=viewer.person_id, state__in=IN_HAND)
    return list(_shown(others).only(*SHOWN_AND_DESK)[:MOST_ON_THE_STAIRS])


def swept(viewer: Viewer) -> list[Share]:
    """今日一巡: every open matter of the desk, by who has to do something about it."""
    open_here = Matter.objects.visible_to(viewer).filter(laid_before(viewer)).unfinished()
    return _by_holder(_shown(open_here).only(*SHOWN_AND_DESK)[:MOST_SWEPT])


def stuck(viewer: Viewer, *, at: datetime) -> list[Share]:
    """卡在哪里: late, unsigned for, passed up or looked at again; late ones first."""
    seen = Matter.objects.visible_to(viewer).unfinished()
    halted = seen.filter(
        Q(due_at__lt=at)
        | Q(state=State.DISPATCHED)
        | Q(reopenings__gt=0)
        | Q(level_reached__gt=F("lowest_desk"))
        | Q(pk__in=_out_of_time_here(viewer, at=at))
    )
    shares = _by_holder(_shown(halted).only(*SHOWN_AND_DESK)[:MOST_SWEPT])

    def weight(share: Share) -> tuple[int, int]:
        return -sum(matter.due_at < at for matter in share.matters), -len(share.matters)

    return sorted(shares, key=weight)


def out_of_time(shares: Iterable[Share], *, at: datetime) -> set[Ref]:
    """Which of them should have been given out or done by now, whatever was promised."""
    shown = [matter.ref for share in shares for matter in share.matters]
    late = Duty.objects.overdue(at).filter(subject__in=shown)
    return set(late.values_list("subject", flat=True))


def _out_of_time_here(viewer: Viewer, *, at: datetime) -> list[int]:
    here = Q(pk__in=[])
    for post in viewer.posts:
        here |= Q(desk__path__startswith=post.area_path)
    late = Duty.objects.overdue(at).filter(here, subject__startswith="matter/")
    refs = late.values_list("subject", flat=True)[:MOST_SWEPT]
    return [int(ref.partition("/")[2]) for ref in refs]


def why_stuck(matter: Matter, *, at: datetime, ran_out: Collection[Ref] = ()) -> list[str]:
    """Name each reason for which a matter counts as stuck."""
    out = matter.ref in ran_out
    reasons = {
        "超期": matter.due_at < at,
        "该派还没派": out and matter.standing is State.RECEIVED,
        "承办到期": out and matter.standing is not State.RECEIVED and matter.due_at >= at,
        "还没签收": matter.standing is State.DISPATCHED,
        "重新办理": matter.reopenings > 0,
        "上报过来": matter.level_reached > matter.lowest_desk,
    }
    return [reason for reason, holds in reasons.items() if holds]


def to_call_back(viewer: Viewer) -> MatterQuerySet:
    """要回访: finished, the reporter known, and not handled by whoever would call."""
    waiting = Matter.objects.visible_to(viewer).filter(laid_before(viewer))
    asked = waiting.filter(state=State.FINISHED, reporter__isnull=False)
    return (
        _shown(asked.exclude(handler=viewer.person_id))
        .only(*SHOWN_AND_DESK, "reporter__phone", "called_in_vain")
        .order_by("rate_by", "pk")
    )


def _by_holder(matters: Iterable[Matter]) -> list[Share]:
    shares: dict[object, Share] = {}
    for matter in matters:
        key = ("person", matter.handler_id) if matter.handler_id else ("desk", matter.desk_id)
        person = matter.handler if matter.handler_id else None
        desk = None if matter.handler_id else matter.desk
        shares.setdefault(key, Share(person=person, desk=desk)).matters.append(matter)
    return list(shares.values())


def _shown(rows: MatterQuerySet) -> MatterQuerySet:
    return rows.select_related(*SHOWN_WITH_DESK).order_by("due_at", "pk")
