"""What becomes of a dispatch, and when no telephone rings."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.dates import HERE
from linli.messaging.rules import (
    LAST_TRY,
    DispatchState,
    Outcome,
    QuietHours,
    Verdict,
    may_repeat,
    not_before,
    state_after,
    wait_after,
)

THE_YEAR = datetime.fromisoformat("2026-01-01")
THE_NEXT = datetime.fromisoformat("2027-01-01")
NIGHT = QuietHours(since="21:00", until="08:00")


@pytest.mark.parametrize(
    ("verdict", "tries", "state"),
    [
        (Verdict.SENT, 1, DispatchState.SENT),
        (Verdict.SENT, LAST_TRY, DispatchState.SENT),
        (Verdict.LATER, 1, DispatchState.QUEUED),
        (Verdict.LATER, LAST_TRY - 1, DispatchState.QUEUED),
        (Verdict.LATER, LAST_TRY, DispatchState.GIVEN_UP),
        (Verdict.NEVER, 1, DispatchState.FAILED),
    ],
)
def test_what_becomes_of_a_dispatch(verdict: Verdict, tries: int, state: DispatchState) -> None:
    assert state_after(Outcome(verdict=verdict), tries=tries) is state


def test_each_wait_is_longer_unless_the_provider_asks_for_another() -> None:
    later = Outcome(verdict=Verdict.LATER)
    waits = [wait_after(later, tries=tries) for tries in range(1, LAST_TRY + 1)]

    assert waits == sorted(waits)
    asked = Outcome(verdict=Verdict.LATER, wait=timedelta(hours=1))
    assert wait_after(asked, tries=1) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("repeats", "is_idempotent", "may"),
    [(0, False, True), (1, False, False), (0, True, True), (9, True, True)],
)
def test_in_doubt_a_parcel_goes_once_more_and_no_more(
    repeats: int, is_idempotent: bool, may: bool
) -> None:
    assert may_repeat(repeats=repeats, is_idempotent=is_idempotent) is may


@pytest.mark.parametrize(
    ("wall", "rings"),
    [
        ("2026-03-02 20:59", "2026-03-02 20:59"),
        ("2026-03-02 21:00", "2026-03-03 08:00"),
        ("2026-03-03 00:10", "2026-03-03 08:00"),
        ("2026-03-03 07:59", "2026-03-03 08:00"),
        ("2026-03-03 08:00", "2026-03-03 08:00"),
    ],
)
def test_at_night_a_telephone_waits_for_the_morning(wall: str, rings: str) -> None:
    at = datetime.fromisoformat(wall).replace(tzinfo=HERE)

    assert not_before(at, NIGHT) == datetime.fromisoformat(rings).replace(tzinfo=HERE)
    assert not_before(at, None) == at


@given(st.datetimes(THE_YEAR, THE_NEXT, timezones=st.just(HERE)), st.times(), st.times())
def test_what_waited_never_waits_again(at: datetime, since: time, until: time) -> None:
    quiet = QuietHours(since=f"{since:%H:%M}", until=f"{until:%H:%M}")

    rings = not_before(at, quiet)

    assert at <= rings <= at + timedelta(days=1)
    assert not_before(rings, quiet) == rings


def test_quiet_hours_are_written_as_on_the_wall() -> None:
    with pytest.raises(ValueError, match="hour"):
        QuietHours(since="25:00", until="08:00")
