"""发出与撤回: whom it means is settled once, inside the database, and the mail is queued."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import (
    Case,
    CharField,
    Count,
    Expression,
    PositiveSmallIntegerField,
    QuerySet,
    Value,
    When,
)
from django.db.models.fields import BigIntegerField

from linli.kernel import journal
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.dates import day_of
from linli.kernel.errors import Refusal, Unreadable
from linli.kernel.options import Resolution, resolve
from linli.kernel.portable import insert_from
from linli.messaging.actions import Mail, cancel_mailing, queue_mailing
from linli.messaging.options import QUIET_HOURS
from linli.messaging.rules import Way
from linli.notices.actions.guards import move, next_state, permit_change
from linli.notices.events import NoticeCorrected, NoticeSent, NoticeWithdrawn, ReachingEnded
from linli.notices.models import Notice, Reaching, Recipient
from linli.notices.models.recipients import as_reference
from linli.notices.options import ON_THE_BOARD_FOR, REACH_WITHIN, ROBOT
from linli.notices.queries.audience import people_meant, sms_recipients
from linli.notices.rules import Step
from linli.people.models import Person
from linli.people.queries import seats_in
from linli.people.rules import PostKind
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import ids_on

LAID = (
    "notice",
    "person",
    "door",
    "area",
    "reaching",
    "calls",
    "acknowledged_way",
    "last_answer",
)
LONGEST_TEXT = 300

type Stair = tuple[Area, Person, list[int]]


class NoticeEmpty(Unreadable):
    pass


class NobodyMeant(Refusal):
    pass


@transaction.atomic
def send_notice(*, notice: Notice, by: Viewer, at: datetime, site: str = "") -> None:
    """发出: `site` is the address of the house ("https://…"), for links that leave it.

    Refuses a notice without words or to nobody. From here on it can only be withdrawn or
    followed by a correction.
    """
    permit_change(by, notice)
    state = next_state(notice, Step.SEND)
    if not (notice.title and notice.text):
        raise NoticeEmpty("通知还没有写标题或内容，请写好再发。")
    options = resolve(notice.area.chain)
    # Claimed first: of two who send it at once one lays its recipients.
    move(notice, state=notice.standing)
    people, doors = _lay_recipients(notice, _ask_to_reach(notice, options, at), at)
    move(
        notice,
        state=state,
        sent_at=at,
        people=people,
        doors=doors,
        board_until=_board_until(notice, options, at),
    )
    _queue(notice, options, site, by, at)
    event = NoticeSent(subject=notice.ref, where=notice.area.ref, doors=doors, people=people)
    journal.record(event, by=by.ref, at=at, place=notice.area.ref)
    if notice.corrects:
        corrected = NoticeCorrected(subject=notice.corrects.ref, by_notice=notice.pk)
        journal.record(corrected, by=by.ref, at=at, place=notice.area.ref)


@transaction.atomic
def withdraw_notice(*, notice: Notice, reason: str, by: Viewer, at: datetime) -> None:
    """撤回: with a reason that everybody reads; what has not gone out stays here."""
    permit_change(by, notice)
    state = next_state(notice, Step.WITHDRAW)
    if not reason.strip():
        raise Unreadable("请写明为什么撤回，收到的人会看到。")
    move(notice, state=state, withdrawn_at=at, withdrawal_reason=reason.strip()[:200])
    cancel_mailing(subject=notice.ref)
    journal.record(
        NoticeWithdrawn(subject=notice.ref, reason=reason.strip()[:200]),
        by=by.ref,
        at=at,
        place=notice.area.ref,
    )
    for reaching in notice.reachings.filter(ended_at=None).select_related("area"):
        Reaching.objects.filter(pk=reaching.pk).update(ended_at=at)
        ended = ReachingEnded(
            subject=notice.ref, where=reaching.area.ref, reaching=reaching.ref
        )
        journal.record(ended, by=by.ref, at=at, place=notice.area.ref)


def _lay_recipients(notice: Notice, by_home: Expression, at: datetime) -> tuple[int, int]:
    blank = Value("", CharField())
    meant = people_meant(notice, on=day_of(at)).annotate(
        _notice=Value(notice.pk, BigIntegerField()),
        _reaching=by_home,
        _calls=Value(0, PositiveSmallIntegerField()),
        _way=blank,
        _answer=blank,
    )
    rows: QuerySet[Person, Any] = meant.values_list(
        "_notice", "pk", "door", "home", "_reaching", "_calls", "_way", "_answer"
    )
    people = insert_from(Recipient, LAID, rows)
    if not people:
        raise NobodyMeant(
            "这份通知发不出去：选的范围里一个人也没有登记。请换一个范围，或先在人员登记里补上。"
        )
    told = Recipient.objects.filter(notice=notice).order_by()
    return people, told.aggregate(n=Count("door", distinct=True))["n"]


def _board_until(notice: Notice, options: Resolution, at: datetime) -> object:
    if not notice.is_public:
        return None
    return notice.valid_until or day_of(at) + timedelta(days=options[ON_THE_BOARD_FOR])


def _ask_to_reach(notice: Notice, options: Resolution, at: datetime) -> Expression:
    """Give each stair to its steward, and what is left to the desk; all by the same day.

    Gives, as an expression on the home of a person, whose stair it is.
    """
    nobodys = Value(None, BigIntegerField())
    if not notice.must_acknowledge:
        return nobodys
    calendar, days = calendar_in_force(), options[REACH_WITHIN]
    due = calendar.add_workdays(at, days)
    remind_at = calendar.add_workdays(at, days - 1).at if days > 1 else at + (due.at - at) / 2
    share = {
        "notice": notice,
        "remind_at": remind_at,
        "due_at": due.at,
        "calendar_version": due.version,
        "is_provisional": due.is_provisional,
        "why": due.why,
    }
    stairs, has_rest = _stairs(notice, at)
    whens = []
    for area, holder, homes in stairs:
        reaching = Reaching.objects.create(area=area, holder=holder, **share)
        whens.append(When(home__in=homes, then=Value(reaching.pk)))
    if not has_rest:
        return Case(*whens, default=nobodys, output_field=BigIntegerField())
    rest = Reaching.objects.create(area=notice.desk, **share)
    return Case(*whens, default=Value(rest.pk), output_field=BigIntegerField())


def _stairs(notice: Notice, at: datetime) -> tuple[list[Stair], bool]:
    """Each steward's area with the homes in it, the nearest steward counts; is any left?"""
    on = day_of(at)
    homes = people_meant(notice, on=on).order_by().values_list("home", "home__path")
    stewards: dict[int, tuple[Area, Person]] = {}
    if notice.is_for_all:
        for seat in seats_in(notice.desk, on=on, below=True):
            if seat.kind is PostKind.STEWARD and seat.on_duty:
                stewards.setdefault(seat.post.area_id, (seat.post.area, seat.on_duty))
    lived_in: dict[int | None, list[int]] = {}
    for pk, path in homes.distinct():
        nearest = next((one for one in reversed(ids_on(path or "")) if one in stewards), None)
        lived_in.setdefault(nearest, []).append(pk)
    has_rest = lived_in.pop(None, None) is not None
    held = sorted((area, found) for area, found in lived_in.items() if area is not None)
    return [(*stewards[area], found) for area, found in held], has_rest


def _queue(notice: Notice, options: Resolution, site: str, by: Viewer, at: datetime) -> None:
    url = f"{site}/notices/{notice.number}/"
    told = Recipient.objects.filter(notice=notice)
    rows: dict[Way, QuerySet[Any]] = {
        Way.INBOX: told.annotate(to=as_reference("person", "person_id"))
    }
    if notice.by_sms:
        rows[Way.SMS] = sms_recipients(notice)
    robot = options[ROBOT] if notice.by_robot else ""
    queue_mailing(
        mail=Mail(
            subject=notice.ref,
            title=notice.title,
            text=_short(notice, url if site else ""),
            url=url,
            place=notice.area.ref,
            is_urgent=notice.is_urgent,
        ),
        people=rows,
        robots=(robot,) if robot else (),
        quiet=options[QUIET_HOURS],
        by=by.ref,
        at=at,
    )


def _short(notice: Notice, link: str) -> str:
    """What stands in an SMS: who says it, the title, as much of the text as there is room."""
    end = f" {link}" if link else ""
    said = f"【{notice.signed_as}】{notice.title}。{' '.join(notice.text.split())}"
    room = LONGEST_TEXT - len(end)
    return (said if len(said) <= room else f"{said[: room - 1]}…") + end
