"""What the station is asked when it plans, looks at what waits, and corrects."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.dates import HERE
from linli.ui.forms import OneTimeForm
from linli.volunteers.forms.joining import DAY, Choices
from linli.volunteers.rules.teams import TeamKind
from linli.volunteers.rules.training import LessonForm as Form

WALL = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ReasonForm(OneTimeForm):
    """为什么."""

    reason = forms.CharField(label=_("为什么"), max_length=200)


class RulingForm(OneTimeForm):
    """处理异议."""

    upheld = forms.ChoiceField(
        label=_("异议成立吗"),
        choices=[("yes", _("成立，不评定")), ("no", _("不成立"))],
        widget=forms.RadioSelect,
    )
    ruling = forms.CharField(
        label=_("处理意见"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class ObjectionForm(OneTimeForm):
    """提异议."""

    words = forms.CharField(
        label=_("为什么不该评"),
        help_text=_("只有处理异议的人看得到。"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RevokeForm(OneTimeForm):
    """撤销星级."""

    reason = forms.CharField(label=_("查实了什么"), max_length=200)
    years = forms.TypedChoiceField(
        label=_("几年内不评星"), coerce=int, choices=[(1, "1"), (2, "2"), (3, "3")]
    )


class InsuranceForm(OneTimeForm):
    """登记保险."""

    insurer = forms.CharField(label=_("保险公司"), max_length=60)
    policy_number = forms.CharField(label=_("保单号"), max_length=60)
    valid_from = forms.DateField(label=_("从哪天"), widget=DAY)
    valid_until = forms.DateField(label=_("到哪天"), widget=DAY)


class CommendForm(OneTimeForm):
    """登记表彰."""

    title = forms.CharField(label=_("称号"), max_length=60)
    awarded_by = forms.CharField(label=_("谁表彰的"), max_length=60)
    awarded_on = forms.DateField(label=_("日期"), widget=DAY)


class CorrectForm(OneTimeForm):
    """更正时长."""

    minutes = forms.IntegerField(label=_("应当是多少分钟"), min_value=0, max_value=1440)
    reason = forms.CharField(label=_("为什么更正"), max_length=200)


class SpanForm(OneTimeForm):
    """A day, and from when to when on it; past midnight it ends the next day."""

    day = forms.DateField(label=_("哪天"), widget=DAY)
    begins = forms.TimeField(label=_("从几点"), widget=WALL)
    ends = forms.TimeField(label=_("到几点"), widget=WALL)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("begins") and said.get("ends") and said["ends"] <= said["begins"]:
            self.add_error("ends", _("结束要晚于开始。"))
        return said

    @property
    def starts_at(self) -> datetime:
        said = self.cleaned_data
        return datetime.combine(said["day"], said["begins"], tzinfo=HERE)

    @property
    def ends_at(self) -> datetime:
        said = self.cleaned_data
        return datetime.combine(said["day"], said["ends"], tzinfo=HERE)


class LateForm(SpanForm):
    """补录服务."""

    volunteer = forms.CharField(
        label=_("哪位志愿者"), help_text=_("姓名、口令号或电话。"), max_length=60
    )
    kind = forms.ChoiceField(label=_("什么服务"))
    what = forms.CharField(label=_("做了什么"), max_length=60)
    place = forms.TypedChoiceField(label=_("在哪里"), coerce=int)
    evidence = forms.CharField(
        label=_("凭什么补"),
        help_text=_("签到表、照片、谁可以作证；另一位同事复核以后才算数。"),
        max_length=200,
    )

    field_order = ("volunteer", "kind", "what", "place", "day", "begins", "ends")

    def __init__(
        self, *args: Any, kinds: Choices, places: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["place"].choices = places  # type: ignore[attr-defined]


class ShiftForm(SpanForm):
    """排一班轮值."""

    title = forms.CharField(label=_("做什么"), max_length=60)
    kind = forms.ChoiceField(label=_("什么服务"))
    place = forms.TypedChoiceField(label=_("在哪一片"), coerce=int)
    venue = forms.CharField(label=_("集合地点"), max_length=60, required=False)
    places = forms.IntegerField(label=_("要几个人"), min_value=1, max_value=200)
    risk = forms.ChoiceField(label=_("哪一种风险"))
    certificate = forms.ChoiceField(label=_("要有什么证"), required=False)

    field_order = ("title", "kind", "place", "venue", "day", "begins", "ends", "places")

    def __init__(
        self,
        *args: Any,
        kinds: Choices,
        areas: list[tuple[int, str]],
        risks: Choices,
        certificates: Choices,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, Any] = {
            "kind": kinds,
            "place": areas,
            "risk": risks,
            "certificate": [("", _("不用")), *certificates],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class GiveBackForm(OneTimeForm):
    """退班."""

    reason = forms.CharField(
        label=_("说一声为什么"), help_text=_("不说也可以。"), max_length=100, required=False
    )


class CourseForm(OneTimeForm):
    """开办培训."""

    title = forms.CharField(label=_("培训名称"), max_length=60)
    organiser = forms.CharField(label=_("谁来办"), max_length=60)
    place = forms.TypedChoiceField(label=_("在哪一片"), coerce=int)
    seats = forms.IntegerField(label=_("名额"), min_value=1, max_value=2000)
    certificate = forms.ChoiceField(label=_("结业发什么证"), required=False)
    certificate_months = forms.IntegerField(
        label=_("证书管几个月"),
        help_text=_("长期有效填 0。"),
        min_value=0,
        max_value=120,
        initial=24,
    )

    def __init__(
        self,
        *args: Any,
        areas: list[tuple[int, str]],
        certificates: Choices,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = areas  # type: ignore[attr-defined]
        offered: Any = [("", _("不发证")), *certificates]
        self.fields["certificate"].choices = offered  # type: ignore[attr-defined]


class LessonForm(SpanForm):
    """加一节课."""

    form = forms.ChoiceField(label=_("形式"), choices=[(one.value, one.label) for one in Form])
    title = forms.CharField(label=_("讲什么"), max_length=60)
    teacher = forms.CharField(label=_("谁来讲"), max_length=60, required=False)
    venue = forms.CharField(label=_("在哪里"), max_length=60, required=False)

    field_order = ("form", "title", "teacher", "venue", "day", "begins", "ends")


class CameForm(OneTimeForm):
    """记到课."""

    came = forms.TypedMultipleChoiceField(
        label=_("谁到了"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, signed: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["came"].choices = signed  # type: ignore[attr-defined]


class TeamForm(OneTimeForm):
    """成立志愿服务队."""

    name = forms.CharField(label=_("队名"), max_length=80)
    kind = forms.ChoiceField(
        label=_("哪一种"), choices=[(one.value, one.label) for one in TeamKind]
    )
    area = forms.TypedChoiceField(label=_("在哪一片"), coerce=int)

    def __init__(self, *args: Any, areas: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = areas  # type: ignore[attr-defined]


class MemberForm(OneTimeForm):
    """加一位队员."""

    person = forms.CharField(
        label=_("加一位队员"), help_text=_("姓名、口令号或电话。"), max_length=60
    )


class LetterForm(OneTimeForm):
    """签发聘书."""

    words = forms.CharField(
        label=_("聘书上的话"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
