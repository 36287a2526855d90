"""What each deed at a problem asks for."""

from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from linli.prevention.models import Problem
from linli.ui.forms import OneTimeForm


class DeedForm(OneTimeForm):
    """One deed on a page of its own; `version` is what the person saw."""

    title: ClassVar[Any]
    text: ClassVar[Any] = ""
    confirm: ClassVar[Any]
    icon: ClassVar[str] = "check"

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, problem: Problem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.problem = problem
        self.fields["version"].initial = problem.version

    @property
    def is_stale(self) -> bool:
        seen = self.cleaned_data.get("version")
        return seen is not None and seen != self.problem.version

    def show_todays_version(self) -> None:
        """Shown again, what was typed can be sent as it is."""
        assert isinstance(self.data, QueryDict)  # noqa: S101 - a browser sent it
        said = self.data.copy()
        said["version"] = str(self.problem.version)
        self.data = said


class TakeOnForm(DeedForm):
    title, confirm, icon = _("领下来，找根子"), _("我来找"), "search"
    text = _("领下来的人要在时限内找到原因、定下办法。")


class MeasuresForm(DeedForm):
    title, confirm, icon = _("定办法"), _("定下办法"), "tool"
    text = _("说过这件事的人都会看到，也写进公开栏；不写名字和门牌。")

    cause = forms.CharField(
        label=_("根子在哪里"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    measures = forms.CharField(
        label=_("用什么办法"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class AsideForm(DeedForm):
    title, confirm, icon = _("申请不列为问题"), _("申请"), "x"
    text = _("要由工作台上的另一个人同意；理由公开看得到。")

    why = forms.CharField(
        label=_("为什么不算问题"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class RulingForm(DeedForm):
    title, confirm, icon = _("要不要列为问题"), _("定下"), "gavel"

    ruling = forms.ChoiceField(
        label=_("您怎么看"),
        widget=forms.RadioSelect,
        choices=[("aside", _("同意，不列为问题")), ("keep", _("照旧列为问题"))],
    )


class HangForm(DeedForm):
    title, confirm, icon = _("挂上一件事"), _("挂上"), "plus"
    text = _("说法不一样、根子是同一个的，可以手工挂上来。")

    number = forms.CharField(label=_("那件事的编号"), max_length=20)


class TakeOffForm(DeedForm):
    title, confirm, icon = _("取下一件事"), _("取下"), "arrow-back-up"

    why = forms.CharField(label=_("为什么不是同一个根子"), max_length=200)
