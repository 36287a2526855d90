"""The shape of what is written into the registers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.people.forms.fields import (
    FACTS,
    ORGANISATIONS,
    POSTS,
    PURPOSES,
    STATUSES,
    WAYS,
    area_choice,
    day,
    somebody,
)
from linli.people.rules import Secret
from linli.ui.forms import OneTimeForm

type Choices = list[tuple[int, str]]


class AreaForm(OneTimeForm):
    """A form in which an area is picked among those whose registers one keeps."""

    area = area_choice(_("区域"))

    def __init__(self, *args: Any, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = areas  # type: ignore[attr-defined]


class PersonForm(AreaForm):
    name = forms.CharField(label=_("姓名"), max_length=60)
    phone = forms.CharField(
        label=_("电话"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )
    born_on = day(_("出生日期"), required=False)

    field_order = ("name", "area", "phone", "born_on")


class CorrectionForm(PersonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].help_text = _("不改就留空。")


class NewPersonForm(PersonForm):
    id_number = forms.CharField(
        label=_("身份证号"),
        max_length=30,
        required=False,
        help_text=_("只用来防止重复登记，加密保存，页面上不显示全号。"),
    )


class RevealForm(OneTimeForm):
    field = forms.ChoiceField(
        label=_("看什么"), choices=[(secret.value, _(secret.label)) for secret in Secret]
    )
    reason = forms.CharField(
        label=_("为什么要看"), max_length=200, help_text=_("会和您的名字一起记下来。")
    )


class MergeForm(OneTimeForm):
    kept = forms.IntegerField(widget=forms.HiddenInput)
    gone = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("怎么知道是同一个人"), max_length=120, help_text=_("例如：当面核对过身份证。")
    )


class PartForm(OneTimeForm):
    """撤回合并."""

    reason = forms.CharField(
        label=_("怎么知道不是同一个人"), max_length=120, help_text=_("经过里看得到。")
    )


class DoorForm(AreaForm):
    number = forms.CharField(label=_("房号"), max_length=20)
    relation = forms.CharField(
        label=_("与户主关系"), max_length=20, help_text=_("例如：户主、配偶、女儿。")
    )


class FactForm(OneTimeForm):
    kind = forms.ChoiceField(label=_("情况"), choices=FACTS)
    began_on = day(_("从哪天起"))
    purpose = forms.CharField(
        label=_("登记来做什么用"), max_length=80, help_text=_("例如：安排每周探访。")
    )
    evidence = forms.CharField(label=_("依据"), max_length=80, required=False)


class ConsentForm(OneTimeForm):
    purpose = forms.ChoiceField(label=_("同意什么"), choices=PURPOSES)


class OrganisationForm(AreaForm):
    name = forms.CharField(label=_("名称"), max_length=80)
    kind = forms.ChoiceField(label=_("种类"), choices=ORGANISATIONS)
    status = forms.ChoiceField(label=_("登记状态"), choices=STATUSES)
    formed_on = day(_("成立日期"), required=False)
    formed_here = forms.BooleanField(label=_("是我们这里组织起来的"), required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=20, required=False)

    field_order = ("name", "kind", "area", "status")


class MemberForm(OneTimeForm):
    person = somebody(_("谁"))


class PostForm(AreaForm):
    kind = forms.ChoiceField(label=_("岗位"), choices=POSTS)

    field_order = ("kind", "area")


class AppointForm(OneTimeForm):
    person = somebody(_("谁来"))
    obtained = forms.ChoiceField(label=_("怎么产生的"), choices=WAYS)
    starts_on = day(_("从哪天起"))
    ends_on = day(_("到哪天为止"), required=False)


class EndForm(OneTimeForm):
    reason = forms.CharField(label=_("为什么离岗"), max_length=80)


class LeaveForm(OneTimeForm):
    deputy = somebody(_("谁代班"))
    starts_on = day(_("从哪天起"))
    ends_on = day(_("哪天回来"))
    reason = forms.CharField(label=_("原因"), max_length=80, required=False)


class HandOverForm(OneTimeForm):
    to = somebody(_("交给谁"))


class MandateForm(OneTimeForm):
    principal = somebody(_("替谁办"))
    delegate = somebody(_("谁来办"))
    evidence = forms.CharField(
        label=_("凭据"),
        max_length=80,
        help_text=_("例如：2026年3月2日当面签的委托书，存一号柜。"),
    )
    starts_on = day(_("从哪天起"))
    ends_on = day(_("到哪天为止"))
