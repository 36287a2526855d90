"""What is asked when somebody orders, comes, leaves, confirms, rates, differs."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.dates import HERE, start_of
from linli.kernel.words import say
from linli.ratings.rules import Satisfied, Solved
from linli.service_orders.rules import Beat, Called, Need
from linli.ui.forms import OneTimeForm

type Choices = Sequence[tuple[Any, str]]

HOURS = ((9, _("上午 9 点")), (10, _("上午 10 点")), (14, _("下午 2 点")), (16, _("下午 4 点")))
DAYS = ((1, _("明天")), (2, _("后天")), (3, _("大后天")))


def _area(
    label: Any, *, most: int, rows: int = 2, required: bool = True, help_text: Any = ""
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text, widget=widget
    )


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


class OrderForm(OneTimeForm):
    """点单: for whom, which day, which hour; a word if there is one."""

    person = forms.TypedChoiceField(label=_("给谁点"), coerce=int)
    day = forms.TypedChoiceField(
        label=_("哪天"), coerce=int, choices=DAYS, initial=1, widget=forms.RadioSelect
    )
    hour = forms.TypedChoiceField(
        label=_("几点"), coerce=int, choices=HOURS, initial=9, widget=forms.RadioSelect
    )
    words = _area(
        _("要说一句吗"),
        most=500,
        required=False,
        help_text=_("比如要买什么、去哪家医院。"),
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        if len(people) == 1:
            self.fields["person"].widget = forms.HiddenInput()
            self.fields["person"].initial = people[0][0]

    def starts_at(self, today: date) -> datetime:
        """The moment that was chosen, on the wall where the neighbours live."""
        day = start_of(today + timedelta(days=self.cleaned_data["day"]))
        return day + timedelta(hours=self.cleaned_data["hour"])


class ExactForm(OneTimeForm):
    """点单，自己写时间."""

    starts_on = _day(_("哪天"))
    at = forms.TimeField(
        label=_("几点"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(
        label=_("多少分钟"), min_value=15, max_value=480, required=False
    )
    words = _area(_("要做什么"), most=500, required=False)

    @property
    def starts_at(self) -> datetime:
        said = self.cleaned_data
        return datetime.combine(said["starts_on"], said["at"], tzinfo=HERE)


class DeskOrderForm(ExactForm):
    """电话或纸上的单."""

    who = forms.CharField(label=_("谁要"), max_length=60, help_text=_("姓名、口令号或电话。"))
    service = forms.ChoiceField(label=_("哪一项"))
    channel = forms.ChoiceField(
        label=_("怎么来的"),
        choices=[("phone", _("打电话")), ("paper", _("纸上填的"))],
        help_text=_("纸上填的，要另一位同事看过才通过。"),
    )

    field_order = ("who", "service", "channel", "starts_on", "at", "minutes", "words")

    def __init__(self, *args: Any, services: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = services  # type: ignore[attr-defined]


class LateForm(DeskOrderForm):
    """事后补录."""

    channel = None  # type: ignore[assignment] # a late entry has one way only
    volunteer = forms.CharField(label=_("谁去的"), max_length=60)
    evidence = _area(_("凭什么补"), most=200, help_text=_("签到表、照片、谁可以作证。"))

    field_order = ("who", "volunteer", "service", "starts_on", "at", "minutes", "evidence")


class StandingForm(ExactForm):
    """长期单."""

    person = forms.TypedChoiceField(label=_("给谁点"), coerce=int)
    service = forms.ChoiceField(label=_("哪一项"))
    beat = forms.ChoiceField(label=_("多久一次"))
    ends_on = _day(_("到哪天"))
    known = forms.CharField(
        label=_("认识的志愿者"), max_length=60, required=False, help_text=_("写姓名，先问他。")
    )

    field_order = (
        "person",
        "service",
        "beat",
        "starts_on",
        "ends_on",
        "at",
        "minutes",
        "known",
        "words",
    )

    def __init__(self, *args: Any, people: Choices, services: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        self.fields["service"].choices = services  # type: ignore[attr-defined]
        beats = [(beat.value, say(beat.label)) for beat in Beat]
        self.fields["beat"].choices = beats  # type: ignore[attr-defined]


class ReasonForm(OneTimeForm):
    """一句为什么."""

    reason = forms.CharField(label=_("为什么"), max_length=200)


class WordsForm(OneTimeForm):
    """说一说."""

    words = _area(_("是怎么回事"), most=1000, rows=3)


class RulingForm(OneTimeForm):
    """判断."""

    minutes = forms.IntegerField(
        label=_("按多少分钟算"), min_value=1, max_value=480, required=False
    )
    reason = forms.CharField(label=_("为什么这样判断"), max_length=200)


class CodeForm(OneTimeForm):
    """口令."""

    code = forms.CharField(
        label=_("口令"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class TimeForm(OneTimeForm):
    """多久."""

    minutes = forms.IntegerField(label=_("多少分钟"), min_value=0, max_value=480)
    reason = forms.CharField(label=_("根据什么"), max_length=200)


class SubstituteForm(OneTimeForm):
    """换人."""

    to = forms.CharField(label=_("换成谁"), max_length=60, help_text=_("姓名、口令号或电话。"))
    agreed = forms.CharField(label=_("怎么答应的"), max_length=200)


class RatingForm(OneTimeForm):
    """评单: two questions; nothing is ticked beforehand."""

    solved = forms.ChoiceField(label=_("帮上忙了吗"), widget=forms.RadioSelect)
    satisfied = forms.ChoiceField(label=_("满意吗"), widget=forms.RadioSelect)
    comment = _area(_("想说一句吗"), most=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kinds in (("solved", Solved), ("satisfied", Satisfied)):
            choices = [(one.value, say(one.label)) for one in kinds]
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class NeedForm(OneTimeForm):
    """一项情况."""

    need = forms.ChoiceField(label=_("哪一项"))
    evidence = forms.CharField(label=_("凭什么认定"), max_length=80)
    began_on = _day(_("从哪天"))
    valid_until = _day(_("管到哪天"))
    consented_on = _day(
        _("本人哪天同意登记的"),
        required=False,
        help_text=_("这是敏感个人信息，要本人单独同意。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needs = [(need.value, say(need.label)) for need in Need]
        self.fields["need"].choices = needs  # type: ignore[attr-defined]


class WhoForm(OneTimeForm):
    """谁."""

    who = forms.CharField(label=_("谁"), max_length=60, help_text=_("姓名、口令号或电话。"))


class MandateForm(OneTimeForm):
    """委托代点单."""

    delegate = forms.CharField(
        label=_("委托给谁"), max_length=60, help_text=_("姓名、口令号或电话。")
    )
    evidence = forms.CharField(label=_("凭据"), max_length=80)
    ends_on = _day(_("到哪天"))


class CallForm(OneTimeForm):
    """回访."""

    outcome = forms.ChoiceField(label=_("老人怎么说"), widget=forms.RadioSelect)
    words = _area(_("说了什么"), most=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes = [(one.value, say(one.label)) for one in Called]
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]


class LookForm(OneTimeForm):
    """看过."""

    is_sound = forms.TypedChoiceField(
        label=_("有没有问题"),
        choices=[("yes", _("没有问题")), ("no", _("有问题，已经另外提出"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("看了以后"), max_length=200)
