"""心愿墙: a wish is put, screened, claimed and fulfilled; what asks for money is refused."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from linli.duties.actions import begin_duty, end_duties
from linli.duties.rules import Promise
from linli.kernel import journal
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable, WayOut
from linli.kernel.events import Event
from linli.kernel.links import link
from linli.kernel.numbers import next_number
from linli.kernel.options import resolve
from linli.matters.actions import Word, report_matter
from linli.matters.models import Matter
from linli.outreach import policies
from linli.outreach.events import (
    WishClaimed,
    WishDeclined,
    WishFulfilled,
    WishHandedOn,
    WishLetGo,
    WishPut,
    WishShown,
    WishThanked,
    WishWithdrawn,
)
from linli.outreach.models import Wish
from linli.outreach.options import WISH_DAYS
from linli.outreach.rules import wishes as rules
from linli.outreach.rules.wishes import WishStep
from linli.people.models import Organisation, Person
from linli.people.viewer import Viewer
from linli.places.models import Area

SERIES = "WS"
WISH = "wish"
SCREENING, FULFILLING = "screen_wish", "fulfil_wish"


class AsksForMoney(Unreadable):
    pass


class GuardianMissing(Unreadable):
    pass


class WordsMissing(Unreadable):
    pass


class WishMovedOn(Refusal):
    pass


@transaction.atomic
def put_wish(
    *,
    words: str,
    place: Area,
    by: Viewer,
    at: datetime,
    wisher: Person | None = None,
    guardian: str = "",
) -> Wish:
    """许愿: a neighbour puts a wish, or a colleague for them; it is screened within days.

    Money and medical bills are no wishes for a wall (R34). Under 18 a guardian agrees.
    """
    own = wisher is not None and wisher.pk in by.speaks_for
    if not own and not policies.may_serve(by, place):
        raise NotPermitted("请登录以后自己许愿，或请社区的同事代记。")
    if not words.strip():
        raise WordsMissing("请写一句您的心愿。")
    refuse_money(words)
    if wisher and _is_a_minor(wisher, at) and not guardian.strip():
        raise GuardianMissing("未成年人的心愿，要写明哪位监护人同意了。")
    wish = Wish.objects.create(
        number=next_number(SERIES, day_of(at).year),
        place=place,
        words=words.strip(),
        wisher=wisher,
        guardian=guardian.strip(),
        put_at=at,
    )
    journal.record(WishPut(subject=wish.ref), by=by.ref, at=at, place=place.ref)
    days = resolve(place.chain)[WISH_DAYS]
    _owe(wish, SCREENING, at + timedelta(days=days), at)
    return wish


@transaction.atomic
def show_wish(*, wish: Wish, public_words: str, by: Viewer, at: datetime) -> None:
    """上墙: a colleague has read it and says it without name, door or telephone."""
    _permit_screening(wish, by)
    if not public_words.strip():
        raise WordsMissing("请写墙上的话：不写姓名、门牌和电话。")
    refuse_money(public_words)
    event = WishShown(subject=wish.ref)
    _take(WishStep.SHOW, wish, event, by=by, at=at, public_words=public_words.strip())


@transaction.atomic
def decline_wish(*, wish: Wish, reason: str, by: Viewer, at: datetime) -> None:
    """不上墙: with a reason that the wisher reads."""
    _permit_screening(wish, by)
    if not reason.strip():
        raise WordsMissing("请写一句为什么，许愿的人会看到。")
    event = WishDeclined(subject=wish.ref, reason=reason.strip())
    _take(WishStep.DECLINE, wish, event, by=by, at=at, reason=reason.strip(), ended_at=at)


@transaction.atomic
def hand_wish_on(*, wish: Wish, by: Viewer, at: datetime) -> Matter:
    """转成一件事: it needs a handler and a deadline rather than a neighbour."""
    _permit_screening(wish, by)
    word = Word(words=wish.words, place=wish.place, private=True)
    matter = report_matter(
        word=word,
        by=by,
        at=at,
        reporter=wish.wisher,
        evidence="心愿墙上的心愿" if wish.wisher else "",
    )
    link(matter.ref, wish.ref, kind=WISH, by=by.ref, at=at)
    event = WishHandedOn(subject=wish.ref, matter=matter.pk)
    _take(WishStep.HAND_ON, wish, event, by=by, at=at, matter=matter, ended_at=at)
    return matter


@transaction.atomic
def claim_wish(
    *, wish: Wish, by: Viewer, at: datetime, unit: Organisation | None = None
) -> None:
    """认领: a neighbour, or somebody for a unit, takes it on; it is owed within a month."""
    if not policies.may_claim(by, wish):
        raise NotPermitted("登录以后可以认领别人的心愿。")
    event = WishClaimed(subject=wish.ref, claimer=unit.ref if unit else by.ref)
    _take(WishStep.CLAIM, wish, event, by=by, at=at, claimed_by_id=by.person_id, unit=unit)
    _owe(wish, FULFILLING, at + timedelta(days=rules.DAYS_TO_FULFIL), at)


@transaction.atomic
def let_wish_go(*, wish: Wish, reason: str, by: Viewer, at: datetime) -> None:
    """放回墙上: who claimed it cannot; somebody else may."""
    if not policies.may_fulfil(by, wish):
        raise NotPermitted("只有认领的人和社区可以放回心愿。")
    if not reason.strip():
        raise WordsMissing("请写一句为什么放回。")
    event = WishLetGo(subject=wish.ref, reason=reason.strip())
    _take(WishStep.LET_GO, wish, event, by=by, at=at, claimed_by_id=None, unit=None)


@transaction.atomic
def fulfil_wish(*, wish: Wish, outcome: str, by: Viewer, at: datetime) -> None:
    """实现: what was done about it."""
    if not policies.may_fulfil(by, wish):
        raise NotPermitted("只有认领的人和社区可以说心愿实现了。")
    if not outcome.strip():
        raise WordsMissing("请写一句怎么实现的。")
    event = WishFulfilled(subject=wish.ref, outcome=outcome.strip())
    _take(WishStep.FULFIL, wish, event, by=by, at=at, outcome=outcome.strip(), ended_at=at)


@transaction.atomic
def thank_for_wish(*, wish: Wish, words: str, by: Viewer, at: datetime) -> None:
    """道谢: the wisher says a word to who fulfilled it."""
    if not policies.may_speak_as_wisher(by, wish):
        raise NotPermitted("只有许愿的人可以道谢。")
    if not words.strip():
        raise WordsMissing("请写一句谢谢的话。")
    event = WishThanked(subject=wish.ref, words=words.strip())
    _take(WishStep.THANK, wish, event, by=by, at=at, thanks=words.strip())


@transaction.atomic
def withdraw_wish(*, wish: Wish, by: Viewer, at: datetime) -> None:
    """收回."""
    if not policies.may_speak_as_wisher(by, wish):
        raise NotPermitted("只有许愿的人可以收回。")
    _take(WishStep.WITHDRAW, wish, WishWithdrawn(subject=wish.ref), by=by, at=at, ended_at=at)


def refuse_money(words: str) -> None:
    """R34: no fund-raising on the wall; who is in need is shown where help is."""
    if word := rules.asks_for_money(words):
        raise AsksForMoney(
            "心愿墙不募捐、不收钱（看到“{word}”）。治病和生活有困难，请告诉社区，走救助渠道。",
            word=word,
            next_step=WayOut(label="我要说事", url="/say/"),
        )


def _take(
    step: WishStep, wish: Wish, event: Event, *, by: Viewer, at: datetime, **changes: Any
) -> None:
    state = rules.after(wish.standing, step)
    seen = Wish.objects.filter(pk=wish.pk, version=wish.version)
    if not seen.update(state=state, version=F("version") + 1, **changes):
        raise WishMovedOn("这个心愿刚刚有了变动，请看过再办。")
    wish.refresh_from_db()
    end_duties(subject=wish.ref, at=at)
    journal.record(event, by=by.ref, at=at, place=wish.place.ref)


def _permit_screening(wish: Wish, by: Viewer) -> None:
    if not policies.may_screen(by, wish):
        raise NotPermitted("心愿由那里的社区同事来看，自己的由别人看。")


def _is_a_minor(person: Person, at: datetime) -> bool:
    if person.born_on is None:
        return False
    today, born = day_of(at), person.born_on
    had_birthday = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (not had_birthday) < rules.ADULT


def _owe(wish: Wish, kind: str, due_at: datetime, at: datetime) -> None:
    begin_duty(
        subject=wish.ref,
        kind=kind,
        desk=wish.place,
        holder=wish.claimed_by if kind == FULFILLING else None,
        unit=None,
        promise=Promise(
            accept_by=None,
            remind_at=at + (due_at - at) / 2,
            due_at=due_at,
            give_up_at=None,
            calendar_version=calendar_in_force().version,
            is_provisional=False,
            why="",
        ),
        at=at,
    )
