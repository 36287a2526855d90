"""One playbook with one thing wrong, for each thing that can be wrong."""

import pytest

from linli.playbooks.linter import check_file, check_text
from linli.prevention.options import SEASONS

# A sound playbook, one thing a line, so that a test can spoil exactly one.
SOUND = """\
playbook: {code: heping, name: 和平, title: 和平, title_en: H, version: a, source: b, basis: c}
labels:
  - {term: matter, label: 烦事, label_en: Worry}
  - {term: host, label: 主事人, label_en: Host}
levels:
  - {kind: subdistrict, label: 街道, label_en: Subdistrict}
  - {kind: community, label: 社区, label_en: Community}
  - {kind: building, label: 楼, label_en: Building}
posts:
  - {kind: subdistrict_clerk, level: subdistrict, label: 街道干部, label_en: Clerk}
  - {kind: steward, level: building, seats: 1, label: 楼长, label_en: Steward}
channels:
  - {code: web, label: 网页, label_en: Web}
  - {code: hotline, label: 热线, label_en: Hotline}
topics:
  - {code: house, label: 房屋, label_en: House}
  - {code: people, label: 家里, label_en: People}
tiers:
  - {code: minor, label: 小事, label_en: Minor, workdays: 2, hint: 快办}
  - {code: hard, label: 难事, label_en: Hard, workdays: 9, give_up_workdays: 0, hint: 一起办}
routes:
  - code: leak
    label: 漏水
    label_en: Leak
    keywords: [漏水, 渗水]
    tier: minor
    desk: community
    post: steward
    topic: house
    requirement: 上门看
  - code: light
    label: 灯
    label_en: Light
    keywords: [路灯]
    tier: hard
    desk: subdistrict
    requirement: 报修
  - code: other
    label: 其他
    label_en: Other
    keywords: []
    tier: minor
    desk: community
    requirement: 问清
seasons:
  - {route: leak, label: 雨季漏水, label_en: Leaks in the rain, months: [5, 6]}
rhythms:
  - code: round
    label: 巡楼
    label_en: Round
    every: week
    level: building
    post: steward
    task: 走一圈
  - {code: board, label: 公开, label_en: Board, every: month, level: community, task: 张贴}
number_prefix: HP
"""


def line_of(words: str) -> int:
    return SOUND[: SOUND.index(words)].count("\n") + 1


def test_a_sound_playbook_has_no_faults() -> None:
    reading = check_text(SOUND, file="x.yaml")

    assert reading.pack
    assert not reading.faults


@pytest.mark.parametrize("name", ["jinxia", "pucheng", "dalong", "guangzhou_timebank"])
def test_the_packs_of_the_house_are_sound(name: str) -> None:
    assert not check_file(name).faults


@pytest.mark.parametrize(
    ("was", "now", "reason"),
    [
        ("term: host", "term: hoster", "没有“hoster”这个词；可以改叫法的是"),
        ("term: host", "term: matter", "“matter”写了两次。"),
        ("kind: building, label: 楼,", "kind: county, label: 县,", "“县”在“社区”上面"),
        ("level: building, seats", "level: unit, seats", "层级里没有“unit”。"),
        (
            "kind: steward, level: building",
            "kind: subdistrict_clerk, level: subdistrict",
            "“subdistrict_clerk”在这一级写了两次。",
        ),
        (
            "label_en: Hotline}",
            "label_en: Hotline}\n  - {code: web, label: 网, label_en: Net}",
            "“web”写了两次。",
        ),
        ("code: people", "code: house", "“house”写了两次。"),
        ("code: hard, label", "code: minor, label", "“minor”写了两次。"),
        ("workdays: 2,", "workdays: 2, accept_minutes: 781,", "签收时限比 2 个工作日的办理"),
        ("workdays: 2,", "workdays: 2, remind_workdays: 3,", "提醒不能提前这么多。"),
        ("workdays: 9,", "workdays: 251,", "办理期限超过一年"),
        ("give_up_workdays: 0", "give_up_workdays: -1", "超期上报的天数要在 0 到 250 之间"),
        ("tier: hard", "tier: huge", "没有“huge”这个等级；有的是 minor、hard。"),
        ("desk: subdistrict", "desk: county", "层级里没有“county”。"),
        ("desk: subdistrict", "desk: building", "“building”这一级没有工作台"),
        ("give_up_workdays: 0", "give_up_workdays: 3", "可“subdistrict”上面没有一级了。"),
        ("post: steward\n", "post: host\n", "岗位设置里没有“host”。"),
        ("post: steward\n", "post: subdistrict_clerk\n", "的上级，这一级派不到。"),
        ("topic: house", "topic: street", "没有“street”这一类说事内容。"),
        ("requirement: 报修", "requirement: ' '", "“灯”没写工作要求。"),
        ("keywords: [路灯]", "keywords: [路灯, 渗水]", "只说“渗水”会归到“漏水”"),
        ("keywords: [路灯]", "keywords: [路灯, 路灯]", "在这条规则里写了两次。"),
        ("keywords: [路灯]", "keywords: [路灯, '灯 ']", "是空的，或者前后有空格。"),
        ("code: board", "code: round", "“round”写了两次。"),
        ("level: building\n", "level: unit\n", "层级里没有“unit”。"),
        ("post: steward\n    task", "post: host\n    task", "岗位设置里没有“host”。"),
        ("route: leak", "route: rain", "分派规则里没有“rain”。"),
        (
            "months: [5, 6]}",
            "months: [5, 6]}\n  - {route: leak, label: 雨, label_en: Rain, months: [9]}",
            "“leak”写了两次。",
        ),
        ("label_en: Leaks in the rain", "label_en: ''", "“雨季漏水”缺英文叫法"),
        ("label_en: House", "label_en: ''", "“房屋”缺英文叫法（label_en）。"),
        ("label_en: House", "label_en: 房子", "“房屋”的英文叫法里写了中文。"),
        ("label: 房屋", "label: ''", "缺中文叫法（label）。"),
        ("number_prefix: HP", "number_prefix: PC", "编号前缀“PC”已经是“群众说事”的。"),
    ],
)
def test_what_does_not_fit_together_is_a_fault_on_its_line(
    was: str, now: str, reason: str
) -> None:
    text = SOUND.replace(was, now, 1)

    faults = check_text(text, file="x.yaml").faults

    found = [fault for fault in faults if reason in fault.reason]
    assert found, [str(fault) for fault in faults]
    expected = _expected_line(was, now)
    assert found[0].line == expected
    assert str(found[0]).startswith(f"x.yaml:{expected}:")


def _expected_line(was: str, now: str) -> int:
    # What gives up upwards is wrong where the desk stands, not where the tier does.
    if now == "give_up_workdays: 3":
        return line_of("desk: subdistrict")
    return line_of(was) + now.count("\n") - was.count("\n")


def test_levels_without_a_community_are_a_fault() -> None:
    text = SOUND.replace("  - {kind: community, label: 社区, label_en: Community}\n", "")

    reasons = [fault.reason for fault in check_text(text, file="x.yaml").faults]

    assert "层级里要有社区（community）。" in reasons


def test_an_earlier_rule_takes_a_keyword_that_a_later_one_shares() -> None:
    text = SOUND.replace("keywords: [路灯]", "keywords: [漏水的路灯, 漏水]")

    [fault] = check_text(text, file="x.yaml").faults

    assert fault.reason == "只说“漏水”会归到“漏水”，这个关键词轮不到“灯”。"
    assert fault.path == ("routes", 1, "keywords", 1)


@pytest.mark.parametrize("name", ["pucheng", "dalong"])
def test_where_it_floods_every_summer_it_is_a_problem_before_anyone_says_so(name: str) -> None:
    pack = check_file(name).pack
    assert pack

    [season] = pack[SEASONS]

    assert (season.route, season.months) == ("flooding", (5, 6, 7, 8))
