"""并案与拆分: done as one or apart, undone without loss, every reporter kept."""

from datetime import timedelta

import pytest

from linli.duties.models import Duty
from linli.kernel.errors import NotPermitted
from linli.kernel.links import linked_with
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Assignment, Part, Word
from linli.matters.actions.merging import (
    MergeReasonMissing,
    NotToBeMerged,
    NotToBeUndone,
    TooFewParts,
)
from linli.matters.models import Matter
from linli.matters.rules import State
from linli.matters.testing import a_finished_matter, a_matter
from linli.matters.tests.matter_stories import fresh, let_time_pass
from linli.matters.tests.test_involving import handler_of
from linli.people.queries import receipt_hash
from linli.people.testing import a_clerk, a_person, viewing
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.testing import a_neighbourhood
from linli.ratings.models import RatingSlip

pytestmark = pytest.mark.django_db


def two_alike() -> tuple[Matter, Matter, Viewer]:
    home = a_neighbourhood().unit
    one, other = a_matter(place=home), a_matter(place=home)
    return one, other, viewing(a_clerk(one.desk))


def merged(matter: Matter, into: Matter, by: Viewer) -> None:
    actions.merge_matter(matter=matter, into=into, why="同一盏灯", by=by, at=NOON)


def given_to(matter: Matter, by: Viewer, name: str = "张师傅") -> None:
    handler = a_person(name, matter.place)
    actions.dispatch_matter(
        matter=matter, assignment=Assignment(handler=handler), by=by, at=NOON
    )


def finished(matter: Matter) -> None:
    actions.finish_matter(
        matter=matter, measure="", outcome="灯亮了", by=handler_of(matter), at=NOON
    )


def test_both_reporters_are_asked_when_the_one_is_finished() -> None:
    one, other, clerk = two_alike()

    merged(other, one, clerk)
    given_to(one, clerk)
    finished(one)

    assert other.standing is State.MERGED
    assert not Duty.objects.running().filter(subject=other.ref)
    slips = RatingSlip.objects.filter(subject=one.ref)
    assert {slip.person for slip in slips} == {one.reporter, other.reporter}
    assert (("并案", other.ref)) in linked_with(one.ref)
    assert fresh(one).joined == 1


def test_who_spoke_unnamed_keeps_the_receipt() -> None:
    home = a_neighbourhood().unit
    one = a_matter(place=home)
    word = Word(words="灯不亮", place=home)
    other = actions.report_matter(word=word, by=Viewer(), receipt="7K3M92QX", at=NOON)
    merged(other, one, viewing(a_clerk(one.desk)))

    holder = Viewer(receipts=frozenset({receipt_hash("7K3M92QX")}))

    assert set(Matter.objects.visible_to(holder)) == {one, other}


def test_unmerged_it_stands_where_it_stood_with_its_own_clock_and_voices() -> None:
    one, other, clerk = two_alike()
    given_to(other, clerk)
    clock = Duty.objects.running().get(subject=other.ref).due_at
    merged(other, one, clerk)

    actions.unmerge_matter(matter=other, why="是两盏灯", by=clerk, at=NOON)

    assert other.standing is State.DISPATCHED
    assert Duty.objects.running().get(subject=other.ref).due_at == clock
    assert not one.voices.exists()
    assert fresh(one).joined == 0


def test_who_had_joined_the_other_one_before_stays_in_it() -> None:
    one, other, clerk = two_alike()
    assert other.reporter
    actions.join_matter(matter=one, by=viewing(other.reporter), at=NOON)
    one = fresh(one)
    merged(other, one, clerk)

    actions.unmerge_matter(matter=other, why="是两盏灯", by=clerk, at=NOON)

    assert [voice.person for voice in one.voices.all()] == [other.reporter]
    assert fresh(one).joined == 1


def test_what_cannot_be_merged() -> None:
    one, other, clerk = two_alike()
    third = a_matter(place=one.place)
    with pytest.raises(NotToBeMerged, match="自己"):
        merged(one, one, clerk)
    with pytest.raises(MergeReasonMissing):
        actions.merge_matter(matter=other, into=one, why=" ", by=clerk, at=NOON)
    merged(other, one, clerk)
    with pytest.raises(NotToBeMerged, match="已经并到"):
        merged(other, third, clerk)
    with pytest.raises(NotToBeMerged, match="自己已经并到"):
        merged(third, other, clerk)
    with pytest.raises(NotToBeMerged, match="请先拆开"):
        merged(one, third, clerk)
    over = a_finished_matter(place=one.place)
    with pytest.raises(NotToBeMerged, match="已经办结"):
        merged(third, over, clerk)


def test_what_is_not_public_is_done_alone() -> None:
    one, _, clerk = two_alike()
    word = Word(words="家里有人生病", place=one.place, private=True)
    who = a_person("赵大力", one.place)
    hidden = actions.report_matter(word=word, by=viewing(who), reporter=who, at=NOON)
    with pytest.raises(NotToBeMerged, match="不公开"):
        merged(hidden, one, clerk)


def test_only_the_desk_of_both_merges_and_undoes() -> None:
    one, other, clerk = two_alike()
    elsewhere = a_matter()
    with pytest.raises(NotPermitted):
        merged(other, one, viewing(a_person("路人")))
    with pytest.raises(NotPermitted):
        merged(one, elsewhere, clerk)
    merged(other, one, clerk)
    with pytest.raises(NotPermitted):
        actions.unmerge_matter(
            matter=other, why="是两盏灯", by=viewing(a_person("路人")), at=NOON
        )


def test_what_is_finished_is_not_taken_apart() -> None:
    one, other, clerk = two_alike()
    with pytest.raises(NotToBeUndone):
        actions.unmerge_matter(matter=other, why="没有并过", by=clerk, at=NOON)
    merged(other, one, clerk)
    given_to(one, clerk)
    finished(one)
    with pytest.raises(NotToBeUndone):
        actions.unmerge_matter(matter=fresh(other), why="是两盏灯", by=clerk, at=NOON)


def split(matter: Matter, by: Viewer, *, place: Area | None = None) -> list[Matter]:
    here = place or matter.place
    parts = [Part(words="换楼道的灯", place=here), Part(words="清理三楼堆物", place=here)]
    return actions.split_matter(matter=matter, parts=parts, why="两家各办各的", by=by, at=NOON)


def test_the_whole_waits_until_all_its_parts_are_finished() -> None:
    matter, _, clerk = two_alike()
    given_to(matter, clerk)
    clock = Duty.objects.running().get(subject=matter.ref).due_at

    one, other = split(matter, clerk)
    assert matter.standing is State.SPLIT
    assert Duty.objects.running().get(subject=matter.ref).due_at == matter.due_at
    for part in (one, other):
        given_to(part, clerk, f"师傅{part.pk}")
        assert fresh(matter).standing is State.SPLIT
        finished(part)
        let_time_pass(timedelta(minutes=1))

    assert fresh(matter).standing is State.DISPATCHED
    assert Duty.objects.running().get(subject=matter.ref).due_at == clock
    assert ("拆分", matter.ref) in linked_with(one.ref)


def test_undone_the_parts_are_kept_and_told_of() -> None:
    matter, _, clerk = two_alike()
    parts = split(matter, clerk)

    actions.unite_matter(matter=matter, why="一家就能办", by=clerk, at=NOON)

    assert matter.standing is State.RECEIVED
    assert {fresh(part).standing for part in parts} == {State.MERGED}
    with pytest.raises(NotToBeUndone):
        actions.unmerge_matter(matter=fresh(parts[0]), why="还是分开", by=clerk, at=NOON)
    split(matter, clerk)


def test_once_a_part_is_in_somebodys_hands_it_is_not_undone() -> None:
    matter, _, clerk = two_alike()
    one, _ = split(matter, clerk)
    given_to(one, clerk)
    with pytest.raises(NotToBeUndone):
        actions.unite_matter(matter=matter, why="一家就能办", by=clerk, at=NOON)


def test_what_cannot_be_split() -> None:
    matter, other, clerk = two_alike()
    only = [Part(words="换灯", place=matter.place)]
    with pytest.raises(TooFewParts):
        actions.split_matter(matter=matter, parts=only, why="分开办", by=clerk, at=NOON)
    with pytest.raises(NotPermitted):
        split(matter, viewing(a_person("路人")))
    with pytest.raises(NotToBeUndone):
        actions.unite_matter(matter=other, why="没有拆过", by=clerk, at=NOON)
    one, _ = split(matter, clerk)
    with pytest.raises(NotToBeMerged):
        split(one, clerk)
    with pytest.raises(NotPermitted):
        actions.unite_matter(matter=matter, why="合", by=viewing(a_person("路人")), at=NOON)


def test_who_leaves_while_it_is_split_leaves_the_whole_to_the_desk() -> None:
    matter, _, clerk = two_alike()
    given_to(matter, clerk)
    assert matter.handler
    parts = split(matter, clerk)

    actions.hand_over_matters(
        from_=matter.handler, to=None, within=matter.desk, by=clerk.ref, at=NOON
    )
    for part in parts:
        given_to(part, clerk, f"师傅{part.pk}")
        finished(part)
    let_time_pass(timedelta(minutes=1))

    assert fresh(matter).standing is State.RECEIVED
    assert Duty.objects.running().get(subject=matter.ref).kind == "dispatch"


def test_who_left_no_way_back_is_no_voice_in_the_other() -> None:
    home = a_neighbourhood().unit
    one = a_matter(place=home)
    word = Word(words="灯不亮", place=home)
    unnamed = actions.report_matter(word=word, by=Viewer(), at=NOON)

    merged(unnamed, one, viewing(a_clerk(one.desk)))

    assert not one.voices.exists()
    assert fresh(one).joined == 0
