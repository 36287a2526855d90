"""解决了吗，满意吗: two questions apart, and a word if one likes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.ratings.rules import Satisfied, Solved
from linli.ui.forms import OneTimeForm

SOLVED = [(answer.value, _(answer.label)) for answer in Solved]
SATISFIED = [(answer.value, _(answer.label)) for answer in Satisfied]
PLEASE = {"required": _("请选一个。")}


class RatingForm(OneTimeForm):
    """评价单"""

    solved = forms.ChoiceField(
        label=_("这件事解决了吗？"),
        choices=SOLVED,
        widget=forms.RadioSelect,
        error_messages=PLEASE,
    )
    satisfied = forms.ChoiceField(
        label=_("您对这次办理满意吗？"),
        help_text=_("事没办成，办的人尽了心，也可以满意；反过来也一样。"),
        choices=SATISFIED,
        widget=forms.RadioSelect,
        error_messages=PLEASE,
    )
    comment = forms.CharField(
        label=_("还想说一句"), max_length=500, required=False, widget=forms.Textarea
    )
