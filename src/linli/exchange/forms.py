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


class RegisterForm(OneTimeForm):
    """选文件: a register of households, and into whose register it goes."""

    file = forms.FileField(
        label=_("人户登记册"),
        help_text=_("xlsx、xls 或 csv。先一行一行核对给您看，再由您决定导入。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )
    within = forms.TypedChoiceField(label=_("导入到哪里"), coerce=int)
    opens_rooms = forms.BooleanField(
        label=_("表里有、登记册上没有的房号，一起登记"),
        help_text=_("小区、楼栋和单元必须已经登记；房号可以一起登记。"),
        required=False,
    )

    def __init__(self, *args: Any, areas: Sequence[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["within"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(area.pk, area.name) for area in areas]


class OrdersForm(OneTimeForm):
    """回传工单: which platform's orders of which days go back out."""

    source = forms.ChoiceField(label=_("哪个平台的"))
    area = forms.TypedChoiceField(label=_("哪里的"), coerce=int)
    since = forms.DateField(
        label=_("从哪天受理的"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=_("到哪天（含当天）"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    only_changed = forms.BooleanField(
        label=_("只要上次导出以后有变动的"),
        help_text=_("按这个平台、这个区域上一次导出的时间算。"),
        required=False,
    )
    way = forms.ChoiceField(
        label=_("导出成"),
        choices=[("xlsx", _("Excel 表格")), ("csv", "CSV")],
        initial="xlsx",
    )
    reason = forms.CharField(
        label=_("要带姓名和电话，写明理由"),
        max_length=200,
        required=False,
        help_text=_("不写理由，这两列空着；写了理由，会和您的名字一起记下来。"),
    )

    def __init__(
        self,
        *args: Any,
        areas: Sequence[tuple[int, str]],
        sources: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("area", areas), ("source", sources)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = list(choices)


class ExportForm(OneTimeForm):
    """导出: which register of which area; whole numbers only with a reason."""

    what = forms.ChoiceField(label=_("导出什么"))
    area = forms.TypedChoiceField(label=_("哪里的"), coerce=int)
    way = forms.ChoiceField(
        label=_("导出成"),
        choices=[("xlsx", _("Excel 表格")), ("print", _("打印的页面"))],
        initial="xlsx",
    )
    reason = forms.CharField(
        label=_("要完整的电话、证件号，写明理由"),
        max_length=200,
        required=False,
        help_text=_("不写理由，号码只显示头尾；写了理由，会和您的名字一起记下来。"),
    )

    def __init__(
        self,
        *args: Any,
        areas: Sequence[tuple[int, str]],
        sheets: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("area", areas), ("what", sheets)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = list(choices)
