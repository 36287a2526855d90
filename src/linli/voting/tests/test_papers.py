"""Paper: numbered, delivered, taken in against the roll, read by two after the end."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from linli.kernel.errors import NotPermitted, Unreadable
from linli.people.models import Person
from linli.people.testing import viewing
from linli.voting import actions
from linli.voting.models import Mark, PaperBallot, PaperReading
from linli.voting.queries import marks_by_channel, papers_to_read
from linli.voting.rules import Channel, PollStepNotAllowed, Secrecy
from linli.voting.testing import A_WEEK_LATER, AFTERWARDS, Scene, a_poll

pytestmark = pytest.mark.django_db


def printed(scene: Scene, count: int = 4) -> list[PaperBallot]:
    return actions.print_papers(poll=scene.poll, count=count, by=scene.by, at=A_WEEK_LATER)


def hand_out(scene: Scene, voter: Person, channel: Channel = Channel.DOOR) -> None:
    actions.hand_out_paper(
        poll=scene.poll,
        entry=scene.entry_of(voter),
        channel=channel,
        by=scene.by,
        at=A_WEEK_LATER,
    )


def take_in(scene: Scene, paper: PaperBallot, channel: Channel = Channel.PAPER) -> None:
    actions.take_in_paper(
        poll=scene.poll, serial=paper.serial, channel=channel, by=scene.by, at=A_WEEK_LATER
    )


def read(
    scene: Scene, paper: PaperBallot, reader: int, *marked: int, spoiled: bool = False
) -> bool:
    scene.poll.refresh_from_db()
    return actions.read_paper(
        poll=scene.poll,
        serial=paper.serial.lower(),
        marked=[marked],
        spoiled=[spoiled],
        by=viewing(scene.counters[reader]),
        at=AFTERWARDS,
    )


def test_a_secret_paper_from_the_stack_to_the_count() -> None:
    scene = a_poll()
    papers = printed(scene)
    for voter in scene.voters[:3]:
        hand_out(scene, voter)
    for voter in scene.voters[3:5]:
        scene.cast(voter, [1])
    scene.close()

    assert [read(scene, paper, 0, 0) for paper in papers[:3]] == [False] * 3
    assert [read(scene, paper, 1, 0) for paper in papers[:3]] == [True] * 3
    count = scene.count(papers=3)

    assert count.facts["results"][0]["votes"][:2] == [[3, 0, 0], [2, 0, 0]]
    assert marks_by_channel(scene.poll)[Channel.DOOR] == 3
    assert not PaperBallot.objects.filter(entry__isnull=False).exists()


def test_a_named_paper_comes_back_by_its_number() -> None:
    scene = a_poll(secrecy=Secrecy.NAMED)
    papers = printed(scene)
    assert len(papers) == len(scene.voters)
    for paper in papers[:4]:
        take_in(scene, paper)
    scene.close()
    for paper in papers[:4]:
        read(scene, paper, 0, 0)
        read(scene, paper, 2, 0)

    count = scene.count(papers=4)

    assert count.facts["results"][0]["verdict"] == "passed"
    assert printed_again_are_none(scene)


def printed_again_are_none(scene: Scene) -> bool:
    return PaperBallot.objects.filter(poll=scene.poll).count() == len(scene.voters)


def test_an_entry_votes_once_over_all_channels() -> None:
    scene = a_poll()
    printed(scene)
    hand_out(scene, scene.voters[0])
    scene.cast(scene.voters[1], [0])

    with pytest.raises(actions.AlreadyVoted):
        scene.cast(scene.voters[0], [0])
    with pytest.raises(actions.AlreadyVoted):
        hand_out(scene, scene.voters[1], Channel.HALL)

    named = a_poll(secrecy=Secrecy.NAMED)
    paper = printed(named)[0]
    assert paper.entry
    named.cast(paper.entry.person, [0])  # type: ignore[arg-type]
    with pytest.raises(actions.AlreadyVoted):
        take_in(named, paper)


def test_nobody_reads_a_paper_while_the_poll_runs() -> None:
    scene = a_poll()
    papers = printed(scene)
    with pytest.raises(PollStepNotAllowed):
        read(scene, papers[0], 0, 0)


def test_two_who_read_differently_call_for_a_third() -> None:
    scene = a_poll(secrecy=Secrecy.NAMED)
    paper = printed(scene)[0]
    take_in(scene, paper)
    scene.close()
    assert not read(scene, paper, 0, 0)
    assert not read(scene, paper, 1, 1)
    with pytest.raises(actions.PapersUnread):
        scene.count(papers=1)

    assert list(papers_to_read(scene.poll)) == [paper]
    assert read(scene, paper, 2, 1)

    assert scene.count(papers=1).facts["results"][0]["votes"][1][0] == 1


def test_one_person_is_not_two_readers() -> None:
    scene = a_poll()
    paper = printed(scene)[0]
    hand_out(scene, scene.voters[0])
    scene.close()
    read(scene, paper, 0, 0)
    with pytest.raises(actions.AlreadyRead):
        read(scene, paper, 0, 0)
    read(scene, paper, 1, 0)
    with pytest.raises(actions.AlreadyRead):
        read(scene, paper, 2, 0)


def test_a_sheet_with_two_crosses_is_invalid_and_counted_as_that() -> None:
    scene = a_poll()
    papers = printed(scene)
    for voter, paper in zip(scene.voters[:2], papers, strict=False):
        hand_out(scene, voter)
        del paper
    scene.close()
    for reader in (0, 1):
        read(scene, papers[0], reader, 0, 1)
        read(scene, papers[1], reader, spoiled=True)

    result = scene.count(papers=2).facts["results"][0]

    assert result["invalid"] == [2, 0, 0]
    assert result["took_part"] == [2, 0, 0]


def test_only_counters_read_and_only_what_came_back() -> None:
    scene = a_poll(secrecy=Secrecy.NAMED)
    back, kept = printed(scene)[:2]
    take_in(scene, back)
    scene.close()
    with pytest.raises(NotPermitted):
        actions.read_paper(
            poll=scene.poll,
            serial=back.serial,
            marked=[[0]],
            spoiled=[False],
            by=scene.by,
            at=AFTERWARDS,
        )
    with pytest.raises(actions.PaperNotReturned):
        read(scene, kept, 0, 0)
    with pytest.raises(actions.NoSuchPaper):
        read(scene, PaperBallot(serial="ZZZZZZZZ"), 0, 0)


def test_the_box_and_the_books_have_to_agree() -> None:
    scene = a_poll()
    papers = printed(scene)
    hand_out(scene, scene.voters[0])
    scene.close()
    for reader in (0, 1):
        read(scene, papers[0], reader, 0)
    with pytest.raises(actions.BooksDoNotBalance):
        scene.count(papers=2)
    for reader in (0, 1):  # a sheet that nobody was handed
        read(scene, papers[1], reader, 0)
    with pytest.raises(actions.BooksDoNotBalance):
        scene.count(papers=2)


def test_what_was_handed_out_and_not_put_in_is_simply_fewer() -> None:
    scene = a_poll()
    papers = printed(scene)
    for voter in scene.voters[:2]:
        hand_out(scene, voter)
    scene.close()
    for reader in (0, 1):
        read(scene, papers[0], reader, 0)

    count = scene.count(papers=1)

    assert (count.facts["papers"], count.facts["paper_marks"]) == (1, 2)


def test_channels_that_are_not_offered_and_the_wrong_sort_are_refused() -> None:
    online, scene = a_poll(channels=[Channel.ONLINE]), a_poll(channels=[Channel.DOOR])
    named = a_poll(secrecy=Secrecy.NAMED)
    with pytest.raises(actions.ChannelNotOffered):
        printed(online)
    with pytest.raises(actions.ChannelNotOffered):
        hand_out(scene, scene.voters[0], Channel.HALL)
    with pytest.raises(actions.ChannelNotOffered):
        hand_out(named, named.voters[0])
    blank = printed(scene)[0]
    with pytest.raises(actions.ChannelNotOffered):
        take_in(scene, blank, Channel.DOOR)
    with pytest.raises(Unreadable):
        printed(scene, count=0)


def test_voters_take_no_papers_in() -> None:
    scene = a_poll()
    with pytest.raises(NotPermitted):
        actions.hand_out_paper(
            poll=scene.poll,
            entry=scene.entry_of(scene.voters[0]),
            channel=Channel.DOOR,
            by=viewing(scene.voters[0]),
            at=A_WEEK_LATER,
        )


def test_a_delivery_needs_its_proof_and_a_named_paper() -> None:
    scene, secret = a_poll(secrecy=Secrecy.NAMED), a_poll()
    paper = printed(scene)[0]
    day = date(2026, 3, 11)
    for wrong, proof in ((paper, " "), (printed(secret)[0], "签收")):
        with pytest.raises(Unreadable):
            actions.note_delivery(
                paper=wrong,
                on=day,
                proof=proof,
                by=scene.by if wrong is paper else secret.by,
                at=A_WEEK_LATER,
            )

    actions.note_delivery(paper=paper, on=day, proof="本人签收", by=scene.by, at=A_WEEK_LATER)

    paper.refresh_from_db()
    assert paper.delivered_on == day


def test_what_a_counter_read_is_never_changed() -> None:
    scene = a_poll()
    paper = printed(scene)[0]
    hand_out(scene, scene.voters[0])
    scene.close()
    read(scene, paper, 0, 0)
    with pytest.raises(DatabaseError), transaction.atomic():
        PaperReading.objects.update(answers=[[1]])
    assert Mark.objects.count() == 1
