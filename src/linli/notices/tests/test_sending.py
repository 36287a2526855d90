"""Whom a notice means, how it goes out, and what can be done about it afterwards."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from linli.kernel import journal, options
from linli.kernel.errors import NotPermitted, Unreadable
from linli.kernel.testing import NOON
from linli.messaging.actions import send_lot
from linli.messaging.models import Dispatch, Mailing, Message
from linli.messaging.rules import Way
from linli.notices import actions, queries
from linli.notices.actions import Whom, Wording
from linli.notices.events import NoticeCorrected, NoticeSent, NoticeWithdrawn
from linli.notices.models import Notice, Reaching, Recipient
from linli.notices.options import ON_THE_BOARD_FOR, REACH_WITHIN, ROBOT
from linli.notices.rules import Audience, Kind, State
from linli.notices.testing import WATER, a_draft, a_household, a_sent_notice
from linli.people import actions as people
from linli.people.actions import NewFact
from linli.people.models import Organisation, Person
from linli.people.rules import FactKind, OrganisationKind, OrganisationStatus, PostKind
from linli.people.testing import (
    A_STRANGER,
    a_clerk,
    a_holder,
    a_person,
    a_secretary,
    a_steward,
    viewing,
)
from linli.people.viewer import THE_HOUSE
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Neighbourhood:
    return a_neighbourhood()


def told(notice: Notice) -> set[str]:
    return set(notice.recipients.values_list("person__name", flat=True))


def test_everybody_who_lives_there_is_told_once_and_counted_by_door(
    place: Neighbourhood,
) -> None:
    wang, li = a_person("王秀英", place.unit), a_person("李志强", place.unit)
    household = a_household(place.unit, "301", wang, li)
    a_person("赵大爷", place.unit)
    a_person("外人", a_neighbourhood().unit)

    notice = a_sent_notice(place.building)

    assert told(notice) == {"王秀英", "李志强", "赵大爷"}
    assert (notice.people, notice.doors) == (3, 2)
    assert notice.recipients.filter(door=f"household/{household.pk}").count() == 2
    [event] = journal.events(NoticeSent, subject=notice.ref)
    assert (event.people, event.doors, event.where) == (3, 2, place.building.ref)


def test_small_children_are_told_through_those_who_bring_them_up(
    place: Neighbourhood,
) -> None:
    a_person("王秀英", place.unit)
    a_person("小宝", place.unit, born_on=date(2020, 5, 1))
    a_person("大宝", place.unit, born_on=date(2012, 3, 1))

    assert told(a_sent_notice(place.unit)) == {"王秀英", "大宝"}


def test_who_moved_away_is_not_told(place: Neighbourhood) -> None:
    a_person("王秀英", place.unit)
    gone = a_person("搬走的", place.unit)
    Person.objects.filter(pk=gone.pk).update(left_on=NOON.date())

    assert told(a_sent_notice(place.unit)) == {"王秀英"}


@pytest.fixture
def groups(place: Neighbourhood) -> Neighbourhood:
    wang = a_person("王秀英", place.unit)
    member = a_person("老党员", place.unit)
    facts = [
        NewFact(
            person=person,
            kind=kind,
            began_on=date(2020, 1, 1),
            purpose="探访",
        )
        for person, kind in ((wang, FactKind.LIVING_ALONE), (member, FactKind.PARTY_MEMBER))
    ]
    people.record_facts(within=place.community, facts=facts, by=THE_HOUSE, at=NOON)
    a_steward(place.building)
    a_holder(PostKind.GRID_VOLUNTEER, place.building, "志愿者小刘")
    choir = people.form_organisation(
        name="合唱队",
        kind=OrganisationKind.CULTURAL_TEAM,
        area=place.community,
        status=OrganisationStatus.INFORMAL,
        by=THE_HOUSE,
        at=NOON,
    )
    people.join_organisation(organisation=choir, person=wang, by=THE_HOUSE, at=NOON)
    return place


@pytest.mark.parametrize(
    ("audience", "who"),
    [
        (Audience.FACT, {"王秀英"}),
        (Audience.PARTY, {"老党员"}),
        (Audience.POSTS, {"陈桂芳"}),
        (Audience.VOLUNTEERS, {"志愿者小刘"}),
        (Audience.MEMBERS, {"王秀英"}),
    ],
)
def test_a_group_is_told_and_nobody_else(
    groups: Neighbourhood, audience: Audience, who: set[str]
) -> None:
    whom = Whom(
        area=groups.community,
        audience=audience,
        post_kind=PostKind.STEWARD,
        organisation=Organisation.objects.get(name="合唱队"),
        fact=FactKind.LIVING_ALONE,
    )
    notice = actions.draft_notice(whom=whom, wording=WATER, by=THE_HOUSE, at=NOON)

    actions.send_notice(notice=notice, by=THE_HOUSE, at=NOON)

    assert told(notice) == who


@pytest.mark.parametrize("audience", [Audience.POSTS, Audience.MEMBERS, Audience.FACT])
def test_a_group_without_its_name_is_refused(place: Neighbourhood, audience: Audience) -> None:
    with pytest.raises(actions.GroupNotNamed):
        a_draft(place.community, audience=audience)


def test_a_notice_to_nobody_is_refused_and_stays_a_draft(place: Neighbourhood) -> None:
    notice = a_draft(place.unit)

    with pytest.raises(actions.NobodyMeant, match="一个人也没有"):
        actions.send_notice(notice=notice, by=THE_HOUSE, at=NOON)

    notice.refresh_from_db()
    assert notice.standing is State.DRAFT
    assert not Mailing.objects.exists()


def test_a_notice_without_words_is_refused(place: Neighbourhood) -> None:
    a_person("王秀英", place.unit)
    notice = a_draft(place.unit, wording=Wording(title="停水"))

    with pytest.raises(actions.NoticeEmpty):
        actions.send_notice(notice=notice, by=THE_HOUSE, at=NOON)


def test_a_notice_is_sent_once(place: Neighbourhood) -> None:
    a_person("王秀英", place.unit)
    notice = a_draft(place.unit)
    seen_by_another = Notice.objects.select_related("area", "desk").get(pk=notice.pk)
    actions.send_notice(notice=notice, by=THE_HOUSE, at=NOON)

    with transaction.atomic(), pytest.raises((actions.NoticeMovedOn, IntegrityError)):
        actions.send_notice(notice=seen_by_another, by=THE_HOUSE, at=NOON)
    with pytest.raises(actions.NoSuchStep):
        actions.send_notice(notice=notice, by=THE_HOUSE, at=NOON)

    assert Recipient.objects.count() == 1


def test_a_draft_is_changed_and_what_was_sent_is_not(place: Neighbourhood) -> None:
    a_person("王秀英", place.unit)
    notice = a_draft(place.unit)
    actions.change_draft(
        notice=notice, wording=Wording(title="后天停水", text="…"), by=THE_HOUSE, at=NOON
    )
    actions.send_notice(notice=notice, by=THE_HOUSE, at=NOON)

    with pytest.raises(actions.NoSuchStep, match="不能改"):
        actions.change_draft(notice=notice, wording=WATER, by=THE_HOUSE, at=NOON)
    assert notice.title == "后天停水"


def test_of_two_who_change_a_draft_the_second_is_told(place: Neighbourhood) -> None:
    notice = a_draft(place.unit)
    stale = Notice.objects.select_related("area", "desk").get(pk=notice.pk)
    actions.change_draft(notice=notice, wording=WATER, by=THE_HOUSE, at=NOON)

    with pytest.raises(actions.NoticeMovedOn):
        actions.change_draft(notice=stale, wording=WATER, by=THE_HOUSE, at=NOON)


def test_a_draft_is_discarded_and_nothing_else(place: Neighbourhood) -> None:
    notice = a_draft(place.unit)
    actions.discard_draft(notice=notice, by=THE_HOUSE, at=NOON)

    assert notice.standing is State.DISCARDED
    with pytest.raises(actions.NoSuchStep):
        actions.send_notice(notice=notice, by=THE_HOUSE, at=NOON)
    with pytest.raises(actions.NoSuchStep):
        actions.discard_draft(notice=a_sent_notice(place.unit), by=THE_HOUSE, at=NOON)


def test_it_goes_into_inboxes_and_once_to_each_phone(place: Neighbourhood) -> None:
    wang = a_person("王秀英", place.unit, phone="13800002207")
    a_person("老伴", place.unit, phone="13800002207")
    a_person("没手机的", place.unit)
    wording = Wording(title="停水", text="9点到17点", by_sms=True)

    notice = a_draft(place.unit, wording=wording)
    actions.send_notice(notice=notice, by=THE_HOUSE, at=NOON, site="https://l.example")

    assert Dispatch.objects.filter(way=Way.INBOX).count() == 3
    [sms] = Dispatch.objects.filter(way=Way.SMS)
    assert sms.to == wang.ref
    mailing = Mailing.objects.get()
    assert mailing.text == (
        f"【和平里社区】停水。9点到17点 https://l.example/notices/{notice.number}/"
    )
    assert "13800002207" not in mailing.text


@pytest.mark.django_db(transaction=True)
def test_the_letter_leads_to_the_notice() -> None:
    notice = a_sent_notice(a_neighbourhood().unit)

    send_lot(at=NOON)

    message = Message.objects.get()
    assert (message.sentence, message.url) == ("明天停水", f"/notices/{notice.number}/")


def test_a_robot_is_told_where_the_community_has_one(place: Neighbourhood) -> None:
    options.choose({ROBOT: "工作群"}, place=place.community.ref, by="person/1", at=NOON)
    a_sent_notice(place.unit, wording=Wording(title="停水", text="…", by_robot=True))

    assert Dispatch.objects.get(way=Way.ROBOT).to == "robot/工作群"


def test_a_public_notice_hangs_as_long_as_it_is_valid(place: Neighbourhood) -> None:
    options.choose({ON_THE_BOARD_FOR: 7}, place=place.community.ref, by="person/1", at=NOON)
    clerk = viewing(a_clerk(place.community))
    wording = Wording(title="停水", text="…", is_public=True)
    notice = a_sent_notice(place.unit, wording=wording, by=clerk)

    board = Notice.objects.visible_to(A_STRANGER)
    assert list(board.on_the_board(NOON + timedelta(days=7))) == [notice]
    assert not board.on_the_board(NOON + timedelta(days=8)).exists()
    assert list(queries.board_of(place.community, at=NOON)) == [notice]


def test_what_goes_to_a_group_is_not_hung_up(place: Neighbourhood) -> None:
    wording = Wording(title="党员会", text="…", is_public=True)

    with pytest.raises(NotPermitted):
        a_draft(place.community, wording=wording, audience=Audience.PARTY)


def test_withdrawn_it_says_why_and_what_waited_stays(place: Neighbourhood) -> None:
    notice = a_sent_notice(place.unit)

    with pytest.raises(Unreadable):
        actions.withdraw_notice(notice=notice, reason=" ", by=THE_HOUSE, at=NOON)
    actions.withdraw_notice(notice=notice, reason="水厂改期", by=THE_HOUSE, at=NOON)

    assert (notice.standing, notice.withdrawal_reason) == (State.WITHDRAWN, "水厂改期")
    assert not Dispatch.objects.queued().exists()
    assert not Reaching.objects.filter(ended_at=None).exists()
    [event] = journal.events(NoticeWithdrawn, subject=notice.ref)
    assert event.reason == "水厂改期"
    with pytest.raises(actions.NoSuchStep):
        actions.withdraw_notice(notice=notice, reason="再撤", by=THE_HOUSE, at=NOON)


def test_a_correction_reaches_the_very_same_people(place: Neighbourhood) -> None:
    wrong = a_sent_notice(place.unit)
    a_person("后来搬来的", place.unit)

    draft = actions.correct_notice(notice=wrong, by=THE_HOUSE, at=NOON)
    actions.send_notice(notice=draft, by=THE_HOUSE, at=NOON)

    assert draft.title == "更正：明天停水"
    assert told(draft) == told(wrong) == {"王秀英"}
    assert journal.events(NoticeCorrected, subject=wrong.ref)
    with pytest.raises(actions.NoSuchStep):
        actions.correct_notice(notice=a_draft(place.unit), by=THE_HOUSE, at=NOON)


def test_each_steward_owes_the_own_stairs_and_the_desk_the_rest(
    place: Neighbourhood,
) -> None:
    steward = a_steward(place.building)
    a_person("王秀英", place.unit)
    a_person("住在别处的", place.compound)

    notice = a_sent_notice(place.community)

    owed = {
        reaching.area_id: (reaching.holder, reaching.recipients.count())
        for reaching in Reaching.objects.all()
    }
    assert owed == {
        place.building.pk: (steward, 2),
        place.community.pk: (None, 1),
    }
    assert notice.recipients.filter(reaching=None).count() == 0


def test_the_stewards_have_as_long_as_the_community_gives_them(place: Neighbourhood) -> None:
    options.choose({REACH_WITHIN: 1}, place=place.community.ref, by="person/1", at=NOON)
    a_sent_notice(place.unit)

    reaching = Reaching.objects.get()
    assert NOON < reaching.remind_at < reaching.due_at <= NOON + timedelta(days=2)


def test_nobody_owes_anything_where_no_answer_is_asked(place: Neighbourhood) -> None:
    a_sent_notice(place.unit, wording=Wording(title="停水", text="…"))

    assert not Reaching.objects.exists()


def test_the_preview_counts_whom_it_would_reach(
    place: Neighbourhood, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    wang = a_person("王秀英", place.unit, phone="13800002207")
    li = a_person("李志强", place.unit)
    a_household(place.unit, "301", wang, li)
    notice = a_draft(place.unit)

    with django_assert_num_queries(1):
        meant = queries.meant_by(notice, on=NOON.date())

    assert (meant.people, meant.doors, meant.without_phone) == (2, 1, 1)


def test_sending_asks_as_often_for_many_as_for_few(
    place: Neighbourhood, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        a_person(f"邻居{number}", place.unit)
    notice = a_draft(place.unit)

    with django_assert_max_num_queries(40):
        actions.send_notice(notice=notice, by=THE_HOUSE, at=NOON)


def test_a_policy_is_passed_on_by_desks(place: Neighbourhood) -> None:
    secretary = viewing(a_secretary(place.community))

    assert a_draft(place.unit, kind=Kind.POLICY, by=secretary).standing is State.DRAFT
    with pytest.raises(NotPermitted):
        a_draft(place.unit, kind=Kind.POLICY, by=viewing(a_steward(place.building)))
