"""What every form that changes something carries."""

from secrets import token_urlsafe
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DJANGO_SAYS = forms.Field.default_error_messages["required"]
WE_SAY = _("这里还空着，请您填一下。")


class OneTimeForm(forms.Form):
    """A form with a key of its own, so that sending it twice does the deed once."""

    use_required_attribute = False  # errors stand at their field, in our own words

    key = forms.CharField(initial=token_urlsafe, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == DJANGO_SAYS:
                field.error_messages["required"] = WE_SAY
