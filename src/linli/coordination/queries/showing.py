"""What the pages of whistles show, as plain values for the parts of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language

from linli.coordination import policies
from linli.coordination.models import CalledUnit, UnitJudgement, Whistle
from linli.coordination.rules import (
    SCORES,
    Coming,
    Limit,
    UnitState,
    UnitStep,
    WhistleState,
    steps_from,
)
from linli.kernel.words import say
from linli.people.viewer import Viewer
from linli.ui import moments

TONES = {
    Coming.IN_TIME: "ok",
    Coming.LATE: "soon",
    Coming.ABSENT: "hot",
    Coming.WAITED_FOR: "line",
    Coming.SPARED: "line",
}
STATE_TONES = {
    WhistleState.WORKING: "soon",
    WhistleState.JUDGING: "hot",
    WhistleState.ENDED: "ok",
}
DEEDS = {
    UnitStep.REPORT_IN: "unit-arrival",
    UnitStep.GIVE_RESULT: "unit-result",
    UnitStep.RELEASE: "unit-release",
}


@dataclass(frozen=True, kw_only=True)
class Deed:
    """A button: what it does and where it leads."""

    label: str
    url: str
    is_main: bool = False


@dataclass(frozen=True, kw_only=True)
class UnitLine:
    """A called unit with how it came, what it did and what this viewer can do about it."""

    called: CalledUnit
    coming: str
    tone: str
    state: str
    until: datetime | None
    judgement: UnitJudgement | None
    deeds: tuple[Deed, ...]


def lines_of(whistle: Whistle, viewer: Viewer, *, at: datetime) -> list[UnitLine]:
    """One line a unit, who leads first."""
    return [_line(called, viewer, at) for called in whistle.units.all()]


def comings(units: Iterable[CalledUnit], *, at: datetime) -> dict[Coming, int]:
    """How many came in time, late or not at all; only what there is."""
    counted: dict[Coming, int] = {}
    for called in units:
        came = called.coming_at(at)
        counted[came] = counted.get(came, 0) + 1
    return counted


def limit_words(limit: Limit) -> str:
    """How long somebody has, as a form says it: 30 分钟内到，昼夜都算."""
    english = (get_language() or "").startswith("en")
    length = moments.length(limit.minutes, english=english)
    if limit.round_the_clock:
        return say("{length}内到，昼夜都算", length=length)
    return say("办公时间{length}内到", length=length)


def score_word(score: int) -> str:
    """A score with its word: 4 分　较好."""
    return say("{score} 分　{word}", score=score, word=SCORES[score])


def _line(called: CalledUnit, viewer: Viewer, at: datetime) -> UnitLine:
    came = called.coming_at(at)
    waits = {UnitState.CALLED: called.report_by, UnitState.PRESENT: called.result_by}
    return UnitLine(
        called=called,
        coming=say(came.label),
        tone=TONES[came],
        state=say(called.standing.label),
        until=waits.get(called.standing),
        judgement=_judgement(called, viewer),
        deeds=tuple(deeds_of(called, viewer)),
    )


def deeds_of(called: CalledUnit, viewer: Viewer) -> Iterable[Deed]:
    """Exactly what the table and the policies leave open to this viewer."""
    args = [called.whistle_id, called.pk]
    for step in steps_from(called.standing):
        may = policies.may_run if step is UnitStep.RELEASE else None
        open_to = may(viewer, called.whistle) if may else policies.may_report_in(viewer, called)
        if step in DEEDS and open_to:
            yield Deed(
                label=say(step.label),
                url=reverse(DEEDS[step], args=args),
                is_main=step is not UnitStep.RELEASE,
            )
    is_unjudged = called.standing is UnitState.DONE and not _judged(called)
    if is_unjudged and policies.may_judge(viewer, called):
        url = reverse("unit-judgement", args=args)
        yield Deed(label=say("联合评价"), url=url, is_main=True)


def _judged(called: CalledUnit) -> UnitJudgement | None:
    return getattr(called, "judgement", None)


def _judgement(called: CalledUnit, viewer: Viewer) -> UnitJudgement | None:
    """Only the desks over the place and the judged unit itself read it."""
    found = _judged(called)
    if found is None:
        return None
    place = called.whistle.matter.place.path
    over = any(post.covers(place) for post in viewer.posts if post.knows_neighbours)
    return found if over or policies.speaks_for_unit(viewer, called) else None
