from datetime import timedelta
from pathlib import Path

import pytest

from linli.duties.models import Duty
from linli.exchange import actions
from linli.exchange.actions import BatchSettledAlready, SheetHasFaults
from linli.exchange.models import BatchState, ImportRow
from linli.exchange.queries import NobodyToHandle, faults_of
from linli.exchange.sheets import FileUnreadable, read_table
from linli.exchange.tests.sheets_of_ours import (
    GOOD,
    HEADINGS,
    committed,
    csv_of,
    staged,
    staged_file,
    xlsx_of,
)
from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.models import Delivery, Entry
from linli.kernel.testing import NOON
from linli.matters.actions import OutsideNumberTaken
from linli.matters.models import Matter
from linli.matters.queries.outside import outside_numbers
from linli.matters.rules import State
from linli.people.models import Person
from linli.people.queries import names_of
from linli.people.testing import a_clerk, a_person, viewing
from linli.people.viewer import THE_HOUSE
from linli.places.models import Area
from linli.places.testing import a_neighbourhood
from linli.ratings.models import Rating, RatingSlip

pytestmark = pytest.mark.django_db


@pytest.fixture
def community() -> Area:
    community = a_neighbourhood().community
    a_clerk(community)
    return community


class TestFiles:
    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
    def test_a_csv_is_read_in_either_encoding(self, encoding: str) -> None:
        content = csv_of(GOOD).decode("utf-8-sig").encode(encoding)

        table = read_table(content, "热线.csv")

        assert table.headings == HEADINGS
        assert table.rows[0].cells["标题"] == "路灯不亮"

    def test_the_headings_of_a_workbook_may_stand_below_a_title(self, tmp_path: Path) -> None:
        content = xlsx_of(tmp_path / "a.xlsx", GOOD, above=("三月工单汇总", "", "制表：热线"))

        table = read_table(content, "a.xlsx")

        assert table.headings == tuple(GOOD)
        assert [(row.sheet, row.line) for row in table.rows] == [("三月", 5)]

    def test_what_is_no_sheet_is_refused(self) -> None:
        with pytest.raises(FileUnreadable, match="打不开"):
            read_table(b"not a workbook", "a.xlsx")

    def test_a_sheet_without_rows_is_refused(self) -> None:
        with pytest.raises(FileUnreadable, match="没有一行"):
            read_table(csv_of(), "a.csv")


class TestStaging:
    def test_nothing_is_a_matter_yet(self, community: Area) -> None:
        batch = staged(community, GOOD)

        assert batch.may_be_committed
        assert not Matter.objects.exists()

    def test_every_fault_has_its_row_column_and_sentence(self, community: Area) -> None:
        batch = staged(community, GOOD, {**GOOD, "工单编号": "HX2", "受理时间": "上周"})

        [fault] = faults_of(batch)

        assert str(fault) == "第3行“受理时间”：读不出时间“上周”，应如 2025-03-01 08:30。"

    def test_a_number_twice_in_the_file_is_a_fault(self, community: Area) -> None:
        [fault] = faults_of(staged(community, GOOD, GOOD))

        assert fault.line == 3
        assert fault.sentence == "编号HX20250301001和第2行重复。"

    def test_a_number_that_was_imported_before_is_a_fault(self, community: Area) -> None:
        committed(community, GOOD)

        [fault] = faults_of(staged(community, GOOD))

        assert fault.sentence == "编号HX20250301001已经导入过了。"

    def test_a_community_that_nobody_knows_is_a_fault(self, community: Area) -> None:
        [fault] = faults_of(staged(community, {**GOOD, "村社区": "不知名社区"}))

        assert fault.heading == "村社区"
        assert "不知名社区" in fault.sentence

    def test_a_community_is_found_without_its_ending(self, community: Area) -> None:
        batch = staged(community, {**GOOD, "村社区": "和平里"})

        assert batch.rows.get().place == community

    def test_of_two_of_one_name_a_clerk_finds_the_own_one(self, community: Area) -> None:
        a_neighbourhood()
        clerk = Person.objects.get(name="何春燕")

        batch = actions.stage_batch(
            table=read_table(csv_of({**GOOD, "村社区": "和平里社区"}), "a.csv"),
            file_name="a.csv",
            community=community,
            handler=clerk,
            by=viewing(clerk),
            at=NOON,
        )

        assert batch.rows.get().place == community

    def test_what_a_person_says_of_the_headings_is_read_anew(self, community: Area) -> None:
        content = csv_of(
            {"说了啥": "路灯不亮", "受理时间": "2025-03-03"},
            headings=("说了啥", "受理时间", "标题"),
        )
        batch = staged_file(content, community)
        assert batch.fault_count == 1

        actions.remap_batch(batch=batch, overrides={"说了啥": "内容"}, by=THE_HOUSE, at=NOON)

        assert batch.may_be_committed

    def test_a_stranger_cannot_import(self, community: Area) -> None:
        stranger = a_person()
        with pytest.raises(NotPermitted):
            actions.stage_batch(
                table=read_table(csv_of(GOOD), "a.csv"),
                file_name="a.csv",
                community=community,
                handler=stranger,
                by=viewing(stranger),
                at=NOON,
            )

    def test_somebody_has_to_work_there(self) -> None:
        with pytest.raises(NobodyToHandle, match="请先任命"):
            staged(a_neighbourhood().community, GOOD)

    def test_what_a_row_says_is_unreadable_in_the_database(self, community: Area) -> None:
        staged(community, GOOD)

        [(raw, read)] = ImportRow.objects.extra(
            select={"sealed": "raw", "sealed_too": "read"}
        ).values_list("sealed", "sealed_too")

        assert raw.startswith("enc1:")
        assert read.startswith("enc1:")


class TestCommitting:
    def test_a_row_becomes_a_matter_with_its_own_times(self, community: Area) -> None:
        committed(community, GOOD)

        matter = Matter.objects.get()
        assert matter.number.endswith("-2025-000001")
        assert matter.state == State.CLOSED
        assert matter.title == "路灯不亮"
        assert f"{matter.reported_at:%m-%d %H:%M}" == "03-03 01:00"  # UTC
        assert (matter.solved, matter.satisfied) == ("yes", "very")
        assert matter.handler
        assert matter.due_at.year == 2025
        assert outside_numbers([matter.ref]) == {matter.pk: "HX20250301001"}

    def test_every_step_is_told_as_written_down_later(self, community: Area) -> None:
        committed(community, GOOD)

        lines = journal.timeline(Matter.objects.get().ref, names=names_of)

        assert [line.code for line in lines] == [
            "matters.reported_for",
            "matters.dispatched",
            "matters.finished",
            "ratings.given",
            "matters.closed",
        ]
        assert all(line.is_late for line in lines)
        assert "热线回访" in lines[3].sentence

    def test_nobody_is_told_of_it_anew(self, community: Area) -> None:
        committed(community, GOOD)

        told = Entry.objects.filter(subject=Matter.objects.get().ref)
        assert not Delivery.objects.filter(entry__in=told).exists()

    def test_the_clocks_have_stopped(self, community: Area) -> None:
        committed(community, GOOD)

        assert Duty.objects.count() == 2
        assert not Duty.objects.running().exists()

    def test_what_is_unfinished_waits_at_the_desk(self, community: Area) -> None:
        waiting = {name: GOOD[name] for name in ("工单编号", "内容", "受理时间")}
        committed(community, waiting)

        matter = Matter.objects.get()
        assert matter.state == State.RECEIVED
        assert matter.due_at < NOON
        assert Duty.objects.running().get().holder is None

    def test_an_old_end_that_nobody_rated_is_laid_aside(self, community: Area) -> None:
        committed(community, {**GOOD, "是否解决": "", "是否满意": "未回访"})

        matter = Matter.objects.get()
        assert (matter.state, matter.solved) == (State.CLOSED, "")
        assert matter.closed_at == matter.rate_by
        assert not RatingSlip.objects.exists()

    def test_of_a_fresh_end_the_caller_is_still_asked(self, community: Area) -> None:
        fresh = f"{NOON:%Y-%m-%d} 08:00"
        committed(
            community,
            {**GOOD, "受理时间": fresh, "办结时间": fresh, "是否解决": "", "是否满意": ""},
        )

        assert Matter.objects.get().state == State.FINISHED
        assert RatingSlip.objects.get().closed_at is None

    def test_an_old_no_is_kept_and_not_done_again(self, community: Area) -> None:
        committed(community, {**GOOD, "是否解决": "否", "是否满意": "不满意"})

        matter = Matter.objects.get()
        assert (matter.state, matter.solved, matter.reopenings) == (State.CLOSED, "no", 0)
        assert Rating.objects.get().taken_by == "hotline"

    def test_one_answer_of_two_is_kept_without_inventing_the_other(
        self, community: Area
    ) -> None:
        committed(community, {**GOOD, "是否满意": ""})

        matter = Matter.objects.get()
        assert (matter.state, matter.solved, matter.satisfied) == (State.CLOSED, "yes", "")
        assert not Rating.objects.exists()

    def test_a_caller_with_name_and_phone_is_registered_once(self, community: Area) -> None:
        caller = {"来电人": "王秀英", "电话": "13805990000"}
        committed(
            community,
            {**GOOD, **caller},
            {**GOOD, **caller, "工单编号": "HX2", "标题": "又不亮"},
        )

        person = Person.objects.get(name="王秀英")
        assert set(Matter.objects.values_list("reporter", flat=True)) == {person.pk}
        assert "王秀英" not in "".join(ImportRow.objects.values_list("raw", flat=True))

    def test_who_left_only_a_phone_is_no_resident(self, community: Area) -> None:
        before = Person.objects.count()
        committed(community, {**GOOD, "电话": "13805990000"})

        assert Person.objects.count() == before
        assert Matter.objects.get().reporter is None
        assert Matter.objects.get().contact == "13805990000"

    def test_with_a_fault_nothing_is_imported(self, community: Area) -> None:
        batch = staged(community, GOOD, {**GOOD, "工单编号": "HX2", "内容": "", "标题": ""})

        with pytest.raises(SheetHasFaults, match="1 处毛病"):
            actions.commit_batch(batch=batch, by=THE_HOUSE, at=NOON)

        assert not Matter.objects.exists()

    def test_a_batch_is_imported_once(self, community: Area) -> None:
        batch = committed(community, GOOD)

        with pytest.raises(BatchSettledAlready):
            actions.commit_batch(batch=batch, by=THE_HOUSE, at=NOON)

        assert Matter.objects.count() == 1

    def test_two_batches_of_one_file_cannot_both_be_imported(self, community: Area) -> None:
        first, second = staged(community, GOOD), staged(community, GOOD)
        actions.commit_batch(batch=first, by=THE_HOUSE, at=NOON)

        with pytest.raises(OutsideNumberTaken):
            actions.commit_batch(batch=second, by=THE_HOUSE, at=NOON)

        second.refresh_from_db()
        assert second.state == BatchState.STAGED

    def test_a_forgotten_sheet_is_given_up_after_a_week(self, community: Area) -> None:
        staged(community, GOOD)

        assert actions.discard_forgotten(at=NOON + timedelta(days=6)) == 0
        assert actions.discard_forgotten(at=NOON + timedelta(days=8)) == 1
        assert not ImportRow.objects.exists()

    def test_what_was_discarded_leaves_no_rows(self, community: Area) -> None:
        batch = staged(community, GOOD)

        actions.discard_batch(batch=batch, by=THE_HOUSE, at=NOON)

        assert not ImportRow.objects.exists()
        with pytest.raises(BatchSettledAlready):
            actions.commit_batch(batch=batch, by=THE_HOUSE, at=NOON)
