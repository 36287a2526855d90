"""Numbers of people, organisations and places are read and checked; masks hide them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import masks
from linli.kernel.identity import (
    CREDIT_CHARACTERS,
    DivisionLevel,
    NotACreditCode,
    NotADivisionCode,
    NotAnIdNumber,
    NotAPhoneNumber,
    Sex,
    read_credit_code,
    read_division_code,
    read_id_number,
    read_phone,
)

ID, CREDIT = "11010519491231002X", "91110000600037341L"


def test_an_id_number_tells_county_birth_and_sex() -> None:
    read = read_id_number(" １１０１０５ 19491231 002x")

    assert read.number == ID
    assert (read.county, read.born_on, read.sex) == ("110105", date(1949, 12, 31), Sex.FEMALE)
    assert read_id_number("440524188001010014").sex is Sex.MALE


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("110105194912310021", "校验位"),
        ("110105194902300021", "出生日期"),
        ("110105491231002", "15位"),
        ("1101051949123100X2", "18位"),
        ("", "18位"),
    ],
)
def test_a_wrong_id_number_says_what_is_wrong(text: str, reason: str) -> None:
    with pytest.raises(NotAnIdNumber, match=reason):
        read_id_number(text)


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_of_an_id_number_is_noticed(place: int, by: int) -> None:
    wrong = f"{ID[:place]}{(int(ID[place]) + by) % 10}{ID[place + 1 :]}"

    with pytest.raises(NotAnIdNumber):
        read_id_number(wrong)


def test_a_credit_code_is_checked() -> None:
    assert read_credit_code(" 91110000 600037341l ") == CREDIT


@given(st.integers(0, 17), st.sampled_from(CREDIT_CHARACTERS))
def test_one_wrong_character_of_a_credit_code_is_noticed(place: int, other: str) -> None:
    if other != CREDIT[place]:
        with pytest.raises(NotACreditCode):
            read_credit_code(CREDIT[:place] + other + CREDIT[place + 1 :])


@pytest.mark.parametrize("text", ["", "I1110000600037341L", CREDIT + "0"])
def test_what_has_not_its_shape_is_no_credit_code(text: str) -> None:
    with pytest.raises(NotACreditCode, match="18位"):
        read_credit_code(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("138 0000 2207", "13800002207"),
        ("+86 138-0000-2207", "13800002207"),
        ("0086１３８００００２２０７", "13800002207"),
        ("(010) 6234 5678", "010-62345678"),
        ("0592-2081234", "0592-2081234"),
        ("05922081234", "0592-2081234"),
        ("0755 8765 4321", "0755-87654321"),
        ("+86 10 62345678", "010-62345678"),
    ],
)
def test_a_phone_number_has_one_spelling(text: str, number: str) -> None:
    assert read_phone(text).number == number
    assert read_phone(text).is_mobile == number.startswith("1")
    assert read_phone(number).number == number


@pytest.mark.parametrize(
    "text", ["", "12345", "1380000220", "138000022077", "12800002207", "592 2081234", "王"]
)
def test_what_is_no_phone_number_is_refused(text: str) -> None:
    with pytest.raises(NotAPhoneNumber, match="11位手机号，或带区号"):
        read_phone(text)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for read, refusal in (
        (read_id_number, NotAnIdNumber),
        (read_credit_code, NotACreditCode),
        (read_phone, NotAPhoneNumber),
        (read_division_code, NotADivisionCode),
    ):
        try:
            read(text)
        except refusal as fault:
            assert str(fault).endswith("。")  # noqa: PT017


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("350000000000", DivisionLevel.PROVINCE),
        ("350200000000", DivisionLevel.CITY),
        ("350203000000", DivisionLevel.COUNTY),
        ("350203003000", DivisionLevel.SUBDISTRICT),
        ("350203003001", DivisionLevel.COMMUNITY),
        ("350203003201", DivisionLevel.COMMUNITY),
    ],
)
def test_a_division_code_tells_its_level_and_no_more(code: str, level: DivisionLevel) -> None:
    assert read_division_code(code).level is level
    assert read_division_code("350203003001").subdistrict == "350203003"


@pytest.mark.parametrize(
    "code", ["", "35020300300", "950203003001", "350200003001", "35020300300a"]
)
def test_what_is_no_division_code_is_refused(code: str) -> None:
    with pytest.raises(NotADivisionCode):
        read_division_code(code)


def test_masks_show_enough_and_no_more() -> None:
    assert masks.masked_phone("13800002207") == "138 **** 2207"
    assert masks.masked_phone("0592-2081234") == "0592 **** 34"
    assert masks.masked_id_number(ID) == "110105********002X"
    assert masks.masked_id_number("12345") == "********"
    assert masks.masked_name("王秀英") == "王**"
    assert masks.masked_name("欧阳修") == "欧阳*"
    assert masks.masked_name("王") == "王*"
    assert masks.masked_as("王秀英", "女士") == "王女士"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("翠竹苑3号楼2单元302室", "翠竹苑3号楼2单元***"),
        ("翠竹苑3号楼302", "翠竹苑3号楼***"),
        ("翠竹苑3-2-302", "翠竹苑3-2-***"),
        ("文园路120号1203室", "文园路120号***"),
        ("A栋1203", "A栋***"),
        ("翠竹苑3号楼", "翠竹苑3号楼"),
        ("文园路120号", "文园路120号"),
    ],
)
def test_an_address_keeps_the_building_and_loses_the_room(address: str, shown: str) -> None:
    assert masks.masked_address(address) == shown
