"""What is asked at the counter, on the shelves, for a gift, a deed and a policy."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.people.rules import KinRelation
from linli.store.rules import Proof
from linli.ui.forms import OneTimeForm

type Choices = list[tuple[Any, str]]


def _somebody(label: Any, help_text: Any = "") -> forms.CharField:
    said = help_text or _("写姓名、6位口令号或手机号。")
    return forms.CharField(label=label, max_length=60, help_text=said)


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget)


def _number(label: Any, *, least: int = 1, most: int = 100000, **given: Any) -> Any:
    return forms.IntegerField(label=label, min_value=least, max_value=most, **given)


class PassbookForm(OneTimeForm):
    """A form in which one of one's passbooks is picked."""

    account = forms.TypedChoiceField(label=_("用哪个账户"), coerce=int)

    def __init__(self, *args: Any, accounts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = accounts  # type: ignore[attr-defined]


class WishForm(PassbookForm):
    """兑换."""

    quantity = _number(_("几件"), most=99, initial=1)


class GiftForm(PassbookForm):
    """赠予."""

    to = forms.TypedChoiceField(label=_("赠给谁"), coerce=int)
    amount = _number(_("几个"))

    def __init__(self, *args: Any, relatives: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = relatives  # type: ignore[attr-defined]


class DonationForm(PassbookForm):
    """捐赠."""

    project = forms.TypedChoiceField(
        label=_("捐给哪里"), coerce=int, required=False, empty_value=None
    )
    amount = _number(_("几个"))

    def __init__(self, *args: Any, projects: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pool = ("", _("社区公共池"))
        self.fields["project"].choices = [pool, *projects]  # type: ignore[attr-defined]


class HonourForm(OneTimeForm):
    """上荣誉榜."""

    ground = forms.CharField(widget=forms.HiddenInput)
    by_full_name = forms.BooleanField(
        label=_("写全名"), help_text=_("不勾就只写姓，比如“王**”。"), required=False
    )


class CodeForm(OneTimeForm):
    """取货码."""

    code = forms.CharField(
        label=_("取货码"),
        max_length=20,
        help_text=_("请来取的人念六个数，或用扫码枪扫。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class AtCounterForm(OneTimeForm):
    """柜台代办."""

    person = _somebody(_("替谁兑换"))
    shelf = forms.TypedChoiceField(label=_("兑换什么"), coerce=int)
    quantity = _number(_("几件"), most=99, initial=1)
    proof = forms.ChoiceField(
        label=_("凭什么"),
        choices=[(one.value, _(one.label)) for one in Proof if one is not Proof.CODE],
    )
    words = forms.CharField(
        label=_("口令号，或纸条编号"),
        help_text=_("本人来的写卡上的口令号；受托人来的可以空着。"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, shelves: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shelf"].choices = shelves  # type: ignore[attr-defined]


class ReasonForm(OneTimeForm):
    """一句为什么."""

    reason = forms.CharField(label=_("为什么"), max_length=100)


class InForm(OneTimeForm):
    """入库."""

    goods = forms.TypedChoiceField(label=_("什么商品"), coerce=int)
    quantity = _number(_("几件"), most=10000)
    low_at = _number(_("剩几件时提醒"), least=0, most=1000, initial=2)
    reason = forms.CharField(label=_("从哪里来"), max_length=100)

    def __init__(self, *args: Any, goods: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goods"].choices = goods  # type: ignore[attr-defined]


class OutForm(OneTimeForm):
    """出库."""

    shelf = forms.TypedChoiceField(label=_("哪个货架"), coerce=int)
    quantity = _number(_("几件"), most=10000)
    reason = forms.CharField(label=_("为什么"), max_length=100)

    def __init__(self, *args: Any, shelves: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shelf"].choices = shelves  # type: ignore[attr-defined]


class GoodsForm(OneTimeForm):
    """定商品."""

    name = forms.CharField(label=_("名称"), max_length=40)
    unit = forms.CharField(label=_("单位"), max_length=8, initial=_("件"))
    book = forms.ChoiceField(
        label=_("用什么兑换"), choices=[("hour", _("时间积分")), ("point", _("积分"))]
    )
    price = _number(_("价格（个）"))
    cost = forms.DecimalField(
        label=_("成本（元）"),
        help_text=_("只用来算采购预算，不写在货架上。"),
        min_value=0,
        max_digits=8,
        decimal_places=2,
        initial=0,
    )
    most_a_month = _number(_("每月限兑（0 不限）"), least=0, most=99, initial=0)


class CountForm(OneTimeForm):
    """盘点: one field a shelf."""

    def __init__(self, *args: Any, shelves: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for pk, name in shelves:
            self.fields[f"shelf_{pk}"] = _number(name, least=0, most=100000)

    @property
    def counted(self) -> dict[int, int]:
        return {
            int(name.partition("_")[2]): many
            for name, many in self.cleaned_data.items()
            if name.startswith("shelf_")
        }


class SignForm(OneTimeForm):
    """盘点签字."""

    reason = forms.CharField(
        label=_("差异原因"), max_length=100, required=False, help_text=_("没有差异可以空着。")
    )


class DeedForm(OneTimeForm):
    """户积分."""

    person = _somebody(_("哪一户"), _("写这一户里一个人的姓名、6位口令号或手机号。"))
    kind = forms.ChoiceField(label=_("做了什么"))
    done_on = _day(_("哪天做的"))
    evidence = forms.CharField(
        label=_("凭什么"), max_length=100, help_text=_("比如签到表第几行、照片编号。")
    )

    def __init__(self, *args: Any, kinds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class KinshipForm(OneTimeForm):
    """亲属关系."""

    person = _somebody(_("谁"))
    relative = _somebody(_("和谁"))
    relation = forms.ChoiceField(
        label=_("后一位是前一位的"),
        choices=[(one.value, _(one.label)) for one in KinRelation],
    )
    evidence = forms.CharField(
        label=_("凭什么"), max_length=100, help_text=_("比如户口簿、结婚证、出生证。")
    )


class ProjectForm(OneTimeForm):
    """助老项目."""

    name = forms.CharField(label=_("名称"), max_length=40)
    purpose = forms.CharField(label=_("给谁用"), max_length=120)


class AdoptionForm(OneTimeForm):
    """采用城市规则."""

    code = forms.ChoiceField(label=_("哪一套"))
    area = forms.TypedChoiceField(label=_("在哪里"), coerce=int)
    starts_on = _day(_("从哪天起"), _("今天或以后；以前的账不变。"))

    def __init__(self, *args: Any, codes: Choices, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = codes  # type: ignore[attr-defined]
        self.fields["area"].choices = areas  # type: ignore[attr-defined]
