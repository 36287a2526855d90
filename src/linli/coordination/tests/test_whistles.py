"""吹哨报到: called on one of three grounds, there in time, nobody leaves before the end."""

from datetime import timedelta

import pytest

from linli.coordination import actions
from linli.coordination.actions.units import (
    ArrivedOutOfTime,
    NoReason,
    NothingToShow,
    NotThere,
    UnitMovedOn,
)
from linli.coordination.actions.whistles import (
    LeadIsNoDepartment,
    NothingAsked,
    NotToBeCalled,
    NoWhistleForComplaints,
    WhistleIsRunning,
)
from linli.coordination.events import UnitPassedUp
from linli.coordination.models import CalledUnit, Whistle
from linli.coordination.options import WHISTLED_FROM
from linli.coordination.rules import (
    Coming,
    Ground,
    NotThatWay,
    Scores,
    UnitState,
    WhistleState,
)
from linli.coordination.testing import (
    CAME,
    HERE,
    MENDED,
    a_contact,
    a_department,
    a_unit_on_the_spot,
    a_unit_with_a_result,
    a_whistle,
    the_unit,
)
from linli.coordination.tests.coordination_stories import let_time_pass
from linli.duties.models import Duty
from linli.kernel import journal, options
from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.matters import actions as matters
from linli.matters.actions import Word
from linli.matters.models import Matter
from linli.matters.testing import a_matter
from linli.messaging.models import Message
from linli.people.rules import OrganisationKind
from linli.people.testing import (
    A_STRANGER,
    a_clerk,
    a_person,
    a_subdistrict_clerk,
    viewing,
)
from linli.places.rules import AreaKind

pytestmark = pytest.mark.django_db
FAIR = Scores(response=5, result=4, attitude=3, words="来得快")


def fresh(whistle: Whistle) -> Whistle:
    return Whistle.objects.select_related("matter__place", "desk", "blown_by").get(
        pk=whistle.pk
    )


def test_a_called_unit_sees_the_matter_and_owes_to_be_there() -> None:
    matter = a_matter()
    assert matter.desk.parent
    unit = a_department(matter.desk.parent)
    contact = a_contact(unit)
    assert not Matter.objects.visible_to(viewing(contact)).exists()

    whistle = a_whistle(matter=matter, lead=unit, ground=Ground.EMERGENCY)

    called = the_unit(whistle)
    assert Matter.objects.visible_to(viewing(contact)).get() == matter
    assert Whistle.objects.visible_to(viewing(contact)).get() == whistle
    assert called.report_by == NOON + timedelta(minutes=30)
    duty = Duty.objects.running().get(subject=called.ref)
    assert (duty.kind, duty.unit, duty.due_at) == ("report_in", unit, called.report_by)


def test_an_emergency_counts_the_night_and_the_others_office_hours() -> None:
    late = NOON + timedelta(hours=8)  # 20:00 by the clock on the wall

    emergency = the_unit(a_whistle(ground=Ground.EMERGENCY, at=late))
    enforcement = the_unit(a_whistle(ground=Ground.ENFORCEMENT, at=late))

    assert emergency.report_by == late + timedelta(minutes=30)
    assert enforcement.report_by > late + timedelta(hours=12)


def test_who_was_called_is_told_once() -> None:
    matter = a_matter()
    assert matter.desk.parent
    unit = a_department(matter.desk.parent)
    contact = a_contact(unit)
    whistle = a_whistle(matter=matter, lead=unit)

    let_time_pass(timedelta(0))

    [message] = Message.objects.filter(to=contact.ref)
    assert message.url == f"/whistles/{whistle.pk}/"


@pytest.mark.parametrize("who", ["stranger", "reporter", "clerk next door", "the unit"])
def test_only_a_desk_over_the_matter_whistles(who: str) -> None:
    matter = a_matter()
    assert matter.reporter
    assert matter.desk.parent
    unit = a_department(matter.desk.parent)
    viewers = {
        "stranger": A_STRANGER,
        "reporter": viewing(matter.reporter),
        "clerk next door": viewing(a_clerk(a_matter().desk)),
        "the unit": viewing(a_contact(unit)),
    }

    with pytest.raises(NotPermitted):
        actions.blow_whistle(
            matter=matter,
            ground=Ground.UNSOLVED,
            asked="到场",
            lead=unit,
            by=viewers[who],
            at=NOON,
        )


def test_where_the_subdistrict_whistles_the_community_does_not() -> None:
    matter = a_matter()
    options.choose(
        {WHISTLED_FROM: AreaKind.SUBDISTRICT}, place=matter.desk.ref, by="person/1", at=NOON
    )

    with pytest.raises(NotPermitted):
        a_whistle(matter=matter)

    clerk, upstairs = viewing(a_clerk(matter.desk)), matter.desk.parent
    assert upstairs
    matters.escalate_matter(matter=matter, reason="要几家一起来", by=clerk, at=NOON)
    whistle = actions.blow_whistle(
        matter=matter,
        ground=Ground.UNSOLVED,
        asked="到场",
        lead=a_department(upstairs, "城管局"),
        by=viewing(a_subdistrict_clerk(upstairs)),
        at=NOON,
    )
    assert (whistle.desk, whistle.level) == (upstairs, 1)


def test_a_whistle_says_what_is_asked_of_a_department_once() -> None:
    matter = a_matter()
    assert matter.desk.parent
    manager = a_department(
        matter.desk.parent, "桂花苑物业", kind=OrganisationKind.PROPERTY_MANAGER
    )
    team = a_department(matter.desk.parent, "合唱队", kind=OrganisationKind.CULTURAL_TEAM)
    unit, by = a_department(matter.desk.parent), viewing(a_clerk(matter.desk))

    def blow(asked: str = "到场", **units: object) -> None:
        called = {"lead": unit, **units}
        actions.blow_whistle(
            matter=matter,
            ground=Ground.UNSOLVED,
            asked=asked,
            by=by,
            at=NOON,
            **called,  # type: ignore[arg-type]
        )

    with pytest.raises(NothingAsked):
        blow(" ")
    with pytest.raises(LeadIsNoDepartment):
        blow(lead=manager)
    with pytest.raises(NotToBeCalled):
        blow(others=[team])
    blow(others=[manager, unit])
    assert CalledUnit.objects.count() == 2
    with pytest.raises(WhistleIsRunning):
        blow()


def test_for_a_complaint_about_staff_nobody_whistles() -> None:
    clerk = a_clerk(a_matter().desk)
    assert clerk.home
    assert clerk.home.parent
    word = Word(words="办事员态度不好", place=clerk.home, concerns=clerk)
    who = a_person(home=clerk.home)
    matter = matters.report_matter(word=word, by=viewing(who), reporter=who, at=NOON)
    upstairs = viewing(a_subdistrict_clerk(matter.desk))

    with pytest.raises(NoWhistleForComplaints):
        actions.blow_whistle(
            matter=matter,
            ground=Ground.UNSOLVED,
            asked="到场",
            lead=a_department(matter.desk),
            by=upstairs,
            at=NOON,
        )


def test_the_unit_reports_in_with_time_place_and_who() -> None:
    whistle = a_whistle()
    called = the_unit(whistle)
    contact = viewing(a_contact(called.unit))
    at = NOON + timedelta(minutes=20)

    with pytest.raises(NotThere):
        actions.report_in(called=called, where=" ", who=CAME, by=contact, at=at)
    with pytest.raises(ArrivedOutOfTime):
        actions.report_in(
            called=called, where=HERE, who=CAME, by=contact, at=at, arrived_at=NOON
        )
    with pytest.raises(NotPermitted):
        actions.report_in(called=called, where=HERE, who=CAME, by=A_STRANGER, at=at)
    actions.report_in(called=called, where=HERE, who=CAME, by=contact, at=at)

    there = the_unit(whistle)
    assert (there.arrived_at, there.arrived_where, there.arrived_who) == (at, HERE, CAME)
    assert there.coming_at(at) is Coming.IN_TIME
    assert Duty.objects.running().get(subject=called.ref).kind == "unit_result"


def test_the_desk_may_write_down_that_they_came_earlier_but_not_before_the_call() -> None:
    whistle = a_whistle()
    desk, later = viewing(whistle.blown_by), NOON + timedelta(hours=2)
    for wrong in (NOON - timedelta(minutes=1), later + timedelta(minutes=1)):
        with pytest.raises(ArrivedOutOfTime):
            actions.report_in(
                called=the_unit(whistle),
                where=HERE,
                who=CAME,
                by=desk,
                at=later,
                arrived_at=wrong,
            )

    came = NOON + timedelta(minutes=5)
    actions.report_in(
        called=the_unit(whistle), where=HERE, who=CAME, by=desk, at=later, arrived_at=came
    )

    assert the_unit(whistle).arrived_at == came


def test_who_does_not_come_goes_up_level_by_level_by_itself() -> None:
    whistle = a_whistle(ground=Ground.EMERGENCY)
    called = the_unit(whistle)
    contact = a_contact(called.unit)
    upstairs = whistle.desk.parent
    assert upstairs
    clerk = a_subdistrict_clerk(upstairs)
    assert not Whistle.objects.visible_to(viewing(clerk)).exists()

    let_time_pass(timedelta(minutes=31))

    assert Whistle.objects.visible_to(viewing(clerk)).get() == whistle
    [told] = journal.events(UnitPassedUp, subject=whistle.matter.ref)
    assert told.desk == upstairs.ref
    assert Message.objects.filter(to=clerk.ref).count() == 1
    assert Message.objects.filter(to=contact.ref).count() >= 2

    let_time_pass(timedelta(minutes=65))

    still = the_unit(whistle)
    assert (still.times_passed_up, still.standing) == (2, UnitState.CALLED)
    assert still.report_by == NOON + timedelta(minutes=30)
    assert fresh(whistle).level == 2
    duty = Duty.objects.running().get(subject=called.ref)
    assert (duty.desk.kind, duty.give_up_at) == ("county", None)
    with pytest.raises(NotThatWay):
        actions.pass_up(called=still, at=NOON)


def test_who_came_and_gives_no_result_goes_up_too() -> None:
    called = a_unit_on_the_spot(a_whistle(ground=Ground.EMERGENCY))

    let_time_pass(timedelta(days=4))

    [told, *_] = journal.events(UnitPassedUp, subject=called.whistle.matter.ref)
    assert told.lacking == "没有给结果"


def test_nobody_leaves_before_the_result_but_with_a_reason() -> None:
    matter = a_matter()
    assert matter.desk.parent
    other = a_department(matter.desk.parent, "城管局")
    whistle = a_whistle(matter=matter, others=[other])
    desk = viewing(whistle.blown_by)
    second = whistle.units.select_related("unit", "involvement__matter").get(is_lead=False)
    second.whistle = whistle

    with pytest.raises(NoReason):
        actions.release_unit(called=second, reason=" ", by=desk, at=NOON)
    contact = viewing(a_contact(other))
    with pytest.raises(NotPermitted):
        actions.release_unit(called=second, reason="没事了", by=contact, at=NOON)
    a_unit_with_a_result(whistle)
    assert fresh(whistle).standing is WhistleState.WORKING
    actions.release_unit(called=second, reason="到场看过，不归他们管", by=desk, at=NOON)

    assert fresh(whistle).standing is WhistleState.JUDGING
    assert second.coming_at(NOON) is Coming.SPARED
    assert other not in [one.organisation for one in matter.involvements.running()]


def test_a_result_needs_words_and_who_was_there() -> None:
    called = the_unit(a_whistle())
    desk = viewing(called.whistle.blown_by)
    with pytest.raises(NotThatWay):
        actions.give_result(called=called, result=MENDED, by=desk, at=NOON)
    there = a_unit_on_the_spot(called.whistle)
    with pytest.raises(NothingToShow):
        actions.give_result(called=there, result=" ", by=desk, at=NOON)
    with pytest.raises(NotPermitted):
        actions.give_result(called=there, result=MENDED, by=A_STRANGER, at=NOON)


def test_two_people_cannot_both_report_in() -> None:
    whistle = a_whistle()
    stale = the_unit(whistle)
    a_unit_on_the_spot(whistle)

    by = viewing(whistle.blown_by)
    with pytest.raises(UnitMovedOn):
        actions.report_in(called=stale, where=HERE, who=CAME, by=by, at=NOON)
