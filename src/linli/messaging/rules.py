"""Ways to a person, what becomes of a dispatch, and when a telephone stays still."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from linli.kernel.dates import HERE
from linli.kernel.words import Words

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 240))
LAST_TRY = len(WAITS) + 1
# A provider that knows no number of ours may have sent what a killed worker asked of it.
MOST_REPEATS = 1


class Way(StrEnum):
    """途径: how something reaches a person; what has no machine behind it is done by people."""

    INBOX = "inbox"
    SMS = "sms"
    ROBOT = "robot"
    CALL = "call"
    PAPER = "paper"

    @property
    def label(self) -> Words:
        return Words(
            {
                "inbox": "站内消息",
                "sms": "短信",
                "robot": "企业微信群",
                "call": "打电话",
                "paper": "纸质通知单",
            }[self]
        )


BY_MACHINE = (Way.INBOX, Way.SMS, Way.ROBOT)


class DispatchState(StrEnum):
    """FAILED: this address can never be reached so; GIVEN_UP: tried long enough."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    GIVEN_UP = "given_up"

    @property
    def label(self) -> Words:
        return Words(
            {
                "queued": "待发",
                "sent": "已发出",
                "failed": "发不到",
                "given_up": "不再试",
            }[self]
        )


class Verdict(StrEnum):
    """What an outlet says of one parcel."""

    SENT = "sent"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The answer of an outlet: the provider's own id, or why not and when to try again."""

    verdict: Verdict
    provider_id: str = ""
    reason: str = ""
    wait: timedelta | None = None


def state_after(outcome: Outcome, *, tries: int) -> DispatchState:
    """Say what becomes of a dispatch after so many tries."""
    if outcome.verdict is Verdict.SENT:
        return DispatchState.SENT
    if outcome.verdict is Verdict.NEVER:
        return DispatchState.FAILED
    return DispatchState.QUEUED if tries < LAST_TRY else DispatchState.GIVEN_UP


def wait_after(outcome: Outcome, *, tries: int) -> timedelta:
    """Say how long the next try waits: what the provider asks, or longer each time."""
    return outcome.wait or WAITS[min(tries, len(WAITS)) - 1]


def may_repeat(*, repeats: int, is_idempotent: bool) -> bool:
    """Say whether a parcel whose worker was killed at the call goes out once more."""
    return is_idempotent or repeats < MOST_REPEATS


@dataclass(frozen=True, kw_only=True)
class QuietHours:
    """安静时段: from when until when no telephone rings, as on the wall: "21:00", "08:00"."""

    since: str
    until: str

    def __post_init__(self) -> None:
        for said in (self.since, self.until):
            time.fromisoformat(said)


def not_before(at: datetime, quiet: QuietHours | None) -> datetime:
    """Say when a telephone may ring: now, or when the quiet hours are over."""
    if quiet is None:
        return at
    wall = at.astimezone(HERE)
    since, until = time.fromisoformat(quiet.since), time.fromisoformat(quiet.until)
    now = wall.time()
    over_midnight = since > until
    is_quiet = now >= since or now < until if over_midnight else since <= now < until
    if not is_quiet:
        return at
    end = datetime.combine(wall.date(), until, HERE)
    return end if now < until else end + timedelta(days=1)
