"""The queue: its lists, its pages, its proposals, and how little it asks of the database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.kernel import options
from linli.kernel.references import THE_SYSTEM
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Assignment
from linli.matters.models import Matter
from linli.matters.options import ROUTES
from linli.matters.queries.proposals import proposed_assignment
from linli.matters.queries.queue import PAGE, Listing, Sought, listed, page_of, queued
from linli.matters.queries.rail import jobs_of
from linli.matters.queries.walking import to_call_back
from linli.matters.routing import Route
from linli.matters.testing import a_closed_matter, a_finished_matter, a_matter, a_matter_in_work
from linli.people import actions as people
from linli.people.rules import Obtained, OrganisationKind, PostKind
from linli.people.testing import (
    LAST_YEAR,
    a_browser_of,
    a_clerk,
    a_holder,
    a_person,
    a_steward,
    viewing,
)
from linli.people.viewer import THE_HOUSE, Viewer
from linli.places.rules import AreaKind
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db


@pytest.fixture
def hood() -> Neighbourhood:
    return a_neighbourhood()


def on(listing: Listing, viewer: Viewer) -> set[Matter]:
    return set(listed(viewer, listing, at=NOON))


def test_each_matter_stands_on_the_list_of_what_has_to_be_done(hood: Neighbourhood) -> None:
    fresh = a_matter(place=hood.unit)
    working = a_matter_in_work(place=hood.unit)
    finished = a_finished_matter(place=hood.unit)
    closed = a_closed_matter(place=hood.unit)
    late = a_matter(place=hood.unit, at=NOON - timedelta(days=30))
    elsewhere = a_matter()
    clerk = viewing(a_clerk(hood.community, "何春燕"))

    assert on(Listing.RECEIVED, clerk) == {fresh, late}
    assert on(Listing.WORKING, clerk) == {working}
    assert on(Listing.OVERDUE, clerk) == {late}
    assert on(Listing.CALLBACK, clerk) == {finished}
    assert on(Listing.ALL, clerk) == {fresh, working, finished, closed, late}
    assert elsewhere not in on(Listing.ALL, clerk)


def test_every_number_in_the_rail_is_the_length_of_its_list(hood: Neighbourhood) -> None:
    a_matter(place=hood.unit)
    a_matter(place=hood.unit, at=NOON - timedelta(days=30))
    a_matter_in_work(place=hood.unit)
    a_finished_matter(place=hood.unit)
    lapsing = a_finished_matter(place=hood.unit, at=NOON - timedelta(days=40))
    actions.lapse_matters(NOON)
    clerk = viewing(a_clerk(hood.community, "何春燕"))

    jobs = jobs_of(clerk, at=NOON)

    for job in jobs:
        if job.number is not None:
            assert job.number == len(on(job.listing, clerk)), job
    assert on(Listing.UNRATED, clerk) == {lapsing}
    assert [job.listing for job in jobs if job.is_hot] == [Listing.OVERDUE]


def test_pages_follow_one_another_without_gap_or_repeat(hood: Neighbourhood) -> None:
    many = PAGE * 2 + 3
    neighbour = a_person(home=hood.unit)
    for number in range(many):
        # Several fall due at the same moment, so that the number has to break the tie.
        a_matter(reporter=neighbour, at=NOON - timedelta(hours=number // 4))
    clerk = viewing(a_clerk(hood.community, "何春燕"))

    seen, after = [], ""
    while True:
        page = page_of(clerk, Sought(), at=NOON, after=after)
        seen += [row.pk for row in page.rows]
        after = page.after
        if not after:
            break

    assert len(seen) == len(set(seen)) == many
    assert seen == list(
        Matter.objects.filter(pk__in=seen).order_by("due_at", "pk").values_list("pk", flat=True)
    )


def test_pages_of_what_was_found_by_its_words_follow_one_another(hood: Neighbourhood) -> None:
    neighbour = a_person(home=hood.unit)
    laid = [
        a_matter(
            reporter=neighbour, words=f"路灯不亮 {number}", at=NOON - timedelta(days=number)
        )
        for number in range(PAGE + 3)
    ]
    clerk = viewing(a_clerk(hood.community, "何春燕"))
    sought = Sought(listing=Listing.ALL, words="路灯")

    first = page_of(clerk, sought, at=NOON)
    second = page_of(clerk, sought, at=NOON, after=first.after)

    newest_first = [matter.pk for matter in reversed(laid)]
    assert [row.pk for row in (*first.rows, *second.rows)] == newest_first
    assert not second.after


def test_whatever_is_unfinished_has_neither_end(hood: Neighbourhood) -> None:
    """What the index of the queue rests on."""
    for laid in (a_matter, a_matter_in_work, a_finished_matter, a_closed_matter):
        laid(place=hood.building)
    neighbour = a_person(home=hood.unit)
    actions.withdraw_matter(
        matter=a_matter(reporter=neighbour), reason="修好了", by=viewing(neighbour), at=NOON
    )

    without_ends = Matter.objects.filter(finished_at=None, closed_at=None)

    assert set(Matter.objects.unfinished()) == set(without_ends)


@pytest.mark.parametrize("mark", ["", "x", "1", "1.", "9" * 40 + ".1", "-1.-1"])
def test_a_place_in_line_that_cannot_be_read_begins_anew(
    hood: Neighbourhood, mark: str
) -> None:
    a_matter(place=hood.unit)
    clerk = viewing(a_clerk(hood.community, "何春燕"))

    assert len(page_of(clerk, Sought(), at=NOON, after=mark).rows) == 1


def test_a_list_is_narrowed_by_words_channel_tier_and_place(hood: Neighbourhood) -> None:
    leak = a_matter("三楼平台漏水了", place=hood.unit)
    light = a_matter("楼道的灯不亮", place=hood.building)
    clerk = viewing(a_clerk(hood.community, "何春燕"))

    def found(**sought: object) -> set[Matter]:
        return set(queued(clerk, Sought(**sought), at=NOON))  # type: ignore[arg-type]

    assert found(words="漏水") == {leak}
    assert found(area=hood.unit.pk) == {leak}
    assert found(area=hood.building.pk) == {leak, light}
    assert found(channel="web", tier="minor", route="other") == {leak, light}
    assert found(channel="phone") == set()


def test_a_department_sees_what_was_sent_to_it(hood: Neighbourhood) -> None:
    unit = people.form_organisation(
        name="市政所",
        kind=OrganisationKind.DEPARTMENT,
        area=hood.community,
        by=THE_HOUSE,
        at=NOON,
    )
    contact = a_person("陈工", hood.community)
    post = people.create_post(
        kind=PostKind.DEPARTMENT_CONTACT,
        area=hood.community,
        organisation=unit,
        by=THE_HOUSE,
        at=NOON,
    )
    people.appoint(
        post=post,
        person=contact,
        obtained=Obtained.SENT,
        starts_on=LAST_YEAR,
        by=THE_HOUSE,
        at=NOON,
    )
    sent, other = a_matter(place=hood.unit), a_matter(place=hood.unit)
    clerk = viewing(a_clerk(hood.community))
    to = Assignment(handler=contact, unit=unit)
    actions.dispatch_matter(matter=sent, assignment=to, by=clerk, at=NOON)

    assert on(Listing.DISPATCHED, viewing(contact)) == {sent}
    assert on(Listing.ALL, viewing(contact)) == {sent}
    assert a_browser_of(contact).get(f"/desk/{sent.number}/").status_code == 200
    assert a_browser_of(contact).get(f"/desk/{other.number}/").status_code == 404


def test_who_handled_it_does_not_find_it_among_the_calls(hood: Neighbourhood) -> None:
    clerk = a_clerk(hood.community, "何春燕")
    finished = a_finished_matter(place=hood.unit, handler=clerk)
    colleague = a_clerk(hood.community, "李红梅")

    assert list(to_call_back(viewing(clerk))) == []
    assert list(to_call_back(viewing(colleague))) == [finished]


def questions(number: str, many: int, hood: Neighbourhood) -> int:
    neighbour = a_person(home=hood.unit)
    for _ in range(many):
        a_matter(reporter=neighbour)
    browser = a_browser_of(a_clerk(hood.community, "何春燕"))
    browser.get(number)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(number).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    "address", ["/desk/", "/desk/?list=all", "/desk/sweep/", "/desk/stuck/", "/search/?q=路灯"]
)
def test_a_longer_list_asks_no_more_questions(address: str, hood: Neighbourhood) -> None:
    assert questions(address, 2, hood) == questions(address, 20, hood)


def test_the_queue_itself_asks_at_most_eight_questions(hood: Neighbourhood) -> None:
    assert questions("/desk/", 25, hood) <= 8


@pytest.mark.sqlite
def test_what_is_overdue_comes_out_of_its_index_in_order(hood: Neighbourhood) -> None:
    clerk = viewing(a_clerk(hood.community, "何春燕"))
    found = listed(clerk, Listing.OVERDUE, at=NOON).order_by("due_at", "pk")

    plan = found.explain()

    assert "USING INDEX matter_desk_queue" in plan
    assert "ORDER BY" not in plan  # nothing is sorted


def route(**said: object) -> Route:
    plain = {
        "code": "light",
        "label": "路灯",
        "label_en": "Lights",
        "keywords": ("路灯",),
        "tier": "minor",
        "desk": AreaKind.COMMUNITY,
        "requirement": "当天去看。",
    }
    return Route(**{**plain, **said})  # type: ignore[arg-type]


def with_rule(hood: Neighbourhood, *routes: Route) -> None:
    last = route(code="other", label="其他", keywords=())
    options.choose({ROUTES: (*routes, last)}, place=hood.community.ref, by=THE_SYSTEM, at=NOON)


def test_the_rule_names_the_post_and_who_is_nearest_comes_first(hood: Neighbourhood) -> None:
    with_rule(hood, route(post=PostKind.GRID_WORKER))
    worker = a_holder(PostKind.GRID_WORKER, hood.community, "梁晓岚")
    steward = a_steward(hood.building)

    said = proposed_assignment(a_matter(place=hood.unit), at=NOON)

    assert said.route.code == "light"
    assert [hand.person for hand in said.hands[:2]] == [worker, steward]
    assert "路灯" in said.why


def test_neither_the_reporter_nor_whom_it_is_about_is_proposed(hood: Neighbourhood) -> None:
    steward = a_steward(hood.building)

    said = proposed_assignment(a_matter(reporter=steward, place=hood.unit), at=NOON)

    assert steward not in [hand.person for hand in said.hands]


def test_a_proposal_says_how_much_somebody_has_open(hood: Neighbourhood) -> None:
    steward = a_steward(hood.building)
    a_matter_in_work(place=hood.unit, handler=steward)

    said = proposed_assignment(a_matter(place=hood.unit), at=NOON)

    assert [hand.load for hand in said.hands if hand.person == steward] == [1]


def test_a_rule_for_the_desk_above_proposes_to_pass_it_up(hood: Neighbourhood) -> None:
    with_rule(hood, route(desk=AreaKind.SUBDISTRICT))
    matter = a_matter(place=hood.unit)
    browser = a_browser_of(a_clerk(hood.community, "何春燕"))

    said = proposed_assignment(matter, at=NOON)

    assert said.for_desk_above == hood.subdistrict
    assert "按规则上报" in browser.get(f"/desk/{matter.number}/").content.decode()
