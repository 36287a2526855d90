from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation

from linli.ui import drawing, moments
from linli.ui.templatetags import ui

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=SHANGHAI)


def test_a_moment_is_told_in_shanghai_time() -> None:
    at = datetime(2026, 11, 23, 0, 42, tzinfo=ZoneInfo("UTC"))

    assert moments.moment(at, now=NOON, english=False) == "11月23日 08:42"
    assert moments.moment(at, now=NOON, english=True) == "23 Nov, 08:42"


def test_what_is_set_for_a_day_is_told_without_a_clock() -> None:
    day = datetime(2026, 11, 24, tzinfo=SHANGHAI)

    assert moments.moment(day, now=NOON, english=False) == "11月24日"
    assert moments.moment(day, now=None, english=True) == "24 Nov 2026"


def test_another_year_is_said() -> None:
    at = NOON - timedelta(days=365)

    assert moments.moment(at, now=NOON, english=False) == "2025年11月23日 12:00"
    assert moments.moment(at, now=None, english=True) == "23 Nov 2025, 12:00"


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(hours=3), "还剩 3 小时"),
        (timedelta(hours=3, minutes=20), "还剩 3 小时"),
        (timedelta(days=1, hours=3), "还剩 1 天 3 小时"),
        (timedelta(days=5, hours=3), "还剩 5 天"),
        (timedelta(minutes=20), "还剩 20 分钟"),
        (timedelta(seconds=5), "还剩 1 分钟"),
        (-timedelta(days=2), "超期 2 天"),
    ],
)
def test_what_is_left_is_said_in_words(span: timedelta, said: str) -> None:
    assert moments.time_left(NOON + span, at=NOON, english=False) == said


def test_what_is_left_is_said_in_english() -> None:
    with translation.override("en"):
        assert ui.left(NOON - timedelta(hours=2), NOON) == "2 h late"


def test_a_deadline_is_late_or_soon_or_neither() -> None:
    tones = [moments.urgency(NOON + timedelta(hours=h), at=NOON) for h in (-1, 1, 24, 25)]

    assert tones == ["late", "soon", "soon", ""]


def test_minutes_are_said_in_words() -> None:
    with translation.override("zh-hans"):
        assert ui.minutes_words(90) == "1 小时 30 分钟"
        assert ui.minutes_words(0) == "0 分钟"
        assert ui.minutes_words(None) == ""


def test_a_code_can_be_read_out() -> None:
    assert ui.spaced_code("47261") == "4 7 2 6 1"


def test_a_title_breaks_after_a_comma_and_never_inside_a_place() -> None:
    assert ui.phrases("3号楼漏水，墙皮掉") == '<span class="nb">3号楼</span>漏水，<wbr>墙皮掉'


def test_a_long_phrase_breaks_by_the_usual_rules() -> None:
    assert 'class="long"' in ui.phrases("这件事刚刚由徐立明办结了，您看")


def test_a_title_from_a_stranger_stays_text() -> None:
    assert "<script>" not in ui.phrases("<script>1，2</script>")
    assert ui.nb("<b>") == '<span class="nb">&lt;b&gt;</span>'


def test_a_moment_is_a_time_element() -> None:
    with translation.override("zh-hans"):
        said = Template("{% load ui %}{{ at|when:now }}").render(
            Context({"at": NOON, "now": NOON})
        )

    assert said == '<time class="nb" datetime="2026-11-23T12:00:00+08:00">11月23日 12:00</time>'


def test_bars_stand_inside_their_picture() -> None:
    bars = drawing.columns([9, 0, 3], last="h")

    assert [bar.tone for bar in bars] == ["o", "o", "h"]
    assert all(bar.x >= 0 and bar.x + bar.width <= drawing.WIDTH for bar in bars)
    assert bars[1].height == 0


def test_pictures_of_nothing_are_empty() -> None:
    assert drawing.columns([]) == []
    assert drawing.parts([0, 0]) == []
    assert drawing.line([]) == ""
