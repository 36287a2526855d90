"""改平台期限: a number that comes later, another day that is granted; the earlier one binds."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from linli.duties.actions import look_after_duties
from linli.duties.events import DutyOverdue
from linli.duties.models import Duty
from linli.kernel.errors import NotPermitted
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import (
    Assignment,
    FromOutside,
    MatterMovedOn,
    Objection,
    OutsideNumberTaken,
    OutsideOrderThere,
    OutsideOrderUnclear,
    PastTheOutsideDeadline,
)
from linli.matters.events import OutsideDeadlineMoved
from linli.matters.models import Matter, OutsideOrder
from linli.matters.rules import Ground, StepNotAllowed
from linli.matters.testing import a_matter
from linli.matters.tests.matter_stories import fresh
from linli.people.testing import (
    a_browser_of,
    a_clerk,
    a_person,
    a_subdistrict_clerk,
    viewing,
)
from linli.people.viewer import A_PASSER_BY, Viewer
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db
SOON, LATER = NOON + timedelta(days=1), NOON + timedelta(days=2)
LATE = NOON + timedelta(days=60)


@pytest.fixture
def matter() -> Matter:
    """In hand, by our own rules alone."""
    place = a_neighbourhood()
    matter = a_matter(place=place.building)
    handler = Assignment(handler=a_person("张师傅", home=place.unit))
    actions.dispatch_matter(matter=matter, assignment=handler, by=desk_of(matter), at=NOON)
    return fresh(matter)


def desk_of(matter: Matter) -> Viewer:
    return viewing(a_clerk(matter.desk, "何春燕"))


def add(matter: Matter, due_at: datetime | None = SOON, number: str = "SX-77") -> None:
    order = FromOutside(source="province", number=number, due_at=due_at)
    actions.add_outside_order(matter=matter, order=order, by=desk_of(matter), at=NOON)


def move(
    matter: Matter, due_at: datetime, *, at: datetime = NOON, reason: str = "等汛期过"
) -> None:
    actions.move_outside_deadline(
        matter=matter, due_at=due_at, reason=reason, by=desk_of(matter), at=at
    )


def clock(matter: Matter) -> Duty:
    return Duty.objects.running().get(subject=matter.ref)


def test_a_number_that_comes_later_binds_from_then_on(matter: Matter) -> None:
    own, reporters = clock(matter).due_at, matter.due_at
    assert own > SOON

    add(matter)

    assert (clock(matter).due_at, fresh(matter).due_at) == (SOON, SOON)
    assert "省平台要求" in clock(matter).why
    assert OutsideOrder.objects.get(matter=matter).own_due_at == reporters
    held = fresh(matter)
    assert held.handler
    by = viewing(held.handler)
    actions.accept_matter(matter=held, by=by, at=NOON)
    with pytest.raises(PastTheOutsideDeadline):
        actions.extend_matter(matter=held, workdays=5, reason="等料", by=by, at=NOON)


def test_a_number_without_a_day_changes_no_clock(matter: Matter) -> None:
    own, reporters = clock(matter).due_at, matter.due_at
    add(matter, due_at=None)
    assert (clock(matter).due_at, fresh(matter).due_at) == (own, reporters)


def test_a_platform_that_grants_more_moves_the_clock_up_to_our_own(matter: Matter) -> None:
    own, reporters = clock(matter).due_at, matter.due_at
    add(matter)

    move(fresh(matter), LATER)
    assert (clock(matter).due_at, fresh(matter).due_at) == (LATER, LATER)

    move(fresh(matter), LATE)
    assert (clock(matter).due_at, fresh(matter).due_at) == (own, reporters)
    assert "省平台" not in clock(matter).why
    said = Entry.objects.filter(code=OutsideDeadlineMoved.code).latest("pk")
    assert said.read_as(OutsideDeadlineMoved).reason == "等汛期过"


def test_a_platform_that_wants_it_sooner_cuts_the_clock(matter: Matter) -> None:
    add(matter, due_at=LATE)
    assert clock(matter).due_at < LATE

    move(fresh(matter), SOON)

    assert (clock(matter).due_at, fresh(matter).due_at) == (SOON, SOON)


def test_the_clock_of_the_desk_moves_as_well() -> None:
    matter = a_matter(place=a_neighbourhood().building)
    own, at_once = clock(matter).due_at, NOON + timedelta(minutes=10)
    add(matter, due_at=at_once)
    assert clock(matter).due_at == at_once

    move(fresh(matter), LATE)

    assert clock(matter).due_at == own


def test_who_was_late_already_is_told_anew_when_the_new_day_passes(matter: Matter) -> None:
    add(matter)
    late = SOON + timedelta(hours=1)
    look_after_duties(late)
    assert clock(matter).overdue_told_at == SOON

    move(fresh(matter), LATER, at=late)
    assert clock(matter).overdue_told_at is None
    look_after_duties(LATER + timedelta(minutes=1))

    told = Entry.objects.filter(code=DutyOverdue.code, subject=matter.ref)
    assert [entry.happened_at for entry in told.order_by("pk")] == [SOON, LATER]


def test_what_is_refused(matter: Matter) -> None:
    with pytest.raises(OutsideOrderUnclear):
        move(matter, LATER)
    stale = fresh(matter)
    add(matter)
    held = fresh(matter)
    with pytest.raises(OutsideOrderThere):
        add(held, number="SX-78")
    for due_at, reason in ((LATER, " "), (NOON, "早了"), (SOON, "没改")):
        with pytest.raises(OutsideOrderUnclear):
            move(held, due_at, reason=reason)
    other = a_matter(place=matter.place)
    with pytest.raises(OutsideNumberTaken):
        add(other)
    with pytest.raises(MatterMovedOn):
        move(stale, LATER)
    assert clock(matter).due_at == SOON


def test_only_the_desk_that_holds_it_answers_to_the_platform(matter: Matter) -> None:
    assert matter.handler
    assert matter.desk.parent
    upstairs = a_subdistrict_clerk(matter.desk.parent)
    for by in (viewing(matter.handler), viewing(upstairs), A_PASSER_BY):
        with pytest.raises(NotPermitted):
            actions.add_outside_order(
                matter=matter, order=FromOutside(source="province", number="1"), by=by, at=NOON
            )
        with pytest.raises(NotPermitted):
            actions.move_outside_deadline(
                matter=matter, due_at=LATER, reason="改", by=by, at=NOON
            )


def test_while_a_return_is_ruled_on_nothing_is_moved(matter: Matter) -> None:
    assert matter.handler
    said = Objection(ground=Ground.NOT_OURS, proof="职责清单")
    actions.return_matter(matter=matter, objection=said, by=viewing(matter.handler), at=NOON)
    with pytest.raises(StepNotAllowed):
        add(fresh(matter))
    assert not OutsideOrder.objects.exists()


def test_the_page_asks_for_the_number_first_and_then_for_another_day(matter: Matter) -> None:
    desk = a_browser_of(a_clerk(matter.desk, "何春燕"))
    url = reverse("matter-outside", args=[matter.number])
    assert "平台给的编号" in desk.get(url).text
    said = {"key": "a", "version": matter.version, "source": "province", "number": "SX-9"}
    assert desk.post(url, said).status_code == 303
    assert "SX-9" in desk.get(reverse("desk-matter", args=[matter.number])).text
    page = desk.get(url).text
    assert "平台给的编号" not in page
    day = {"key": "b", "version": fresh(matter).version, "due_at": "2099-01-01T09:00"}
    assert desk.post(url, day).status_code == 422
    assert desk.post(url, {**day, "key": "c", "reason": "省里同意延期"}).status_code == 303
    assert OutsideOrder.objects.get().due_at
