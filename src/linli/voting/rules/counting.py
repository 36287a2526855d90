"""计票: the outcome as a pure function of the roll's total, the sheets and the rule.

The order of the sheets cannot matter: they are only added up. Not returned, abstained, invalid
and deemed are four different numbers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from linli.kernel.words import Words
from linli.voting.rules.weights import ONE_HEAD, Condition, Measure, Weight, Whole, total

ALGORITHM = "linli-tally/1"
FOR, AGAINST, ABSTAIN = 0, 1, 2
NOTHING = Weight()

type Answer = tuple[int, ...] | None
"""What a sheet says to one question: places of options; None is invalid, () of an election
an abstention."""


class Asking(StrEnum):
    DECISION = "decision"
    ELECTION = "election"

    @property
    def label(self) -> Words:
        return Words({"decision": "表决", "election": "选举"}[self])


class Deemed(StrEnum):
    """Whether what was delivered and not returned counts for something; a bylaw must say so."""

    NONE = "none"
    ABSTAINS = "abstains"
    MAJORITY = "majority"

    @property
    def label(self) -> Words:
        return Words(
            {
                "none": "没有交回的不计",
                "abstains": "送达未交回的，算参与、算弃权",
                "majority": "送达未交回的，算参与、随多数意见",
            }[self]
        )


@dataclass(frozen=True, kw_only=True)
class Rule:
    """表决规则: what has to take part (`quorum`), what has to agree (`passing`), by what law.

    In an election `passing` holds for each of the elected and `seats` are filled by `rank_by`.
    Without `invalid_takes_part` a spoiled sheet does not count towards who took part.
    """

    code: str
    label: str
    label_en: str
    basis: str
    quorum: tuple[Condition, ...] = ()
    passing: tuple[Condition, ...] = (Condition(),)
    seats: int = 0
    rank_by: Measure = Measure.HEADS
    invalid_takes_part: bool = True
    deemed: Deemed = Deemed.NONE
    is_contested: bool = False
    is_only_asked: bool = False

    def __post_init__(self) -> None:
        if not self.basis.strip():
            raise ValueError("每条规则都要写依据（basis）。")
        if self.seats < 0 or not (self.passing or self.seats):
            raise ValueError("表决要有通过的条件；选举要有名额。")

    @property
    def asking(self) -> Asking:
        return Asking.ELECTION if self.seats else Asking.DECISION

    @property
    def measures(self) -> frozenset[Measure]:
        used = {one.measure for one in (*self.quorum, *self.passing)}
        return frozenset(used | ({self.rank_by} if self.seats else set()))


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """票面: what one ballot says to one question, and what it weighs."""

    answer: Answer
    weight: Weight = ONE_HEAD


class Verdict(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    QUORUM_FAILED = "quorum_failed"
    ELECTED = "elected"
    TIED = "tied"

    @property
    def label(self) -> Words:
        return Words(
            {
                "passed": "通过",
                "failed": "没有通过",
                "quorum_failed": "参与的不够，不成立",
                "elected": "选出",
                "tied": "票数相同，要再选",
            }[self]
        )


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One condition with what was had, of what, and what was needed."""

    condition: Condition
    have: int
    of: int
    needed: int
    holds: bool


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """计票结果 of one question."""

    verdict: Verdict
    roll: Weight
    took_part: Weight
    valid: Weight
    abstained: Weight
    invalid: Weight
    not_returned: Weight
    deemed: Weight
    votes: tuple[Weight, ...]
    findings: tuple[Finding, ...]
    elected: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    without_deemed: Verdict | None = None


def reading(
    rule: Rule, options: int, marked: Sequence[int], *, spoiled: bool = False
) -> Answer:
    """认票: read what is marked; too many, none where one is needed, or unknown is invalid."""
    if spoiled or len(set(marked)) != len(marked):
        return None
    if any(not 0 <= place < options for place in marked):
        return None
    if rule.asking is Asking.DECISION:
        return tuple(marked) if len(marked) == 1 else None
    return tuple(sorted(marked)) if len(marked) <= rule.seats else None


def tally(
    rule: Rule,
    *,
    options: int,
    roll: Weight,
    sheets: Iterable[Sheet],
    delivered: Weight = NOTHING,
) -> Outcome:
    """计票: add up, then compare. `delivered` is what was handed over and not returned."""
    counted = _added_up(rule, options, roll, list(sheets))
    plain = _judged(rule, counted)
    if rule.deemed is Deemed.NONE or delivered == NOTHING:
        return plain
    judged = _judged(rule, _with_deemed(rule, counted, delivered))
    return replace(judged, without_deemed=plain.verdict)


def _added_up(rule: Rule, options: int, roll: Weight, sheets: list[Sheet]) -> Outcome:
    votes = [NOTHING] * options
    abstained = invalid = NOTHING
    for sheet in sheets:
        if sheet.answer is None:
            invalid += sheet.weight
        elif not sheet.answer or (
            rule.asking is Asking.DECISION and sheet.answer == (ABSTAIN,)
        ):
            abstained += sheet.weight
        else:
            for place in sheet.answer:
                votes[place] += sheet.weight
    returned = total(sheet.weight for sheet in sheets)
    valid = returned - invalid
    return Outcome(
        verdict=Verdict.FAILED,
        roll=roll,
        took_part=returned if rule.invalid_takes_part else valid,
        valid=valid,
        abstained=abstained,
        invalid=invalid,
        not_returned=roll - returned,
        deemed=NOTHING,
        votes=tuple(votes),
        findings=(),
    )


def _with_deemed(rule: Rule, counted: Outcome, delivered: Weight) -> Outcome:
    votes = list(counted.votes)
    if rule.deemed is Deemed.MAJORITY and rule.asking is Asking.DECISION:
        ahead = _majority(rule, counted)
        if ahead is not None:
            votes[ahead] += delivered
    return replace(
        counted,
        took_part=counted.took_part + delivered,
        deemed=delivered,
        votes=tuple(votes),
    )


def _majority(rule: Rule, counted: Outcome) -> int | None:
    """Which side is ahead by every measure that the rule uses; otherwise neither."""
    leads = {
        counted.votes[FOR].of(measure) - counted.votes[AGAINST].of(measure)
        for measure in rule.measures
    }
    if all(lead > 0 for lead in leads):
        return FOR
    return AGAINST if all(lead < 0 for lead in leads) else None


def _judged(rule: Rule, counted: Outcome) -> Outcome:
    quorum = [_found(condition, counted, counted.votes[FOR]) for condition in rule.quorum]
    is_enough = all(finding.holds for finding in quorum)
    if rule.asking is Asking.ELECTION:
        return _elected(rule, counted, tuple(quorum), is_enough=is_enough)
    passing = [_found(condition, counted, counted.votes[FOR]) for condition in rule.passing]
    passed = all(finding.holds for finding in passing)
    verdict = Verdict.PASSED if passed else Verdict.FAILED
    return replace(
        counted,
        verdict=verdict if is_enough else Verdict.QUORUM_FAILED,
        findings=(*quorum, *passing),
    )


def _elected(
    rule: Rule, counted: Outcome, quorum: tuple[Finding, ...], *, is_enough: bool
) -> Outcome:
    if not is_enough:
        return replace(counted, verdict=Verdict.QUORUM_FAILED, findings=quorum)
    strong = [
        place
        for place, votes in enumerate(counted.votes)
        if votes.of(rule.rank_by)
        and all(_found(condition, counted, votes).holds for condition in rule.passing)
    ]
    elected, tied = _top(rule, counted, strong)
    verdict = Verdict.TIED if tied else Verdict.ELECTED if elected else Verdict.FAILED
    return replace(counted, verdict=verdict, findings=quorum, elected=elected, tied=tied)


def _top(
    rule: Rule, counted: Outcome, strong: list[int]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The first so many; of those who share the last seat nobody has it."""
    if len(strong) <= rule.seats:
        return tuple(strong), ()
    have = {place: counted.votes[place].of(rule.rank_by) for place in strong}
    last = sorted(have.values(), reverse=True)[rule.seats - 1]
    above = tuple(place for place in strong if have[place] > last)
    level = tuple(place for place in strong if have[place] == last)
    if len(above) + len(level) <= rule.seats:
        return tuple(sorted((*above, *level))), ()
    return above, level


def _found(condition: Condition, counted: Outcome, votes: Weight) -> Finding:
    wholes = {
        Whole.ROLL: counted.roll,
        Whole.TOOK_PART: counted.took_part,
        Whole.VALID: counted.valid,
        Whole.VOTES: votes,
    }
    have = wholes[condition.top].of(condition.measure)
    of = wholes[condition.bottom].of(condition.measure)
    return Finding(
        condition=condition,
        have=have,
        of=of,
        needed=condition.needed(of),
        holds=condition.holds(have, of),
    )
