from datetime import datetime

import pytest

from linli.exchange.rules import (
    CellUnreadable,
    Column,
    ColumnTwice,
    FieldMissing,
    NoSuchColumn,
    NoSuchField,
    plain_cell,
    read_row,
    refuse_unreadable,
    understand,
)
from linli.exchange.rules.cells import read_number, read_satisfied, read_solved, read_time
from linli.kernel.dates import HERE
from linli.kernel.testing import NOON
from linli.ratings.rules import Satisfied, Solved

REPORTED = "2025-03-03 09:00"
OF_A_PORTAL = (
    "留言编号",
    "留言用户",
    "留言主题",
    "留言时间",
    "留言详情",
    "答复意见",
    "答复时间",
)


class TestHeadings:
    def test_the_names_that_a_portal_uses_are_understood(self) -> None:
        understood = understand(OF_A_PORTAL)

        assert understood.columns == {
            Column.NUMBER: "留言编号",
            Column.TITLE: "留言主题",
            Column.WORDS: "留言详情",
            Column.REPORTED_AT: "留言时间",
            Column.OUTCOME: "答复意见",
            Column.FINISHED_AT: "答复时间",
        }
        assert understood.unread == ("留言用户",)

    def test_marks_and_remarks_in_a_heading_do_not_matter(self) -> None:
        columns = understand(("* 受理时间（必填）", "街/乡镇", "诉求 内容")).columns

        assert columns == {
            Column.REPORTED_AT: "* 受理时间（必填）",
            Column.SUBDISTRICT: "街/乡镇",
            Column.WORDS: "诉求 内容",
        }

    def test_of_two_headings_that_match_the_one_we_know_best_is_taken(self) -> None:
        understood = understand(("来电时间", "受理时间", "内容"))

        assert understood.columns[Column.REPORTED_AT] == "受理时间"
        assert understood.unread == ("来电时间",)

    def test_what_a_person_says_goes_before(self) -> None:
        understood = understand(
            ("受理时间", "来电时间", "内容"), {"来电时间": "受理时间", "内容": ""}
        )

        assert understood.columns == {Column.REPORTED_AT: "来电时间"}
        assert understood.unread == ("受理时间", "内容")

    def test_a_field_that_nobody_knows_is_refused_by_name(self) -> None:
        with pytest.raises(NoSuchField, match="没有“天气”"):
            understand(("内容",), {"内容": "天气"})

    def test_a_heading_that_is_not_there_is_refused_by_name(self) -> None:
        with pytest.raises(NoSuchColumn, match="没有“正文”"):
            understand(("内容",), {"正文": "内容"})

    def test_two_headings_cannot_be_the_same_field(self) -> None:
        with pytest.raises(ColumnTwice, match="标题"):
            understand(("甲", "乙"), {"甲": "标题", "乙": "标题"})

    @pytest.mark.parametrize(
        ("headings", "said"), [(("受理时间",), "“内容”"), (("内容",), "“受理时间”")]
    )
    def test_what_was_said_and_when_have_to_be_there(
        self, headings: tuple[str, ...], said: str
    ) -> None:
        with pytest.raises(FieldMissing, match=said):
            refuse_unreadable(understand(headings).columns)


class TestCells:
    @pytest.mark.parametrize(
        "written",
        [
            "2025/3/1 8:30:00",
            "2025-03-01 08:30",
            "2025.3.1 8:30",
            "2025年3月1日 8时30分",
            "2025-03-01T08:30:00",
            "20250301083000",
            45717 + 8.5 / 24,
        ],
    )
    def test_a_time_is_read_however_it_was_written(self, written: str | float) -> None:
        assert read_time(written) == datetime(2025, 3, 1, 8, 30, tzinfo=HERE)

    def test_a_day_without_a_time_ends_with_its_last_moment(self) -> None:
        assert read_time("2025-03-01") == datetime(2025, 3, 1, tzinfo=HERE)
        assert read_time("2025-03-01", is_end=True) == datetime(
            2025, 3, 1, 23, 59, 59, tzinfo=HERE
        )

    @pytest.mark.parametrize("written", ["昨天", "2025-13-01", "3月1日", "12.5", 7])
    def test_what_is_no_time_is_refused(self, written: str | int) -> None:
        with pytest.raises(CellUnreadable, match="读不出时间"):
            read_time(written)

    def test_a_number_that_a_spreadsheet_has_cut_is_refused(self) -> None:
        assert read_number(plain_cell(2549.0)) == "2549"
        with pytest.raises(CellUnreadable, match="末几位已经丢了"):
            read_number(plain_cell(2.02503010001e17))

    @pytest.mark.parametrize(
        ("said", "solved"),
        [
            ("是", Solved.YES),
            ("部分解决", Solved.PARTLY),
            ("未解决", Solved.NO),
            ("未回访", None),
        ],
    )
    def test_whether_it_was_solved(self, said: str, solved: Solved | None) -> None:
        assert read_solved(said) is solved

    @pytest.mark.parametrize(
        ("said", "satisfied"),
        [
            ("非常满意", Satisfied.VERY),
            ("一般", Satisfied.FAIRLY),
            ("否", Satisfied.NOT),
            ("", None),
        ],
    )
    def test_whether_they_were_content(self, said: str, satisfied: Satisfied | None) -> None:
        assert read_satisfied(said) is satisfied


FAULTS = [
    ({Column.WORDS: ""}, Column.WORDS, "没有写是什么事。"),
    ({Column.WORDS: "话" * 10_001}, Column.WORDS, "内容太长了"),
    ({Column.OUTCOME: "话" * 4_001}, Column.OUTCOME, "回复太长了"),
    ({Column.NUMBER: "1" * 41}, Column.NUMBER, "编号太长了"),
    ({Column.REPORTED_AT: ""}, Column.REPORTED_AT, "没有写受理时间。"),
    ({Column.REPORTED_AT: "上周"}, Column.REPORTED_AT, "读不出时间“上周”"),
    ({Column.REPORTED_AT: "2199-01-01"}, Column.REPORTED_AT, "受理时间还没有到。"),
    ({Column.FINISHED_AT: "2025-03-01 09:00"}, Column.FINISHED_AT, "办结时间早于受理时间。"),
    ({Column.DISPATCHED_AT: "2025-03-01"}, Column.DISPATCHED_AT, "派单时间早于受理时间。"),
    ({Column.DISPATCHED_AT: "2025-03-09"}, Column.DISPATCHED_AT, "派单时间晚于办结时间。"),
    ({Column.OUTCOME: ""}, Column.OUTCOME, "有办结时间，却没有办理结果或回复。"),
    ({Column.FINISHED_AT: ""}, Column.FINISHED_AT, "有办理结果或回复，却没有办结时间。"),
    ({Column.SOLVED: "可能"}, Column.SOLVED, "“可能”看不懂"),
    ({Column.SATISFIED: "五星"}, Column.SATISFIED, "“五星”看不懂"),
]


def a_row(**changes: str) -> dict[Column, str]:
    good = {
        Column.NUMBER: "HX1",
        Column.WORDS: "路灯不亮",
        Column.REPORTED_AT: REPORTED,
        Column.FINISHED_AT: "2025-03-05 16:30",
        Column.OUTCOME: "修好了",
    }
    return good | {Column(name): said for name, said in changes.items()}


class TestRows:
    def test_a_sound_row_has_no_fault(self) -> None:
        row, faults = read_row(a_row(measure="换了灯泡"), at=NOON)

        assert faults == []
        assert (row.measure, row.outcome) == ("换了灯泡", "修好了")

    def test_what_was_read_can_be_kept_and_read_back(self) -> None:
        row, _ = read_row(a_row(solved="是", satisfied="一般"), at=NOON)

        assert type(row).from_plain(row.plain()) == row

    @pytest.mark.parametrize(("changes", "column", "sentence"), FAULTS)
    def test_each_fault_is_told_once_with_its_column(
        self, changes: dict[Column, str], column: Column, sentence: str
    ) -> None:
        _, faults = read_row(a_row() | changes, at=NOON)

        assert [fault.column for fault in faults] == [column]
        assert sentence in str(faults[0])

    def test_a_finished_state_without_a_time_is_a_fault(self) -> None:
        changes = {Column.FINISHED_AT: "", Column.OUTCOME: "", Column.STATE: "已办结"}
        _, [fault] = read_row(a_row() | changes, at=NOON)

        assert str(fault) == "状态是已办结，却没有办结时间。"

    def test_an_answer_before_the_end_is_a_fault(self) -> None:
        changes = {Column.FINISHED_AT: "", Column.OUTCOME: "", Column.SOLVED: "是"}
        _, [fault] = read_row(a_row() | changes, at=NOON)

        assert str(fault) == "还没有办结，却有评价。"

    def test_a_title_alone_is_what_was_said(self) -> None:
        row, faults = read_row(a_row(words="", title="路灯不亮"), at=NOON)

        assert faults == []
        assert row.words == "路灯不亮"
