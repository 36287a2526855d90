"""计票: counters open the envelopes; ballots are shuffled, written in one breath, added up.

After that the key, the envelopes and every tie between a mark and a ballot are gone.
"""

from collections.abc import Sequence
from datetime import datetime
from secrets import SystemRandom
from typing import Any

from django.db import transaction
from django.db.models import Sum

from linli.kernel import journal
from linli.kernel.errors import Refusal
from linli.kernel.portable import insert_rows
from linli.kernel.words import say
from linli.people.viewer import Viewer
from linli.voting.actions.envelopes import key_from, unseal
from linli.voting.actions.moving import (
    permit_counting,
    random_id,
    stand_in,
    take_poll,
)
from linli.voting.actions.papers import unsettled_papers
from linli.voting.events import FullBundleTaken, PollCounted, PollRecounted
from linli.voting.models import (
    Ballot,
    Envelope,
    Mark,
    PaperBallot,
    Poll,
    PollCount,
)
from linli.voting.queries import (
    Bundle,
    ballots_of,
    bundle_from,
    count_of,
    full_bundle,
    outcomes_of,
    paper_marks,
    results_told,
)
from linli.voting.rules import ALGORITHM, Channel, PollStep, Weight

FIELDS = ("id", "poll", "is_secret", "entry", "channel", "answers")

type Row = tuple[int | None, str, list[list[int] | None]]


class BooksDoNotBalance(Refusal):
    pass


class PapersUnread(Refusal):
    pass


class RecountDiffers(Refusal):
    pass


@transaction.atomic
def count_poll(
    *, poll: Poll, codes: Sequence[str], papers_in_box: int, by: Viewer, at: datetime
) -> PollCount:
    """计票: open, shuffle, write the ballots, tally; the key is thrown away with it.

    Refused while papers want a reader, and when marks and ballots do not balance.
    """
    permit_counting(poll, by)
    stand_in(PollStep.COUNT, poll)
    if waiting := unsettled_papers(poll):
        raise PapersUnread("还有{count}张纸票没有由两个人录成一样，录完再计票。", count=waiting)
    key = key_from(poll, codes)
    envelopes = list(Envelope.objects.filter(poll=poll).select_related("entry"))
    counted = [one for one in envelopes if not one.superseded]
    papers = list(PaperBallot.objects.filter(poll=poll, answers__isnull=False))
    _refuse_unbalanced(poll, len(counted), len(papers), papers_in_box)
    rows: list[Row] = [
        (
            one.entry_id,
            "" if poll.is_secret else Channel.ONLINE.value,
            unseal(key, poll, one.sealed, of=one.entry.key if one.entry else ""),
        )
        for one in counted
    ]
    rows += [
        (paper.entry_id, "" if poll.is_secret else paper.returned_by, paper.answers or [])
        for paper in papers
    ]
    _write_shuffled(poll, rows)
    Envelope.objects.filter(poll=poll).delete()
    ballots, delivered = ballots_of(poll), delivered_and_kept(poll)
    outcomes = outcomes_of(poll, ballots, delivered=delivered)
    facts: dict[str, Any] = {
        "receipts": sorted(one.receipt for one in counted),
        "papers": len(papers),
        "superseded": len(envelopes) - len(counted),
        "paper_marks": paper_marks(poll),
        "delivered": [delivered.heads, delivered.area, delivered.units],
        "results": results_told(outcomes),
    }
    bundle = bundle_from(poll, ballots, facts, results=facts["results"])
    event = PollCounted(
        subject=poll.ref,
        verdicts="、".join(say(outcome.verdict.label) for _, outcome in outcomes),
        ballots=len(ballots),
        digest=bundle["digest"],
    )
    take_poll(PollStep.COUNT, poll, event, by=by.ref, at=at, counted_at=at, house_half=None)
    return _keep(poll, bundle, facts, at=at, is_recount=False)


@transaction.atomic
def recount_poll(*, poll: Poll, by: Viewer, at: datetime) -> PollCount:
    """复核: add the same ballots up again; another result would stop everything."""
    permit_counting(poll, by)
    first = count_of(poll)
    ballots = ballots_of(poll)
    heads, area, units = first.facts["delivered"]
    delivered = Weight(heads=heads, area=area, units=units)
    results = results_told(outcomes_of(poll, ballots, delivered=delivered))
    bundle = bundle_from(poll, ballots, first.facts, results=results)
    if bundle["digest"] != first.digest:
        raise RecountDiffers("复核的结果和第一次不一样：票或名册被动过，请停下来查。")
    event = PollRecounted(subject=poll.ref, digest=bundle["digest"])
    take_poll(PollStep.RECOUNT, poll, event, by=by.ref, at=at)
    return _keep(poll, bundle, {**first.facts, "results": results}, at=at, is_recount=True)


@transaction.atomic
def take_full_bundle(*, poll: Poll, by: Viewer, at: datetime) -> Bundle:
    """取全部票包: for sworn counters alone, and each taking is on record."""
    permit_counting(poll, by)
    bundle = full_bundle(poll)
    event = FullBundleTaken(subject=poll.ref)
    journal.record(event, by=by.ref, at=at, place=poll.place.ref)
    return bundle


def delivered_and_kept(poll: Poll) -> Weight:
    """送达未交回: what the papers weigh that were handed over and whose entry is silent."""
    marked = Mark.objects.filter(poll=poll).values("entry")
    kept = PaperBallot.objects.filter(poll=poll, delivered_on__isnull=False)
    sums = kept.exclude(entry__in=marked).aggregate(
        heads=Sum("entry__heads"), area=Sum("entry__area"), units=Sum("entry__units")
    )
    return Weight(**{name: value or 0 for name, value in sums.items()})


def _refuse_unbalanced(poll: Poll, online: int, papers: int, papers_in_box: int) -> None:
    """Marks and ballots are the same number, way by way; what was not put in is fewer."""
    marked = Mark.objects.filter(poll=poll, channel=Channel.ONLINE).count()
    if marked != online:
        raise BooksDoNotBalance(
            "网上投了{marked}人，票有{ballots}张，对不上，不能计票。",
            marked=marked,
            ballots=online,
        )
    if papers != papers_in_box:
        raise BooksDoNotBalance(
            "票箱里点出{box}张，录成的有{read}张，对不上，请再点一遍。",
            box=papers_in_box,
            read=papers,
        )
    taken = paper_marks(poll)
    if papers > taken or (papers != taken and not poll.is_secret):
        raise BooksDoNotBalance(
            "领了、收了{taken}张纸票，录成的有{read}张，对不上，不能计票。",
            taken=taken,
            read=papers,
        )


def _write_shuffled(poll: Poll, rows: list[Row]) -> None:
    SystemRandom().shuffle(rows)
    insert_rows(
        Ballot,
        FIELDS,
        [
            (random_id(), poll.pk, poll.is_secret, entry, channel, answers)
            for entry, channel, answers in rows
        ],
    )


def _keep(
    poll: Poll, bundle: Bundle, facts: dict[str, Any], *, at: datetime, is_recount: bool
) -> PollCount:
    return PollCount.objects.create(
        poll=poll,
        is_recount=is_recount,
        counted_at=at,
        algorithm=ALGORITHM,
        digest=bundle["digest"],
        facts=facts,
    )
