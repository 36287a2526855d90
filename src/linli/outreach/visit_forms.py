"""What is written down after a visit to one household, and of one more matter from it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.words import say
from linli.outreach.rules.patrols import Found
from linli.ui.forms import OneTimeForm


def _matter() -> forms.CharField:
    return forms.CharField(
        label=_("要办的事"),
        help_text=_("照原话写，记下就有人办；没有就空着。"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _phone() -> forms.CharField:
    return forms.CharField(
        label=_("替谁说的，填他的电话"),
        help_text=_("自己看到的就空着。"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )


class VisitForm(OneTimeForm):
    """走访一户."""

    found = forms.TypedChoiceField(label=_("怎样"), coerce=Found, initial=Found.HOME)
    met = forms.CharField(
        label=_("见到了谁"),
        help_text=_("有人在家就要写，比如“老人和女儿”。"),
        max_length=100,
        required=False,
    )
    words = forms.CharField(
        label=_("说了什么"),
        help_text=_("只有您和管登记的同事看得到。"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    heard = _matter()
    phone = _phone()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["found"].choices = [(one, say(one.label)) for one in Found]  # type: ignore[attr-defined]


class HeardAtHomeForm(OneTimeForm):
    """走访带回的事."""

    heard = _matter()
    phone = _phone()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heard"].required = True
