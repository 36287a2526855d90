"""平台的编号和期限: what is asked when a platform sends its number later, or another day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.matters.forms.steps import StepForm
from linli.matters.queries.outside import in_words, outside_order_of, sources_along
from linli.matters.rules import Step


class OutsideForm(StepForm):
    """With an order at hand only another day can be set, with the reason."""

    step, noun, icon = Step.OUTSIDE, "outside", "external-link"
    title, confirm, done = (
        _("平台的编号和期限"),
        _("记下"),
        _("平台的编号和期限记下了，哪个期限早按哪个。"),
    )
    text = _("和自己的期限比，哪个早按哪个；改了期限，经过里看得到为什么。")

    source = forms.ChoiceField(label=_("哪个平台转来的"))
    number = forms.CharField(
        label=_("平台给的编号"),
        help_text=_("回复平台时要用；同一个编号只记一次。"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    due_at = forms.DateTimeField(
        label=_("平台要求什么时候前回复"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = forms.CharField(
        label=_("平台为什么改期限"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order = outside_order_of(self.matter)
        if self.order:
            self.fields["due_at"].required = True
            del self.fields["source"], self.fields["number"]
            return
        del self.fields["reason"]
        sources = sources_along(self.matter.place.chain)
        self.offer("source", [(one.code, in_words(one)) for one in sources])
