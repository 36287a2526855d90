"""The shape of what is written into a community's profile."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.profiles.models import Campaign
from linli.profiles.rules import STATED
from linli.ui.forms import OneTimeForm


class StatedForm(OneTimeForm):
    """填报: one thing that no row can tell."""

    kind = forms.ChoiceField(
        label=_("写什么"), choices=[(code, _(label)) for code, label in STATED.items()]
    )
    value = forms.CharField(label=_("内容"), max_length=300)
    source = forms.CharField(
        label=_("依据"), max_length=120, help_text=_("例如：街道2023年统计台账。")
    )
    as_of = forms.DateField(
        label=_("哪天的情况"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class HonourForm(OneTimeForm):
    title = forms.CharField(label=_("荣誉"), max_length=120)
    awarded_by = forms.CharField(label=_("授予单位"), max_length=80, required=False)
    year = forms.IntegerField(label=_("年份"), min_value=1949, max_value=2100)


class CampaignForm(OneTimeForm):
    name = forms.CharField(label=_("专项"), max_length=60, help_text=_("例如：城市提升年。"))


class TagForm(OneTimeForm):
    """归入专项: which of those that reach here."""

    campaign = forms.TypedChoiceField(label=_("归入哪个专项"), coerce=int)

    def __init__(self, *args: Any, campaigns: Sequence[Campaign], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["campaign"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(one.pk, one.name) for one in campaigns]
