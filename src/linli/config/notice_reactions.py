"""What follows from a notice: stewards owe the doors that are left, and mailings end."""

from datetime import datetime, timedelta

from linli.duties.actions import begin_duty, end_duties
from linli.duties.events import DutyGivenUp, DutyOverdue, DutyReminded
from linli.duties.rules import Promise
from linli.kernel.models import Entry
from linli.kernel.outbox import Subscription
from linli.kernel.references import kind, number
from linli.kernel.rounds import Periodic
from linli.messaging.actions import end_mailings, tell_of
from linli.messaging.addresses import keep_book
from linli.notices import actions as notices
from linli.notices.events import NoticeSent, ReachingEnded, ReachingPassedOn
from linli.notices.models import Reaching
from linli.people.queries import mobiles_of

REACHING, REACH = "reaching", "reach"


def ask_to_reach(_: NoticeSent, entry: Entry, __: datetime) -> None:
    """补通知: each steward owes their stairs until the same day."""
    asked = Reaching.objects.filter(notice=number(entry.subject), ended_at=None)
    for reaching in asked.select_related("notice__desk", "holder"):
        begin_duty(
            subject=reaching.ref,
            kind=REACH,
            desk=reaching.notice.desk,
            holder=reaching.holder,
            unit=None,
            promise=Promise(
                accept_by=None,
                remind_at=reaching.remind_at,
                due_at=reaching.due_at,
                give_up_at=reaching.due_at if reaching.holder_id else None,
                calendar_version=reaching.calendar_version,
                is_provisional=reaching.is_provisional,
                why=reaching.why,
            ),
            at=entry.happened_at,
        )


def stop_reaching(event: ReachingEnded | ReachingPassedOn, entry: Entry, _: datetime) -> None:
    end_duties(subject=event.reaching, at=entry.happened_at)


def give_reaching_to_the_desk(_: DutyGivenUp, entry: Entry, __: datetime) -> None:
    if kind(entry.subject) == REACHING:
        rows = Reaching.objects.select_related("notice__area", "notice__desk", "area")
        notices.pass_on_reaching(
            reaching=rows.get(pk=number(entry.subject)), at=entry.happened_at
        )


def remind_who_reaches(_: DutyReminded | DutyOverdue, entry: Entry, __: datetime) -> None:
    if kind(entry.subject) == REACHING:
        reaching = Reaching.objects.select_related("notice").get(pk=number(entry.subject))
        if reaching.holder_id:
            url = f"/notices/{reaching.notice.number}/calls/"
            tell_of(entry, to=f"person/{reaching.holder_id}", url=url)


def end_what_is_through(at: datetime) -> None:
    end_mailings(at=at)


def register_addresses() -> None:
    """Messages stand below people: here they learn whom to ask for a number."""
    keep_book(mobiles_of)


SUBSCRIPTIONS = (
    Subscription(name="ask-to-reach", to=NoticeSent, reaction=ask_to_reach),
    Subscription(name="reaching-ended", to=ReachingEnded, reaction=stop_reaching),
    Subscription(name="reaching-passed-on", to=ReachingPassedOn, reaction=stop_reaching),
    Subscription(name="give-reaching-up", to=DutyGivenUp, reaction=give_reaching_to_the_desk),
    Subscription(name="remind-who-reaches", to=DutyReminded, reaction=remind_who_reaches),
    Subscription(name="tell-reaching-late", to=DutyOverdue, reaction=remind_who_reaches),
)
ROUNDS = (Periodic(name="end-mailings", every=timedelta(minutes=5), work=end_what_is_through),)
