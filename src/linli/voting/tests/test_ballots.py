"""Ballots: once for an entry, by oneself or one's proxy, and by nobody's post."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.kernel.errors import NotPermitted
from linli.people.actions import give_mandate
from linli.people.models import Person
from linli.people.testing import a_person, a_secretary, an_administrator, viewing
from linli.people.viewer import A_PASSER_BY, THE_HOUSE
from linli.voting import actions
from linli.voting.actions import NewQuestion, Safeguards
from linli.voting.models import Envelope, Mark
from linli.voting.queries import full_bundle, votes_of
from linli.voting.rules import Channel, PollStepNotAllowed, Secrecy
from linli.voting.testing import A_WEEK_LATER, AFTERWARDS, CLOSES, Scene, a_poll, the_rule

pytestmark = pytest.mark.django_db
ELECTION = NewQuestion(
    words="选谁当楼长？", rule=the_rule("election_one"), candidates=("甲", "乙")
)


def give(scene: Scene, of: Person, to: Person, evidence: str = "3月9日书面委托") -> object:
    return actions.give_proxy(
        poll=scene.poll,
        entry=scene.entry_of(of),
        holder=to,
        evidence=evidence,
        by=viewing(of),
        at=A_WEEK_LATER,
    )


def cast_for(scene: Scene, of: Person, by: Person, *marked: list[int]) -> str:
    return actions.cast_ballot(
        poll=scene.poll,
        entry=scene.entry_of(of),
        marked=marked,
        by=viewing(by),
        at=A_WEEK_LATER,
    )


def test_a_ballot_leaves_a_mark_and_an_envelope_with_a_receipt() -> None:
    scene = a_poll()

    receipt = scene.cast(scene.voters[0], [0])

    envelope, mark = Envelope.objects.get(), Mark.objects.get()
    assert envelope.receipt == receipt
    assert envelope.entry is None
    assert mark.entry == scene.entry_of(scene.voters[0])
    assert [vote.has_voted for vote in votes_of(viewing(scene.voters[0]), scene.poll)] == [True]


def test_a_second_ballot_is_refused_whatever_it_says() -> None:
    scene = a_poll()
    scene.cast(scene.voters[0], [0])

    for again in ([0], [1]):
        with pytest.raises(actions.AlreadyVoted):
            scene.cast(scene.voters[0], again)
    assert Envelope.objects.count() == 1


def test_no_post_votes_for_another() -> None:
    scene = a_poll()
    entry = scene.entry_of(scene.voters[0])
    place = scene.poll.place
    mighty = [
        scene.by,
        viewing(a_secretary(place)),
        viewing(an_administrator(place)),
        viewing(scene.counters[0]),
        viewing(scene.voters[1]),
        A_PASSER_BY,
        THE_HOUSE,
    ]
    for by in mighty:
        with pytest.raises(actions.NotOnRoll):
            actions.cast_ballot(
                poll=scene.poll, entry=entry, marked=[[0]], by=by, at=A_WEEK_LATER
            )


def test_a_general_mandate_is_no_proxy() -> None:
    scene = a_poll()
    wang, child = scene.voters[0], a_person("女儿", home=scene.poll.place)
    give_mandate(
        principal=wang,
        delegate=child,
        scope="matters",
        evidence="家庭委托书",
        starts_on=A_WEEK_LATER.date(),
        ends_on=CLOSES.date(),
        by=viewing(wang),
        at=A_WEEK_LATER,
    )

    with pytest.raises(actions.NotOnRoll):
        cast_for(scene, wang, child, [0])


def test_an_entry_of_another_roll_is_refused() -> None:
    scene, other = a_poll(), a_poll()
    with pytest.raises(actions.NotOnRoll):
        actions.cast_ballot(
            poll=scene.poll,
            entry=other.entry_of(other.voters[0]),
            marked=[[0]],
            by=viewing(other.voters[0]),
            at=A_WEEK_LATER,
        )


@pytest.mark.parametrize("marked", [[[]], [[0, 1]], [[7]], [], [[0], [0]]])
def test_what_does_not_answer_the_question_is_refused(marked: list[list[int]]) -> None:
    scene = a_poll()
    with pytest.raises(actions.BallotUnsound):
        scene.cast(scene.voters[0], *marked)
    assert not Mark.objects.exists()


def test_nobody_may_be_chosen_and_never_too_many() -> None:
    scene = a_poll(ELECTION)
    with pytest.raises(actions.BallotUnsound):
        scene.cast(scene.voters[0], [0, 1])

    scene.cast(scene.voters[0], [])

    assert Mark.objects.count() == 1


def test_before_and_after_its_time_nothing_comes_in() -> None:
    waiting, scene = a_poll(is_open=False), a_poll()

    with pytest.raises(PollStepNotAllowed):
        waiting.cast(waiting.voters[0], [0])
    with pytest.raises(actions.PollNotOpen):
        scene.cast(scene.voters[0], [0], at=CLOSES)
    scene.close()
    with pytest.raises(PollStepNotAllowed):
        scene.cast(scene.voters[0], [0], at=CLOSES - timedelta(hours=1))


def test_a_poll_on_paper_alone_takes_nothing_online() -> None:
    scene = a_poll(channels=[Channel.PAPER])
    with pytest.raises(actions.ChannelNotOffered):
        scene.cast(scene.voters[0], [0])


def test_a_proxy_votes_once_for_whom_it_stands() -> None:
    scene = a_poll()
    wang, chen = scene.voters[:2]
    give(scene, wang, chen)
    assert [vote.is_own for vote in votes_of(viewing(chen), scene.poll)] == [True, False]

    cast_for(scene, wang, chen, [0])

    assert Mark.objects.get().by_proxy
    with pytest.raises(actions.AlreadyVoted):
        cast_for(scene, wang, chen, [0])
    with pytest.raises(actions.AlreadyVoted):  # of a secret poll nothing can be taken out again
        scene.cast(wang, [1])


def test_in_a_named_poll_the_principal_comes_before_the_proxy() -> None:
    scene = a_poll(secrecy=Secrecy.NAMED)
    wang, chen = scene.voters[:2]
    give(scene, wang, chen)
    cast_for(scene, wang, chen, [0])

    scene.cast(wang, [1])

    with pytest.raises(actions.AlreadyVoted):
        scene.cast(wang, [0])
    for voter in scene.voters[1:]:
        scene.cast(voter, [0])
    scene.close()
    count = scene.count()
    assert count.facts["superseded"] == 1
    [said] = [
        one["answers"]
        for one in full_bundle(scene.poll)["ballots"]
        if one["entry"] == scene.entry_of(wang).key
    ]
    assert said == [[1]]


def test_a_proxy_is_in_writing_for_another_and_within_the_limit() -> None:
    scene = a_poll()
    wang, chen, liu, zhao = scene.voters[:4]
    with pytest.raises(actions.ProxyUnsound):
        give(scene, wang, chen, evidence=" ")
    with pytest.raises(actions.ProxyUnsound):
        give(scene, wang, wang)
    give(scene, wang, chen)
    with pytest.raises(actions.ProxyUnsound):
        give(scene, liu, chen)
    with pytest.raises(actions.ProxyUnsound):
        give(scene, wang, liu)
    scene.cast(zhao, [0])
    with pytest.raises(actions.AlreadyVoted):
        give(scene, zhao, liu)


def test_where_proxies_are_not_allowed_there_are_none() -> None:
    scene = a_poll(safeguards=Safeguards(proxy_limit=0))
    with pytest.raises(actions.ProxyUnsound):
        give(scene, scene.voters[0], scene.voters[1])


def test_a_stranger_gives_no_proxy_for_another() -> None:
    scene = a_poll()
    with pytest.raises(NotPermitted):
        actions.give_proxy(
            poll=scene.poll,
            entry=scene.entry_of(scene.voters[0]),
            holder=scene.voters[1],
            evidence="自己写的",
            by=viewing(scene.voters[1]),
            at=A_WEEK_LATER,
        )


def test_a_revoked_proxy_votes_no_more() -> None:
    scene = a_poll()
    wang, chen = scene.voters[:2]
    proxy = give(scene, wang, chen)
    with pytest.raises(NotPermitted):
        actions.revoke_proxy(proxy=proxy, by=viewing(chen), at=A_WEEK_LATER)  # type: ignore[arg-type]

    actions.revoke_proxy(proxy=proxy, by=viewing(wang), at=A_WEEK_LATER)  # type: ignore[arg-type]

    with pytest.raises(actions.NotOnRoll):
        cast_for(scene, wang, chen, [0])
    with pytest.raises(actions.ProxyUnsound):
        actions.revoke_proxy(proxy=proxy, by=viewing(wang), at=A_WEEK_LATER)  # type: ignore[arg-type]


def test_the_database_refuses_a_second_mark_and_a_secret_envelope_with_a_name() -> None:
    scene = a_poll()
    scene.cast(scene.voters[0], [0])
    entry = scene.entry_of(scene.voters[0])
    wrong: list[Callable[[], object]] = [
        lambda: Mark.objects.create(poll=scene.poll, entry=entry, channel="paper"),
        lambda: Envelope.objects.create(
            poll=scene.poll, is_secret=True, entry=entry, sealed="x", receipt="x"
        ),
    ]
    for deed in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()


def test_after_the_end_nobody_is_a_proxy() -> None:
    scene = a_poll()
    with pytest.raises(actions.PollNotOpen):
        actions.give_proxy(
            poll=scene.poll,
            entry=scene.entry_of(scene.voters[0]),
            holder=scene.voters[1],
            evidence="晚了",
            by=viewing(scene.voters[0]),
            at=AFTERWARDS,
        )
