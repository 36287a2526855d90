"""What the tests of coordination share: time that passes, with everything it sets going."""

from datetime import timedelta

from linli.duties.actions import look_after_duties
from linli.kernel import outbox
from linli.kernel.testing import NOON


def let_time_pass(until: timedelta) -> None:
    look_after_duties(NOON + until)
    while outbox.deliver_next(at=NOON + until):
        pass
