"""What is typed to try the rules."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 200


class TryForm(forms.Form):
    """A sentence as a neighbour would say it; nothing of it is kept."""

    use_required_attribute = False

    words = forms.CharField(
        label=_("试一试：说一句话"),
        help_text=_("像跟邻居说话一样，例如“楼上漏水”。不会记下来，请不要写姓名和电话。"),
        max_length=LONGEST,
        error_messages={"required": _("先说一句话，才知道会归到哪一条。")},
    )
