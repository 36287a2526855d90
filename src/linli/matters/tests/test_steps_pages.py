"""Every step at the desk: who may POST which noun, and what happens to who comes second."""

from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client

from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Assignment
from linli.matters.models import Matter
from linli.matters.rules import State
from linli.matters.testing import a_matter
from linli.people.models import Person
from linli.people.testing import (
    a_browser_of,
    a_clerk,
    a_person,
    a_steward,
    a_subdistrict_clerk,
    viewing,
)
from linli.places.testing import Neighbourhood, a_neighbourhood
from linli.ratings.models import Rating

pytestmark = pytest.mark.django_db

TYPED = {
    "dispatch": {"tier": "minor", "route": "other", "requirement": "先去看一眼"},
    "acceptance": {},
    "notes": {"words": "去看过了，灯座松了"},
    "extension": {"workdays": "3", "reason": "等配件到货"},
    "escalation": {"reason": "公共部位，社区修不了"},
    "return": {"ruling": "请社区先联系物业"},
    "closure": {"closing_kind": "done", "measure": "换了灯座", "outcome": "灯亮了"},
}
STATE_BEFORE = {"dispatch": State.RECEIVED, "acceptance": State.DISPATCHED}
DONE, REFUSED, NOT_THERE = 303, 403, 404
TABLE = [
    ("dispatch", {"clerk": DONE, "steward": REFUSED}),
    ("acceptance", {"clerk": REFUSED, "steward": DONE}),
    ("notes", {"clerk": DONE, "steward": DONE}),
    ("extension", {"clerk": REFUSED, "steward": DONE}),
    ("escalation", {"clerk": DONE, "steward": DONE}),
    ("closure", {"clerk": REFUSED, "steward": DONE}),
    ("return", {"clerk": REFUSED, "steward": REFUSED, "above": DONE}),
]
EVERYBODY = {"reporter": REFUSED, "neighbour": NOT_THERE, "passer_by": NOT_THERE}
CASES = [
    (noun, role, said)
    for noun, roles in TABLE
    for role, said in ({"above": NOT_THERE} | EVERYBODY | roles).items()
]


@dataclass
class Stairs:
    """One staircase with everybody who could touch a matter of it."""

    hood: Neighbourhood
    clerk: Person
    steward: Person
    above: Person
    reporter: Person
    neighbour: Person

    def browser(self, role: str) -> Client:
        return Client() if role == "passer_by" else a_browser_of(getattr(self, role))


@pytest.fixture
def stairs() -> Stairs:
    hood = a_neighbourhood()
    return Stairs(
        hood=hood,
        clerk=a_clerk(hood.community),
        steward=a_steward(hood.building),
        above=a_subdistrict_clerk(hood.subdistrict),
        reporter=a_person("周建国", hood.unit, phone="13800138000"),
        neighbour=a_person("钱老师", hood.unit),
    )


def ready_for(noun: str, stairs: Stairs) -> Matter:
    """A matter in the state from which the step can be taken."""
    matter = a_matter(reporter=stairs.reporter, place=stairs.hood.unit)
    by = viewing(stairs.clerk)
    if noun == "return":
        actions.escalate_matter(matter=matter, reason="请街道定", by=by, at=NOON)
    state = STATE_BEFORE.get(noun, State.WORKING)
    if noun == "return" or state is State.RECEIVED:
        return matter
    to = Assignment(handler=stairs.steward)
    actions.dispatch_matter(matter=matter, assignment=to, by=by, at=NOON)
    if state is State.WORKING:
        actions.accept_matter(matter=matter, by=viewing(stairs.steward), at=NOON)
    return matter


def send(
    browser: Client, noun: str, matter: Matter, stairs: Stairs, *, key: str = "k", **typed: str
) -> HttpResponse:
    content = {**TYPED[noun], "key": key, "version": str(matter.version), **typed}
    if noun == "dispatch":
        content["handler"] = str(stairs.steward.pk)
    return browser.post(f"/matters/{matter.number}/{noun}/", content)  # type: ignore[return-value]


@pytest.mark.parametrize(("noun", "role", "expected"), CASES)
def test_each_step_is_open_to_those_whom_the_policy_names(
    noun: str, role: str, expected: int, stairs: Stairs
) -> None:
    matter = ready_for(noun, stairs)
    told = Entry.objects.filter(subject=matter.ref).count()

    said = send(stairs.browser(role), noun, matter, stairs)

    assert said.status_code == expected
    changed = Entry.objects.filter(subject=matter.ref).count() > told
    assert changed is (expected == DONE)


@pytest.mark.parametrize("noun", ["dispatch", "notes", "closure"])
def test_a_step_asks_on_a_page_of_its_own(noun: str, stairs: Stairs) -> None:
    matter = ready_for(noun, stairs)
    role = "clerk" if noun == "dispatch" else "steward"

    said = stairs.browser(role).get(f"/matters/{matter.number}/{noun}/")

    assert said.status_code == 200
    assert matter.words in said.content.decode()


def test_what_is_missing_stands_at_its_field_and_nothing_typed_is_lost(stairs: Stairs) -> None:
    matter = ready_for("closure", stairs)

    said = send(stairs.browser("steward"), "closure", matter, stairs, outcome="")

    assert said.status_code == 422
    assert "换了灯座" in said.content.decode()
    assert "closure-outcome_error" in said.content.decode()


def test_two_closers_one_wins_the_other_keeps_the_words(stairs: Stairs) -> None:
    matter = ready_for("closure", stairs)
    one, other = stairs.browser("steward"), stairs.browser("steward")

    first = send(one, "closure", matter, stairs, key="a")
    second = send(other, "closure", matter, stairs, key="b", outcome="我也修好了，换了新灯座")

    assert (first.status_code, second.status_code) == (303, 409)
    assert "我也修好了，换了新灯座" in second.content.decode()
    assert Entry.objects.filter(subject=matter.ref, code="matters.finished").count() == 1


def test_a_stale_page_says_what_happened_meanwhile_and_keeps_a_draft(stairs: Stairs) -> None:
    matter = ready_for("notes", stairs)
    actions.note_progress(
        matter=Matter.objects.select_related("place", "desk").get(pk=matter.pk),
        words="物业师傅来过",
        by=viewing(stairs.clerk),
        at=NOON,
    )
    steward = stairs.browser("steward")

    said = send(steward, "notes", matter, stairs, words="我写了很长的一段话")
    anew = steward.get(f"/matters/{matter.number}/notes/")

    assert said.status_code == 409
    assert "物业师傅来过" in said.content.decode()
    assert "我写了很长的一段话" in said.content.decode()
    assert "我写了很长的一段话" in anew.content.decode()


def test_a_double_tap_does_it_once(stairs: Stairs) -> None:
    matter = ready_for("notes", stairs)
    clerk = stairs.browser("clerk")

    first = send(clerk, "notes", matter, stairs)
    again = send(clerk, "notes", matter, stairs)

    assert (first.status_code, again.status_code) == (303, 303)
    assert Entry.objects.filter(subject=matter.ref, code="matters.noted").count() == 1


def test_after_a_step_one_is_back_where_one_came_from(stairs: Stairs) -> None:
    matter = ready_for("acceptance", stairs)
    steward = stairs.browser("steward")
    content = {"key": "k", "version": str(matter.version)}

    said = steward.post(f"/matters/{matter.number}/acceptance/?back=/today/", content)
    astray = steward.post(
        f"/matters/{matter.number}/notes/?back=https://elsewhere.example/",
        {**TYPED["notes"], "key": "n", "version": str(matter.version + 1)},
    )

    assert said.headers["Location"] == "/today/?done=acceptance"
    assert "签收了" in steward.get("/today/?done=acceptance").content.decode()
    assert astray.headers["Location"] == "/today/?done=notes"


def finished(stairs: Stairs) -> Matter:
    matter = ready_for("closure", stairs)
    by = viewing(stairs.steward)
    actions.finish_matter(matter=matter, measure="", outcome="灯亮了", by=by, at=NOON)
    return matter


def call_back(browser: Client, matter: Matter) -> HttpResponse:
    content = {
        "solved": "yes",
        "satisfied": "very",
        "comment": "他说很快",
        "key": "k",
        "version": str(matter.version),
    }
    return browser.post(f"/matters/{matter.number}/callback/", content)  # type: ignore[return-value]


def test_a_call_back_is_taken_down_by_the_desk(stairs: Stairs) -> None:
    matter = finished(stairs)

    said = call_back(stairs.browser("clerk"), matter)

    rating = Rating.objects.get(subject=matter.ref)
    assert said.status_code == 303
    assert (rating.taken_by, rating.caller_id) == ("phone", stairs.clerk.pk)


def test_who_handled_it_does_not_call_back(stairs: Stairs) -> None:
    matter = finished(stairs)

    said = call_back(stairs.browser("steward"), matter)

    assert said.status_code == 403
    assert not Rating.objects.filter(subject=matter.ref).exists()
