"""What is asked of whoever wants to serve."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.kernel.options import Resolution
from linli.kernel.words import say
from linli.ui.forms import OneTimeForm
from linli.volunteers.actions import Guardian, Profile
from linli.volunteers.options import (
    LANGUAGES,
    SERVICES,
    SKILLS,
    YOUNGEST_WITH_GUARDIAN,
    Named,
    Risk,
)
from linli.volunteers.rules.registration import WEEKDAYS, FreeTime

type Choices = list[tuple[str, str]]

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
PARTS = (
    ("morning", _("上午（8—12点）"), 8 * 60, 12 * 60),
    ("afternoon", _("下午（12—18点）"), 12 * 60, 18 * 60),
    ("evening", _("晚上（18—21点）"), 18 * 60, 21 * 60),
)
RADII = (
    ("500", _("本小区（500 米）")),
    ("1000", _("走得到的地方（1 公里）")),
    ("3000", _("附近（3 公里）")),
    ("10000", _("全城（10 公里）")),
)
OF_GUARDIAN = ("guardian", "relation", "evidence")
PARTS_OF = {name: (begins, ends) for name, _label, begins, ends in PARTS}


def labelled(choices: tuple[Named, ...] | tuple[Risk, ...]) -> Choices:
    """The choices of a list in the reader's language."""
    english = (get_language() or "").startswith("en")
    return [(one.code, one.label_en if english else one.label) for one in choices]


def week() -> Choices:
    """Every weekday with its three parts."""
    return [
        (f"{day}-{name}", f"{say(label)} {part}")
        for day, label in enumerate(WEEKDAYS)
        for name, part, _begins, _ends in PARTS
    ]


class ProfileForm(OneTimeForm):
    """画像: what somebody can and wishes, when, how far, in which languages."""

    wishes = forms.MultipleChoiceField(label=_("想做什么"), widget=forms.CheckboxSelectMultiple)
    times = forms.MultipleChoiceField(
        label=_("什么时候有空"),
        help_text=_("一周里大致有空的时候；不勾也可以。"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    radius = forms.ChoiceField(label=_("愿意走多远"), choices=RADII, initial="1000")
    languages = forms.MultipleChoiceField(
        label=_("会说什么话"), required=False, widget=forms.CheckboxSelectMultiple
    )
    skills = forms.MultipleChoiceField(
        label=_("会些什么"), required=False, widget=forms.CheckboxSelectMultiple
    )
    occupation = forms.CharField(
        label=_("职业"),
        help_text=_("像这样写：退休教师、学生、店主。"),
        max_length=30,
        required=False,
    )
    words = forms.CharField(label=_("还想说的"), max_length=200, required=False)

    def __init__(self, *args: Any, options: Resolution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "wishes": labelled(options[SERVICES]),
            "skills": labelled(options[SKILLS]),
            "languages": labelled(options[LANGUAGES]),
            "times": week(),
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def profile(self) -> Profile:
        said = self.cleaned_data
        return Profile(
            occupation=said["occupation"],
            skills=said["skills"],
            wishes=said["wishes"],
            languages=said["languages"],
            times=tuple(_time(one) for one in said["times"]),
            radius=int(said["radius"]),
            words=said["words"],
        )


class JoinForm(ProfileForm):
    """登记做志愿者."""

    born_on = forms.DateField(
        label=_("出生日期"), help_text=_("登记册上有就不用填。"), widget=DAY, required=False
    )
    guardian = forms.CharField(
        label=_("监护人姓名"),
        help_text=_("不满十八周岁才要填，带上监护人签字的同意书。"),
        max_length=60,
        required=False,
    )
    relation = forms.CharField(label=_("与本人关系"), max_length=20, required=False)
    evidence = forms.CharField(label=_("凭据"), max_length=80, required=False)
    person = forms.CharField(
        label=_("替谁登记"),
        help_text=_("姓名、口令号或电话；自己登记就空着。"),
        max_length=60,
        required=False,
    )

    field_order = ("person", "born_on", "wishes", "times")

    def __init__(
        self,
        *args: Any,
        asks_birthday: bool,
        for_others: bool,
        options: Resolution,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, options=options, **kwargs)
        if not asks_birthday:
            del self.fields["born_on"]
        if not for_others:
            del self.fields["person"]
        if not options[YOUNGEST_WITH_GUARDIAN]:
            for name in OF_GUARDIAN:
                del self.fields[name]

    @property
    def guardian_said(self) -> Guardian | None:
        said = self.cleaned_data
        if not said.get("guardian"):
            return None
        return Guardian(
            name=said["guardian"], relation=said["relation"], evidence=said["evidence"]
        )


class HealthForm(OneTimeForm):
    """健康声明."""

    is_fit = forms.ChoiceField(
        label=_("身体怎么样"),
        choices=[("yes", _("身体健康，能做志愿服务")), ("no", _("有不便，只做一般的"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("想说明的"),
        help_text=_("加密保存，只有社区安排服务的人看得到。"),
        max_length=200,
        required=False,
    )
    agrees = forms.BooleanField(
        label=_("我同意社区登记我的健康情况，用来安排合适的服务；随时可以收回。"),
        required=False,
    )


class CertificateForm(OneTimeForm):
    """登记证书."""

    kind = forms.ChoiceField(label=_("什么证"))
    issuer = forms.CharField(label=_("谁发的"), max_length=60)
    certificate_number = forms.CharField(label=_("证书编号"), max_length=60, required=False)
    issued_on = forms.DateField(label=_("发证日期"), widget=DAY)
    valid_until = forms.DateField(
        label=_("有效到哪天"),
        help_text=_("长期有效就空着。"),
        widget=DAY,
        required=False,
    )

    def __init__(self, *args: Any, kinds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class ProofForm(OneTimeForm):
    """开证明."""

    since = forms.DateField(
        label=_("从哪天"), help_text=_("空着就从登记那天算起。"), widget=DAY, required=False
    )
    until = forms.DateField(
        label=_("到哪天"), help_text=_("空着就到今天。"), widget=DAY, required=False
    )


class CodeForm(forms.Form):
    """查验证明."""

    code = forms.CharField(
        label=_("验证码"), help_text=_("证明右下角的十二个字母和数字。"), max_length=40
    )


def _time(said: str) -> FreeTime:
    day, _dash, part = said.partition("-")
    begins, ends = PARTS_OF[part]
    return FreeTime(weekday=int(day), begins=begins, ends=ends)
