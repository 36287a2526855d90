"""What is asked when a meeting is called, kept and written down."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.dates import HERE
from linli.meetings.rules import Coming
from linli.ui.forms import OneTimeForm

type Choices = list[tuple[str, str]]

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
WALL = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class WhenForm(OneTimeForm):
    """A day and a time by the clock on the wall."""

    day = forms.DateField(label=_("哪天"), widget=DAY)
    wall = forms.TimeField(label=_("几点"), widget=WALL)

    @property
    def starts_at(self) -> datetime:
        said = self.cleaned_data
        return datetime.combine(said["day"], said["wall"], tzinfo=HERE)


class CallForm(WhenForm):
    """召集会议."""

    kind = forms.ChoiceField(label=_("开什么会"))
    title = forms.CharField(label=_("会议名称"), max_length=60)
    place = forms.TypedChoiceField(label=_("哪一片的会"), coerce=int)
    venue = forms.CharField(
        label=_("在哪里开"),
        help_text=_("像这样写：社区二楼会议室、3号楼前院坝。"),
        max_length=60,
        required=False,
    )
    agenda = forms.CharField(
        label=_("议题"),
        help_text=_("一行一个。"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    people = forms.TypedMultipleChoiceField(
        label=_("请谁来"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    units = forms.TypedMultipleChoiceField(
        label=_("请哪些单位"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    field_order = ("kind", "title", "place", "venue", "day", "wall", "agenda")

    def __init__(
        self,
        *args: Any,
        kinds: Choices,
        places: list[tuple[int, str]],
        people: list[tuple[int, str]],
        units: list[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {"kind": kinds, "place": places, "people": people, "units": units}
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def items(self) -> list[str]:
        lines = self.cleaned_data["agenda"].splitlines()
        return [line.strip()[:80] for line in lines if line.strip()]


class TimeForm(WhenForm):
    """改期."""

    venue = forms.CharField(label=_("在哪里开"), max_length=60, required=False)
    reason = forms.CharField(label=_("为什么改"), max_length=200)


class InviteForm(OneTimeForm):
    """再请一位."""

    person = forms.CharField(
        label=_("再请一位"), help_text=_("姓名、口令号或电话。"), max_length=60
    )


class HeadsForm(OneTimeForm):
    """没有留名的来了几位."""

    heads = forms.IntegerField(label=_("没有留名的来了几位"), min_value=1, max_value=2000)


class ItemForm(OneTimeForm):
    """加议题."""

    title = forms.CharField(label=_("加一个议题"), max_length=80)
    is_public = forms.BooleanField(
        label=_("可以写给大家看"), help_text=_("不写姓名和门牌。"), required=False
    )


class OutcomeForm(OneTimeForm):
    """议题的结果."""

    outcome = forms.CharField(
        label=_("商量的结果"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    due_on = forms.DateField(label=_("哪天以前办好"), widget=DAY, required=False)
    responsible = forms.MultipleChoiceField(
        label=_("谁来办"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, invited: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].choices = invited  # type: ignore[attr-defined]


class MinutesForm(OneTimeForm):
    """纪要."""

    minutes = forms.CharField(
        label=_("纪要"),
        help_text=_("谁说了什么，定了什么。来的人和受邀的人看得到。"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    public_words = forms.CharField(
        label=_("给大家看的几句"),
        help_text=_("写进公开的会议页；不写姓名、门牌和电话。"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CancelForm(OneTimeForm):
    """取消."""

    reason = forms.CharField(label=_("为什么不开了"), max_length=200)


class AnswerForm(OneTimeForm):
    """回复邀请."""

    answer = forms.ChoiceField(
        label=_("您来吗"), choices=[(one.value, one.label) for one in Coming]
    )
    words = forms.CharField(label=_("想说一句"), max_length=100, required=False)
