"""公开栏 of what was not simply done: explained, referred, laid up, merged; each told apart."""

from datetime import timedelta

import pytest
from django.test import Client

from linli.kernel.dates import day_of
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Plan
from linli.matters.models import Matter
from linli.matters.queries import board
from linli.matters.queries.board_figures import figures_of
from linli.matters.rules import ClosingKind, State
from linli.matters.testing import a_finished_matter, a_matter, a_matter_in_work
from linli.matters.tests.test_involving import handler_of
from linli.matters.tests.test_merging import merged, two_alike
from linli.matters.tests.test_parking import IN_TEN_DAYS, PLAN, secretary_of
from linli.people.testing import a_browser_of, a_clerk, viewing
from linli.places.models import Area
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db
MARCH = day_of(NOON).replace(day=1)
LATER = NOON + timedelta(days=5)


def explained(place: Area | None = None) -> Matter:
    matter = a_matter_in_work(place=place)
    actions.finish_matter(
        matter=matter,
        measure="请业主们坐到一起",
        outcome="要业主投票定",
        by=handler_of(matter),
        at=NOON,
        closing_kind=ClosingKind.EXPLAINED,
        basis="private_right",
    )
    return matter


def laid_up(place: Area | None = None, *, explanation: str = PLAN.explanation) -> Matter:
    matter = a_matter_in_work(place=place)
    plan = Plan(
        words=PLAN.words,
        milestones=PLAN.milestones,
        explanation=explanation,
        until=PLAN.until,
    )
    actions.ask_to_park(matter=matter, plan=plan, by=handler_of(matter), at=NOON)
    actions.park_matter(matter=matter, by=secretary_of(matter), at=NOON)
    return matter


def page_of(client: Client, matter: Matter) -> str:
    return client.get(f"/board/matters/{matter.number}/").content.decode()


def test_what_was_explained_or_referred_is_not_counted_as_done(client: Client) -> None:
    here = a_neighbourhood()
    a_finished_matter(place=here.building)
    explained(here.building)
    sent_on = a_matter(place=here.building)
    clerk = viewing(a_clerk(sent_on.desk))
    actions.refer_matter(
        matter=sent_on, referral="petition", words="带上答复书", by=clerk, at=NOON
    )

    count = figures_of(here.community, MARCH, at=LATER).count
    ended = [count[name] for name in ("finished", "done", "explained", "referred")]
    how = client.get(f"/board/how/?month=2026-03&area={here.community.pk}").content.decode()

    assert ended == [3, 1, 1, 1]
    for name in ("done", "explained", "referred"):
        assert f"what={name}" in how


def test_the_ground_of_an_explanation_is_public_from_its_day_on(client: Client) -> None:
    matter = explained()

    assert "民法典第二百七十八条" in page_of(client, matter)
    Matter.objects.filter(pk=matter.pk).update(public_on=None)
    assert "民法典第二百七十八条" not in page_of(client, matter)
    assert board.ground_of(a_finished_matter()) == ""


def test_whoever_spoke_reads_the_ground_too() -> None:
    matter = explained()
    assert matter.reporter

    page = a_browser_of(matter.reporter).get(f"/matters/{matter.number}/").content.decode()

    assert "业主共同决定的事" in page


def test_what_is_laid_up_says_why_and_until_when_and_hides_what_is_private(
    client: Client,
) -> None:
    matter = laid_up(explanation="等张三签字，电话13912345678")

    [told] = board.made_public(board.on_the_board().filter(pk=matter.pk))
    shown = page_of(client, matter)

    assert told.parked_until == IN_TEN_DAYS
    assert f"{IN_TEN_DAYS}" in shown
    assert "签字" in shown
    assert "13912345678" not in shown


def test_what_was_laid_up_at_the_end_of_a_month_stays_so_counted() -> None:
    here = a_neighbourhood()
    matter = laid_up(here.building)
    april = (MARCH + timedelta(days=32)).replace(day=1)
    actions.resume_parked(NOON + timedelta(days=10))
    at = NOON + timedelta(days=11)

    assert figures_of(here.community, MARCH, at=at).count["parked"] == 0
    assert Matter.objects.get(pk=matter.pk).standing is State.WORKING
    assert figures_of(here.community, april, at=NOON + timedelta(days=40)).count["parked"] == 0
    span = board.month_of(MARCH, at=NOON + timedelta(days=1))
    assert board.on_the_board().filter(span.only("parked")).count() == 1


def test_what_was_merged_points_to_where_it_goes_on(client: Client) -> None:
    one, other, clerk = two_alike()
    merged(one, other, clerk)

    assert f"/board/matters/{other.number}/" in page_of(client, one)
    listed = client.get("/board/list/?what=received&month=2026-03").content.decode()
    assert "看并到的那一件" in listed
