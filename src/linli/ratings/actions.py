"""Everything that changes a rating: asking for it, and taking the answer once."""

from collections.abc import Collection
from datetime import datetime
from secrets import token_urlsafe

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.references import Ref
from linli.people.viewer import Viewer
from linli.ratings.events import RatingGiven
from linli.ratings.models import Rating, RatingSlip
from linli.ratings.rules import Answer, Rater, TakenBy


class AlreadyRated(Refusal):
    pass


class TooLateToRate(Refusal):
    pass


def ask_for_ratings(
    *,
    subject: Ref,
    turn: int,
    raters: Collection[Rater],
    close_at: datetime,
    at: datetime,
) -> list[RatingSlip]:
    """请评价: a slip for each of them, named or by receipt; nobody is named twice."""
    slips = [
        RatingSlip(
            subject=subject,
            turn=turn,
            person_id=rater.person_id,
            receipt_hash=rater.receipt_hash,
            token=token_urlsafe(12),
            asked_at=at,
            close_at=close_at,
        )
        for rater in raters
    ]
    return RatingSlip.objects.bulk_create(slips)


def close_slips(*, subject: Ref, at: datetime) -> None:
    """收回评价单: the subject is looked at again, so nobody rates its old outcome."""
    RatingSlip.objects.filter(subject=subject, closed_at=None).update(closed_at=at)


@transaction.atomic
def take_rating(
    *,
    slip: RatingSlip,
    answer: Answer,
    by: Viewer,
    handler_id: int | None,
    place: Ref,
    at: datetime,
) -> Rating:
    """评价: take the answer to one slip, once; by phone never through who handled it."""
    if answer.taken_by is TakenBy.PHONE and by.person_id == handler_id:
        raise NotPermitted("办这件事的人不能自己做回访，请换一位同事打电话。")
    if slip.closed_at:
        raise TooLateToRate("这次评价已经截止，或者这件事正在重新办理。")
    rating = _keep_once(
        Rating(
            slip=slip,
            subject=slip.subject,
            solved=answer.solved,
            satisfied=answer.satisfied,
            comment=answer.comment.strip(),
            taken_by=answer.taken_by,
            caller_id=by.person_id if answer.taken_by is TakenBy.PHONE else None,
            rated_at=at,
        )
    )
    event = RatingGiven(
        subject=slip.subject,
        solved=answer.solved.label,
        satisfied=answer.satisfied.label,
        way=answer.taken_by.label,
        comment=f"：{answer.comment.strip()}" if answer.comment.strip() else "",
    )
    rater = f"person/{slip.person_id}" if slip.person_id else by.ref
    journal.record(event, by=rater, at=at, place=place)
    return rating


def _keep_once(rating: Rating) -> Rating:
    try:
        with transaction.atomic():
            rating.save(force_insert=True)
    except IntegrityError:
        raise AlreadyRated("这张评价单已经用过了，谢谢您。") from None
    return rating
