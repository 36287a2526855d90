"""What the tests of the actions share: time that passes, the row as it stands, the slip."""

from datetime import timedelta

from linli.duties.actions import look_after_duties
from linli.kernel import outbox
from linli.kernel.testing import NOON
from linli.matters.models import Matter
from linli.ratings.models import RatingSlip
from linli.ratings.rules import Answer, Satisfied, Solved

CONTENT = Answer(solved=Solved.YES, satisfied=Satisfied.VERY)
UNHAPPY = Answer(solved=Solved.NO, satisfied=Satisfied.NOT, comment="下雨还是漏")
RECEIPT = "7K3M92QX"


def let_time_pass(until: timedelta) -> None:
    look_after_duties(NOON + until)
    while outbox.deliver_next(at=NOON + until):
        pass


def fresh(matter: Matter) -> Matter:
    found = Matter.objects.select_related("place", "desk__parent", "handler", "unit")
    return found.get(pk=matter.pk)


def the_slip(matter: Matter) -> RatingSlip:
    return RatingSlip.objects.get(subject=matter.ref, turn=matter.turn, person=matter.reporter)
