"""What is typed to try the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.playbooks.loader import bundled
from linli.ui.forms import OneTimeForm

LONGEST = 200
LONGEST_FILE = 200_000


class TryForm(forms.Form):
    """A sentence as a neighbour would say it; nothing of it is kept."""

    use_required_attribute = False

    words = forms.CharField(
        label=_("试一试：说一句话"),
        help_text=_("像跟邻居说话一样，例如“楼上漏水”。不会记下来，请不要写姓名和电话。"),
        max_length=LONGEST,
        error_messages={"required": _("先说一句话，才知道会归到哪一条。")},
    )


class TrialForm(OneTimeForm):
    """Which rules are tried: a bundled playbook, or the text of a changed one."""

    pack = forms.ChoiceField(label=_("试哪个规则包"), required=False)
    text = forms.CharField(
        label=_("或者贴上改过的规则包"),
        help_text=_("YAML 文件的全部内容。"),
        max_length=LONGEST_FILE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pack"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", "—"), *((name, name) for name in bundled())]


class AdoptionForm(TrialForm):
    """What was tried is adopted: `trial` proves that it was, by this person, just now."""

    trial = forms.CharField(widget=forms.HiddenInput)


class SwitchOnForm(OneTimeForm):
    """启用一条规则."""

    keywords = forms.CharField(
        label=_("说到哪些词归这一条"), help_text=_("几个词用顿号隔开。"), max_length=200
    )


class DropRuleForm(OneTimeForm):
    """不用这条规则."""

    reason = forms.CharField(label=_("为什么不用"), max_length=200)
