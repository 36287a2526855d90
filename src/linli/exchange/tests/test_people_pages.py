"""The pages on which a register comes in and registers go out."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import load_workbook

from linli.exchange import actions
from linli.exchange.events import SheetExported
from linli.exchange.models import RegisterBatch, RegisterState
from linli.exchange.registers import SHEETS
from linli.exchange.rules.people import register_score
from linli.exchange.sheets import FileUnreadable, read_table
from linli.exchange.tests.registers_of_ours import (
    HEADINGS,
    LI,
    WANG,
    a_place,
    checked,
    committed,
    staged,
)
from linli.exchange.tests.sheets_of_ours import csv_of, xlsx_of
from linli.exchange.uploads import LARGEST
from linli.exchange.workbooks import workbook_of
from linli.kernel.journal import events
from linli.kernel.testing import NOON
from linli.people.models import Person
from linli.people.testing import a_browser_of, a_clerk, a_person
from linli.people.viewer import THE_HOUSE
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db

FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def here() -> Neighbourhood:
    return a_place()


@pytest.fixture
def browser(here: Neighbourhood) -> Client:
    return a_browser_of(a_clerk(here.community))


def sent(browser: Client, here: Neighbourhood, content: bytes, name: str = "登记册.csv") -> str:
    answer = browser.post(
        reverse("import-people"),
        {
            "file": SimpleUploadedFile(name, content),
            "within": here.community.pk,
            "key": "k1",
        },
    )
    assert answer.status_code == 303, answer.content.decode()
    return answer.headers["Location"]


def rows_of(content: bytes) -> list[list[str]]:
    sheet = load_workbook(io.BytesIO(content)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python()]


class TestComingIn:
    def test_a_register_is_looked_at_and_then_taken_in(
        self, browser: Client, here: Neighbourhood
    ) -> None:
        address = sent(browser, here, csv_of(WANG, LI, headings=HEADINGS))
        assert "核对了 2 行，没有毛病" in browser.get(address).content.decode()
        batch = RegisterBatch.objects.get()

        answer = browser.post(reverse("register-commit", args=[batch.pk]), {"key": "k2"})

        assert answer.status_code == 303
        assert "新登记 2 人" in browser.get(address).content.decode()
        assert Person.objects.filter(name="王秀英").exists()

    def test_faults_are_shown_and_there_is_no_way_to_import(
        self, browser: Client, here: Neighbourhood
    ) -> None:
        bad = WANG | {"手机号": "2810000"}
        shown = browser.get(sent(browser, here, csv_of(bad, headings=HEADINGS)))

        text = shown.content.decode()
        assert "“2810000”是没有区号的固定电话" in text
        assert "全部导入" not in text

    def test_the_bad_rows_come_back_as_a_workbook_that_says_what_is_wrong(
        self, browser: Client, here: Neighbourhood
    ) -> None:
        batch = checked(here.community, WANG | {"姓名": FORMULA, "手机号": "12"}, LI)

        answer = browser.get(reverse("register-faults", args=[batch.pk]))

        [heads, first] = rows_of(answer.content)
        assert heads[0] == "哪里不对"
        assert "像是公式" in first[0]
        assert "不是电话号码" in first[0]
        assert f"'{FORMULA}" in first

    def test_a_long_file_shows_how_far_it_is_and_refreshes_without_scripts(
        self, browser: Client, here: Neighbourhood
    ) -> None:
        batch = staged(here.community, WANG)

        text = browser.get(reverse("register-batch", args=[batch.pk])).content.decode()
        assert "正在一行一行核对" in text
        assert 'http-equiv="refresh"' in text

        browser.post(reverse("register-check", args=[batch.pk]))
        batch.refresh_from_db()
        assert batch.state == RegisterState.CHECKED

    def test_a_stranger_finds_nothing(self, here: Neighbourhood) -> None:
        batch = checked(here.community, WANG)
        stranger = a_browser_of(a_clerk(a_neighbourhood().community))
        resident = a_browser_of(a_person("左思源", here.unit))

        for name in ("register-batch", "register-faults"):
            assert stranger.get(reverse(name, args=[batch.pk])).status_code == 404
        for name in ("import-people", "register-template", "exports"):
            assert resident.get(reverse(name)).status_code == 403
            assert Client().get(reverse(name)).status_code == 403

    def test_the_template_can_be_filled_in_and_brought_back(
        self, browser: Client, here: Neighbourhood
    ) -> None:
        template = browser.get(reverse("register-template")).content

        table = read_table(template, "模板.xlsx", score=register_score)

        assert [row.cells["房号"] for row in table.rows] == ["101"]
        assert "说明" in load_workbook(io.BytesIO(template)).sheet_names


class TestFilesThatAreNot:
    @pytest.mark.parametrize(
        ("content", "name", "said"),
        [
            (b"", "a.xlsx", "空的"),
            (b"x" * (LARGEST + 1), "a.csv", "超过15兆"),
            (b"\xff\xd8\xff\xe0" + b"0" * 600, "a.csv", "照片"),
            (b"%PDF-1.7", "a.xlsx", "PDF"),
            (b"<html><table><tr><td>1</td></tr></table>", "a.xls", "里面是网页"),
            (b"PK\x03\x04not really", "a.xlsx", "坏的"),
            (b"PK\x03\x04not really", "a.csv", "名字是 csv"),
            (b"name\0", "a.csv", "名字是 csv"),
            (b"hello", "a.xls", "名字是 Excel"),
            (b"hello", "a.exe", "只能导入"),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
                "a.xlsx",
                "打开密码",
            ),
            ("姓名,楼栋\r\n".encode(), "a.csv", "没有一行数据"),
        ],
    )
    def test_each_has_its_own_sentence(self, content: bytes, name: str, said: str) -> None:
        with pytest.raises(FileUnreadable, match=said):
            read_table(content, name, score=register_score)

    def test_a_workbook_that_would_burst_is_not_unpacked(self) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
            bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (201 * 2**20))

        with pytest.raises(FileUnreadable, match="解开以后太大"):
            read_table(packed.getvalue(), "a.xlsx", score=register_score)

    def test_the_page_says_it_at_the_file(self, browser: Client, here: Neighbourhood) -> None:
        answer = browser.post(
            reverse("import-people"),
            {
                "file": SimpleUploadedFile("a.csv", "姓名,楼栋\r\n王,3".encode()),
                "within": here.community.pk,
                "key": "k1",
            },
        )

        assert answer.status_code == 422
        assert "表头里没有“房号”这一列" in answer.content.decode()

    def test_gb18030_and_xlsx_are_read_alike(self, tmp_path: Path) -> None:
        text = csv_of(WANG, headings=HEADINGS).decode("utf-8-sig").encode("gb18030")
        book = xlsx_of(tmp_path / "a.xlsx", WANG, above=("和平里社区人户登记册",))

        of_text = read_table(text, "a.csv", score=register_score)
        of_book = read_table(book, "a.xlsx", score=register_score)

        assert of_text.rows[0].cells == of_book.rows[0].cells


class TestGoingOut:
    def test_what_goes_out_comes_in_again_and_changes_nothing(
        self, here: Neighbourhood
    ) -> None:
        origin = {"户号": "1", "来源乡镇": "鸡场坪镇", "来源村": "坡脚村"}
        committed(here.community, WANG | origin, LI | origin)
        sheet = SHEETS["households"]

        for is_whole in (False, True):
            content, count = workbook_of(
                "人户登记册", sheet.heads, sheet.rows(here.community, is_whole)
            )
            batch = actions.stage_people(
                table=read_table(content, "a.xlsx", score=register_score),
                file_name="a.xlsx",
                within=here.community,
                opens_rooms=False,
                by=THE_HOUSE,
                at=NOON,
            )
            actions.check_people(batch=batch, at=NOON)
            assert (count, batch.same_count, batch.bad_count) == (2, 2, 0)

    @pytest.mark.parametrize("what", SHEETS)
    def test_every_register_goes_out_as_a_workbook_and_on_paper(
        self, browser: Client, here: Neighbourhood, what: str
    ) -> None:
        committed(here.community, WANG, LI)
        asked = {"what": what, "area": here.community.pk, "key": "k"}

        book = browser.post(reverse("exports"), asked | {"way": "xlsx"})
        paper = browser.post(reverse("exports"), asked | {"way": "print"})

        assert len(rows_of(book.content)[0]) == len(SHEETS[what].heads)
        assert paper.status_code == 200
        told = events(SheetExported, subject=here.community.ref)
        assert [one.reason for one in told] == ["", ""]
        assert "13800002207" not in paper.content.decode()

    def test_whole_numbers_go_out_with_a_reason_that_is_kept(
        self, browser: Client, here: Neighbourhood
    ) -> None:
        committed(here.community, WANG)
        asked = {"what": "people", "area": here.community.pk, "way": "print", "key": "k"}

        answer = browser.post(reverse("exports"), asked | {"reason": "台风天逐户打电话"})

        assert "13800002207" in answer.content.decode()
        [told] = events(SheetExported, subject=here.community.ref)
        assert (told.reason, told.rows) == ("台风天逐户打电话", 2)

    def test_nothing_of_an_area_that_one_does_not_keep(
        self, browser: Client, here: Neighbourhood
    ) -> None:
        elsewhere = a_neighbourhood().community
        asked = {"what": "people", "area": elsewhere.pk, "way": "xlsx", "key": "k"}

        assert browser.post(reverse("exports"), asked).status_code == 422

    def test_no_cell_is_taken_for_a_formula(self) -> None:
        content, _ = workbook_of("a", ["姓名"], [[FORMULA], ["+1"], ["@x"], ["-2"]])

        assert [row[0] for row in rows_of(content)[1:]] == [
            f"'{FORMULA}",
            "'+1",
            "'@x",
            "'-2",
        ]
