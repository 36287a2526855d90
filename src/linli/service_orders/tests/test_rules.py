"""What is pure: the table of an order, classes of recipients, offers, minutes, patterns."""

from datetime import date, datetime, timedelta, timezone

import pytest

from linli.kernel.testing import NOON
from linli.service_orders.options import RECIPIENT_CLASSES
from linli.service_orders.rules import (
    Beat,
    Candidate,
    DisputeState,
    DisputeStep,
    Near,
    Need,
    OrderState,
    OrderStep,
    RecipientClass,
    Wanted,
    after,
    disputes,
    near,
    steps_from,
    street_of,
)
from linli.service_orders.rules.checking import (
    PER,
    Pattern,
    Risky,
    Served,
    is_drawn,
    patterns,
    share_called,
)
from linli.service_orders.rules.eligibility import Fact, Known, hits, missing
from linli.service_orders.rules.offers import ranked, weighed
from linli.service_orders.rules.orders import NEXT, OrderStepNotAllowed, is_in_time
from linli.service_orders.rules.presence import counted, may_arrive
from linli.service_orders.rules.standing import days_of

ON = date(2026, 3, 2)
S, T = OrderState, OrderStep
# What may happen, written down a second time by hand: state, and the steps out of it.
ALLOWED = {
    S.DRAFT: {T.CHANGE, T.SUBMIT, T.CANCEL, T.EXPIRE},
    S.SUBMITTED: {T.CHANGE, T.APPROVE, T.REFUSE, T.CANCEL, T.EXPIRE},
    S.REFUSED: set(),
    S.APPROVED: {T.PUBLISH, T.CANCEL, T.EXPIRE},
    S.PUBLISHED: {
        T.OFFER,
        T.TAKE_A_SEAT,
        T.ACCEPT,
        T.GIVE_BACK,
        T.DROP_OUT,
        T.CANCEL,
        T.EXPIRE,
    },
    S.OFFERED: {
        T.OFFER,
        T.LET_LAPSE,
        T.TAKE_A_SEAT,
        T.ACCEPT,
        T.GIVE_BACK,
        T.DROP_OUT,
        T.CANCEL,
        T.EXPIRE,
    },
    S.ACCEPTED: {
        T.GIVE_BACK,
        T.DROP_OUT,
        T.SUBSTITUTE,
        T.ARRIVE,
        T.LEAVE_OPEN,
        T.NOTE_ABSENT,
        T.NOTE_NOBODY_HOME,
        T.CANCEL,
    },
    S.ARRIVED: {T.ARRIVE, T.LEAVE_FIRST, T.FINISH, T.LEAVE_OPEN, T.DISPUTE},
    S.UNKNOWN: {T.SETTLE, T.NOTE_ABSENT, T.NOTE_NOBODY_HOME, T.DISPUTE},
    S.DONE: {T.CONFIRM, T.SETTLE, T.DISPUTE},
    S.CONFIRMED: {T.RATE, T.DISPUTE},
    S.RATED: {T.DISPUTE},
    S.DISPUTED: {T.RULE_FOR, T.RULE_AGAINST},
    S.CANCELLED: set(),
    S.EXPIRED: set(),
    S.MISSED: {T.DISPUTE},
    S.TURNED_AWAY: {T.DISPUTE},
}
# The five classes of 广州 (GZ05).
GUANGZHOU = (
    RecipientClass(code="1", label="低保", label_en="", every=(Need.LOW_INCOME,)),
    RecipientClass(
        code="2",
        label="困难",
        label_en="",
        every=(Need.HARDSHIP,),
        one_of=(Need.CHILDLESS, Need.DISABLED_ELDER, Need.SEVERE_DISABILITY),
        or_age=80,
    ),
    RecipientClass(code="3", label="计生", label_en="", every=(Need.BEREAVED_PARENT,)),
    RecipientClass(
        code="4", label="独居", label_en="", one_of=(Need.LIVING_ALONE, Need.EMPTY_NEST)
    ),
    RecipientClass(code="5", label="有积分", label_en="", earned=True, pays=True),
)


@pytest.mark.parametrize("step", OrderStep)
@pytest.mark.parametrize("state", OrderState)
def test_every_step_from_every_state_leads_on_or_is_refused(
    state: OrderState, step: OrderStep
) -> None:
    if step in ALLOWED[state]:
        assert after(state, step) is NEXT[state, step]
    else:
        with pytest.raises(OrderStepNotAllowed, match=str(state.label)):
            after(state, step)


def test_the_buttons_follow_the_table() -> None:
    assert set(steps_from(S.CONFIRMED)) == {T.RATE, T.DISPUTE}


@pytest.mark.parametrize("step", DisputeStep)
@pytest.mark.parametrize("state", DisputeState)
def test_every_step_of_a_dispute_leads_on_or_is_refused(
    state: DisputeState, step: DisputeStep
) -> None:
    is_open = state in (DisputeState.RAISED, DisputeState.REPLIED)
    second_reply = state is DisputeState.REPLIED and step is DisputeStep.REPLY
    if is_open and not second_reply:
        assert disputes.after(state, step)
    else:
        with pytest.raises(disputes.DisputeStepNotAllowed):
            disputes.after(state, step)


def known(*needs: Need, age: int | None = 70, earned: int = 0) -> Known:
    facts = [
        Fact(need=need, began_on=date(2025, 1, 1), valid_until=date(2026, 12, 31))
        for need in needs
    ]
    return Known(age=age, facts=facts, earned=earned)


@pytest.mark.parametrize(
    ("somebody", "classes"),
    [
        (known(Need.LOW_INCOME), "1"),
        (known(Need.HARDSHIP), ""),
        (known(Need.HARDSHIP, Need.CHILDLESS), "2"),
        (known(Need.HARDSHIP, age=80), "2"),
        (known(age=80), ""),
        (known(Need.BEREAVED_PARENT), "3"),
        (known(Need.LIVING_ALONE), "4"),
        (known(earned=3), "5"),
        (known(earned=3, age=59), ""),
        (known(Need.LIVING_ALONE, age=None), ""),
        (known(Need.LOW_INCOME, Need.EMPTY_NEST, earned=1), "145"),
    ],
)
def test_several_classes_may_apply_and_each_by_its_own_rule(
    somebody: Known, classes: str
) -> None:
    assert "".join(hit.code for hit in hits(GUANGZHOU, somebody, on=ON)) == classes


def test_a_fact_counts_until_its_last_day() -> None:
    somebody = known(Need.LIVING_ALONE)

    assert hits(GUANGZHOU, somebody, on=date(2026, 12, 31))
    assert not hits(GUANGZHOU, somebody, on=date(2027, 1, 1))


def test_a_class_says_what_it_rests_on_and_until_when() -> None:
    [hit] = hits(GUANGZHOU, known(Need.HARDSHIP, Need.CHILDLESS, age=82), on=ON)

    assert hit.sentence == "困难：经济困难家庭、孤寡、高龄、年龄符合"
    assert hit.until == date(2026, 12, 31)


def test_whoever_does_not_fit_is_told_why() -> None:
    assert "没有出生日期" in missing(GUANGZHOU, known(age=None))
    assert "要满 60 周岁，现在 40 周岁" in missing(GUANGZHOU, known(age=40))
    assert "没有一类对得上" in missing(GUANGZHOU, known())


def test_the_classes_as_they_come_with_the_house_are_sound() -> None:
    assert RECIPIENT_CLASSES.sound is not None
    assert RECIPIENT_CLASSES.sound(RECIPIENT_CLASSES.default) is None


def a_candidate(pk: int, **known: object) -> Candidate:
    return Candidate(person_id=pk, near=Near.COMMUNITY, **known)  # type: ignore[arg-type]


def test_who_is_known_to_the_elder_is_asked_first() -> None:
    stranger = a_candidate(1, wishes_it=True)
    friend = a_candidate(2, visits_before=4)

    offers = ranked([stranger, friend], Wanted())

    assert [one.person_id for one in offers] == [2, 1]
    assert offers[0].reasons[0] == "去过 4 次，老人认识"


def test_of_two_alike_the_one_with_fewer_hours_is_asked() -> None:
    tired, rested = a_candidate(1, minutes_lately=480), a_candidate(2)

    assert [one.person_id for one in ranked([tired, rested], Wanted())] == [2, 1]


def test_younger_for_older_and_healthy_for_disabled_only_where_it_is_wished() -> None:
    helper = a_candidate(1, age=62, is_healthy=True)
    wanted = Wanted(recipient_age=81, is_unable=True)
    wished = Wanted(recipient_age=81, is_unable=True, younger_first=True, healthy_first=True)

    assert "低龄帮高龄" not in weighed(helper, wanted).reasons
    assert {"低龄帮高龄", "健康的帮失能的"} <= set(weighed(helper, wished).reasons)


def test_every_point_of_weight_has_a_reason() -> None:
    nothing = Candidate(person_id=1, near=Near.FAR, minutes_lately=10_000)

    offered = weighed(nothing, Wanted())

    assert (offered.weight, offered.reasons) == (0, ("那个时间有空",))


@pytest.mark.parametrize(
    ("between", "minutes", "over"),
    [(40, 40, 0), (60, 60, 0), (90, 90, 0), (91, 60, 31), (600, 60, 540)],
)
def test_minutes_are_capped_by_the_plan_and_a_grace(
    between: int, minutes: int, over: int
) -> None:
    worth = counted(
        arrived_at=NOON, left_at=NOON + timedelta(minutes=between), planned=60, grace=30
    )

    assert (worth.minutes, worth.over) == (minutes, over)


def test_a_forgotten_check_out_brings_nothing_by_itself() -> None:
    worth = counted(arrived_at=NOON, left_at=None, planned=60, grace=30)

    assert (worth.minutes, worth.needs_review) == (0, True)


def test_one_may_be_there_an_hour_before_and_not_after_it_is_over() -> None:
    ends_at = NOON + timedelta(hours=1)

    def arriving(minutes: int) -> bool:
        at = NOON + timedelta(minutes=minutes)
        return may_arrive(starts_at=NOON, ends_at=ends_at, at=at)

    assert [arriving(at) for at in (-61, -60, 0, 59, 60)] == [False, True, True, True, False]


def test_in_time_is_up_to_the_very_hour() -> None:
    assert is_in_time(starts_at=NOON, at=NOON - timedelta(hours=2), hours=2)
    assert not is_in_time(starts_at=NOON, at=NOON - timedelta(minutes=119), hours=2)


def test_every_other_day_keeps_its_beat_whenever_one_looks() -> None:
    def days(since: date) -> list[int]:
        found = days_of(
            Beat.EVERY_OTHER_DAY,
            starts_on=date(2026, 3, 1),
            ends_on=date(2026, 3, 9),
            since=since,
            until=date(2026, 3, 31),
        )
        return [day.day for day in found]

    assert days(date(2026, 2, 1)) == [1, 3, 5, 7, 9]
    assert days(date(2026, 3, 4)) == [5, 7, 9]
    assert days(date(2026, 3, 10)) == []


def test_never_less_than_one_and_never_more_than_five_of_a_hundred_are_called() -> None:
    risky = Risky(was_reviewed=True, is_late=True, is_suspected=True, was_called_in=True)

    assert share_called(Risky()) == 100
    assert share_called(risky) == 500
    assert sum(is_drawn(ticket, Risky()) for ticket in range(PER)) == 100
    assert sum(is_drawn(ticket, risky) for ticket in range(PER)) == 500


def served(order: int, who: int, whom: int, *, hour: float = 0, **more: object) -> Served:
    starts_at = NOON + timedelta(hours=hour)
    there = {"area_path": "/1/2/3/4/5/", **more}
    return Served(
        order_id=order,
        volunteer_id=who,
        recipient_id=whom,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        **there,  # type: ignore[arg-type]
    )


def test_two_who_serve_each_other_three_times_in_a_month_are_looked_at() -> None:
    pair = [served(1, 7, 8), served(2, 8, 7, hour=48), served(3, 7, 8, hour=96)]

    [found] = patterns(pair)

    assert (found.pattern, found.orders) == (Pattern.CIRCLE, (1, 2, 3))
    assert patterns(pair[:2]) == []
    assert patterns([*pair[:2], served(3, 7, 8, hour=24 * 40)]) == []


def test_who_is_at_a_second_place_before_anybody_gets_there_is_looked_at() -> None:
    here_then_there = [
        served(1, 7, 8),
        served(2, 7, 9, hour=1.05, area_path="/1/2/30/4/5/"),
    ]
    next_door = [served(1, 7, 8), served(2, 7, 9, hour=1.05)]

    assert [one.pattern for one in patterns(here_then_there)] == [Pattern.TRAVEL]
    assert patterns(next_door) == []


def test_mostly_entered_afterwards_and_one_device_for_both_are_looked_at() -> None:
    late = [served(n, 7, 10 + n, hour=24 * n, is_late=True) for n in range(3)]
    one_phone = [served(9, 6, 5, volunteer_device="a", recipient_device="a")]

    assert [one.pattern for one in patterns(late)] == [Pattern.BACK_DATED]
    assert [one.pattern for one in patterns(one_phone)] == [Pattern.SAME_DEVICE]


def test_nearness_is_how_much_of_the_path_is_shared() -> None:
    home = "/1/2/3/4/5/6/"

    assert near(home, "/1/2/3/4/5/7/") is Near.BUILDING
    assert near(home, "/1/2/3/4/8/") is Near.COMPOUND
    assert near(home, "/1/2/3/9/") is Near.COMMUNITY
    assert near(home, "/1/2/8/") is Near.SUBDISTRICT
    assert near(home, "/1/9/8/") is Near.FAR
    assert near(home, "/9/2/3/") is Near.FAR
    assert street_of(home) == "/1/2/"


def test_moments_are_compared_wherever_the_clock_stands() -> None:
    there = NOON.astimezone(timezone(timedelta(hours=8)))

    assert isinstance(there, datetime)
    assert may_arrive(starts_at=NOON, ends_at=NOON + timedelta(hours=1), at=there)
