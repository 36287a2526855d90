"""The pages of joint meetings: called, decided and done from the pages."""

import pytest
from django.test import Client
from django.urls import reverse

from linli.coordination.models import JointTask
from linli.coordination.rules import TableKind, TaskState
from linli.coordination.testing import a_contact, a_department, a_table, a_task
from linli.kernel.indicators import Indicator, Window
from linli.kernel.testing import NOON
from linli.matters import actions as matters
from linli.matters.actions import Assignment
from linli.matters.testing import a_matter
from linli.meetings import actions as meetings
from linli.meetings.models import Meeting
from linli.people.testing import a_browser_of, a_clerk, a_person, a_steward, viewing

pytestmark = pytest.mark.django_db


def test_a_clerk_calls_a_joint_meeting_about_what_lies_open() -> None:
    matter = a_matter()
    assert matter.desk.parent
    unit = a_department(matter.desk.parent)
    browser = a_browser_of(a_clerk(matter.desk))
    address = reverse("joint-call")
    assert matter.title in browser.get(address).content.decode()

    said = {
        "kind": "joint_meeting",
        "starts_at": "2026-03-05T15:00",
        "venue": "社区二楼",
        "matters": [matter.pk],
        "units": [unit.pk],
    }
    wrong = browser.post(address, {"key": "a", "kind": "joint_meeting"})
    done = browser.post(address, {"key": "b", **said})

    assert (wrong.status_code, done.status_code) == (422, 303)
    table = Meeting.objects.get()
    assert table.agenda.get().subject == matter.ref
    address = reverse("meeting", args=[table.number])
    assert address in browser.get(reverse("joint-meetings")).content.decode()


def test_a_matter_is_put_before_a_meeting_that_is_planned() -> None:
    first, matter = a_matter(), a_matter()
    more = a_matter(place=first.place)
    table = a_table(first)
    browser = a_browser_of(a_clerk(first.desk))
    address = reverse("matter-table", args=[more.number])
    assert address in browser.get(f"/desk/{more.number}/").content.decode()

    done = browser.post(address, {"key": "a", "meeting": table.pk})

    assert done.status_code == 303
    assert table.agenda.count() == 2
    assert browser.get(reverse("matter-table", args=[matter.number])).status_code == 404


def test_the_desk_decides_and_the_unit_does_it_from_its_own_page() -> None:
    matter = a_matter()
    assert matter.desk.parent
    unit = a_department(matter.desk.parent)
    table = a_table(matter)
    desk = a_browser_of(a_clerk(matter.desk))
    address = reverse("joint-decision", args=[table.agenda.get().pk])
    meeting = reverse("meeting", args=[table.number])
    assert address in desk.get(meeting).content.decode()

    said = {"unit": unit.pk, "decision": "换消火栓", "due_on": "2026-03-20"}
    past = desk.post(address, {"key": "a", **said, "due_on": "2026-02-20"})
    done = desk.post(address, {"key": "b", **said})

    assert (past.status_code, done.status_code) == (422, 303)
    assert "换消火栓" in past.content.decode()
    assert desk.get(address).status_code == 404
    assert address not in desk.get(meeting).content.decode()
    task = JointTask.objects.get()
    own = a_browser_of(a_contact(unit))
    result = reverse("joint-task-result", args=[task.pk])
    assert result in own.get(reverse("unit-work")).content.decode()
    assert own.post(result, {"key": "c", "result": "通水了"}).status_code == 303
    assert JointTask.objects.get().standing is TaskState.DONE
    assert matter.reporter
    life = a_browser_of(matter.reporter).get(f"/matters/{matter.number}/").content.decode()
    assert "换消火栓" in life
    assert "通水了" in life


def test_a_stranger_finds_no_task_and_no_item() -> None:
    task = a_task()
    resident, other = a_browser_of(a_person()), a_browser_of(a_clerk(a_matter().desk))
    for browser in (resident, other, Client()):
        for name in ("joint-task-result", "joint-task-end"):
            assert browser.post(reverse(name, args=[task.pk]), {"key": "a"}).status_code == 404
        item = reverse("joint-decision", args=[task.item_id])
        assert browser.get(item).status_code == 404
    assert resident.get(reverse("joint-meetings")).status_code == 403
    assert resident.get(reverse("joint-call")).status_code == 403


def test_the_figures_count_what_was_held_and_agreed_and_solved() -> None:
    matter = a_matter()
    task = a_task(matter)
    other = a_matter(place=matter.place)
    on_site = a_task(other, unit=task.unit, kind=TableKind.COORDINATION)
    table = task.item.meeting
    assert table.convener
    window = Window(since=None, until=NOON.replace(month=4))
    before = {code: value(code, matter.desk.ref, window) for code in CODES}
    assert before == {
        "joint_meetings": 0,
        "requests_coordinated": 1,
        "problems_solved_jointly": 0,
    }

    by = viewing(table.convener)
    meetings.hold_meeting(meeting=table, minutes="定了", by=by, at=NOON)
    steward = a_steward(matter.place)
    for one in (matter, on_site.matter):
        one.refresh_from_db()
        matters.dispatch_matter(
            matter=one, assignment=Assignment(handler=steward), by=by, at=NOON
        )
        matters.finish_matter(
            matter=one, measure="", outcome="通水了", by=viewing(steward), at=NOON
        )

    after = {code: value(code, matter.desk.ref, window) for code in CODES}
    assert after == {
        "joint_meetings": 1,
        "requests_coordinated": 1,
        "problems_solved_jointly": 2,
    }


CODES = ("joint_meetings", "requests_coordinated", "problems_solved_jointly")


def value(code: str, place: str, window: Window) -> int:
    return Indicator.registry[f"coordination.{code}"].value(place, window)
