"""Rows of a register beside each other, and beside what is registered already."""

import pytest

from linli.exchange.models import RegisterBatch
from linli.exchange.queries import bad_rows_of
from linli.exchange.rules import FieldMissing
from linli.exchange.rules.people import missing_columns, person_columns
from linli.exchange.tests.registers_of_ours import (
    LI,
    WANG,
    a_place,
    checked,
    committed,
    table_of,
)
from linli.kernel.testing import NOON
from linli.people import actions as people
from linli.people.models import Membership, Person
from linli.people.rules import OrganisationKind
from linli.people.testing import a_person
from linli.people.viewer import THE_HOUSE
from linli.places.testing import Neighbourhood

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


def test_rows_are_compared_with_one_another(here: Neighbourhood) -> None:
    batch = checked(
        here.community,
        WANG,
        LI | {"姓名": "张三", "身份证号": WANG["身份证号"], "性别": "女", "出生日期": ""},
        LI,
        LI,
        LI | {"姓名": "李四", "与户主关系": "户主"},
    )

    assert sentences(batch) == [
        "“身份证号”：身份证号和第2行重复。",
        "“姓名”：同一个门里和第4行同名；是两个人就写上身份证号或出生日期。",
        "“与户主关系”：这一户已经有户主了（第2行）。",
    ]


def test_origins_within_a_household_must_agree(here: Neighbourhood) -> None:
    batch = checked(
        here.community, WANG | {"来源乡镇": "鸡场坪镇"}, LI | {"来源乡镇": "淤泥乡"}
    )

    assert sentences(batch) == ["“来源乡镇”：同一户的来源地和第2行不一样。"]


def test_an_id_number_under_another_name_is_pointed_out(here: Neighbourhood) -> None:
    committed(here.community, WANG)

    assert "另一个名字" in the_fault(here, 姓名="王秀兰")


def test_a_member_joins_a_household_whose_head_is_on_the_register(here: Neighbourhood) -> None:
    committed(here.community, WANG)

    assert sentences(checked(here.community, LI)) == []


def test_who_stands_beside_an_organisation_joins_it_once(here: Neighbourhood) -> None:
    team = people.form_organisation(
        name="腰鼓队",
        kind=OrganisationKind.CULTURAL_TEAM,
        area=here.community,
        by=THE_HOUSE,
        at=NOON,
    )
    committed(here.community, WANG | {"所属组织": "腰鼓队"})
    committed(here.community, WANG | {"所属组织": "腰鼓队", "手机号": "13900002207"})

    assert Membership.objects.get(organisation=team).person.name == "王秀英"


def test_somebody_who_was_registered_alone_is_found_by_name_and_door(
    here: Neighbourhood,
) -> None:
    alone = a_person("王秀英", here.unit)
    people.settle(
        person=alone, area=here.unit, number="101", relation="户主", by=THE_HOUSE, at=NOON
    )

    committed(here.community, WANG)

    assert Person.objects.get().pk == alone.pk


def test_columns_may_stand_in_any_order_by_other_names() -> None:
    table = table_of({"名字": "王秀英", "证件号码": "", "栋号": "3", "室号": "101", "关系": ""})

    assert table.headings


def test_a_missing_column_is_named() -> None:
    with pytest.raises(FieldMissing, match="“房号”这一列（也可以叫：门牌号、室号、房间号）"):
        missing_columns(person_columns(["姓名", "栋号", "关系"]))
