"""公开栏上的办理方式: its name at each matter, and of each way how many, with the list."""

from datetime import timedelta

import pytest
from django.test import Client

from linli.kernel.memory import forget_everything
from linli.kernel.testing import NOON
from linli.matters.actions import choose_mode
from linli.matters.models import Matter
from linli.matters.queries import board
from linli.matters.queries.board_figures import ByMode, count_by_mode
from linli.matters.rules import Sensitivity
from linli.matters.testing import a_finished_matter, a_matter
from linli.people.testing import a_clerk, viewing
from linli.places.models import Area
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def community() -> Area:
    """One taken on as the rule says, one done, one of which a clerk chose the way."""
    here = a_neighbourhood()
    a_matter(place=here.building)
    a_finished_matter(place=here.building)
    chosen = a_matter(place=here.building)
    by = viewing(a_clerk(here.community))
    choose_mode(matter=chosen, mode="hard", why="牵涉三家", by=by, at=NOON)
    return here.community


def counted(community: Area) -> dict[str, ByMode]:
    forget_everything()
    return dict(count_by_mode(community, TODAY, at=NOON + timedelta(hours=1)))


def test_a_matter_tells_how_it_is_taken_on(community: Area) -> None:
    told = board.made_public(board.on_the_board(community).order_by("pk"))

    assert [one.way for one in told] == ["小事快办", "小事快办", "难事会办"]


def test_of_each_way_how_many_came_in_and_are_done(community: Area) -> None:
    assert counted(community) == {"small": ByMode(2, 1), "hard": ByMode(1, 0)}


def test_what_is_for_the_desk_alone_is_not_counted(community: Area) -> None:
    Matter.objects.filter(mode="hard").update(sensitivity=Sensitivity.PRIVATE)

    assert counted(community) == {"small": ByMode(2, 1)}


def test_each_figure_opens_its_list(community: Area, client: Client) -> None:
    forget_everything()
    page = client.get(f"/board/2026-03/?area={community.pk}").text
    assert "难事会办" in page
    assert "mode=hard" in page

    listed = f"/board/list/?month=2026-03&area={community.pk}"
    hard = client.get(f"{listed}&mode=hard").text
    [one] = Matter.objects.filter(mode="hard")
    other = Matter.objects.exclude(mode="hard").latest("pk")
    assert one.number in hard
    assert other.number not in hard
    done = client.get(f"{listed}&mode=small&what=finished").text
    assert other.number in done
