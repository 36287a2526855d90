"""A file becomes a playbook, or faults that name their line."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from linli.kernel.options import Option
from linli.matters.options import CHANNELS, RATING_DAYS, ROUTES, TIERS
from linli.playbooks.loader import Fault, NoSuchPlaybook, key_of, read_file, read_text, settable

HEADER = """\
playbook:
  code: heping
  name: 和平里
  title: 和平里社区
  title_en: Hepingli
  version: "1"
  source: 社区自拟
  basis: 居民会议
"""
LINES = HEADER.count("\n")


def faults_of(text: str) -> list[str]:
    return [
        f"{fault.line}:{fault.column}: {fault.reason}"
        for fault in read_text(text, file="x.yaml").faults
    ]


def the_fault_of(text: str) -> str:
    [fault] = faults_of(text)
    return fault


def test_a_header_alone_is_a_playbook_that_changes_nothing() -> None:
    pack = read_text(HEADER, file="x.yaml").pack

    assert pack is not None
    assert pack.header.name == "和平里"
    assert not pack.values
    assert pack[RATING_DAYS] == RATING_DAYS.default


def test_an_option_is_set_by_its_readable_key_or_by_its_code() -> None:
    short = read_text(HEADER + "rating_days: 9\n", file="x.yaml").pack
    whole = read_text(HEADER + "matters.rating_days: 9\n", file="x.yaml").pack

    assert short is not None
    assert whole is not None
    assert short[RATING_DAYS] == whole[RATING_DAYS] == 9
    assert short.digest == whole.digest


def test_every_option_has_a_readable_key_that_leads_back_to_it() -> None:
    for option in Option.registry.values():
        assert settable()[key_of(option)] is option
        assert settable()[option.code] is option


def test_a_short_name_that_several_share_is_that_of_the_lowest_context() -> None:
    sharing = [code for code in Option.registry if code.endswith(".rating_days")]

    assert len(sharing) > 1
    assert settable()["rating_days"] is RATING_DAYS


def test_an_unknown_key_is_refused_with_its_line() -> None:
    fault = the_fault_of(HEADER + "ratng_days: 7\n")

    assert fault.startswith(f"{LINES + 1}:1: 没有“ratng_days”这一项；可用的是")
    assert "rating_days" in fault


def test_the_same_option_under_two_names_is_refused() -> None:
    fault = the_fault_of(HEADER + "rating_days: 7\nmatters.rating_days: 8\n")

    assert fault == f"{LINES + 2}:1: “请评价的天数”设了两次（rating_days）。"


def test_a_key_written_twice_is_refused() -> None:
    fault = the_fault_of(HEADER + "rating_days: 7\nrating_days: 8\n")

    assert fault == f"{LINES + 2}:1: “rating_days”写了两次。"


def test_a_file_without_a_header_is_refused() -> None:
    assert the_fault_of("rating_days: 7\n").startswith("1:1: 缺 playbook: 这一段")


def test_a_header_that_lacks_something_is_refused() -> None:
    assert the_fault_of(HEADER.replace("  name: 和平里\n", "")) == "1:1: name：缺这一项。"


def test_a_number_where_a_text_belongs_is_refused() -> None:
    fault = the_fault_of(HEADER.replace('"1"', "1"))

    assert fault == "6:3: 这里要文字，不是“1”。"


def test_a_header_code_that_is_no_name_is_refused() -> None:
    fault = the_fault_of(HEADER.replace("heping", "和平"))

    assert fault.startswith("1:1: code 只用小写英文字母")


def test_each_item_that_does_not_fit_has_its_own_line() -> None:
    text = HEADER + (
        "channels:\n"
        "  - {code: web, label: 网页, label_en: Web}\n"
        "  - {code: hotline, label: 热线}\n"
        "  - {code: box, label: 箱, label_en: Box, annonymous: true}\n"
    )

    missing, unknown = faults_of(text)

    assert missing == f"{LINES + 3}:5: label_en：缺这一项。"
    assert unknown.startswith(f"{LINES + 4}:42: 没有这一项；可用的是 code")


def test_a_choice_outside_what_may_be_chosen_is_refused() -> None:
    text = HEADER + "levels:\n  - {kind: village, label: 村, label_en: Village}\n"

    assert the_fault_of(text).startswith(f"{LINES + 2}:6: “village”不在可选范围：county")


def test_an_option_that_is_unsound_in_itself_is_refused() -> None:
    assert the_fault_of(HEADER + "rating_days: 99\n").startswith(
        f"{LINES + 1}:1: “请评价的天数”的取值不合适："
    )


def test_rules_without_a_last_one_for_the_rest_are_refused() -> None:
    text = HEADER + (
        "routes:\n"
        "  - {code: leak, label: 漏水, label_en: Leak, keywords: [漏水], tier: minor,"
        " desk: community, requirement: 看}\n"
    )

    fault = the_fault_of(text)

    assert fault.startswith(f"{LINES + 1}:1:")
    assert "最后一条规则要管其余的事" in fault


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: &x 1\n", "1:4: 不能用 & 和 * 引用，请把内容写全。"),
        ("a: 1\nb: *x\n", "2:4: 不能用 & 和 * 引用，请把内容写全。"),
        ("a: !!python/object:os.system ls\n", "1:4: 不能用 ! 标记。"),
        ("a: !!map {}\n", "1:4: 不能用 ! 标记。"),
        ("---\na: 1\n---\nb: 1\n", "3:1: 一个文件只写一份规则包，不要再写“---”。"),
        ("a: " + "[" * 40, "1:15: 套得太深了。"),
        ("? [a]\n: 1\n", "1:3: 名称要是文字。"),
        ("- a\n", "1:1: 文件要写成“名称: 取值”，以 playbook: 开头。"),
        ("", "1:1: 文件要写成“名称: 取值”，以 playbook: 开头。"),
        ("a" * 500_001, "1:1: 文件太大，不像是规则包。"),
    ],
)
def test_what_yaml_can_do_and_a_playbook_may_not(text: str, fault: str) -> None:
    assert the_fault_of(text) == fault


@pytest.mark.parametrize("text", ["a: [1\n", "a: b: c\n", "\tx: 1\n", 'a: "', "a: \x07\n"])
def test_broken_yaml_is_said_to_be_broken(text: str) -> None:
    assert "这里不合 YAML 的写法" in the_fault_of(text)


def test_words_that_yaml_takes_for_something_else_stay_words() -> None:
    text = HEADER + (
        "topics:\n"
        "  - {code: no, label: 12:30, label_en: on}\n"
        "  - {code: b, label: 2026-02-30, label_en: 1.5}\n"
    )

    assert not faults_of(text)


@given(st.text(max_size=200))
@example("playbook: {code: }\nroutes: [{}]")
@example("playbook: []\nlabels: {a: 1}\nlevels: 3")
@example("<<: {a: 1}\n=: 2")
def test_no_text_makes_the_loader_fail(text: str) -> None:
    reading = read_text(text, file="x.yaml")

    assert reading.pack or reading.faults


plain_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(key=st.sampled_from(sorted(settable()) or ["routes"]), value=plain_values)
def test_no_value_of_an_option_makes_the_loader_fail(key: str, value: object) -> None:
    import yaml  # noqa: PLC0415

    said = yaml.safe_dump({key: value}, allow_unicode=True)

    for fault in read_text(HEADER + said, file="x.yaml").faults:
        assert isinstance(fault, Fault)
        assert fault.line >= 1
        assert fault.reason


def test_a_file_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(NoSuchPlaybook, match="jinxia、pucheng"):
        read_file("nowhere")


def test_a_file_in_another_encoding_is_a_fault(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "x.yaml"
    path.write_bytes("name: 和平".encode("gbk"))

    [fault] = read_file(str(path)).faults

    assert str(fault) == f"{path}:1:1: 文件不是 UTF-8 文字。"


@pytest.mark.parametrize("name", ["jinxia", "pucheng"])
def test_the_packs_of_the_house_set_what_a_community_lives_by(name: str) -> None:
    pack = read_file(name).pack

    assert pack is not None
    assert len(pack[ROUTES]) >= 20
    assert len(pack[TIERS]) == 3
    assert {"web", "hotline"} <= {channel.code for channel in pack[CHANNELS]}
    assert all(route.basis for route in pack[ROUTES])
