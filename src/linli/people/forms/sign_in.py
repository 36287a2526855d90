"""The shape of what people type to come in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.ui.forms import OneTimeForm

DIGITS = {"inputmode": "numeric", "autocomplete": "one-time-code", "data-no-keep": ""}


class PhoneForm(OneTimeForm):
    phone = forms.CharField(
        label=_("手机号"),
        max_length=30,
        help_text=_("填您在社区登记的号码，我们发一个验证码过去。"),
        widget=forms.TextInput(
            attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}
        ),
    )


class CodeForm(OneTimeForm):
    code = forms.CharField(
        label=_("验证码"),
        max_length=12,
        help_text=_("6个数字，10分钟内有效。"),
        widget=forms.TextInput(attrs=DIGITS),
    )


class PasswordForm(OneTimeForm):
    login = forms.CharField(
        label=_("登录名"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class SecondFactorForm(OneTimeForm):
    code = forms.CharField(
        label=_("动态口令"),
        max_length=12,
        help_text=_("手机上的身份验证器里，邻里下面的6个数字。"),
        widget=forms.TextInput(attrs=DIGITS),
    )


class NewPasswordForm(OneTimeForm):
    login = forms.CharField(
        label=_("登录名"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("新密码"),
        max_length=128,
        strip=False,
        help_text=_("至少8个字符，不要用常见的密码。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
