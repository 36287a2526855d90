"""Lists of notices: of a desk, of a resident, on the public page."""

from datetime import datetime

from django.db.models import QuerySet

from linli.notices.models import Notice, Recipient
from linli.notices.models.notices import OPEN_TO_READ
from linli.notices.rules import State
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import ids_on

MOST = 100
SHOWN = ("area", "issued_by", "corrects", "organisation")


def written_in(viewer: Viewer) -> QuerySet[Notice]:
    """发出的通知: what those who serve here have said, newest first."""
    seen = Notice.objects.visible_to(viewer).filter(state__in=OPEN_TO_READ)
    return seen.select_related(*SHOWN).order_by("-sent_at", "-pk")


def drafts_of(viewer: Viewer) -> QuerySet[Notice]:
    """草稿: what waits to be sent, of oneself and of the desk."""
    seen = Notice.objects.visible_to(viewer).filter(state=State.DRAFT)
    return seen.select_related(*SHOWN).order_by("-drafted_at", "-pk")


def mine_of(viewer: Viewer) -> QuerySet[Recipient]:
    """通知我的: what was sent to somebody and to those they speak for, newest first."""
    told = Recipient.objects.filter(
        person__in=viewer.speaks_for, notice__state__in=OPEN_TO_READ
    )
    rows = told.select_related("notice__area", "person", "notice__corrects")
    return rows.prefetch_related("notice__corrections").order_by("-notice__sent_at", "-pk")


def unread_by(viewer: Viewer, *, most: int = 5) -> list[Recipient]:
    """还没看的: opened never, or asked for a "知道了" that was not given."""
    if not viewer.speaks_for:
        return []
    rows = mine_of(viewer).filter(notice__state=State.SENT, acknowledged_at=None)
    rows = rows.exclude(notice__must_acknowledge=False, seen_at__isnull=False)
    return list(rows.prefetch_related(None)[:most])


def received_by(viewer: Viewer, notice: Notice) -> list[Recipient]:
    """As whom somebody was told of it: themselves, or whom they speak for."""
    told = Recipient.objects.filter(notice=notice, person__in=viewer.speaks_for)
    return list(told.select_related("person").order_by("pk"))


def board_of(area: Area, *, at: datetime) -> QuerySet[Notice]:
    """公开通知: what hangs in an area, and what those above it have hung there."""
    inside = Notice.objects.on_the_board(at).filter(area__path__startswith=area.path)
    above = Notice.objects.on_the_board(at).filter(area__in=ids_on(area.path))
    return (
        (inside | above)
        .select_related("area", "desk")
        .order_by("-is_urgent", "-sent_at", "-pk")
    )
