"""The shape of what is written onto the map."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.places.models import PointKind
from linli.places.rules import AreaKind
from linli.ui.forms import OneTimeForm


class AreaForm(OneTimeForm):
    kind = forms.ChoiceField(label=_("种类"))
    name = forms.CharField(label=_("名称"), max_length=60)
    division_code = forms.CharField(
        label=_("区划代码"), max_length=14, required=False, help_text=_("社区以上才有，12位。")
    )

    def __init__(self, *args: Any, kinds: list[tuple[AreaKind, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, label) for kind, label in kinds
        ]


class BuildingsForm(OneTimeForm):
    said = forms.CharField(
        label=_("有哪些楼"),
        max_length=300,
        help_text=_("例如：1-12号楼、商铺楼。"),
    )
    units = forms.IntegerField(
        label=_("每栋几个单元"),
        min_value=0,
        max_value=20,
        initial=0,
        help_text=_("没有就写0。"),
    )


class NameForm(OneTimeForm):
    name = forms.CharField(label=_("新名称"), max_length=60)


class PhoneForm(OneTimeForm):
    phone = forms.CharField(label=_("值班电话"), max_length=20, required=False)


class PointForm(OneTimeForm):
    kind = forms.ChoiceField(
        label=_("种类"), choices=[(kind.value, _(kind.label)) for kind in PointKind]
    )
    name = forms.CharField(label=_("名称"), max_length=60)
