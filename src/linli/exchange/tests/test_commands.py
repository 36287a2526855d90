import os
import subprocess
import sys
import textwrap
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from linli.exchange.models import ImportBatch, ImportRow
from linli.exchange.register import write_register
from linli.exchange.rules import read_row, understand
from linli.exchange.sheets import read_table
from linli.exchange.tests.sheets_of_ours import GOOD, committed, csv_of, staged
from linli.kernel.models import Entry, Link
from linli.kernel.testing import NOON
from linli.matters.models import Matter
from linli.matters.rules import title_of
from linli.people.testing import a_clerk
from linli.places.models import Area
from linli.places.testing import a_neighbourhood

HANG_IN_THE_MIDDLE = """
    import os, sys, time
    import django
    django.setup()
    from django.db import connection
    connection.settings_dict["NAME"] = os.environ["TEST_DATABASE"]
    from linli.exchange import actions
    from linli.exchange.models import ImportBatch
    from linli.kernel.testing import NOON
    from linli.people.viewer import THE_HOUSE
    def tell(done, total):
        print(done, flush=True)
        time.sleep(60)
    batch = ImportBatch.objects.select_related("community", "handler").get()
    actions.commit_batch(batch=batch, by=THE_HOUSE, at=NOON, told=tell)
"""


def a_community() -> Area:
    community = a_neighbourhood().community
    a_clerk(community)
    return community


def imported(file: Path, **given: object) -> str:
    said = StringIO()
    call_command("import", "matters", str(file), stdout=said, **given)
    return said.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "热线.csv"
    file.write_bytes(csv_of(GOOD, {**GOOD, "工单编号": "HX2", "来电人": "A0004"}))
    return file


@pytest.mark.django_db
class TestImporting:
    def test_the_columns_are_shown_first(self, file: Path) -> None:
        a_community()
        said = imported(file)

        assert "受理时间 → 受理时间" in said
        assert "导入了 2 件，归和平里社区。" in said
        assert Matter.objects.count() == 2

    def test_a_check_imports_nothing(self, file: Path) -> None:
        a_community()

        assert "只检查，没有导入" in imported(file, check=True)
        assert not Matter.objects.exists()
        assert not ImportRow.objects.exists()

    def test_the_same_file_again_is_refused(self, file: Path) -> None:
        a_community()
        imported(file)

        with pytest.raises(CommandError, match="2 处毛病"):
            imported(file)
        assert Matter.objects.count() == 2

    def test_a_heading_can_be_named(
        self, file: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        a_community()

        said = imported(file, map=["标题=", "内容=内容"])

        assert "没用到的列：标题" in said

    def test_of_several_communities_one_has_to_be_named(self, file: Path) -> None:
        a_community()
        other = a_neighbourhood().community

        with pytest.raises(CommandError, match="--community"):
            imported(file)
        with pytest.raises(CommandError, match="还没有社区工作者"):
            imported(file, community=str(other.pk))

    def test_who_handled_them_can_be_named(self, file: Path) -> None:
        community = a_community()
        clerk = a_clerk(a_neighbourhood().community, "孙晓梅")
        with pytest.raises(CommandError, match="没有“孙晓梅”"):
            imported(file, community=str(community.pk), handler=clerk.name)

        imported(file, community=str(community.pk), handler="何春燕")

        assert set(Matter.objects.values_list("handler__name", flat=True)) == {"何春燕"}

    def test_a_file_that_is_not_there_is_told(self) -> None:
        with pytest.raises(CommandError, match="打不开"):
            imported(Path("nowhere.csv"))


@pytest.mark.django_db
class TestExporting:
    def test_what_is_exported_can_be_read_in_again(self, tmp_path: Path) -> None:
        community = a_community()
        full = {**GOOD, "来电人": "王秀英", "电话": "13805990000"}
        bare = {name: GOOD[name] for name in ("内容", "受理时间")} | {"工单编号": "HX2"}
        committed(community, full, bare)

        write_register(community, tmp_path / "a.xlsx", with_contacts="交街道核对")

        table = read_table((tmp_path / "a.xlsx").read_bytes(), "a.xlsx")
        columns = understand(table.headings).columns
        rows = [
            read_row({one: row.cells.get(name) for one, name in columns.items()}, at=NOON)
            for row in table.rows
        ]
        before = [
            read_row({one: row.get(name) for one, name in columns.items()}, at=NOON)[0]
            for row in (full, {**bare, "标题": title_of(bare["内容"])})
        ]
        assert [row for row, _ in rows] == before
        assert [faults for _, faults in rows] == [[], []]

    def test_names_and_phones_stay_at_home_without_a_reason(self, tmp_path: Path) -> None:
        committed(a_community(), {**GOOD, "来电人": "王秀英", "电话": "13805990000"})
        out = tmp_path / "a.xlsx"

        call_command("export", "matters", str(out), stdout=StringIO())

        [row] = read_table(out.read_bytes(), "a.xlsx").rows
        assert (row.cells["来电人"], row.cells["电话"]) == ("", "")
        assert Entry.objects.filter(code="exchange.exported").count() == 1

    def test_our_own_matters_do_not_come_back_twice(self, tmp_path: Path) -> None:
        community = a_community()
        committed(community, {**GOOD, "工单编号": ""})
        write_register(community, tmp_path / "a.xlsx", with_contacts="")

        with pytest.raises(CommandError, match="1 处毛病"):
            imported(tmp_path / "a.xlsx")


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_leaves_nothing() -> None:
    batch = staged(
        a_community(), *({**GOOD, "工单编号": f"HX{number}"} for number in range(150))
    )
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HANG_IN_THE_MIDDLE)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TEST_DATABASE": str(connection.settings_dict["NAME"])},
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "100\n"
        process.kill()

    assert not Matter.objects.exists()
    assert not Link.objects.exists()
    assert ImportBatch.objects.get(pk=batch.pk).state == "staged"
    assert ImportRow.objects.filter(matter=None).count() == 150
