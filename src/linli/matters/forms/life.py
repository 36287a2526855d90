"""What somebody adds to a matter of theirs, or with which words they take it back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.matters.forms.saying import PhotosField
from linli.ui.forms import OneTimeForm


class MoreForm(OneTimeForm):
    """再补充一句"""

    words = forms.CharField(
        label=_("再补充一句"),
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": _("请写一句要补充什么，几个字也行。")},
    )
    photos = PhotosField(label=_("照片"), help_text=_("最多三张，没有也行。"), required=False)


class WithdrawalForm(OneTimeForm):
    """撤回"""

    reason = forms.CharField(
        label=_("为什么不用办了"),
        help_text=_("像这样：已经自己修好了"),
        max_length=120,
        required=False,
    )
