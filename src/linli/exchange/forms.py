"""What is asked of who brings a hotline's sheet in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.exchange.rules import Column
from linli.places.models import Area
from linli.ui.forms import OneTimeForm

UNUSED = ""


class SheetForm(OneTimeForm):
    """选文件: the sheet, and where a row belongs that names no community."""

    file = forms.FileField(
        label=_("热线的工单表"),
        help_text=_("xlsx、xls 或 csv。先给您看读懂了哪些列、哪几行有毛病，再决定导入。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )
    community = forms.TypedChoiceField(label=_("没写社区的行，归哪个社区"), coerce=int)

    def __init__(self, *args: Any, communities: Sequence[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["community"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(area.pk, area.name) for area in communities]


class ColumnsForm(OneTimeForm):
    """列对照: what each heading of the sheet stands for; the order is that of the sheet."""

    def __init__(
        self,
        *args: Any,
        headings: Sequence[str],
        columns: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.headings = headings
        read_as = {heading: column for column, heading in columns.items()}
        choices = [
            (UNUSED, gettext("不用这一列")),
            *((column.value, gettext(column.label)) for column in Column),
        ]
        for number, heading in enumerate(headings):
            self.fields[f"heading_{number}"] = forms.ChoiceField(
                label=heading,
                choices=choices,
                required=False,
                initial=read_as.get(heading, UNUSED),
            )

    def overrides(self) -> dict[str, str]:
        """What was said of each heading."""
        said = self.cleaned_data
        return {
            heading: said[f"heading_{number}"] for number, heading in enumerate(self.headings)
        }
