"""What is asked when a roll is drawn up, a poll is prepared, and papers come in."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.kernel.dates import HERE
from linli.kernel.words import say
from linli.ui.forms import OneTimeForm
from linli.voting.models import Poll, PollQuestion
from linli.voting.rules import ON_PAPER, Asking, Channel, RollKind, Rule, Secrecy

type Choices = list[tuple[Any, str]]

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
WALL = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def _offer(form: forms.Form, **choices: Choices) -> None:
    for name, offered in choices.items():
        form.fields[name].choices = offered  # type: ignore[attr-defined]


class RollForm(OneTimeForm):
    """编名册."""

    name = forms.CharField(label=_("名册名称"), max_length=60)
    place = forms.TypedChoiceField(label=_("哪一片"), coerce=int)
    kind = forms.TypedChoiceField(label=_("哪些人"), coerce=RollKind)
    basis = forms.CharField(
        label=_("依据"), help_text=_("凭什么是这些人投票：法条或章程第几条。"), max_length=120
    )
    cutoff_on = forms.DateField(label=_("以哪天为准"), widget=DAY)

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, place=places, kind=[(kind.value, say(kind.label)) for kind in RollKind])


class CorrectionForm(OneTimeForm):
    """名册哪里不对."""

    words = forms.CharField(
        label=_("哪里不对"),
        help_text=_("漏了谁、谁不该在、面积或人数错了。"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RulingForm(OneTimeForm):
    """答复更正."""

    accepted = forms.TypedChoiceField(
        label=_("采纳吗"),
        coerce=lambda said: said == "yes",
        choices=[("yes", _("采纳")), ("no", _("不采纳"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("理由"), max_length=300)
    add = forms.CharField(
        label=_("补上谁"), help_text=_("姓名、口令号或电话。"), max_length=60, required=False
    )
    area = forms.IntegerField(
        label=_("面积（平方分米）"), min_value=0, max_value=10_000_000, required=False
    )
    remove = forms.CharField(label=_("去掉哪一条"), max_length=12, required=False)


class ReasonForm(OneTimeForm):
    """为什么."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class PollForm(OneTimeForm):
    """筹备投票."""

    title = forms.CharField(label=_("题目"), max_length=80)
    words = forms.CharField(
        label=_("说明"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    roll = forms.TypedChoiceField(label=_("问谁（封存了的名册）"), coerce=int)
    question = forms.CharField(
        label=_("问的是什么"), help_text=_("像这样问：同意更换电梯吗？"), max_length=200
    )
    rule = forms.ChoiceField(label=_("按哪条规则"))
    candidates = forms.CharField(
        label=_("候选人"),
        help_text=_("选举才写，一行一位。"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    secrecy = forms.TypedChoiceField(
        label=_("记名吗"), coerce=Secrecy, widget=forms.RadioSelect
    )
    channels = forms.TypedMultipleChoiceField(
        label=_("怎么投"), coerce=Channel, widget=forms.CheckboxSelectMultiple
    )
    day = forms.DateField(label=_("哪天截止"), widget=DAY)
    wall = forms.TimeField(label=_("几点截止"), widget=WALL)

    def __init__(
        self, *args: Any, rolls: Choices, rules: tuple[Rule, ...], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        english = (get_language() or "").startswith("en")
        _offer(
            self,
            roll=rolls,
            rule=[(one.code, one.label_en if english else one.label) for one in rules],
            secrecy=[(one.value, say(one.label)) for one in Secrecy],
            channels=[(one.value, say(one.label)) for one in Channel],
        )

    @property
    def closes_at(self) -> datetime:
        said = self.cleaned_data
        return datetime.combine(said["day"], said["wall"], tzinfo=HERE)

    @property
    def names(self) -> tuple[str, ...]:
        lines = self.cleaned_data["candidates"].splitlines()
        return tuple(line.strip()[:60] for line in lines if line.strip())


class PersonForm(OneTimeForm):
    """一位监票人."""

    person = forms.CharField(
        label=_("监票计票人"), help_text=_("姓名、口令号或电话。"), max_length=60
    )


class ProxyForm(OneTimeForm):
    """委托投票."""

    who = forms.CharField(
        label=_("替谁登记"), help_text=_("姓名、口令号或电话。"), max_length=60, required=False
    )
    holder = forms.CharField(label=_("委托谁投"), help_text=_("写姓名。"), max_length=60)
    code = forms.CharField(
        label=_("受托人的口令号"),
        help_text=_("请受托人告诉您，在“我的”里看得到。"),
        max_length=6,
    )
    evidence = forms.CharField(
        label=_("书面委托"), help_text=_("哪天签的，存在哪里。"), max_length=80
    )


class PrintForm(OneTimeForm):
    """印纸票."""

    count = forms.IntegerField(label=_("印几张"), min_value=1, max_value=2000, initial=20)


class PaperWayForm(OneTimeForm):
    """纸票从哪里来."""

    channel = forms.TypedChoiceField(label=_("在哪里"), coerce=Channel)

    def __init__(self, *args: Any, poll: Poll, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [way for way in Channel if way in poll.ways & ON_PAPER]
        _offer(self, channel=[(way.value, say(way.label)) for way in ways])


class HandOutForm(PaperWayForm):
    """领票."""

    who = forms.CharField(
        label=_("谁来领票"), help_text=_("姓名、口令号、电话，或名册序号。"), max_length=60
    )
    field_order = ("who", "channel")


class TakeInForm(PaperWayForm):
    """收票."""

    serial = forms.CharField(label=_("票号"), max_length=12)
    field_order = ("serial", "channel")


class SheetForm(forms.Form):
    """票面上的题: on a phone one of them a page; a counter reads all of a paper at once."""

    use_required_attribute = False

    def __init__(
        self, *args: Any, questions: list[PollQuestion], is_paper: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[name_of(question)] = _answer_field(question, is_paper=is_paper)
            if is_paper:
                self.fields[f"{name_of(question)}_spoiled"] = forms.BooleanField(
                    label=_("废票：撕毁、涂改、认不清"), required=False
                )

    @property
    def marked(self) -> list[list[int]]:
        return [_places(self.cleaned_data[name_of(question)]) for question in self.questions]

    @property
    def spoiled(self) -> list[bool]:
        said = self.cleaned_data
        return [bool(said.get(f"{name_of(one)}_spoiled")) for one in self.questions]


class ReadingForm(SheetForm, OneTimeForm):
    """录一张纸票."""

    serial = forms.CharField(label=_("票号"), max_length=12)
    field_order = ("serial",)


class CountForm(OneTimeForm):
    """开票计票."""

    codes = forms.CharField(
        label=_("监票人的口令"),
        help_text=_("一行一个，照口令纸抄。"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    papers_in_box = forms.IntegerField(
        label=_("票箱里点出几张纸票"), min_value=0, max_value=100_000, initial=0
    )

    @property
    def lines(self) -> list[str]:
        lines = self.cleaned_data["codes"].splitlines()
        return [line.strip() for line in lines if line.strip()]


def name_of(question: PollQuestion) -> str:
    return f"q{question.position}"


def _answer_field(question: PollQuestion, *, is_paper: bool) -> forms.Field:
    choices: Choices = list(enumerate(question.options))
    if question.asking is Asking.DECISION and not is_paper:
        return forms.TypedChoiceField(
            label=question.words,
            coerce=int,
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": _("请选一项。")},
        )
    return forms.TypedMultipleChoiceField(
        label=question.words,
        coerce=int,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _places(said: Any) -> list[int]:
    return list(said) if isinstance(said, list) else [said]
