"""The list of votes, one vote, and its result."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from linli.kernel import clock, journal
from linli.kernel.events import Audience
from linli.people.queries import current_viewer, names_of
from linli.people.rules import Reach
from linli.ui.pages import page
from linli.voting import policies, queries
from linli.voting.forms import PersonForm, ProxyForm, ReasonForm
from linli.voting.models import Poll
from linli.voting.rules import Channel, PollState, Weight
from linli.voting.views.doors import seen_poll

MOST = 40


@require_GET
def votes(request: HttpRequest) -> HttpResponse:
    """投票: what waits for me, what is asked now, which rolls hang out, what came out."""
    viewer, now = current_viewer(request), clock.now()
    seen = queries.polls_for(viewer)
    context = {
        "now": now,
        "waiting": list(queries.waiting_for(viewer, at=now)[:MOST]),
        "running": list(queries.open_polls(seen, at=now)[:MOST]),
        "drafts": list(seen.filter(state=PollState.DRAFT).order_by("-pk")[:MOST]),
        "over": list(
            seen.filter(state__in=(PollState.CLOSED, PollState.COUNTED)).order_by(
                "-closes_at", "-pk"
            )[:MOST]
        ),
        "rolls": list(
            queries.rolls_for(viewer).exclude(state="dropped").order_by("-pk")[:MOST]
        ),
        "organises": any(post.reach is Reach.DESK for post in viewer.posts),
    }
    return page(request, "voting/votes.html", context)


@require_GET
def poll(request: HttpRequest, number: str) -> HttpResponse:
    """One vote, as far as whoever looks may read it."""
    return poll_page(request, seen_poll(current_viewer(request), number))


def poll_page(
    request: HttpRequest, found: Poll, *, status: int = 200, **said: Any
) -> HttpResponse:
    viewer, now = current_viewer(request), clock.now()
    runs = policies.may_run(viewer, found)
    counts = policies.may_count(viewer, found)
    is_counted = found.standing is PollState.COUNTED
    context: dict[str, Any] = {
        "now": now,
        "poll": found,
        "questions": list(found.questions.all()),
        "mine": queries.votes_of(viewer, found),
        "is_open": found.standing is PollState.OPEN and now < found.closes_at,
        "is_over": found.standing is PollState.OPEN and now >= found.closes_at,
        "runs": runs,
        "counts": counts,
        "online": Channel.ONLINE in found.ways,
        "on_paper": bool(found.ways - {Channel.ONLINE}),
        "channels": [channel.label for channel in Channel if channel in found.ways],
        "counters": list(found.counters.select_related("person").order_by("pk")),
        "turnout": _turnout(found),
        "asks_only": any(question.law.is_only_asked for question in found.questions.all()),
        "counter_form": PersonForm(auto_id="counter_%s"),
        "proxy_form": ProxyForm(auto_id="proxy_%s"),
        "withdraw_form": ReasonForm(auto_id="withdraw_%s"),
        "story": journal.timeline(
            found.ref,
            names=lambda refs: names_of(refs, viewer=viewer),
            audience=Audience.HOUSE if runs or counts else Audience.PARTIES,
        ),
    }
    if is_counted:
        context |= _result(found)
    return page(request, "voting/poll.html", context | said, status=status)


def _turnout(found: Poll) -> Weight | None:
    try:
        return queries.turnout_of(found)
    except queries.TurnoutNotShown:
        return None


def _result(found: Poll) -> dict[str, Any]:
    count = queries.count_of(found)
    told = [
        _told(question, result)
        for question, result in zip(found.questions.all(), count.facts["results"], strict=True)
    ]
    return {
        "count": count,
        "results": told,
        "recounts": [one for one in queries.counts_so_far(found) if one.is_recount],
        "has_public_bundle": queries.may_be_public(found),
    }


def _told(question: Any, result: dict[str, Any]) -> dict[str, Any]:
    law = question.law
    conditions = (*law.quorum, *law.passing)
    names = zip(question.options, result["votes"], strict=True)
    return {
        "question": question,
        "law": law,
        "verdict": result["verdict"],
        "without_deemed": result["without_deemed"],
        "by_area": any(measure.value == "area" for measure in law.measures),
        "votes": [
            {"name": name, "heads": heads, "area": area, "elected": place in result["elected"]}
            for place, (name, (heads, area, _)) in enumerate(names)
        ],
        "numbers": {
            name: result[name][0]
            for name in ("took_part", "abstained", "invalid", "not_returned", "deemed")
        },
        "findings": [
            {"condition": condition, **finding}
            for condition, finding in zip(conditions, result["findings"], strict=False)
        ],
    }
