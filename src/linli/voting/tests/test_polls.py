"""Polls: drafted on a sealed roll, opened, extended only as declared, closed by the clock."""

from datetime import timedelta

import pytest

from linli.kernel.errors import NotPermitted
from linli.people.testing import a_person, viewing
from linli.people.viewer import THE_HOUSE
from linli.voting import actions
from linli.voting.actions import NewQuestion, Safeguards
from linli.voting.models import Envelope, Mark, Poll, Roll
from linli.voting.queries import (
    TurnoutNotShown,
    polls_for,
    sealed_lines,
    turnout_of,
    waiting_for,
)
from linli.voting.rules import (
    Channel,
    PollState,
    PollStepNotAllowed,
    Secrecy,
    Weight,
    roll_digest,
)
from linli.voting.testing import A_WEEK_LATER, AFTERWARDS, CLOSES, Scene, a_poll, the_rule

pytestmark = pytest.mark.django_db
BENCH = NewQuestion(words="换长椅吗？", rule=the_rule("owners_ordinary"))
FLATS = [Weight(heads=1, area=8000 + n, units=1) for n in range(6)]


def draft(scene: Scene, *questions: NewQuestion, **changes: object) -> Poll:
    said = {
        "title": "换长椅",
        "roll": scene.poll.roll,
        "questions": questions or (NewQuestion(words="换吗？", rule=the_rule("residents")),),
        "secrecy": Secrecy.NAMED,
        "channels": [Channel.ONLINE],
        "closes_at": CLOSES,
        "by": scene.by,
        "at": A_WEEK_LATER,
    }
    return actions.draft_poll(**said | changes)  # type: ignore[arg-type]


def test_what_is_declared_comes_from_the_community_unless_said_otherwise() -> None:
    scene = a_poll(is_open=False)

    poll = draft(scene, safeguards=Safeguards(extension_times=0, shows_turnout=True))

    assert (poll.extension_times, poll.extension_days, poll.codes_needed) == (0, 7, 2)
    assert poll.shows_turnout
    assert [question.options for question in poll.questions.all()] == [["同意", "反对", "弃权"]]


def test_residents_organise_no_poll() -> None:
    scene = a_poll(is_open=False)
    with pytest.raises(NotPermitted):
        draft(scene, by=viewing(scene.voters[0]))


def test_nothing_is_asked_of_a_roll_that_is_not_sealed() -> None:
    scene = a_poll(is_open=False)
    loose = Roll(place=scene.poll.place, state="shown")
    with pytest.raises(actions.RollNotSealed):
        draft(scene, roll=loose)


@pytest.mark.parametrize(
    "question",
    [
        NewQuestion(words=" ", rule=the_rule("residents")),
        NewQuestion(words="换吗？", rule=the_rule("residents"), candidates=("行", "不行")),
        NewQuestion(words="选谁？", rule=the_rule("election_one")),
        NewQuestion(words="选谁？", rule=the_rule("election_one"), candidates=("甲", "甲")),
        NewQuestion(words="选谁？", rule=the_rule("election_one"), candidates=("甲",)),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(question: NewQuestion) -> None:
    with pytest.raises(actions.QuestionUnsound):
        draft(a_poll(is_open=False), question)


def test_a_poll_needs_a_question_a_channel_and_a_time_ahead() -> None:
    scene = a_poll(is_open=False)
    for changes in ({"questions": ()}, {"channels": ()}, {"title": " "}):
        said = {"questions": (BENCH,)} | changes
        with pytest.raises(actions.QuestionUnsound):
            draft(scene, **said)
    with pytest.raises(actions.TimeUnsound):
        draft(scene, closes_at=A_WEEK_LATER)


def test_votes_by_area_and_among_few_are_not_secret() -> None:
    by_area = a_poll(BENCH, weights=FLATS, secrecy=Secrecy.NAMED, is_open=False)
    few = a_poll(voters=4, secrecy=Secrecy.NAMED, is_open=False)

    with pytest.raises(actions.SecretCannotBeKept):
        draft(by_area, BENCH, secrecy=Secrecy.SECRET)
    with pytest.raises(actions.SecretCannotBeKept):
        draft(few, secrecy=Secrecy.SECRET)


def test_it_opens_with_counters_and_each_has_a_code_that_is_kept_nowhere() -> None:
    scene = a_poll()

    assert len(set(scene.codes)) == 3
    scene.poll.refresh_from_db()
    kept = str(vars(scene.poll))
    assert all(code.partition("-")[2] not in kept for code in scene.codes)


def test_it_does_not_open_without_enough_counters() -> None:
    scene = a_poll(is_open=False)
    poll = draft(scene)
    actions.swear_in_counter(poll=poll, person=scene.counters[0], by=scene.by, at=A_WEEK_LATER)

    with pytest.raises(actions.CountersMissing):
        actions.open_poll(poll=poll, by=scene.by, at=A_WEEK_LATER)


def test_nobody_is_sworn_in_once_it_is_open() -> None:
    scene = a_poll()
    late = a_person("后来的", home=scene.poll.place)

    with pytest.raises(PollStepNotAllowed):
        actions.swear_in_counter(poll=scene.poll, person=late, by=scene.by, at=A_WEEK_LATER)


def test_a_poll_whose_time_is_over_does_not_open() -> None:
    scene = a_poll(is_open=False)
    with pytest.raises(actions.TimeUnsound):
        actions.open_poll(poll=scene.poll, by=scene.by, at=AFTERWARDS)


def test_it_is_extended_as_declared_and_the_roll_stays() -> None:
    scene = a_poll()
    scene.cast(scene.voters[0], [0])
    before = roll_digest(sealed_lines(scene.poll.roll))

    actions.extend_poll(poll=scene.poll, by=scene.by, at=CLOSES - timedelta(hours=1))

    assert scene.poll.closes_at == CLOSES + timedelta(days=7)
    assert before == roll_digest(sealed_lines(scene.poll.roll)) == scene.poll.roll.digest
    scene.cast(scene.voters[1], [0], at=CLOSES + timedelta(days=1))
    with pytest.raises(actions.NotDeclared):
        actions.extend_poll(poll=scene.poll, by=scene.by, at=CLOSES)


def test_it_is_not_extended_when_enough_took_part_nor_when_it_is_over() -> None:
    enough, over = a_poll(), a_poll()
    for voter in enough.voters[:4]:
        enough.cast(voter, [1])

    with pytest.raises(actions.NotDeclared):
        actions.extend_poll(poll=enough.poll, by=enough.by, at=A_WEEK_LATER)
    with pytest.raises(actions.NotDeclared):
        actions.extend_poll(poll=over.poll, by=over.by, at=CLOSES)


def test_it_is_not_closed_early_unless_everybody_has_voted() -> None:
    scene = a_poll()
    with pytest.raises(actions.NotYetOver):
        scene.close(at=CLOSES - timedelta(minutes=1))

    for voter in scene.voters:
        scene.cast(voter, [0])
    scene.close(at=A_WEEK_LATER)

    assert scene.poll.standing is PollState.CLOSED


def test_what_is_over_closes_by_itself() -> None:
    scene = a_poll()

    assert actions.close_due_polls(at=CLOSES - timedelta(minutes=1)) == 0
    assert actions.close_due_polls(at=AFTERWARDS) == 1
    assert actions.close_due_polls(at=AFTERWARDS) == 0

    scene.poll.refresh_from_db()
    assert scene.poll.closed_at == CLOSES


def test_a_poll_is_withdrawn_with_its_reason_and_the_ballots_are_destroyed() -> None:
    scene = a_poll()
    scene.cast(scene.voters[0], [0])
    with pytest.raises(actions.ReasonMissing):
        actions.withdraw_poll(poll=scene.poll, reason=" ", by=scene.by, at=A_WEEK_LATER)

    actions.withdraw_poll(poll=scene.poll, reason="题目写错", by=scene.by, at=A_WEEK_LATER)

    assert not Envelope.objects.filter(poll=scene.poll).exists()
    assert Mark.objects.filter(poll=scene.poll).count() == 1
    assert scene.poll.house_half is None
    with pytest.raises(PollStepNotAllowed):
        scene.cast(scene.voters[1], [0])


def test_what_is_closed_has_to_be_counted_and_is_not_withdrawn() -> None:
    scene = a_poll()
    scene.close()

    with pytest.raises(PollStepNotAllowed):
        actions.withdraw_poll(poll=scene.poll, reason="不想数", by=scene.by, at=AFTERWARDS)


def test_nobody_runs_it_but_the_organiser_and_the_desk() -> None:
    scene = a_poll()
    for nobody in (viewing(scene.voters[0]), viewing(scene.counters[0])):
        with pytest.raises(NotPermitted):
            actions.close_poll(poll=scene.poll, by=nobody, at=AFTERWARDS)


def test_the_turnout_is_nobodys_while_it_runs_unless_it_was_declared() -> None:
    scene, open_one = a_poll(), a_poll(safeguards=Safeguards(shows_turnout=True))
    for one in (scene, open_one):
        one.cast(one.voters[0], [0])

    with pytest.raises(TurnoutNotShown):
        turnout_of(scene.poll)
    assert turnout_of(open_one.poll).heads == 1
    scene.close()
    assert turnout_of(scene.poll).heads == 1


def test_a_draft_is_seen_by_who_prepares_it_and_an_open_poll_waits_for_its_voters() -> None:
    ready, scene = a_poll(is_open=False), a_poll()
    voter = viewing(scene.voters[0])

    assert ready.poll not in polls_for(voter)
    assert ready.poll in polls_for(ready.by)
    assert list(waiting_for(voter, at=A_WEEK_LATER)) == [scene.poll]
    scene.cast(scene.voters[0], [0])
    assert not waiting_for(voter, at=A_WEEK_LATER)
    assert not waiting_for(THE_HOUSE, at=A_WEEK_LATER)


def test_who_looked_before_a_change_does_not_write_over_it() -> None:
    scene = a_poll()
    stale = Poll.objects.get(pk=scene.poll.pk)
    actions.extend_poll(poll=scene.poll, by=scene.by, at=A_WEEK_LATER)

    with pytest.raises(actions.PollMovedOn):
        actions.withdraw_poll(poll=stale, reason="旧页面", by=scene.by, at=A_WEEK_LATER)
