"""批量分派 and 常用话: what spares the desk writing the same thing many times."""

import pytest

from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Assignment, BulkRow
from linli.matters.actions.bulk import NothingTicked, TooManyAtOnce
from linli.matters.models import Matter
from linli.matters.rules import State
from linli.matters.testing import a_finished_matter, a_matter, a_matter_in_work
from linli.matters.tests.matter_stories import fresh
from linli.matters.wording import filled
from linli.people.models import Person
from linli.people.testing import (
    a_browser_of,
    a_clerk,
    a_steward,
    viewing,
)
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db


@pytest.fixture
def hood() -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def clerk(hood: Neighbourhood) -> Person:
    return a_clerk(hood.community)


def test_several_go_at_once_and_what_moved_on_stays(hood: Neighbourhood, clerk: Person) -> None:
    steward = a_steward(hood.building)
    rows = [a_matter(f"第{n}件，路灯不亮", place=hood.unit) for n in range(3)]
    seen = [BulkRow(matter=row, seen_version=row.version) for row in rows]
    stale = BulkRow(matter=a_finished_matter(place=hood.unit), seen_version=1)
    by, to = viewing(clerk), Assignment(handler=steward)

    sent = actions.dispatch_several(rows=[*seen, stale], assignment=to, by=by, at=NOON)

    assert [bool(one.why_not) for one in sent] == [False, False, False, True]
    assert Matter.objects.filter(state=State.DISPATCHED).count() == 3
    with pytest.raises(NothingTicked):
        actions.dispatch_several(rows=[], assignment=to, by=by, at=NOON)
    with pytest.raises(TooManyAtOnce):
        actions.dispatch_several(rows=[stale] * 101, assignment=to, by=by, at=NOON)


def test_the_bulk_page_says_which_went_and_which_did_not(
    hood: Neighbourhood, clerk: Person
) -> None:
    steward = a_steward(hood.building)
    first, second = a_matter(place=hood.unit), a_matter("垃圾没人管", place=hood.unit)
    browser = a_browser_of(clerk)
    assert "批量分派" in browser.get("/desk/?list=received").content.decode()
    assert "批量分派" in browser.get("/desk/bulk/").content.decode()
    ticked = [f"{first.pk}.{first.version}", f"{second.pk}.{second.version + 7}"]

    said = browser.post(
        "/desk/bulk/",
        {"key": "k", "one": ticked, "handler": f"{steward.pk}", "requirement": ""},
    ).content.decode()

    assert "没派出去的" in said
    assert "派给了陈桂芳" in said
    assert fresh(first).handler == steward
    assert fresh(second).standing is State.RECEIVED


def test_texts_leave_other_braces_alone() -> None:
    said = filled("{称呼}，{编号}{单位}{x}", salutation="王秀英", number="PC-1", unit="物业")
    assert said == "王秀英，PC-1物业{x}"


def test_a_text_is_filled_in_without_a_script(hood: Neighbourhood, clerk: Person) -> None:
    matter = a_matter_in_work(place=hood.unit, handler=clerk)
    browser = a_browser_of(clerk)

    asked = browser.get(f"/matters/{matter.number}/closure/?reply=fixed").content.decode()
    explained = browser.get(f"/matters/{matter.number}/closure/?reply=owners").content.decode()
    unknown = browser.get(f"/matters/{matter.number}/notes/?reply=none")

    assert f"（{matter.number}）" in asked
    assert "用一句常用话" in asked
    assert 'value="explained" selected' in explained
    assert unknown.status_code == 200
