"""导出: what leaves the house is told."""

from datetime import datetime

from django.db import transaction

from linli.exchange import policies
from linli.exchange.events import RegisterExported, SheetExported
from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.words import Words
from linli.people.viewer import Viewer
from linli.places.models import Area


@transaction.atomic
def note_export(*, community: Area, rows: int, reason: str, by: Viewer, at: datetime) -> None:
    """记导出: who took the register of a community out, when, and, with contacts, why."""
    if not policies.may_import(by, community):
        raise NotPermitted("只有管理员，以及该社区和上级的工作人员，可以导出。")
    event = RegisterExported(subject=community.ref, rows=rows, reason=reason)
    journal.record(event, by=by.ref, at=at, place=community.ref)


@transaction.atomic
def note_sheet_export(
    *, area: Area, what: Words, rows: int, reason: str, by: Viewer, at: datetime
) -> None:
    """记导出名册: who took which register of an area out, and, with whole numbers, why."""
    if not policies.may_import(by, area):
        raise NotPermitted("只有管理员，以及该区域和上级的工作人员，可以导出。")
    event = SheetExported(subject=area.ref, what=what, rows=rows, reason=reason)
    journal.record(event, by=by.ref, at=at, place=area.ref)
