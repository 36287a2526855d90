"""What is asked at a session, at a box, at the wall, of a child and of a talk room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.ui.forms import OneTimeForm

type Places = list[tuple[int, str]]


class PlacedForm(OneTimeForm):
    """A form in which a place is picked."""

    place = forms.TypedChoiceField(label=_("在哪里"), coerce=int)

    def __init__(self, *args: Any, places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]


def _words(label: Any, *, most: int, rows: int = 3, help_text: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, help_text=help_text, widget=area)


class SayThereForm(PlacedForm):
    """会上记一件."""

    words = _words(_("说了什么"), most=2000, help_text=_("照原话记，一件一件记。"))
    name = forms.CharField(
        label=_("谁说的"),
        help_text=_("不留名就空着；留了，进展会告诉他。"),
        max_length=60,
        required=False,
    )
    phone = forms.CharField(
        label=_("电话"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    field_order = ("words", "place", "name", "phone")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("phone") and not said.get("name"):
            self.add_error("name", _("留了电话，也请问一下怎么称呼。"))
        return said


class AnsweredForm(OneTimeForm):
    """答疑登记."""

    expert = forms.TypedChoiceField(label=_("谁答的"), coerce=int)
    topic = forms.CharField(label=_("问的什么"), max_length=60)
    people = forms.IntegerField(label=_("答了几人次"), min_value=1, max_value=500)

    def __init__(self, *args: Any, experts: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"].choices = experts  # type: ignore[attr-defined]


class OpenBoxForm(OneTimeForm):
    """开箱."""

    witness = forms.TypedChoiceField(label=_("和谁一起开的"), coerce=int)
    papers = forms.IntegerField(
        label=_("箱里有几张纸条"),
        help_text=_("先数，再看。空箱写 0。"),
        min_value=0,
        max_value=200,
    )

    def __init__(self, *args: Any, colleagues: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("请选一位")), *colleagues]
        self.fields["witness"].choices = choices  # type: ignore[attr-defined]


class PaperForm(PlacedForm):
    """录一张."""

    words = _words(_("纸条上写了什么"), most=2000, help_text=_("一字一句照着写。"))

    field_order = ("words", "place")


class ReasonForm(OneTimeForm):
    """一句为什么."""

    reason = forms.CharField(label=_("为什么"), max_length=100)


class WishForm(PlacedForm):
    """许愿."""

    words = _words(
        _("您的心愿"),
        most=200,
        help_text=_("一件小东西、一次帮忙都行；心愿墙不募捐、不收钱。"),
    )
    guardian = forms.CharField(
        label=_("监护人同意"),
        help_text=_("不满 18 岁的，写明哪位监护人同意了。"),
        max_length=80,
        required=False,
    )

    field_order = ("words", "place", "guardian")


class ShowForm(OneTimeForm):
    """上墙."""

    public_words = _words(
        _("墙上的话"), most=200, rows=2, help_text=_("不写姓名、门牌和电话。")
    )


class OutcomeForm(OneTimeForm):
    """怎么实现的."""

    outcome = _words(_("怎么实现的"), most=200, rows=2)


class ThanksForm(OneTimeForm):
    """道谢."""

    thanks = _words(_("谢谢的话"), most=200, rows=2)


WAYS = (("当面", _("当面说的")), ("电话", _("打电话说的")), ("签字", _("签了字")))


class ChildForm(PlacedForm):
    """金点子."""

    words = _words(_("小朋友说"), most=300)
    called = forms.CharField(label=_("小名"), help_text=_("不写全名。"), max_length=6)
    age = forms.IntegerField(label=_("几岁"), min_value=3, max_value=17)
    guardian = forms.CharField(
        label=_("哪位监护人同意的"),
        help_text=_("不满 14 岁一定要有。名字加密保存，不会贴出来。"),
        max_length=40,
        required=False,
    )
    relationship = forms.CharField(label=_("是孩子的什么人"), max_length=20, required=False)
    way = forms.ChoiceField(label=_("怎么同意的"), choices=[("", "—"), *WAYS], required=False)
    may_publish = forms.BooleanField(label=_("可以用小名贴出来"), required=False)

    field_order = ("words", "called", "age", "place", "guardian", "relationship", "way")


class ChildAnswerForm(OneTimeForm):
    """给小朋友的回信."""

    answer = _words(_("给小朋友的回信"), most=300, help_text=_("用小朋友看得懂的话，短一点。"))


class HoursForm(OneTimeForm):
    """一次开放时间."""

    hours = _words(
        _("每周什么时候开"),
        most=600,
        rows=5,
        help_text=_("一行一次，像这样写：周五 19:30-20:30。"),
    )


class GroupCodeForm(OneTimeForm):
    """群二维码."""

    name = forms.CharField(label=_("群名"), max_length=40)
    picture = forms.FileField(
        label=_("二维码图片"), widget=forms.ClearableFileInput(attrs={"accept": "image/*"})
    )
    good_until = forms.DateField(
        label=_("有效到哪天"),
        help_text=_("微信群的二维码七天有效，到期前换一张。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
