"""Invented things to show every part of the pages with; used in development only."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils.safestring import SafeString

from linli.ui.forms import OneTimeForm

NOW = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)


class SampleForm(OneTimeForm):
    """Every kind of field once."""

    words = forms.CharField(
        label="您想说什么事",
        help_text="怎么说都行，像跟邻居说话一样。",
        widget=forms.Textarea,
        max_length=500,
    )
    place = forms.CharField(label="在哪里", help_text="像这样写：3号楼1单元302", max_length=60)
    phone = forms.RegexField(
        r"^\d{11}$",
        label="手机",
        help_text="只给办事的人看，办完就遮住。",
        error_messages={"invalid": "少了一位，手机号是 11 位。没有手机，可以留座机或邻居的。"},
    )
    kind = forms.ChoiceField(
        label="是哪一类",
        required=False,
        choices=[
            ("", "不知道，请社区看"),
            ("house", "房屋"),
            ("fire", "消防"),
            ("noise", "噪声"),
        ],
    )
    answer = forms.ChoiceField(
        label="怎么告诉您结果",
        widget=forms.RadioSelect,
        choices=[
            ("call", "打电话"),
            ("note", "写张纸条放门口"),
            ("visit", "上门说"),
            ("no", "不用"),
        ],
    )
    public = forms.BooleanField(
        label="可以写进公开栏", help_text="不写您的名字和门牌。", required=False
    )


def everything() -> dict[str, Any]:
    """The context of the page that shows every part."""
    typed = {"wrong-key": "k", "wrong-words": "三楼灯不亮", "wrong-phone": "1380000220"}
    wrong = SampleForm(typed, prefix="wrong")
    return {
        "now": NOW,
        "due_late": NOW - timedelta(hours=2),
        "due_soon": NOW + timedelta(hours=3),
        "due_far": NOW + timedelta(days=2, hours=4),
        "form": SampleForm(),
        "wrong": wrong,
        "steps": path(),
        "stages": stages(),
        "rows": ROWS,
        "queue": queue(),
        "filters": FILTERS,
        "actions": ACTIONS,
        "choices": ACTIONS,
        "qr": QR,
        "sheet_rows": SHEET_ROWS,
        "sheet_blanks": ["本人收到", "日期"],
        "form_steps": ["说什么事", "在哪里", "怎么找您"],
        "months": [71, 64, 80, 77, 90, 86],
        "late_months": [9, 7, 8, 5, 4, 3],
        "ages": [24, 8, 3],
        "rates": [85, 86, 84, 89, 91, 92],
    }


def path() -> list[dict[str, Any]]:
    """一件事的一生"""
    return [
        {
            "title": "您说了这件事",
            "at": NOW - timedelta(days=2),
            "note": "手机",
            "quote": "“一下雨就漏，昨晚掉下来一块墙皮。”",
            "state": "done",
        },
        {
            "title": "网格员梁晓岚来看过，拉了警示带",
            "at": NOW - timedelta(days=1, hours=22),
            "note": "3号楼网格",
            "late_note": "11月25日 09:00 补记",
            "state": "done",
        },
        {
            "title": "徐立明带两位师傅修好",
            "at": NOW - timedelta(hours=1),
            "url": "#photos",
            "url_label": "前后照片 4 张",
            "state": "done",
        },
        {"title": "等您看过、评价", "note": "11月26日 18:00 前", "state": "now"},
        {"title": "办结，写进公开栏", "note": "不写您的名字和门牌", "state": "next"},
    ]


def stages() -> list[dict[str, str]]:
    """The stages of a decision."""
    said = [
        ("提议", "9月3日", "done"),
        ("楼栋议", "9月20日", "done"),
        ("听证", "10月25日", "done"),
        ("表决", "到 11月30日", "now"),
        ("公示", "满 10 天", "next"),
        ("报建", "街道受理", "next"),
    ]
    return [{"title": title, "note": note, "state": state} for title, note, state in said]


def queue() -> list[dict[str, Any]]:
    """What waits at the desk."""
    phone = {"label": "电话", "icon": "phone"}
    mobile = {"label": "手机", "icon": "device-mobile"}
    return [
        {
            "url": "#row",
            "title": "楼道堆放电动车，充电线拉到二楼",
            "note": "5号楼2单元 · 李阿婆来电 · 昨天 09:10",
            "due": NOW - timedelta(hours=2),
            "tags": [
                {"label": "紧急", "tone": "hot"},
                {"label": "消防", "icon": "flame"},
                phone,
            ],
        },
        {
            "url": "#row",
            "title": "三楼平台顶棚渗水，墙皮往下掉",
            "note": "3号楼1单元 · 周先生 · 今天 08:42",
            "due": NOW + timedelta(hours=3),
            "current": True,
            "tags": [
                {"label": "较急", "tone": "soon"},
                {"label": "房屋", "icon": "droplet"},
                mobile,
                {"label": "附近 3 件相似", "tone": "ok"},
            ],
        },
        {
            "url": "#row",
            "title": "想给爸爸约助浴，他坐轮椅",
            "note": "2号楼3单元 · 女儿代办 · 今天 10:05",
            "due": NOW + timedelta(days=1, hours=3),
            "tags": [{"label": "一般"}, {"label": "助老", "icon": "heart-handshake"}, mobile],
        },
        {
            "url": "#row",
            "title": "路灯不亮，从西门到6号楼一段",
            "note": "西门内道 · 扫码 · 昨天 21:15",
            "paused": "等配件",
            "tags": [{"label": "一般"}, {"label": "照明", "icon": "bulb"}],
        },
    ]


ROWS = [
    {"label": "手机", "value": 54, "url": "#phone"},
    {"label": "电话", "value": 31, "url": "#call"},
    {"label": "走访带回", "value": 19, "url": "#visit"},
    {"label": "窗口和纸条", "value": 12, "url": "#window"},
    {"label": "扫码", "value": 5, "url": "#scan", "tone": "gold"},
]
FILTERS = [
    {"url": "#due", "label": "按时限排", "current": True},
    {"url": "#all", "label": "全部来源"},
    {"url": "#house", "label": "全部楼栋"},
]
ACTIONS = [
    {
        "url": "#say",
        "label": "我要说事",
        "icon": "message-circle",
        "main": True,
        "note": "不用注册也能说",
    },
    {"url": "#orders", "label": "我要点单", "icon": "heart-handshake", "note": "请人帮忙"},
    {"url": "#mine", "label": "我的事", "icon": "clipboard-check", "note": "有 1 件等您看"},
    {"url": "#call", "label": "打电话", "icon": "phone", "note": "社区值班"},
]
SHEET_ROWS = [
    ("受理号", "4 7 2 6 1"),
    ("什么事", "三楼平台顶棚渗水，3号楼1单元"),
    ("现在在谁手里", "何春燕，社区窗口"),
    ("到什么时候", "11月25日 18:00 前修好"),
    ("接下来", "物业 4 小时内到场。不满意就拨 021-5555 0101"),
]


def _pattern() -> str:
    """Squares that look like a code and lead nowhere."""
    cells = [
        f"M{x} {y}h1v1h-1z"
        for x in range(21)
        for y in range(21)
        if (x * 7 + y * 13 + x * y) % 5 < 2  # noqa: PLR2004
    ]
    return "".join(cells)


QR = SafeString(
    '<svg viewBox="0 0 21 21" role="img" aria-label="二维码样子" shape-rendering="crispEdges">'
    f'<path fill="#111" d="{_pattern()}"/></svg>'
)
