"""Who knows by themselves, who is called, visited, signs; and when a stair is through."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.messaging.models import Dispatch
from linli.notices import actions, queries
from linli.notices.actions import Wording
from linli.notices.events import CallListOpened, NoticeAcknowledged
from linli.notices.models import Notice, Reaching, Recipient
from linli.notices.rules import Answer, Told
from linli.notices.testing import a_household, a_sent_notice
from linli.people.models import Person
from linli.people.testing import a_person, a_steward, viewing
from linli.people.viewer import THE_HOUSE, Viewer
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db
ONLY_TOLD = Wording(title="停水", text="…", by_sms=True)


@pytest.fixture
def place() -> Neighbourhood:
    return a_neighbourhood()


def of(notice: Notice, person: Person) -> Recipient:
    rows = Recipient.objects.select_related("notice__area", "notice__desk", "person", "area")
    return rows.get(notice=notice, person=person)


def know(notice: Notice, *people_: Person) -> None:
    for person in people_:
        actions.acknowledge(recipient=of(notice, person), by=viewing(person), at=NOON)


def silent(notice: Notice) -> int:
    return queries.reached_of(Recipient.objects.filter(notice=notice)).silent


def test_one_of_a_household_knows_for_all_of_it(place: Neighbourhood) -> None:
    wang, li = a_person("王秀英", place.unit), a_person("李志强", place.unit)
    a_household(place.unit, "301", wang, li)
    zhao = a_person("赵大爷", place.unit)
    notice = a_sent_notice(place.unit)
    assert silent(notice) == 2

    know(notice, wang)

    assert silent(notice) == 1
    [door] = queries.silent_doors(Recipient.objects.filter(notice=notice))
    assert door.names == zhao.name
    assert queries.reached_of(notice.recipients.all()).know == 1


def test_said_again_it_changes_nothing(place: Neighbourhood) -> None:
    wang = a_person("王秀英", place.unit)
    notice = a_sent_notice(place.unit)
    know(notice, wang, wang)

    assert len(journal.events(NoticeAcknowledged, subject=of(notice, wang).ref)) == 1


def test_nobody_knows_for_another(place: Neighbourhood) -> None:
    wang, li = a_person("王秀英", place.unit), a_person("李志强", place.unit)
    notice = a_sent_notice(place.unit)

    with pytest.raises(NotPermitted):
        actions.acknowledge(recipient=of(notice, wang), by=viewing(li), at=NOON)


def test_opening_it_is_enough_where_no_answer_is_asked(place: Neighbourhood) -> None:
    wang = a_person("王秀英", place.unit)
    notice = a_sent_notice(place.unit, wording=ONLY_TOLD)
    assert silent(notice) == 1

    actions.note_seen(notice=notice, by=viewing(wang), at=NOON)

    assert silent(notice) == 0


def test_opening_it_is_not_enough_where_one_is_asked(place: Neighbourhood) -> None:
    wang = a_person("王秀英", place.unit)
    notice = a_sent_notice(place.unit)

    actions.note_seen(notice=notice, by=viewing(wang), at=NOON)

    assert silent(notice) == 1


@pytest.mark.parametrize(("state", "left"), [("queued", 1), ("failed", 1), ("sent", 0)])
def test_a_sent_sms_reaches_and_a_failed_one_goes_on_the_phone_list(
    place: Neighbourhood, state: str, left: int
) -> None:
    a_person("王秀英", place.unit, phone="13800002207")
    notice = a_sent_notice(place.unit, wording=ONLY_TOLD)
    sent_at = NOON if state == "sent" else None

    Dispatch.objects.filter(way="sms").update(state=state, sent_at=sent_at)

    assert silent(notice) == left


def test_calls_are_counted_and_the_last_answer_kept(place: Neighbourhood) -> None:
    steward = viewing(a_steward(place.building))
    wang = a_person("王秀英", place.unit, phone="13800002207")
    notice = a_sent_notice(place.unit)

    for answer in (Answer.NO_ANSWER, Answer.WRONG_NUMBER):
        actions.note_call(recipient=of(notice, wang), answer=answer, by=steward, at=NOON)
    called = of(notice, wang)
    assert (called.calls, called.last_answer, called.acknowledged_at) == (
        2,
        "wrong_number",
        None,
    )

    actions.note_call(recipient=called, answer=Answer.KNOWS, by=steward, at=NOON)
    told = of(notice, wang)
    assert (told.acknowledged_way, told.told_by_id) == ("call", steward.person_id)


@pytest.mark.parametrize("way", [Told.DOOR, Told.PAPER])
def test_told_at_the_door_or_on_paper(place: Neighbourhood, way: Told) -> None:
    steward = viewing(a_steward(place.building))
    wang = a_person("王秀英", place.unit)
    notice = a_sent_notice(place.unit)

    actions.note_told(recipient=of(notice, wang), way=way, by=steward, at=NOON)

    assert of(notice, wang).acknowledged_way == way


def test_nobody_clicks_for_another_by_that_way(place: Neighbourhood) -> None:
    wang = a_person("王秀英", place.unit)
    notice = a_sent_notice(place.unit)

    with pytest.raises(actions.NotTold):
        actions.note_told(recipient=of(notice, wang), way=Told.SELF, by=THE_HOUSE, at=NOON)


def strangers_deeds(notice: Notice, wang: Person, by: Viewer) -> None:
    for deed in (
        lambda: actions.note_call(
            recipient=of(notice, wang), answer=Answer.KNOWS, by=by, at=NOON
        ),
        lambda: actions.note_told(recipient=of(notice, wang), way=Told.DOOR, by=by, at=NOON),
        lambda: actions.open_call_list(notice=notice, area=notice.area, by=by, at=NOON),
    ):
        with pytest.raises(NotPermitted):
            deed()


def test_a_steward_from_elsewhere_reaches_nobody_here(place: Neighbourhood) -> None:
    wang = a_person("王秀英", place.unit)
    notice = a_sent_notice(place.unit)

    strangers_deeds(notice, wang, viewing(a_steward(a_neighbourhood().building)))
    strangers_deeds(notice, wang, viewing(wang))


def test_a_withdrawn_notice_reaches_nobody_more(place: Neighbourhood) -> None:
    wang = a_person("王秀英", place.unit)
    notice = a_sent_notice(place.unit)
    actions.withdraw_notice(notice=notice, reason="改期", by=THE_HOUSE, at=NOON)

    with pytest.raises(actions.NoSuchStep):
        know(notice, wang)


def test_the_call_list_holds_the_numbers_of_silent_doors_and_is_on_record(
    place: Neighbourhood,
) -> None:
    steward = viewing(a_steward(place.building))
    wang = a_person("王秀英", place.unit, phone="13800002207")
    knows = a_person("李志强", place.unit, phone="13800002208")
    a_person("没电话的", place.unit)
    notice = a_sent_notice(place.unit)
    know(notice, knows)

    phones = actions.open_call_list(notice=notice, area=place.building, by=steward, at=NOON)

    assert phones == {of(notice, wang).pk: "13800002207"}
    [event] = journal.events(CallListOpened, subject=notice.ref)
    assert (event.where, event.many) == (place.building.ref, 1)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=12))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_reached_and_silent_doors_always_make_all_of_them(
    place: Neighbourhood, deeds: list[tuple[int, int]]
) -> None:
    neighbours = [a_person(f"邻居{n}", place.unit) for n in range(6)]
    people_of_a_door = [neighbours[:3], neighbours[3:5], neighbours[5:]]
    for room, living in enumerate(people_of_a_door):
        a_household(place.unit, f"{Person.objects.count()}-{room}", *living)
    notice = a_sent_notice(place.unit)
    clerk = THE_HOUSE

    for kind, who in deeds:
        one = of(notice, neighbours[who])
        if kind == 0:
            know(notice, neighbours[who])
        elif kind == 1:
            actions.note_told(recipient=one, way=Told.DOOR, by=clerk, at=NOON)
        else:
            actions.note_call(recipient=one, answer=Answer.NO_ANSWER, by=clerk, at=NOON)

    rows = Recipient.objects.filter(notice=notice)
    reached = queries.reached_of(rows)
    assert reached.silent == len(queries.silent_doors(rows))
    assert reached.reached == len(
        set(rows.filter(acknowledged_at__isnull=False).values_list("door", flat=True))
    )
    is_over = Reaching.objects.get(notice=notice).ended_at is not None
    assert is_over == (reached.silent == 0)


def test_whose_phone_was_answered_on_whose_never_and_who_has_none(
    place: Neighbourhood,
) -> None:
    wang = a_person("王秀英", place.unit, phone="13800002207")
    a_person("李志强", place.unit, phone="13800002208")
    a_person("赵大爷", place.unit)
    type(wang).objects.filter(pk=wang.pk).update(phone_verified_at=NOON)

    notice = a_sent_notice(place.unit)

    phones = queries.reachable_of(notice.recipients.all())
    assert (phones.verified, phones.unverified, phones.without) == (1, 1, 1)
    a_person("新来的", place.unit, phone="13800002209")
    assert queries.reachable_of(notice.recipients.all()) == phones
