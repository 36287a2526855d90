"""The count: opened by counters together, balanced, reproducible by one file."""

import json
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.people.testing import an_administrator, viewing
from linli.people.viewer import THE_HOUSE
from linli.voting import actions, verify
from linli.voting.actions import NewQuestion, Safeguards
from linli.voting.events import FullBundleTaken
from linli.voting.models import Ballot, Envelope, Mark
from linli.voting.options import RULES
from linli.voting.queries import (
    Bundle,
    NotYetCounted,
    WeightsTell,
    count_of,
    full_bundle,
    may_be_public,
    outcomes_of,
    public_bundle,
    results_told,
)
from linli.voting.queries.bundles import bundle_from
from linli.voting.rules import Deemed, PollStepNotAllowed, Rule, Secrecy, Weight, digest_of
from linli.voting.testing import A_WEEK_LATER, AFTERWARDS, Scene, a_poll, the_rule

pytestmark = pytest.mark.django_db
VERIFY = Path(verify.__file__)
OWNERS = NewQuestion(words="换电梯吗？", rule=the_rule("owners_ordinary"))
FLATS = [Weight(heads=1, area=8000 + 37 * n, units=1) for n in range(6)]
ALIKE = [Weight(heads=1, area=9000, units=1)] * 6


def counted(*said: int, scene: Scene | None = None) -> Scene:
    scene = scene or a_poll()
    for voter, place in zip(scene.voters, said, strict=False):
        scene.cast(voter, [place])
    scene.close()
    scene.count()
    return scene


def owners(weights: list[Weight]) -> Scene:
    return a_poll(OWNERS, weights=weights, secrecy=Secrecy.NAMED)


def test_before_the_count_there_is_nothing_to_see_for_anybody() -> None:
    scene = a_poll()
    scene.cast(scene.voters[0], [0])
    for _ in ("open", "closed"):
        for ask in (count_of, full_bundle, public_bundle):
            with pytest.raises(NotYetCounted):
                ask(scene.poll)
        assert not Ballot.objects.exists()
        if scene.poll.state == "open":
            scene.close()


def test_nobody_but_a_sworn_counter_counts_or_takes_the_full_bundle() -> None:
    scene = a_poll()
    scene.close()
    mighty = [scene.by, viewing(an_administrator(scene.poll.place)), THE_HOUSE]
    for by in (*mighty, viewing(scene.voters[0])):
        with pytest.raises(NotPermitted):
            actions.count_poll(
                poll=scene.poll, codes=scene.codes, papers_in_box=0, by=by, at=AFTERWARDS
            )
    scene.count()
    for by in mighty:
        with pytest.raises(NotPermitted):
            actions.take_full_bundle(poll=scene.poll, by=by, at=AFTERWARDS)


def test_the_ballots_do_not_open_before_the_end_even_with_every_code() -> None:
    scene = a_poll()
    with pytest.raises(PollStepNotAllowed):
        scene.count()


@pytest.mark.parametrize("have", [0, 1])
def test_too_few_codes_open_nothing(have: int) -> None:
    scene = a_poll()
    scene.cast(scene.voters[0], [0])
    scene.close()
    with pytest.raises(actions.CodesDoNotOpen):
        actions.count_poll(
            poll=scene.poll,
            codes=[scene.codes[0]] * 2 * have,
            papers_in_box=0,
            by=viewing(scene.counters[0]),
            at=AFTERWARDS,
        )
    assert Envelope.objects.exists()


def test_codes_of_another_poll_open_nothing() -> None:
    scene, other = a_poll(), a_poll()
    scene.close()
    with pytest.raises(actions.CodesDoNotOpen):
        actions.count_poll(
            poll=scene.poll,
            codes=other.codes[:2],
            papers_in_box=0,
            by=viewing(scene.counters[0]),
            at=AFTERWARDS,
        )


def test_any_two_of_three_codes_open_and_a_poll_without_codes_needs_none() -> None:
    scene = a_poll()
    scene.cast(scene.voters[0], [0])
    scene.close()
    actions.count_poll(
        poll=scene.poll,
        codes=[scene.codes[2], scene.codes[0]],
        papers_in_box=0,
        by=viewing(scene.counters[1]),
        at=AFTERWARDS,
    )
    plain = counted(0, 1, scene=a_poll(safeguards=Safeguards(codes_needed=0)))
    assert Ballot.objects.filter(poll=plain.poll).count() == 2


def test_an_envelope_that_was_touched_stops_the_count() -> None:
    scene = a_poll()
    scene.cast(scene.voters[0], [0])
    scene.cast(scene.voters[1], [1])
    first, second = Envelope.objects.order_by("pk")
    Envelope.objects.filter(pk=first.pk).update(sealed=second.sealed[:-8] + "AAAAAA==")
    scene.close()
    with pytest.raises(actions.CodesDoNotOpen):
        scene.count()


def test_an_envelope_taken_away_or_put_in_stops_the_count() -> None:
    scene = a_poll()
    scene.cast(scene.voters[0], [0])
    Envelope.objects.all().delete()
    scene.close()
    with pytest.raises(actions.BooksDoNotBalance):
        scene.count()


def test_afterwards_key_and_envelopes_are_gone_and_ballots_stand_for_ever() -> None:
    scene = counted(0, 0, 1)

    assert scene.poll.house_half is None
    assert not Envelope.objects.exists()
    for deed in (
        lambda: Ballot.objects.update(answers=[[1]]),
        lambda: Ballot.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    with pytest.raises(PollStepNotAllowed):
        scene.count()


def test_a_recount_finds_the_same_and_stands_beside_the_count() -> None:
    scene = counted(0, 0, 1, 2)
    with pytest.raises(NotPermitted):
        actions.recount_poll(poll=scene.poll, by=scene.by, at=AFTERWARDS)

    again = actions.recount_poll(poll=scene.poll, by=viewing(scene.counters[1]), at=AFTERWARDS)

    assert again.is_recount
    assert again.digest == count_of(scene.poll).digest


def test_a_recount_that_differs_is_said_loudly() -> None:
    scene = counted(0, 0, 1, 2)
    Mark.objects.filter(poll=scene.poll).last().delete()  # type: ignore[union-attr]

    with pytest.raises(actions.RecountDiffers):
        actions.recount_poll(poll=scene.poll, by=viewing(scene.counters[1]), at=AFTERWARDS)


def test_each_taking_of_the_full_bundle_is_on_record() -> None:
    scene = counted(0)
    actions.take_full_bundle(poll=scene.poll, by=viewing(scene.counters[0]), at=AFTERWARDS)

    assert len(journal.events(FullBundleTaken, subject=scene.poll.ref)) == 1


def test_the_public_bundle_names_nobody_and_is_verified_too() -> None:
    scene = counted(0, 0, 0, 1, 1, 2)

    shown = public_bundle(scene.poll)

    assert list(verify.faults_in(shown)) == []
    assert "marks" not in shown
    assert "lines" not in shown["roll"]
    assert not any(entry.key in json.dumps(shown) for entry in scene.poll.roll.entries.all())


def test_where_an_area_tells_whose_ballot_it_is_only_totals_are_public() -> None:
    scene, alike = (
        counted(0, 0, 0, 0, 1, scene=owners(FLATS)),
        counted(0, 0, 0, 0, 1, scene=owners(ALIKE)),
    )

    with pytest.raises(WeightsTell):
        public_bundle(scene.poll)
    assert may_be_public(alike.poll)
    assert all(one["entry"] is None for one in public_bundle(alike.poll)["ballots"])
    assert list(verify.faults_in(public_bundle(alike.poll))) == []


def test_what_was_delivered_and_kept_counts_only_where_a_bylaw_says_so() -> None:
    usual = the_rule("owners_ordinary")
    bylaw = Rule(
        code="bylaw",
        label="规约",
        label_en="Bylaw",
        basis="管理规约第九条",
        quorum=usual.quorum,
        passing=usual.passing,
        deemed=Deemed.ABSTAINS,
    )
    for rule, verdict in ((usual, "quorum_failed"), (bylaw, "passed")):
        ask = NewQuestion(words="换电梯吗？", rule=rule)
        scene = a_poll(ask, weights=ALIKE, secrecy=Secrecy.NAMED)
        papers = actions.print_papers(poll=scene.poll, count=0, by=scene.by, at=A_WEEK_LATER)
        silent = [paper for paper in papers if paper.entry.person in scene.voters[3:5]]  # type: ignore[operator, union-attr]
        for paper in silent:
            actions.note_delivery(
                paper=paper,
                on=A_WEEK_LATER.date(),
                proof="签收",
                by=scene.by,
                at=A_WEEK_LATER,
            )
        counted(0, 0, 0, scene=scene)
        [result] = count_of(scene.poll).facts["results"]
        assert result["verdict"] == verdict
        assert list(verify.faults_in(full_bundle(scene.poll))) == []


def test_the_file_runs_by_itself_on_nothing_but_python(tmp_path: Path) -> None:
    scene = counted(0, 0, 1)
    good, bad = full_bundle(scene.poll), full_bundle(scene.poll)
    bad["ballots"][0]["answers"] = [[2]]
    bad["digest"] = digest_of({k: v for k, v in bad.items() if k != "digest"})
    for name, bundle, code in (("good", good, 0), ("bad", bad, 1)):
        (tmp_path / name).write_text(json.dumps(bundle), encoding="utf-8")
        command = [sys.executable, "-I", "-S", str(VERIFY), str(tmp_path / name)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ran.returncode == code, ran.stdout
        assert bundle["digest"] in ran.stdout
    assert list(verify.faults_in(good, wanted=good["digest"])) == []
    assert list(verify.faults_in(good, wanted="0" * 64))


def bundles() -> st.SearchStrategy[tuple[str, list[list[list[int] | None]], list[int]]]:
    rules = st.sampled_from([rule.code for rule in RULES.default])
    answer = st.one_of(st.none(), st.lists(st.integers(0, 6), max_size=5, unique=True))
    ballots = st.lists(answer.map(lambda one: [one]), min_size=1, max_size=6)
    delivered = st.sampled_from([[0, 0, 0], [1, 9000, 1], [3, 27000, 3]])
    return st.tuples(rules, ballots, delivered)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(given_=bundles(), named=st.booleans(), deemed=st.sampled_from(Deemed), at=st.integers(0))
def test_verify_agrees_with_the_count_and_notices_one_changed_ballot(
    given_: tuple[str, list[list[list[int] | None]], list[int]],
    named: bool,
    deemed: Deemed,
    at: int,
) -> None:
    code, said, delivered = given_
    scene = _scene(named=named)
    usual = the_rule(code)
    rule = Rule(**{**vars(usual), "deemed": deemed})
    options = ["同意", "反对", "弃权"] if not rule.seats else [f"候选{n}" for n in range(7)]
    ballots = [
        Ballot(
            poll=scene.poll,
            entry=entry if named else None,
            answers=[_read(rule, len(options), one[0])],
        )
        for entry, one in zip(scene.poll.roll.entries.all(), said, strict=False)
    ]
    bundle = _bundle(scene, rule, options, ballots, delivered)

    assert list(verify.faults_in(bundle)) == []

    changed = deepcopy(bundle)
    ballot = changed["ballots"][at % len(ballots)]
    ballot["answers"] = [[0] if ballot["answers"] == [None] else None]
    assert list(verify.faults_in(changed))
    changed["digest"] = digest_of({k: v for k, v in changed.items() if k != "digest"})
    assert any("结果不符" in fault for fault in verify.faults_in(changed))


_scenes: dict[bool, Scene] = {}


def _scene(*, named: bool) -> Scene:
    # Every example looks at the same roll; nothing of it is written.
    found = _scenes.get(named)
    if found is None or not Mark.objects.filter(poll=found.poll).exists():
        scene = owners(FLATS) if named else a_poll()
        for voter in scene.voters:
            scene.cast(voter, [0])
        _scenes[named] = scene
    return _scenes[named]


def _read(rule: Rule, options: int, marked: list[int] | None) -> list[int] | None:
    from linli.voting.rules import reading  # noqa: PLC0415

    answer = reading(rule, options, marked or [], spoiled=marked is None)
    return None if answer is None else list(answer)


def _bundle(
    scene: Scene, rule: Rule, options: list[str], ballots: list[Ballot], delivered: list[int]
) -> Bundle:
    from linli.kernel.options import plain  # noqa: PLC0415

    question = scene.poll.questions.get()
    question.rule, question.options = plain(rule), options
    type(question).objects.filter(pk=question.pk).update(rule=plain(rule), options=options)
    heads, area, units = delivered
    weight = Weight(heads=heads, area=area, units=units)
    results = results_told(outcomes_of(scene.poll, ballots, delivered=weight))
    facts = {"receipts": [], "delivered": delivered}
    return bundle_from(scene.poll, ballots, facts, results=results)
