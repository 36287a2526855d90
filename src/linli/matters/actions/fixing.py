"""随手办: seen on the way, put right and written down in one go."""

from datetime import datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.attachments import Upload, keep_attachment
from linli.kernel.errors import NotPermitted, Unreadable
from linli.kernel.options import resolve
from linli.matters import policies
from linli.matters.events import QuickFixed
from linli.matters.handling_options import QUICK_FIXES
from linli.matters.models import QuickFix
from linli.people.viewer import Viewer
from linli.places.models import Area

LONGEST_WORDS = 200


class NoSuchFix(Unreadable):
    pass


@transaction.atomic
def fix_on_the_way(
    *,
    kind: str,
    place: Area,
    by: Viewer,
    at: datetime,
    words: str = "",
    photo: Upload | None = None,
) -> QuickFix:
    """随手办好: recorded, done and over at once; nobody asked for it, so nobody rates it.

    The photo shows how it looks afterwards.
    """
    if not policies.may_fix_on_the_way(by, place):
        raise NotPermitted("随手办由在当地值守的人和志愿服务队的队员来记。")
    kinds = resolve(place.chain)[QUICK_FIXES]
    chosen = next((one for one in kinds if one.code == kind), None)
    if not chosen:
        raise NoSuchFix("请选一种随手办的事。")
    said = words.strip()[:LONGEST_WORDS]
    fix = QuickFix.objects.create(
        kind=chosen.code,
        kind_label=chosen.label,
        words=said,
        place=place,
        by_id=by.person_id or 0,
        fixed_at=at,
    )
    event = QuickFixed(subject=fix.ref, kind=chosen.label, words=f"：{said}" if said else "")
    journal.record(event, by=by.ref, at=at, place=place.ref)
    if photo:
        keep_attachment(upload=photo, subject=fix.ref, by=by.ref, place=place.ref, at=at)
    return fix
