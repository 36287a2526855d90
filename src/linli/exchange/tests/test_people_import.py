"""A register of households comes in: read, checked row by row, taken in whole or not at all."""

from datetime import timedelta

import pytest

from linli.exchange import actions
from linli.exchange.actions import (
    RegisterHasFaults,
    RegisterMovedOn,
    RegisterNotChecked,
    RegisterSettledAlready,
)
from linli.exchange.events import PeopleCommitted
from linli.exchange.models import RegisterBatch, RegisterFault, RegisterRow, RegisterState
from linli.exchange.queries import bad_rows_of, changes_of, fault_kinds_of, not_listed
from linli.exchange.tests.registers_of_ours import (
    LI,
    WANG,
    a_place,
    an_id_number,
    checked,
    committed,
    staged,
    table_of,
)
from linli.kernel.errors import NotPermitted
from linli.kernel.journal import events
from linli.kernel.testing import NOON
from linli.people.models import Household, Person
from linli.people.testing import A_STRANGER, a_clerk, a_steward, viewing
from linli.people.viewer import THE_HOUSE
from linli.places.models import Dwelling
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Neighbourhood:
    return a_place()


def sentences(batch: RegisterBatch) -> list[str]:
    return [said for row in bad_rows_of(batch) for said in row.sentences]


def the_fault(here: Neighbourhood, **cells: str) -> str:
    """What is wrong with 王秀英's row once some of its cells say something else."""
    found = sentences(checked(here.community, WANG | cells))
    assert len(found) == 1, found
    return found[0]


class TestWholeOrNotAtAll:
    def test_a_family_goes_in_with_its_household(self, here: Neighbourhood) -> None:
        batch = committed(here.community, WANG, LI)

        known = Person.objects.get(name="王秀英")
        assert (known.phone, known.id_number) == ("13800002207", "11010519491231002X")
        assert Household.objects.get().members.count() == 2
        assert (batch.new_count, batch.state) == (2, RegisterState.COMMITTED)
        [told] = events(PeopleCommitted, subject=batch.ref)
        assert told.new == 2

    def test_what_was_read_of_the_file_goes_once_it_is_in(self, here: Neighbourhood) -> None:
        committed(here.community, WANG)

        assert not RegisterRow.objects.exists()

    def test_nobody_goes_in_with_a_fault_in_one_row(self, here: Neighbourhood) -> None:
        batch = checked(here.community, WANG, LI | {"手机号": "12345"})

        with pytest.raises(RegisterHasFaults, match="1 行"):
            actions.commit_people(batch=batch, by=THE_HOUSE, at=NOON)

        assert not Person.objects.exists()

    def test_a_file_that_is_not_checked_yet_waits(self, here: Neighbourhood) -> None:
        batch = staged(here.community, WANG)

        with pytest.raises(RegisterNotChecked):
            actions.commit_people(batch=batch, by=THE_HOUSE, at=NOON)

    def test_a_file_goes_in_once(self, here: Neighbourhood) -> None:
        batch = committed(here.community, WANG)

        for again in (actions.commit_people, actions.discard_people):
            with pytest.raises(RegisterSettledAlready):
                again(batch=batch, by=THE_HOUSE, at=NOON)

    def test_a_register_that_changed_since_the_check_is_looked_at_again(
        self, here: Neighbourhood
    ) -> None:
        batch = checked(here.community, WANG)
        committed(here.community, WANG)

        with pytest.raises(RegisterMovedOn):
            actions.commit_people(batch=batch, by=THE_HOUSE, at=NOON)

        assert Person.objects.count() == 1

    def test_a_file_given_up_leaves_nothing(self, here: Neighbourhood) -> None:
        batch = checked(here.community, WANG | {"姓名": ""})
        actions.discard_people(batch=batch, by=THE_HOUSE, at=NOON)

        assert not RegisterRow.objects.exists()
        assert not RegisterFault.objects.exists()


class TestWhoMay:
    def test_who_keeps_no_register_there_may_do_nothing(self, here: Neighbourhood) -> None:
        elsewhere = viewing(a_clerk(a_neighbourhood().community))
        steward = viewing(a_steward(here.building))
        batch = checked(here.community, WANG)

        for by in (A_STRANGER, elsewhere, steward):
            assert not RegisterBatch.objects.visible_to(by).exists()
            with pytest.raises(NotPermitted):
                actions.stage_people(
                    table=table_of(WANG),
                    file_name="a.csv",
                    within=here.community,
                    opens_rooms=False,
                    by=by,
                    at=NOON,
                )
            for deed in (actions.commit_people, actions.order_people, actions.discard_people):
                with pytest.raises(NotPermitted):
                    deed(batch=batch, by=by, at=NOON)

    def test_the_clerk_of_the_community_may(self, here: Neighbourhood) -> None:
        clerk = viewing(a_clerk(here.community))
        batch = checked(here.community, WANG)

        actions.commit_people(batch=batch, by=clerk, at=NOON)

        assert RegisterBatch.objects.visible_to(clerk).get() == batch


class TestOnceMore:
    def test_the_same_file_again_changes_nothing(self, here: Neighbourhood) -> None:
        committed(here.community, WANG, LI)

        again = checked(here.community, WANG, LI)

        again.refresh_from_db()
        assert (again.new_count, again.changed_count, again.same_count) == (0, 0, 2)
        actions.commit_people(batch=again, by=THE_HOUSE, at=NOON)
        assert Person.objects.count() == 2

    def test_what_would_change_is_said_before_it_does(self, here: Neighbourhood) -> None:
        husband = LI | {"身份证号": an_id_number(1), "出生日期": ""}
        committed(here.community, WANG, husband)

        again = checked(
            here.community,
            WANG | {"手机号": "13900002207", "房号": "102"},
            husband | {"房号": "102"},
        )

        assert [(one.person.name, one.what) for one in changes_of(again)] == [
            ("王秀英", "电话、住处、户号"),
            ("李建国", "住处、户号"),
        ]

    def test_who_is_on_the_register_and_not_in_the_file_is_named_and_stays(
        self, here: Neighbourhood
    ) -> None:
        committed(here.community, WANG, LI)

        again = checked(here.community, WANG)

        assert [one.name for one in not_listed(again)] == ["李建国"]
        actions.commit_people(batch=again, by=THE_HOUSE, at=NOON)
        assert Person.objects.filter(left_on=None).count() == 2

    def test_masked_numbers_say_nothing_and_double_nobody(self, here: Neighbourhood) -> None:
        committed(here.community, WANG)

        masked = {"身份证号": "110105********002X", "手机号": "138 **** 2207"}
        again = checked(here.community, WANG | masked)

        again.refresh_from_db()
        assert again.same_count == 1


class TestRooms:
    def test_a_room_that_is_not_there_is_refused(self, here: Neighbourhood) -> None:
        assert the_fault(here, 房号="110") == "“房号”：这里没有登记“110”，最接近的是“104”。"

    def test_with_leave_it_is_entered_along(self, here: Neighbourhood) -> None:
        committed(here.community, WANG | {"房号": "901"}, opens_rooms=True)

        assert Dwelling.objects.filter(area=here.unit, number="901").exists()

    def test_a_building_is_never_made_up(self, here: Neighbourhood) -> None:
        batch = checked(here.community, WANG | {"楼栋": "13号楼"}, opens_rooms=True)

        assert sentences(batch) == ["“楼栋”：这里没有登记“13号楼”，最接近的是“3号楼”。"]


class TestHowItIsChecked:
    def test_it_is_seen_how_far_it_is_and_goes_on_from_there(
        self, here: Neighbourhood, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("linli.exchange.actions.people_staging.AT_ONCE", 2)
        rows = [
            WANG
            | {"姓名": f"王{number}", "身份证号": an_id_number(2 * number, "19491231")}
            | {"与户主关系": "户主" if not number else "妹妹"}
            for number in range(5)
        ]
        batch = staged(here.community, *rows)
        seen: list[int] = []

        def killed_after_two(done: int, _: int) -> None:
            seen.append(done)
            if done == 4:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            actions.check_people(batch=batch, at=NOON, told=killed_after_two)
        batch = RegisterBatch.objects.get(pk=batch.pk)
        assert (batch.state, batch.checked_count) == (RegisterState.CHECKING, 4)

        actions.check_people(batch=batch, at=NOON, told=lambda done, _: seen.append(done))

        assert seen == [2, 4, 5, 5]
        assert (batch.state, batch.new_count) == (RegisterState.CHECKED, 5)

    def test_the_worker_checks_writes_and_clears_away(self, here: Neighbourhood) -> None:
        clerk = viewing(a_clerk(here.community))
        batch = staged(here.community, WANG)
        left = staged(here.community, LI)
        actions.look_after_registers(at=NOON)
        batch.refresh_from_db()
        actions.order_people(batch=batch, by=clerk, at=NOON)

        actions.look_after_registers(at=NOON)

        assert Person.objects.filter(name="王秀英").exists()
        actions.look_after_registers(at=NOON + timedelta(days=8))
        left.refresh_from_db()
        assert left.state == RegisterState.DISCARDED

    def test_what_the_register_refuses_the_worker_gives_back(self, here: Neighbourhood) -> None:
        batch = checked(here.community, WANG)
        actions.order_people(batch=batch, by=THE_HOUSE, at=NOON)
        committed(here.community, WANG)

        actions.look_after_registers(at=NOON)

        batch.refresh_from_db()
        assert batch.state == RegisterState.CHECKED

    def test_three_hundred_bad_rows_of_a_file_are_grouped_by_what_is_wrong(
        self, here: Neighbourhood
    ) -> None:
        good = [
            WANG | {"姓名": f"王{number}", "身份证号": "", "与户主关系": "其他", "户号": ""}
            for number in range(699)
        ]
        bad = [LI | {"手机号": f"2810{number:03d}"} for number in range(200)]
        worse = [LI | {"姓名": f"李{number}", "性别": "不知道"} for number in range(100)]
        batch = checked(here.community, WANG, *good, *bad, *worse)

        batch.refresh_from_db()
        kinds = fault_kinds_of(batch)

        assert batch.bad_count == 300
        assert [(kind.heading, kind.count) for kind in kinds][:2] == [
            ("手机号", 200),
            ("姓名", 199),
        ]
        assert kinds[0].sentence == "“…”是没有区号的固定电话，请写11位手机号，或带上区号。"
        assert len(list(bad_rows_of(batch))) == 50
        assert len(list(bad_rows_of(batch, most=None))) == 300


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"姓名": ""}, "没有写姓名"),
        ({"身份证号": "110105194912310021"}, "校验位不对"),
        ({"身份证号": "11010519491331002X"}, "出生日期不存在"),
        ({"身份证号": "110105491231002"}, "15位的旧证号"),
        ({"身份证号": "110105194912310000"}, "末几位已经丢了"),
        ({"出生日期": "1950-01-01"}, "出生日期和身份证号里的不一样"),
        ({"出生日期": "前年"}, "读不出日期“前年”"),
        ({"身份证号": "", "出生日期": "2099-01-01"}, "出生日期还没有到"),
        ({"身份证号": "", "出生日期": "1850-01-01"}, "太早了"),
        ({"性别": "男"}, "性别和身份证号里的不一样"),
        ({"性别": "F"}, "性别应是男或女"),
        ({"手机号": "2810000"}, "没有区号的固定电话"),
        ({"手机号": "23800002207"}, "手机号是11位，以1开头"),
        ({"与户主关系": ""}, "没有写与户主关系"),
        ({"与户主关系": "老同学"}, "“老同学”看不懂"),
        ({"与户主关系": "妻子"}, "这一户没有户主"),
        ({"小区": "翠竹园"}, "最接近的是“翠竹苑”"),
        ({"楼栋": ""}, "没有写楼栋"),
        ({"单元": ""}, "3号楼分单元（2单元），请写上单元"),
        ({"单元": "5单元"}, "没有登记“5单元”"),
        ({"房号": ""}, "没有写房号"),
        ({"姓名": "=cmd|' /C calc'!A0"}, "像是公式"),
        ({"姓名": "王" * 61}, "最多60个字"),
        ({"来源村": "坡脚村"}, "没有写来源乡镇"),
        ({"所属组织": "腰鼓队"}, "没有登记叫“腰鼓队”的组织"),
    ],
)
def test_each_way_of_being_wrong_has_its_own_sentence(
    here: Neighbourhood, cells: dict[str, str], said: str
) -> None:
    assert said in the_fault(here, **cells)


@pytest.mark.parametrize(
    "cells",
    [
        {"楼栋": "3栋"},
        {"楼栋": "3"},
        {"楼栋": "３号楼"},
        {"单元": "2"},
        {"小区": ""},
        {"手机号": "+86 138-0000-2207"},
        {"手机号": "0599-2810000"},
        {"出生日期": "1949年12月31日"},
        {"出生日期": "19491231"},
        {"出生日期": "18263"},
        {"性别": ""},
        {"身份证号": "无", "出生日期": ""},
    ],
)
def test_what_people_write_otherwise_is_understood(
    here: Neighbourhood, cells: dict[str, str]
) -> None:
    assert sentences(checked(here.community, WANG | cells)) == []
