"""What is asked when staff write down what somebody said, at the window or on the stairs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.matters.options import Channel
from linli.ui.forms import OneTimeForm

MANDATES = (
    ("当面口头委托", _("当面说的，请我代记")),
    ("电话口头委托", _("电话里说的，请我代记")),
    ("纸条写明委托", _("写了纸条")),
)
IN_A_GROUP = "wechat"
ANONYMOUS_OR_NAMED = _("不留名就都空着；留了姓名，进展会告诉他。")


class RecordForm(OneTimeForm):
    """代居民说事: a call, a visit, the window or a slip of paper."""

    words = forms.CharField(
        label=_("他说了什么"),
        help_text=_("照原话记，不用改成公文。"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    place = forms.TypedChoiceField(label=_("在哪里"), coerce=int)
    spot = forms.CharField(label=_("具体位置"), max_length=60, required=False)
    channel = forms.ChoiceField(label=_("怎么说的"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("说事人姓名"), help_text=ANONYMOUS_OR_NAMED, max_length=60, required=False
    )
    phone = forms.CharField(
        label=_("电话"),
        help_text=_("手机，或带区号的固定电话。"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    evidence = forms.ChoiceField(label=_("他怎么委托您的"), choices=MANDATES, required=False)
    group = forms.TypedChoiceField(
        label=_("在哪个群里说的"), coerce=int, empty_value=None, required=False
    )
    outside_source = forms.ChoiceField(label=_("哪个平台转来的"), required=False)
    outside_number = forms.CharField(
        label=_("平台给的编号"),
        help_text=_("回复平台时要用；同一个编号只记一次。"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    outside_due_at = forms.DateTimeField(
        label=_("平台要求什么时候前回复"),
        help_text=_("和自己的期限比，哪个早按哪个。"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    private = forms.BooleanField(
        label=_("家里的私事，只给社区看"),
        help_text=_("不写进公开栏，楼长也看不到。"),
        required=False,
    )
    may_publish = forms.BooleanField(label=_("他同意把这件事公开"), required=False)

    def __init__(
        self,
        *args: Any,
        places: list[tuple[int, str]],
        channels: list[tuple[Channel, str]],
        groups: list[tuple[int, str]],
        sources: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.anonymous = {channel.code for channel, _label in channels if channel.anonymous}
        _offer(self.fields["place"], [("", _("请选一处")), *by_compound(places)])
        _offer(self.fields["channel"], [(channel.code, said) for channel, said in channels])
        _offer(self.fields["group"], [("", _("不是在群里说的")), *groups])
        _offer(self.fields["outside_source"], [("", _("不是平台转来的")), *sources])
        if not groups:
            del self.fields["group"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("phone") and not said.get("name"):
            self.add_error("name", _("留了电话，也请问一下怎么称呼。"))
        if said.get("name") and not said.get("evidence"):
            self.add_error("evidence", _("请选一种：他怎么委托您的。"))
        if said.get("group") and not said.get("channel", "").startswith(IN_A_GROUP):
            self.add_error("channel", _("选了群，“怎么说的”也请选微信群。"))
        self._refuse_half_an_order(said)
        return said

    def _refuse_half_an_order(self, said: dict[str, Any]) -> None:
        given = said.get("outside_number") or said.get("outside_due_at")
        if given and not said.get("outside_source"):
            self.add_error("outside_source", _("请选这件事是哪个平台转来的。"))
        if said.get("outside_source") and not said.get("outside_number"):
            self.add_error("outside_number", _("请填平台给的编号，回复时要用它。"))


class AddForm(OneTimeForm):
    """补充到这一件: what the caller has to say more; typed in the field of what is new."""

    words = forms.CharField(max_length=2000)


class WalkForm(OneTimeForm):
    """记一件: with one hand, on the stairs."""

    words = forms.CharField(
        label=_("看到什么，或者谁说了什么"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    place = forms.TypedChoiceField(label=_("在哪里"), coerce=int)
    photo = forms.FileField(
        label=_("拍一张"),
        help_text=_("拍摄的地点和时间不会留下。"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )
    phone = forms.CharField(
        label=_("替谁说的，填他的电话"),
        help_text=_("自己看到的就空着。"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, places: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["place"], places)


type Places = list[tuple[int, str]]


def by_compound(places: Places) -> list[tuple[Any, Any]]:
    """A long list in groups: under each place what is named after it, as 翠竹苑3号楼 is."""
    groups: list[Places] = []
    for pk, name in places:
        if groups and name.startswith(groups[-1][0][1]):
            groups[-1].append((pk, name))
        else:
            groups.append([(pk, name)])
    return [group[0] if len(group) == 1 else (group[0][1], group) for group in groups]


def _offer(field: forms.Field, choices: list[tuple[Any, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
    field.choices = choices
