"""How time passes in a story: whatever falls due by itself does, each in its moment."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

from linli.duties.actions import look_after_duties
from linli.duties.models import Duty
from linli.kernel import clock, outbox
from linli.kernel.models import Delivery, DeliveryState
from linli.matters.actions import lapse_matters
from linli.matters.models import Matter
from linli.matters.rules import State

AT_ONCE = 100

type Now = Callable[[], datetime]


@dataclass(kw_only=True)
class Passing:
    """Time on its way; `now` is the clock by which entries are delivered."""

    now: Now
    in_its_time: bool = False
    """Whether the clock of the house is set to each moment, so that nothing is 补记."""
    _undelivered: bool = True
    _timetable: datetime | None = None
    _timetable_is_old: bool = True

    def stir(self) -> None:
        """Something has happened: there may be post and a new deadline."""
        self._undelivered = True
        self._timetable_is_old = True

    def let_pass(self, at: datetime) -> bool:
        """Let everything come to pass that is due by then; False if nothing was."""
        stirred = False
        while (due_at := self.next_due_at()) and due_at <= at:
            with clock.set_to(due_at) if self.in_its_time else nullcontext():
                self._come_to_pass(due_at)
            stirred = True
        return stirred

    def _come_to_pass(self, due_at: datetime) -> None:
        self.deliver_all()
        look_after_duties(due_at)
        lapse_matters(due_at)
        self.stir()
        self.deliver_all()

    def next_due_at(self) -> datetime | None:
        """Say when something next comes due by itself."""
        if self._timetable_is_old:
            self._timetable, self._timetable_is_old = _next_due_at(), False
        return self._timetable

    def deliver_all(self) -> None:
        """Bring each entry to whoever subscribed, as the worker does."""
        waiting = Delivery.objects.filter(state=DeliveryState.WAITING)
        while self._undelivered and waiting.exists():
            if not self._deliver_some():
                break
        self._undelivered = False

    def _deliver_some(self) -> bool:
        # Without a lease: no other worker is in this database; it is delivered once even so.
        post = list(outbox.due(self.now())[:AT_ONCE])
        for delivery in post:
            outbox.hand_over(delivery, at=self.now())
        return bool(post)


def _next_due_at() -> datetime | None:
    duties = Duty.objects.running().filter(next_look_at__isnull=False)
    unrated = Matter.objects.filter(state=State.FINISHED)
    times = (
        duties.order_by("next_look_at").values_list("next_look_at", flat=True).first(),
        unrated.order_by("rate_by").values_list("rate_by", flat=True).first(),
    )
    return min((time for time in times if time), default=None)
