"""What people write of themselves does not reach the public."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.redact import deidentified


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("请打13800002207找我", "请打［电话］找我"),
        ("电话：138-0000-2207。", "电话：［电话］。"),
        ("电话138 0000 2207", "电话［电话］"),
        ("＋86 138 0000 2207", "［电话］"),
        ("１３８００００２２０７", "［电话］"),
        ("固话0592-2081234或(010)62345678", "固话［电话］或(010)62345678"),
        ("身份证11010519491231002X", "身份证［证件号］"),
        ("身份证110105 19491231 002x", "身份证［证件号］"),
        ("卡号6222 0210 0100 1234 567转账", "卡号［卡号］转账"),
        ("卡号6222021001001234567", "卡号［卡号］"),
        ("闽C12345挡道", "［车牌］挡道"),
        ("闽D·F12345", "［车牌］"),
        ("3号楼302漏水", "3号楼［房号］漏水"),
        ("3栋2单元302室", "3栋2单元［房号］"),
        ("我家3-2-302", "我家3-2-［房号］"),
        ("住12-1203室", "住12-［房号］"),
        ("楼上302室吵", "楼上［房号］吵"),
        ("我叫王秀英，住翠竹苑", "我叫王**，住翠竹苑"),
        ("我叫王秀英反映漏水", "我叫王**反映漏水"),
        ("本人张三，今年70", "本人张**，今年70"),
        ("联系人：李四 电话", "联系人：李** 电话"),
        ("姓名：欧阳修文", "姓名：欧阳**"),
        ("业主陈小明来电", "业主陈**来电"),
        ("我是林大山。", "我是林**。"),
        ("加微信：wangxy_88", "加微信：［账号］"),
        ("vx wangxy88", "vx ［账号］"),
        ("QQ 12345678", "QQ ［账号］"),
        ("写信到wang.xy@example.com谢谢", "写信到［邮箱］谢谢"),
    ],
)
def test_it_masks(written: str, published: str) -> None:
    assert deidentified(written) == published


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02至2026-03-09停水",
        "2026.03.02-2026.03.09停水",
        "编号PC-2026-000123",
        "3号楼120户居民要加装电梯",
        "2号楼2026年加装电梯",
        "每户50-100元",
        "请拨12345或12348",
        "我是高层住户，电梯常坏",
        "我是党员，我报名",
        "本人常年在外",
        "业主和物业，都同意",
        "费用1234567元",
        "302会议室开会",
        "路灯坏了三天",
    ],
)
def test_it_leaves_alone(text: str) -> None:
    assert deidentified(text) == text


@given(
    st.text(st.sampled_from("我在 住-0138号室楼a，")),
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.text(st.sampled_from("号 室-0138年元人b。")),
)
def test_no_mobile_number_survives(before: str, phone: str, after: str) -> None:
    published = deidentified(before + phone + after)

    assert not re.search(r"1[3-9]\d{9}", published)


@given(st.text(), st.sampled_from(["-", " ", "－", ".", "—"]), st.text())
def test_no_grouped_mobile_number_survives(before: str, gap: str, after: str) -> None:
    phone = gap.join(("138", "0000", "2207"))

    assert phone not in deidentified(f"{before}，{phone}，{after}")


@given(st.text())
def test_any_text_can_be_read_and_reading_it_again_changes_nothing(text: str) -> None:
    once = deidentified(text)

    assert deidentified(once) == once
