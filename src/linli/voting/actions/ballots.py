"""投票: a ballot comes in, once for an entry over all channels; proxies are given and revoked.

A ballot is never answered through the kept one-time answers: their digest, with its key beside
it, would tell the content. The mark itself makes a second sending harmless.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.references import THE_SYSTEM
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.voting import policies, rules
from linli.voting.actions.envelopes import receipt_of, room_for, seal
from linli.voting.actions.moving import random_id, stand_open
from linli.voting.events import BallotReceived, ProxyGiven, ProxyRevoked
from linli.voting.models import BallotProxy, Envelope, Mark, Poll, RollEntry
from linli.voting.rules import Asking, Channel

type Marked = Sequence[Sequence[int]]


class AlreadyVoted(Refusal):
    pass


class NotOnRoll(NotPermitted):
    pass


class BallotUnsound(Unreadable):
    pass


class ChannelNotOffered(Refusal):
    pass


class ProxyUnsound(Refusal):
    pass


@transaction.atomic
def cast_ballot(
    *, poll: Poll, entry: RollEntry, marked: Marked, by: Viewer, at: datetime
) -> str:
    """投票: seal what is marked for each question, and mark the entry; gives the receipt.

    Who is on the roll comes before their proxy: of a named poll the proxy's ballot gives way.
    """
    if not policies.may_cast(by, poll, entry):
        raise NotOnRoll("您不在这次的名册上，也没有这次投票的书面委托。")
    if Channel.ONLINE not in poll.ways:
        raise ChannelNotOffered("这次不在网上投，请用纸票。")
    stand_open(poll, at)
    answers = _read(poll, marked)
    questions = poll.questions.all()
    is_own = entry.person_id == by.person_id
    mark_once(poll, entry, Channel.ONLINE, by_proxy=not is_own)
    of = "" if poll.is_secret else entry.key
    room = room_for([max(question.law.seats, 1) for question in questions])
    sealed = seal(poll, answers, of=of, room=room)
    Envelope.objects.create(
        pk=random_id(),
        poll=poll,
        is_secret=poll.is_secret,
        entry=None if poll.is_secret else entry,
        sealed=sealed,
        receipt=receipt_of(sealed),
    )
    event = BallotReceived(subject=poll.ref)
    journal.record(event, by=THE_SYSTEM, at=at, place=poll.place.ref)
    return receipt_of(sealed)


@transaction.atomic
def give_proxy(
    *, poll: Poll, entry: RollEntry, holder: Person, evidence: str, by: Viewer, at: datetime
) -> BallotProxy:
    """委托投票: in writing, for this poll, to one who holds no more than the limit."""
    if not policies.may_give_proxy(by, poll, entry) or entry.roll_id != poll.roll_id:
        raise NotPermitted("委托由册上的本人来办，或由组织投票的同事凭书面委托登记。")
    if not evidence.strip():
        raise ProxyUnsound("委托要有书面凭据：哪天签的、存在哪里。")
    if holder.pk == entry.person_id:
        raise ProxyUnsound("自己的票自己投，不用委托。")
    stand_open(poll, at)  # the lock on the poll also keeps two from passing the limit at once
    held = BallotProxy.objects.filter(poll=poll, holder=holder, revoked_at=None).count()
    if held >= poll.proxy_limit:
        raise ProxyUnsound("一人最多代{limit}票。", limit=poll.proxy_limit)
    if Mark.objects.filter(poll=poll, entry=entry).exists():
        raise AlreadyVoted("这一票已经投了。")
    try:
        with transaction.atomic():
            given = BallotProxy.objects.create(
                poll=poll, entry=entry, holder=holder, evidence=evidence.strip(), given_at=at
            )
    except IntegrityError:
        raise ProxyUnsound("这一票已经委托给人了，先撤回再改。") from None
    event = ProxyGiven(subject=poll.ref, holder=holder.ref)
    journal.record(event, by=by.ref, at=at, place=poll.place.ref)
    return given


@transaction.atomic
def revoke_proxy(*, proxy: BallotProxy, by: Viewer, at: datetime) -> None:
    """撤回委托: what was cast before stays, but in a named poll one's own ballot counts."""
    if not policies.may_give_proxy(by, proxy.poll, proxy.entry):
        raise NotPermitted("委托由册上的本人撤回，或由组织投票的同事登记撤回。")
    if not BallotProxy.objects.filter(pk=proxy.pk, revoked_at=None).update(revoked_at=at):
        raise ProxyUnsound("这份委托已经撤回了。")
    event = ProxyRevoked(subject=proxy.poll.ref)
    journal.record(event, by=by.ref, at=at, place=proxy.poll.place.ref)


def mark_once(poll: Poll, entry: RollEntry, channel: Channel, *, by_proxy: bool) -> None:
    """Mark the entry as having voted; the database lets it happen once over all channels."""
    if entry.roll_id != poll.roll_id:
        raise NotOnRoll("这一条不在这次的名册上。")
    if not by_proxy and not poll.is_secret and _replaces_proxy(poll, entry, channel):
        return
    try:
        with transaction.atomic():
            Mark.objects.create(
                pk=random_id(), poll=poll, entry=entry, channel=channel, by_proxy=by_proxy
            )
    except IntegrityError:
        raise AlreadyVoted("这一票已经投过了；每一票只算一次，先收到的算数。") from None


def _replaces_proxy(poll: Poll, entry: RollEntry, channel: Channel) -> bool:
    """本人到了以本人为准: what the proxy cast is kept, but does not count."""
    given = Mark.objects.filter(poll=poll, entry=entry, by_proxy=True)
    if not given.update(by_proxy=False, channel=channel):
        return False
    Envelope.objects.filter(poll=poll, entry=entry).update(superseded=True)
    return True


def _read(poll: Poll, marked: Marked) -> list[rules.Answer]:
    questions = list(poll.questions.all())
    if len(marked) != len(questions):
        raise BallotUnsound("有的问题还没有答。")
    answers = [
        rules.reading(question.law, len(question.options), places)
        for question, places in zip(questions, marked, strict=True)
    ]
    for question, answer in zip(questions, answers, strict=True):
        if answer is None:
            raise BallotUnsound(
                "“{words}”要选一项。"
                if question.asking is Asking.DECISION
                else "“{words}”最多选{seats}位，不想选可以一位都不选。",
                words=question.words,
                seats=question.law.seats,
            )
    return answers
