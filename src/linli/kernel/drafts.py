"""Drafts: what somebody has typed and not yet sent, kept until it is or grows old."""

from datetime import datetime, timedelta

from linli.kernel.models import Draft
from linli.kernel.references import Ref

KEPT_FOR = timedelta(days=30)


def keep_draft(*, owner: Ref, form: str, content: dict[str, str], at: datetime) -> None:
    """存草稿: keep what was typed. Never call it for what has to stay secret from the house."""
    Draft.objects.update_or_create(
        owner=owner, form=form, defaults={"content": content, "kept_at": at}
    )


def draft_of(*, owner: Ref, form: str) -> dict[str, str]:
    kept = Draft.objects.filter(owner=owner, form=form).first()
    return dict(kept.content) if kept else {}


def drop_draft(*, owner: Ref, form: str) -> None:
    Draft.objects.filter(owner=owner, form=form).delete()


def pass_on_drafts(*, from_: Ref, to: Ref) -> int:
    """What one has typed is another's now; a form that the other has begun stays as it is."""
    begun = Draft.objects.filter(owner=to).values("form")
    return Draft.objects.filter(owner=from_).exclude(form__in=begun).update(owner=to)


def clear_old_drafts(*, at: datetime) -> int:
    return Draft.objects.filter(kept_at__lt=at - KEPT_FOR).delete()[0]
