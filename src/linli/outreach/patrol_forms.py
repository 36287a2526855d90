"""What is tapped at a door, heard there, and said of a correction."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.words import say
from linli.outreach.forms import PlacedForm
from linli.outreach.rules.patrols import Found
from linli.ui.forms import OneTimeForm


class KnockForm(OneTimeForm):
    """敲门: which button; what was heard belongs to a correction alone."""

    found = forms.TypedChoiceField(coerce=Found)
    words = forms.CharField(label=_("门口听说的"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["found"].choices = [(one, say(one.label)) for one in Found]  # type: ignore[attr-defined]


class HeardForm(PlacedForm):
    """走访记事."""

    words = forms.CharField(
        label=_("听到什么"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    phone = forms.CharField(
        label=_("替谁说的，填他的电话"),
        help_text=_("自己看到的就空着。"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    field_order = ("words", "place", "phone")


class NamesForm(OneTimeForm):
    """照着改: for a new household the names."""

    names = forms.CharField(
        label=_("新来的人叫什么"),
        help_text=_("一行一个，第一个是户主。已搬走的不用写。"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
