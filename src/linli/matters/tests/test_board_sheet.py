"""月报: the sheet on the wall says what the board says, and names what is left out."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Word
from linli.matters.models import Exclusion, Matter
from linli.matters.queries.board_figures import figures_of
from linli.matters.queries.board_sheet import SaidHere, exclusions_by_ground, said_at
from linli.matters.rules import AskedState
from linli.matters.tests.test_board import LATER, MARCH, a_story
from linli.people.testing import a_browser_of, a_clerk, viewing
from linli.places import actions as places
from linli.places.models import PointKind
from linli.places.testing import THE_SURVEYOR, a_neighbourhood

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _twenty_days_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.kernel.clock.now", lambda: LATER)


def the_sheet(client: Client, **asked: Any) -> str:
    answer = client.get("/board/sheet/", {"month": f"{MARCH:%Y-%m}", **asked})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_sheet_says_the_figures_of_the_board(client: Client) -> None:
    community = a_story()
    figures = figures_of(community, MARCH, at=LATER)

    said = the_sheet(client, area=community.pk)

    for share in (figures.answering, figures.solving, figures.contentment):
        assert f"{share.part} ÷ {share.whole}" in said
    assert f'收到</th><td class="num">{figures.count["received"]}' in said
    assert community.phone in said
    assert "<svg" in said


def test_a_small_group_has_no_per_cent(client: Client) -> None:
    community = a_story()

    said = the_sheet(client, area=community.pk)

    assert "人少，不算" in said
    assert "评价不满 3 人的不算百分比" in said


def test_what_was_left_out_is_counted_by_its_ground(client: Client) -> None:
    community = a_story()
    closed = Matter.objects.filter(state="closed").order_by("pk")[0]
    assert "没有剔除评价" in the_sheet(client, area=community.pk)

    Exclusion.objects.create(
        matter=closed,
        turn=closed.turn,
        ground="same_again",
        words="同一件事说了三次",
        asked_at=NOON,
        decide_by=NOON,
        state=AskedState.GRANTED,
    )
    Matter.objects.filter(pk=closed.pk).update(excluded_at=NOON)

    [(ground, count)] = exclusions_by_ground(community, MARCH, at=LATER)
    assert (ground.code, count) == ("same_again", 1)
    assert f"核定剔除：{ground.label}，1 件" in the_sheet(client, area=community.pk)
    assert "说了三次" not in the_sheet(client, area=community.pk)


def test_an_exclusion_of_an_earlier_turn_is_not_counted_again() -> None:
    community = a_story()
    closed = Matter.objects.filter(state="closed").order_by("pk")[0]
    Matter.objects.filter(pk=closed.pk).update(excluded_at=NOON, turn=2)
    Exclusion.objects.create(
        matter=closed,
        turn=1,
        ground="same_again",
        words="第一次的",
        asked_at=NOON,
        decide_by=NOON,
        state=AskedState.GRANTED,
    )

    assert not exclusions_by_ground(community, MARCH, at=LATER)


def test_a_talk_room_has_a_sheet_of_its_own(client: Client) -> None:
    here = a_neighbourhood()
    kiosk = places.open_point(
        area=here.compound, kind=PointKind.TALK_KIOSK, name="桂花亭", by=THE_SURVEYOR, at=NOON
    )
    word = Word(words="亭子漏雨", place=here.building, channel="counter", point=kiosk)
    actions.report_matter(word=word, by=viewing(a_clerk(here.community)), at=NOON)

    said = the_sheet(client, point=kiosk.code)

    assert said_at(kiosk, MARCH, at=LATER) == SaidHere(received=1, finished=0)
    assert "在桂花亭说的：收到 1 件，办结 0 件" in said
    assert here.community.name in said
    assert client.get("/board/sheet/", {"point": "NOWHERE"}).status_code == 404


def test_it_is_the_month_before_unless_another_is_asked_for(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_story()
    monkeypatch.setattr("linli.kernel.clock.now", lambda: LATER + timedelta(days=31))

    said = client.get("/board/sheet/").content.decode()

    assert f"{MARCH.year}年{MARCH.month}月" in said


def test_the_board_and_the_desk_lead_to_it(client: Client) -> None:
    community = a_story()

    board = client.get("/board/", {"area": community.pk}).content.decode()
    work = a_browser_of(a_clerk(community)).get("/work/").content.decode()

    assert "/board/sheet/?month=" in board
    assert "/board/sheet/" in work
