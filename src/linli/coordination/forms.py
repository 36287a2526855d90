"""What blowing a whistle, reporting in, a result and a judgement ask for."""

from collections.abc import Collection
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.coordination.rules import SCORES, Ground, TableKind
from linli.kernel.words import say
from linli.matters.models import Matter
from linli.people.models import Organisation
from linli.people.rules import OrganisationKind
from linli.ui.forms import OneTimeForm


class DeedForm(OneTimeForm):
    """One deed on a page of its own: what it is called, and what is said when it is done."""

    title: ClassVar[Any]
    text: ClassVar[Any] = ""
    confirm: ClassVar[Any]
    icon: ClassVar[str] = "check"

    def offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        """Fill in what a field lets one choose from."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared below
        field.choices = choices


class WhistleForm(DeedForm):
    title, confirm, icon = _("吹哨，叫几家一起来"), _("吹哨"), "speakerphone"
    text = _("被叫的单位会看到这件事，要在时限内到现场报到；事不完，人不撤。")

    ground = forms.ChoiceField(label=_("属于哪种情形"), widget=forms.RadioSelect)
    lead = forms.ChoiceField(label=_("哪个部门牵头"), help_text=_("要是职能部门，只有一个。"))
    others = forms.MultipleChoiceField(
        label=_("还叫哪几家"), required=False, widget=forms.CheckboxSelectMultiple
    )
    asked = forms.CharField(
        label=_("请各家到场做什么"),
        help_text=_("说事人也看得到，不写名字和门牌。"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        units: Collection[Organisation],
        limits: dict[Ground, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        grounds = [(ground.value, _ground(ground, limits)) for ground in Ground]
        self.offer("ground", grounds)
        departments = [unit for unit in units if unit.kind == OrganisationKind.DEPARTMENT]
        self.offer("lead", [(unit.pk, unit.name) for unit in departments])
        self.offer("others", [(unit.pk, unit.name) for unit in units])

    @property
    def called(self) -> tuple[Organisation, list[Organisation]]:
        """The department in the lead, and who is called beside it."""
        said = self.cleaned_data
        return self.units[said["lead"]], [self.units[pk] for pk in said["others"]]


class ArrivalForm(DeedForm):
    title, confirm, icon = _("到场报到"), _("到了，报到"), "map-pin"

    where = forms.CharField(label=_("到了哪里"), max_length=60)
    who = forms.CharField(
        label=_("来的是谁"), help_text=_("只给一起处置的人看，不公开。"), max_length=40
    )


class EarlierArrivalForm(ArrivalForm):
    """For the desk, which was there and writes it down for the unit."""

    arrived_at = forms.DateTimeField(
        label=_("几点到的"),
        help_text=_("不填就按现在算。"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )


class ResultForm(DeedForm):
    title, confirm, icon = _("给结果"), _("报上结果"), "circle-check"
    text = _("写清楚做了什么、还差什么；说事人看得到，不写名字和门牌。")

    result = forms.CharField(
        label=_("做了什么、结果怎样"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReleaseForm(DeedForm):
    title, confirm, icon = _("让这家单位撤出"), _("撤出"), "logout"
    text = _("事不完，人不撤：没有结果就撤出，要写明理由，大家都看得到。")

    reason = forms.CharField(
        label=_("为什么可以撤出"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class JudgementForm(DeedForm):
    title, confirm, icon = _("联合评价"), _("评价"), "star"
    text = _("被评价的单位看得到分数和评语；评过就不能改。")

    response = forms.TypedChoiceField(
        label=_("响应快不快"), coerce=int, widget=forms.RadioSelect
    )
    result = forms.TypedChoiceField(label=_("效果好不好"), coerce=int, widget=forms.RadioSelect)
    attitude = forms.TypedChoiceField(
        label=_("态度好不好"), coerce=int, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("评语"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[Any, str]] = [
            (score, say("{score} 分　{word}", score=score, word=word))
            for score, word in SCORES.items()
        ]
        for name in ("response", "result", "attitude"):
            self.offer(name, choices)


def _ground(ground: Ground, limits: dict[Ground, str]) -> str:
    return say("{ground}（{limit}）", ground=ground.label, limit=limits[ground])


class CallTableForm(DeedForm):
    title, confirm, icon = _("召集联席会议、协调会"), _("召集"), "users-group"
    text = _("被请的单位马上收到通知；每件事都要议定谁办、哪天前办到。")

    kind = forms.ChoiceField(label=_("哪一种会"), widget=forms.RadioSelect)
    starts_at = forms.DateTimeField(
        label=_("什么时候开"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    venue = forms.CharField(label=_("在哪里开"), max_length=60)
    matters = forms.MultipleChoiceField(
        label=_("商量哪几件事"), required=False, widget=forms.CheckboxSelectMultiple
    )
    units = forms.MultipleChoiceField(label=_("请哪几家"), widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,
        matters: Collection[Matter],
        units: Collection[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(matter.pk): matter for matter in matters}
        self.called = {str(unit.pk): unit for unit in units}
        self.offer("kind", [(kind.value, say(kind.label)) for kind in TableKind])
        self.offer("matters", [(matter.pk, matter.title) for matter in matters])
        self.offer("units", [(unit.pk, unit.name) for unit in units])


class TableForm(DeedForm):
    title, confirm, icon = _("列入联席会议、协调会"), _("列入议程"), "users-group"

    meeting = forms.ChoiceField(label=_("哪一次会"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, meetings: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("meeting", meetings)


class DecisionForm(DeedForm):
    title, confirm, icon = _("议定谁办、哪天前办到"), _("议定"), "gavel"
    text = _("责任单位马上看到这件事，到期没办到自动上报。")

    unit = forms.ChoiceField(label=_("由哪一家办"))
    decision = forms.CharField(
        label=_("议定办什么"),
        help_text=_("说事人看得到，不写名字和门牌。"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = forms.DateField(
        label=_("哪天前办到"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, units: Collection[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        self.offer("unit", [(unit.pk, unit.name) for unit in units])


class TaskResultForm(ResultForm):
    title, confirm = _("报上结果"), _("办到了")


class DropForm(ReleaseForm):
    title, confirm, icon = _("这件议定的事不办了"), _("撤销"), "x"
    text = _("撤销以后，责任单位不再欠着这件事。")
    reason = forms.CharField(
        label=_("为什么不办了"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
