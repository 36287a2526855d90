"""What is asked when something is done at once: on the way, or in the three quick steps."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.words import Words, say
from linli.matters.forms.recording import by_compound
from linli.matters.instants import InstantKind, Way
from linli.ui.forms import OneTimeForm

type Choices = Sequence[tuple[Any, Any]]


class DeedForm(OneTimeForm):
    """One deed on a page of its own: what it is called, and what doing it is called."""

    title: ClassVar[Any]
    text: ClassVar[Any] = ""
    confirm: ClassVar[Any]
    icon: ClassVar[str] = "check"

    def offer(self, name: str, choices: Choices) -> None:
        """What can be chosen in that field."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared as one
        field.choices = list(choices)


class QuickFixForm(DeedForm):
    """随手办: what and where, a photo of how it looks now; one tap and it is over."""

    title, confirm, icon = _("随手办好一件"), _("已经办好"), "circle-check"

    kind = forms.ChoiceField(label=_("办了什么"), widget=forms.RadioSelect)
    place = forms.TypedChoiceField(label=_("在哪里"), coerce=int)
    photo = forms.FileField(
        label=_("办好以后拍一张"),
        help_text=_("拍摄的地点和时间不会留下。"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )
    words = forms.CharField(label=_("还想说一句"), max_length=200, required=False)

    def __init__(self, *args: Any, kinds: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", kinds)
        self.offer("place", places)


class TakeInForm(DeedForm):
    title, confirm, icon = _("替居民受理即办件"), _("受理"), "device-mobile"
    text = _("材料看齐了再受理；社区谁都能办，办好了请您去告诉居民。")

    kind = forms.ChoiceField(label=_("办什么"), widget=forms.RadioSelect)
    place = forms.TypedChoiceField(label=_("居民住在哪里"), coerce=int)
    phone = forms.CharField(
        label=_("居民的电话"),
        help_text=_("办好了好告诉他。"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    words = forms.CharField(label=_("要说明的"), max_length=300, required=False)

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[tuple[InstantKind, str]],
        places: Choices,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", [(kind.code, _promised(kind, label)) for kind, label in kinds])
        self.offer("place", by_compound(list(places)))


class TakeForm(DeedForm):
    title, confirm, icon = _("接手这一件"), _("我来办"), "check"


class GiveBackForm(DeedForm):
    title, confirm, icon = _("放回去，请别人办"), _("放回去"), "arrow-back-up"

    why = forms.CharField(label=_("为什么"), max_length=200)


class InstantResultForm(DeedForm):
    title, confirm, icon = _("办好了"), _("办好，请受理的人反馈"), "circle-check"

    outcome = forms.CharField(
        label=_("办成了什么"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    visits = forms.IntegerField(
        label=_("居民跑了几次"),
        help_text=_("最多跑一次；没让居民跑就写 0。"),
        min_value=0,
        max_value=20,
        initial=0,
    )
    why_visits = forms.CharField(
        label=_("跑了不止一次的，为什么"), max_length=200, required=False
    )


class TellForm(DeedForm):
    title, confirm, icon = _("反馈给居民"), _("告诉居民了"), "speakerphone"

    way = forms.ChoiceField(label=_("怎么告诉的"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("怎么说的"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("way", [(way.value, say(way.label)) for way in Way])
        self.fields["way"].initial = Way.PHONE.value


class TurnForm(DeedForm):
    title, confirm, icon = _("转成一般的事"), _("转过去"), "share"
    text = _("当场办不了的，转成一件事，按规则分派，居民照样知道进展。")

    why = forms.CharField(label=_("为什么当场办不了"), max_length=200)


def _promised(kind: InstantKind, label: str) -> str:
    said = say("{label}（{minutes} 分钟内）", label=label, minutes=kind.minutes)
    return (
        say("{said}：带{materials}", said=said, materials=Words(kind.materials))
        if kind.materials
        else said
    )
