"""贴月报: owed with each month by who has to hang it, until somebody says that it hangs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from linli.duties.models import Duty
from linli.kernel import options
from linli.kernel.errors import NotPermitted
from linli.kernel.rhythms import Every
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions.sheets import NoSheetHere, SheetHangsAlready
from linli.people.models import Person
from linli.people.options import RHYTHMS, Rhythm
from linli.people.rules import PostKind
from linli.people.testing import a_browser_of, a_clerk, a_steward, viewing
from linli.people.viewer import A_PASSER_BY
from linli.places.models import Area
from linli.places.rules import AreaKind
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db
APRIL = datetime(2026, 4, 1, 4, tzinfo=UTC)
MONTHLY = Rhythm(
    code="satisfaction_board",
    label="公布满意度",
    label_en="Publish satisfaction",
    every=Every.MONTH,
    level=AreaKind.COMMUNITY,
    post=PostKind.CLERK,
    task="贴出去",
)


@pytest.fixture
def here() -> Neighbourhood:
    place = a_neighbourhood()
    options.choose({RHYTHMS: (MONTHLY,)}, place=place.community.ref, by="system", at=NOON)
    return place


@pytest.fixture
def clerk(here: Neighbourhood) -> Person:
    return a_clerk(here.community)


def owed(area: Area) -> list[Duty]:
    return list(Duty.objects.running().filter(subject=area.ref, kind="hang_sheet"))


def hang(area: Area, by: Person, at: datetime = NOON) -> None:
    actions.hang_sheet(area=area, by=viewing(by), at=at)


def test_the_sheet_is_owed_once_a_month_until_it_hangs(
    here: Neighbourhood, clerk: Person
) -> None:
    assert [actions.look_after_sheets(NOON) for _ in range(2)] == [1, 0]
    [duty] = owed(here.community)
    assert duty.holder == clerk

    hang(here.community, clerk)

    assert owed(here.community) == []
    assert actions.look_after_sheets(NOON + timedelta(days=3)) == 0
    with pytest.raises(SheetHangsAlready):
        hang(here.community, clerk)
    assert actions.look_after_sheets(APRIL) == 1
    hang(here.community, clerk, APRIL)


def test_where_it_is_not_asked_for_nobody_owes_it(here: Neighbourhood, clerk: Person) -> None:
    options.choose({RHYTHMS: ()}, place=here.community.ref, by="system", at=NOON)
    assert actions.look_after_sheets(NOON) == 0
    with pytest.raises(NoSheetHere):
        hang(here.community, clerk)


def test_what_else_is_owed_there_is_still_owed(here: Neighbourhood, clerk: Person) -> None:
    actions.look_after_sheets(NOON)
    Duty.objects.filter(kind="hang_sheet").update(kind="something_else")

    hang(here.community, clerk)

    assert Duty.objects.running().filter(kind="something_else").exists()


def test_only_the_desk_there_says_that_it_hangs(here: Neighbourhood) -> None:
    elsewhere = a_clerk(a_neighbourhood().community, "路远")
    for by in (viewing(a_steward(here.building)), viewing(elsewhere), A_PASSER_BY):
        with pytest.raises(NotPermitted):
            actions.hang_sheet(area=here.community, by=by, at=NOON)


def test_on_the_sheet_stands_the_button_for_who_owes_it(
    here: Neighbourhood, clerk: Person
) -> None:
    actions.look_after_sheets(NOON)
    desk, sheet = a_browser_of(clerk), f"/board/sheet/?area={here.community.pk}"
    assert "贴出去了" in desk.get(sheet).text
    assert "贴出去了" not in a_browser_of(a_steward(here.building)).get(sheet).text

    url = reverse("board-sheet-hung", args=[here.community.pk])
    assert desk.post(url, {"key": "a"}).status_code == 303

    assert "贴出去了" not in desk.get(sheet).text
