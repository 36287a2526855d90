"""收: how a matter comes in, and what is refused at the door."""

from datetime import timedelta

import pytest

from linli.kernel import journal
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Assignment, Word
from linli.matters.actions.desk import NotToBeGivenTo
from linli.matters.actions.reporting import (
    AlreadyJoined,
    MandateMissing,
    NothingSaid,
    NotInACommunity,
    NotOpenToJoin,
    UnknownChannel,
    receipt_hash,
)
from linli.matters.events import (
    MatterReported,
    MatterReportedFor,
)
from linli.matters.models import Matter
from linli.matters.rules import Sensitivity, State
from linli.matters.testing import (
    a_matter,
    a_matter_in_work,
)
from linli.matters.tests.matter_stories import RECEIPT, fresh
from linli.people.testing import (
    A_STRANGER,
    a_clerk,
    a_person,
    a_secretary,
    a_subdistrict_clerk,
    viewing,
)
from linli.people.viewer import Viewer
from linli.places.testing import a_neighbourhood
from linli.ratings.models import RatingSlip

pytestmark = pytest.mark.django_db


def test_a_neighbour_says_what_is_wrong_and_is_promised_a_day() -> None:
    matter = a_matter("楼道灯不亮。天黑看不见。")

    assert matter.standing is State.RECEIVED
    assert matter.title == "楼道灯不亮"
    assert matter.number == "LL-2026-000001"
    assert len(matter.spoken_code) == 5
    assert matter.desk.kind == "community"
    # NOON is a Monday: three working days for a small matter end on Thursday evening.
    assert matter.due_at > NOON + timedelta(days=3)
    [told] = journal.events(MatterReported, subject=matter.ref)
    assert told.words == "楼道灯不亮。天黑看不见。"


def test_an_unnamed_neighbour_is_led_back_by_the_receipt_alone() -> None:
    here = a_neighbourhood().building
    word = Word(words="有人半夜装修", place=here)

    matter = actions.report_matter(word=word, by=A_STRANGER, receipt=RECEIPT, at=NOON)

    assert matter.reporter is None
    assert RECEIPT not in str(list(Entry.objects.values_list("facts", flat=True)))
    with_receipt = Viewer(receipts=frozenset({receipt_hash(RECEIPT)}))
    assert Matter.objects.visible_to(with_receipt).get() == matter
    assert not Matter.objects.visible_to(A_STRANGER).exists()


def test_who_serves_there_may_write_it_down_for_another_saying_how_asked() -> None:
    place = a_neighbourhood()
    grandmother = a_person("沈奶奶", home=place.unit)
    clerk = viewing(a_clerk(place.community))
    word = Word(words="水管漏了", place=place.unit, channel="phone")

    actions.report_matter(
        word=word, reporter=grandmother, evidence="电话口头委托", by=clerk, at=NOON
    )

    [told] = journal.events(MatterReportedFor, subject=Matter.objects.get().ref)
    assert (told.reporter, told.evidence) == (grandmother.ref, "电话口头委托")


def test_nobody_speaks_for_another_without_a_mandate() -> None:
    place = a_neighbourhood()
    grandmother = a_person("沈奶奶", home=place.unit)
    word = Word(words="水管漏了", place=place.unit)

    for by, evidence in (
        (viewing(a_person("路人", home=place.unit)), "她让我说的"),
        (viewing(a_clerk(place.community)), ""),
        (A_STRANGER, "她让我说的"),
    ):
        with pytest.raises(MandateMissing):
            actions.report_matter(
                word=word, reporter=grandmother, evidence=evidence, by=by, at=NOON
            )


@pytest.mark.parametrize("words", ["", "  \n ", "长" * 2001])
def test_nothing_or_too_much_is_asked_for_again(words: str) -> None:
    with pytest.raises(NothingSaid):
        a_matter(words)


def test_an_unknown_channel_is_refused() -> None:
    word = Word(words="灯不亮", place=a_neighbourhood().unit, channel="pigeon")

    with pytest.raises(UnknownChannel):
        actions.report_matter(word=word, by=A_STRANGER, at=NOON)


def test_a_place_outside_any_community_has_no_desk() -> None:
    word = Word(words="灯不亮", place=a_neighbourhood().subdistrict)

    with pytest.raises(NotInACommunity):
        actions.report_matter(word=word, by=A_STRANGER, at=NOON)


def test_a_complaint_about_a_clerk_goes_one_level_up_and_never_to_that_clerk() -> None:
    place = a_neighbourhood()
    clerk, secretary = a_clerk(place.community), a_secretary(place.community)
    upstairs = a_subdistrict_clerk(place.subdistrict)
    word = Word(words="窗口态度不好", place=place.unit, concerns=clerk)

    matter = actions.report_matter(word=word, by=A_STRANGER, at=NOON)

    assert matter.desk == place.subdistrict
    assert matter.sensitivity == Sensitivity.COMPLAINT
    assert not Matter.objects.visible_to(viewing(clerk)).exists()
    assert not Matter.objects.visible_to(viewing(secretary)).exists()
    assert Matter.objects.visible_to(viewing(upstairs)).get() == matter
    with pytest.raises(NotToBeGivenTo):
        actions.dispatch_matter(
            matter=matter,
            assignment=Assignment(handler=clerk),
            by=viewing(upstairs),
            at=NOON,
        )


def test_neighbours_join_and_are_all_asked_in_the_end() -> None:
    matter = a_matter_in_work()
    neighbour = a_person("江师傅", home=matter.place)

    actions.join_matter(matter=matter, by=viewing(neighbour), words="我家也是", at=NOON)
    assert matter.handler
    actions.finish_matter(
        matter=fresh(matter),
        measure="",
        outcome="修好了",
        by=viewing(matter.handler),
        at=NOON,
    )

    asked = set(RatingSlip.objects.values_list("person", flat=True))
    assert asked == {matter.reporter_id, neighbour.pk}


def test_nobody_joins_twice_nor_his_own_matter() -> None:
    matter = a_matter()
    assert matter.reporter
    neighbour = viewing(a_person("江师傅", home=matter.place))
    actions.join_matter(matter=matter, by=neighbour, at=NOON)

    for by in (neighbour, viewing(matter.reporter)):
        with pytest.raises(AlreadyJoined):
            actions.join_matter(matter=matter, by=by, at=NOON)


def test_what_is_closed_or_private_is_not_joined() -> None:
    neighbour = viewing(a_person("江师傅"))
    private = a_matter()
    Matter.objects.filter(pk=private.pk).update(sensitivity=Sensitivity.PRIVATE)

    with pytest.raises(NotOpenToJoin):
        actions.join_matter(matter=fresh(private), by=neighbour, at=NOON)


def test_a_complaint_about_the_clerk_upstairs_is_kept_from_that_clerk_alone() -> None:
    place = a_neighbourhood()
    concerned = a_subdistrict_clerk(place.subdistrict)
    colleague = a_subdistrict_clerk(place.subdistrict, "江照")
    word = Word(words="街道窗口让我跑了三趟", place=place.unit, concerns=concerned)

    matter = actions.report_matter(word=word, by=A_STRANGER, at=NOON)

    assert not Matter.objects.visible_to(viewing(concerned)).exists()
    assert Matter.objects.visible_to(viewing(colleague)).get() == matter
