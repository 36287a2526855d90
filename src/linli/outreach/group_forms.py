"""What is asked to connect a WeCom group, and of a word that was said there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.outreach.forms import PlacedForm, Places
from linli.ui.forms import OneTimeForm

COPIED = {"autocomplete": "off", "spellcheck": "false"}


class LineForm(OneTimeForm):
    """接通企业微信."""

    point = forms.TypedChoiceField(label=_("哪个群"), coerce=int)
    receiver = forms.CharField(
        label=_("企业编号（CorpID）"), max_length=64, widget=forms.TextInput(attrs=COPIED)
    )
    token = forms.CharField(
        label=_("令牌（Token）"), max_length=64, widget=forms.TextInput(attrs=COPIED)
    )
    secret = forms.CharField(
        label=_("密钥（EncodingAESKey）"),
        help_text=_("43 个字母和数字；存进来就看不到了，换的时候停用再接。"),
        max_length=64,
        widget=forms.PasswordInput(attrs=COPIED),
    )

    def __init__(self, *args: Any, groups: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["point"].choices = groups  # type: ignore[attr-defined]


class TakeWordForm(PlacedForm):
    """登记群里的话."""

    words = forms.CharField(
        label=_("说了什么"),
        help_text=_("照原话；电话、门牌这些先去掉。"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ("words", "place")
