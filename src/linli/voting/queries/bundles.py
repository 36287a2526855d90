"""票包: everything from which the result follows, for `verify.py` to compute it again."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from linli.kernel.errors import Refusal
from linli.kernel.options import plain, resolve
from linli.voting import rules
from linli.voting.models import Ballot, Mark, Poll, PollCount, PollQuestion
from linli.voting.options import SECRET_LEAST
from linli.voting.queries.polls import count_of, sealed_lines
from linli.voting.rules import ALGORITHM, Outcome, Sheet, Weight, digest_of

FORMAT = "linli-voting/1"

type Bundle = dict[str, Any]


class WeightsTell(Refusal):
    pass


def full_bundle(poll: Poll) -> Bundle:
    """全部票包: with the roll, the marks and, of a named poll, who voted what. For counters."""
    count = count_of(poll)
    return bundle_from(poll, ballots_of(poll), count.facts, results=count.facts["results"])


def public_bundle(poll: Poll) -> Bundle:
    """公开票包: ballots without their entries, where no weight tells whose a ballot is."""
    count = count_of(poll)
    if not may_be_public(poll):
        raise WeightsTell("面积或人数能认出是谁的票，所以只公布总数；全部票包在监票人手里。")
    full = bundle_from(poll, ballots_of(poll), count.facts, results=count.facts["results"])
    shown = {name: value for name, value in full.items() if name not in ("marks", "digest")}
    shown["scope"] = "public"
    shown["roll"] = {k: v for k, v in full["roll"].items() if k != "lines"}
    shown["ballots"] = in_order({**one, "entry": None} for one in full["ballots"])
    return {**shown, "digest": digest_of(shown)}


def may_be_public(poll: Poll) -> bool:
    """Whether each weight is that of enough ballots; a secret one weighs one head always."""
    least = resolve(poll.place.chain)[SECRET_LEAST]
    weights = [ballot_weight(ballot) for ballot in ballots_of(poll)]
    return rules.classes_too_small(weights, least=least) == 0


def ballots_of(poll: Poll) -> list[Ballot]:
    """The ballots of a counted poll; before that there are none."""
    return list(Ballot.objects.filter(poll=poll).select_related("entry"))


def bundle_from(
    poll: Poll,
    ballots: Iterable[Ballot],
    facts: Mapping[str, Any],
    *,
    results: list[dict[str, Any]],
) -> Bundle:
    """Lay the bundle out; its digest covers all of it, and no order of rows is in it."""
    roll, marked = poll.roll, Mark.objects.filter(poll=poll)
    bundle: Bundle = {
        "format": FORMAT,
        "algorithm": ALGORITHM,
        "scope": "full",
        "poll": {
            "number": poll.number,
            "title": poll.title,
            "secrecy": poll.secrecy,
            "place": poll.place.name,
        },
        "roll": {
            "number": roll.number,
            "digest": roll.digest,
            "size": roll.size,
            "total": as_list(roll.weight),
            "lines": sorted(list(line) for line in sealed_lines(roll)),
        },
        "questions": [asked(question) for question in poll.questions.all()],
        "marks": sorted(marked.values_list("entry__key", flat=True)),
        "marks_count": marked.count(),
        "ballots": in_order(
            {
                "entry": ballot.entry.key if ballot.entry else None,
                "weight": as_list(ballot_weight(ballot)),
                "answers": ballot.answers,
            }
            for ballot in ballots
        ),
        "receipts": facts["receipts"],
        "delivered": facts["delivered"],
        "results": results,
    }
    return {**bundle, "digest": digest_of(bundle)}


def asked(question: PollQuestion) -> dict[str, Any]:
    """What was asked, with the options and the rule, as plain values."""
    return {
        "words": question.words,
        "options": question.options,
        "rule": plain(question.law),
    }


def outcomes_of(
    poll: Poll, ballots: Iterable[Ballot], *, delivered: Weight
) -> list[tuple[PollQuestion, Outcome]]:
    """Tally every question of the poll."""
    cast = list(ballots)
    return [
        (
            question,
            rules.tally(
                question.law,
                options=len(question.options),
                roll=poll.roll.weight,
                sheets=[_sheet(ballot, place) for ballot in cast],
                delivered=delivered,
            ),
        )
        for place, question in enumerate(poll.questions.all())
    ]


def results_told(outcomes: Iterable[tuple[PollQuestion, Outcome]]) -> list[dict[str, Any]]:
    """The outcomes as plain values, to be kept and compared."""
    return [_told(outcome) for _, outcome in outcomes]


def ballot_weight(ballot: Ballot) -> Weight:
    """What a ballot weighs: that of its entry; one head where it knows none."""
    return ballot.entry.weight if ballot.entry else rules.ONE_HEAD


def as_list(weight: Weight) -> list[int]:
    """Heads, area and units in that order, as the bundle has them."""
    return [weight.heads, weight.area, weight.units]


def in_order(ballots: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sorted by what they say, so that no order of rows is left."""
    return sorted(ballots, key=lambda one: json.dumps(one, sort_keys=True))


def counts_so_far(poll: Poll) -> list[PollCount]:
    """The count and its recounts, the oldest first."""
    return list(PollCount.objects.filter(poll=poll).order_by("counted_at", "pk"))


def _sheet(ballot: Ballot, place: int) -> Sheet:
    answer = ballot.answers[place]
    return Sheet(answer=None if answer is None else tuple(answer), weight=ballot_weight(ballot))


def _told(outcome: Outcome) -> dict[str, Any]:
    weights = ("took_part", "valid", "abstained", "invalid", "not_returned", "deemed")
    return {
        "verdict": outcome.verdict.value,
        **{name: as_list(getattr(outcome, name)) for name in weights},
        "votes": [as_list(votes) for votes in outcome.votes],
        "findings": [
            {"have": one.have, "of": one.of, "needed": one.needed, "holds": one.holds}
            for one in outcome.findings
        ],
        "elected": list(outcome.elected),
        "tied": list(outcome.tied),
        "without_deemed": outcome.without_deemed and outcome.without_deemed.value,
    }
