"""What is asked after the end: a call that brought no answer, and what may be left out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.options import pinned
from linli.kernel.words import say
from linli.matters.forms.steps import StepForm, in_words
from linli.matters.options import EXCLUSION_GROUNDS
from linli.matters.rules import CallEnd, Step


class CallInVainForm(StepForm):
    step, noun, icon = Step.CALL, "call-in-vain", "phone"
    title, confirm, done = (
        _("没有问到"),
        _("记下来"),
        _("记下了，这件事单列在“没有收到评价”里。"),
    )
    text = _("没接电话、不愿评价，都照实记；还可以再打，打通了照样记回答。")

    end = forms.ChoiceField(label=_("怎么没有问到"), widget=forms.RadioSelect)
    words = forms.CharField(label=_("还想记一句"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("end", [(end.value, say(end.label)) for end in CallEnd])


class ExcludeForm(StepForm):
    step, noun, icon = Step.ASK_TO_EXCLUDE, "exclusion", "scale"
    title, confirm, done = (
        _("申请剔除"),
        _("提出申请"),
        _("提出来了，要由另一位同事核定。"),
    )
    text = _("剔除以后不计入三个率；有几件、为什么，公开栏上照样写着。")

    ground = forms.ChoiceField(label=_("什么理由"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("说明情况"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grounds = pinned(self.matter.options_digest)[EXCLUSION_GROUNDS]
        self.offer("ground", [(ground.code, in_words(ground)) for ground in grounds])


class DecideExclusionForm(StepForm):
    step, noun, icon = Step.EXCLUDE, "exclusion-ruling", "gavel"
    title, confirm, done = _("核定剔除"), _("这样定"), _("定好了。")

    ruling = forms.ChoiceField(
        label=_("同意剔除吗"),
        choices=[("yes", _("同意，不计入三个率，单列公布")), ("no", _("不同意，照常计入"))],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=_("意见"),
        help_text=_("不同意的要写明为什么。"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
