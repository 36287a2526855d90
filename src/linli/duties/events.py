"""What happens to a duty; told on the timeline of the thing that is owed."""

from linli.kernel.events import Audience, Event
from linli.kernel.references import Ref


class DutyAcceptedByItself(
    Event,
    code="duties.accepted_by_itself",
    sentence="过了签收时间",
    personal=[],
    audience=Audience.MACHINE,
):
    holder: Ref
    duty: int


class DutyReminded(
    Event,
    code="duties.reminded",
    sentence="快到期了，已提醒{holder}",
    personal=[],
    audience=Audience.HOUSE,
):
    holder: Ref
    duty: int


class DutyOverdue(
    Event, code="duties.overdue", sentence="过了期限，已提醒{holder}", personal=[]
):
    holder: Ref
    duty: int


class DutyGivenUp(
    Event,
    code="duties.given_up",
    sentence="超期仍没有办结",
    personal=[],
    audience=Audience.MACHINE,
):
    holder: Ref
    duty: int
