"""走访: one household on a way of its own; who was met, what was said, what came of it."""

from datetime import datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Unreadable
from linli.kernel.links import link
from linli.matters.actions import Word, record_on_the_way
from linli.matters.models import Matter
from linli.outreach import policies
from linli.outreach.actions.patrols import propose_correction
from linli.outreach.events import HeardAtHome, HomeVisited
from linli.outreach.models import DoorVisit
from linli.outreach.rules.patrols import Found
from linli.people.viewer import Viewer
from linli.places.models import Dwelling

HEARD_AT = "heard_at_home"
"""The tie from a matter to the visit at which it was heard."""


class VisitIncomplete(Unreadable):
    pass


@transaction.atomic
def visit_household(
    *,
    dwelling: Dwelling,
    found: Found,
    by: Viewer,
    at: datetime,
    met: str = "",
    words: str = "",
    heard: Word | None = None,
    phone: str = "",
) -> DoorVisit:
    """走访一户: owed by nobody and owing nothing; what was heard there is a matter at once.

    What stands under 已搬走 and 新来的 asks the register to be corrected, as on a round.
    """
    if by.person_id is None or not policies.may_serve(by, dwelling.area):
        raise NotPermitted("走访由在那里值守的工作人员和走楼道的人来记。")
    if found is Found.HOME and not met.strip():
        raise VisitIncomplete("请写见到了谁，比如“老人和女儿”。")
    visit = DoorVisit.objects.create(
        walker_id=by.person_id,
        dwelling=dwelling,
        found=found,
        met=met.strip(),
        words=words.strip(),
        visited_at=at,
    )
    event = HomeVisited(subject=visit.ref, found=found.label)
    journal.record(event, by=by.ref, at=at, place=dwelling.area.ref)
    if found.corrects:
        propose_correction(dwelling, found, words, by, at)
    if heard:
        _hear(visit, heard, phone, by, at)
    return visit


@transaction.atomic
def hear_at_home(
    *, visit: DoorVisit, heard: Word, by: Viewer, at: datetime, phone: str = ""
) -> Matter:
    """走访带回的事: one more matter of a visit, written down by who was there."""
    if by.person_id != visit.walker_id or not policies.may_serve(by, visit.dwelling.area):
        raise NotPermitted("走访带回的事由走访的人来记。")
    return _hear(visit, heard, phone, by, at)


def _hear(visit: DoorVisit, heard: Word, phone: str, by: Viewer, at: datetime) -> Matter:
    matter = record_on_the_way(word=heard, by=by, at=at, phone=phone)
    link(matter.ref, visit.ref, kind=HEARD_AT, by=by.ref, at=at)
    event = HeardAtHome(subject=visit.ref, matter=matter.pk)
    journal.record(event, by=by.ref, at=at, place=visit.dwelling.area.ref)
    return matter
