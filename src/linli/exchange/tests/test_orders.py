"""回传工单: back out in the columns of the import, changed ones alone, names with a reason."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from linli.exchange import actions
from linli.exchange.actions import OrdersWanted, UnknownSource
from linli.exchange.actions.orders import EndsBeforeItBegins
from linli.exchange.order_sheets import HEADS, orders_sheet
from linli.exchange.queries import faults_of
from linli.exchange.register import Line
from linli.exchange.rules import Column
from linli.exchange.sheets import read_table
from linli.exchange.tests.sheets_of_ours import GOOD, committed, staged_file
from linli.kernel.errors import NotPermitted
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.matters.actions import FromOutside, Word, note_progress, record_matter
from linli.matters.models import Matter
from linli.people.testing import a_browser_of, a_clerk, a_person, viewing
from linli.people.viewer import THE_HOUSE
from linli.places.models import Area
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
UNFINISHED = {
    "工单编号": "HX20250301002",
    "内容": "=1+1 井盖响",
    "来电人": "王秀英",
    "电话": "13800002207",
    "受理时间": "2025-03-10 09:00:00",
}


@pytest.fixture
def community() -> Area:
    here = a_neighbourhood().community
    a_clerk(here)
    return here


def taken(community: Area, *, hours: int = 0, **wanted: object) -> list[Line]:
    said = OrdersWanted(**{"area": community, "source": "12345"} | wanted)  # type: ignore[arg-type]
    return actions.export_orders(wanted=said, by=THE_HOUSE, at=NOON + hours * HOUR)


def numbers(lines: list[Line]) -> list[str]:
    return [line[Column.NUMBER] for line in lines]


def test_only_what_that_platform_sent_goes_back_to_it(community: Area) -> None:
    committed(community, GOOD)
    outside = FromOutside(source="province", number="SX-1")
    word = Word(words="路灯不亮", place=community, channel="hotline")
    record_matter(word=word, outside=outside, by=THE_HOUSE, at=NOON)
    record_matter(word=word, by=THE_HOUSE, at=NOON)

    assert numbers(taken(community)) == ["HX20250301001"]
    assert numbers(taken(community, source="province")) == ["SX-1"]


def test_the_days_are_those_on_which_it_came_in_the_last_included(community: Area) -> None:
    committed(community, GOOD, UNFINISHED)

    third, tenth = date(2025, 3, 3), date(2025, 3, 10)

    assert numbers(taken(community, since=third, until=third)) == ["HX20250301001"]
    assert numbers(taken(community, since=date(2025, 3, 4), until=tenth)) == ["HX20250301002"]
    assert len(taken(community, since=third, until=tenth)) == 2


def test_only_what_has_changed_since_the_last_one_of_that_source(
    community: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed(community, GOOD, UNFINISHED)
    assert len(taken(community, hours=1, only_changed=True)) == 2, "there was none before"
    assert taken(community, hours=2, only_changed=True) == []

    matter = Matter.objects.get(finished_at=None)
    clerk = viewing(a_clerk(community))
    monkeypatch.setattr("linli.kernel.clock.now", lambda: NOON + 3 * HOUR)
    note_progress(matter=matter, words="看过了", by=clerk, at=NOON + 3 * HOUR)

    assert taken(community, hours=4, source="province") == []
    assert numbers(taken(community, hours=5, only_changed=True)) == ["HX20250301002"]
    assert taken(community, hours=6, only_changed=True) == []


def test_names_and_phones_go_along_only_with_a_reason_and_that_is_told(community: Area) -> None:
    committed(community, UNFINISHED)

    [without], [whole] = taken(community), taken(community, reason="市热线办核对")

    assert Column.PHONE not in without
    assert Column.CALLER not in without
    assert (whole[Column.CALLER], whole[Column.PHONE]) == ("王秀英", "13800002207")
    told = Entry.objects.filter(code="exchange.orders_exported").order_by("pk")
    assert [entry.facts["reason"] for entry in told] == ["", "市热线办核对"]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_comes_back_again_changes_nothing(community: Area, ending: str) -> None:
    committed(community, GOOD, UNFINISHED)
    before = list(Matter.objects.order_by("pk").values())
    content = orders_sheet(taken(community, reason="核对"), ending)

    batch = staged_file(content, community, name=f"回传.{ending}")

    assert batch.row_count == 2
    assert [str(bad).rpartition("：")[2] for bad in faults_of(batch)] == [
        "编号HX20250301001已经导入过了。",
        "编号HX20250301002已经导入过了。",
    ]
    assert list(Matter.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_sheet_is_read_as_the_import_reads_its_own(community: Area, ending: str) -> None:
    committed(community, GOOD)

    table = read_table(orders_sheet(taken(community), ending), f"回传.{ending}")

    assert table.headings == HEADS == tuple(str(column.label) for column in Column)
    [row] = table.rows
    assert row.cells["工单编号"] == GOOD["工单编号"]
    assert row.cells["受理时间"] == GOOD["受理时间"]
    assert row.cells["回复"] == GOOD["回复"]


def test_no_cell_is_a_formula(community: Area) -> None:
    committed(community, UNFINISHED)

    text = orders_sheet(taken(community), "csv").decode("utf-8-sig")

    [line] = csv.DictReader(io.StringIO(text))
    assert line["内容"] == "'=1+1 井盖响"


def test_who_keeps_no_register_there_takes_nothing_out(community: Area) -> None:
    wanted = OrdersWanted(area=community, source="12345")
    stranger = viewing(a_person("路人", community))
    elsewhere = viewing(a_clerk(a_neighbourhood().community))

    for somebody in (stranger, elsewhere):
        with pytest.raises(NotPermitted):
            actions.export_orders(wanted=wanted, by=somebody, at=NOON)


def test_an_unknown_source_and_days_the_wrong_way_round_are_refused(community: Area) -> None:
    with pytest.raises(UnknownSource, match="12345"):
        taken(community, source="nobody")
    with pytest.raises(EndsBeforeItBegins):
        taken(community, since=date(2025, 3, 2), until=date(2025, 3, 1))


def test_the_page_gives_the_sheet_and_says_when_the_last_one_went(community: Area) -> None:
    committed(community, GOOD)
    browser = a_browser_of(a_clerk(community))
    asked = {"key": "k", "area": community.pk, "source": "12345", "way": "csv"}

    assert "还没有导出过" in browser.get("/exports/orders/").content.decode()
    answer = browser.post("/exports/orders/", asked)

    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "HX20250301001" in answer.content.decode("utf-8-sig")
    assert "12345热线" in browser.get("/exports/orders/").content.decode()
    wrong = browser.post(
        "/exports/orders/", asked | {"since": "2025-03-02", "until": "2025-03-01"}
    )
    assert wrong.status_code == 422


def test_the_page_is_for_who_keeps_registers(community: Area) -> None:
    answer = a_browser_of(a_person("路人", community)).get("/exports/orders/")

    assert answer.status_code == 403


def test_the_command_sends_back_one_source(community: Area, tmp_path: Path) -> None:
    committed(community, GOOD, UNFINISHED)
    file = tmp_path / "回传.csv"

    call_command("export", "matters", str(file), "--source", "12345", "--since", "2025-03-04")

    text = file.read_text("utf-8-sig")
    assert "HX20250301002" in text
    assert "HX20250301001" not in text
    with pytest.raises(CommandError, match="来源"):
        call_command("export", "matters", str(file), "--source", "nobody")
    with pytest.raises(CommandError, match="csv"):
        call_command("export", "matters", str(tmp_path / "a.txt"), "--source", "12345")
