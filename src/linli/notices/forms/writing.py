"""Whom a notice is for, and what it says."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.words import say
from linli.notices.actions import Whom, Wording
from linli.notices.rules import ORDINARY, Audience, Kind
from linli.people.models import Organisation
from linli.people.rules import FACT_LABELS, POST_LABELS, FactKind, PostKind
from linli.places.models import Area
from linli.ui.forms import OneTimeForm

GROUPS = tuple(audience for audience in Audience if audience is not Audience.SAME)
NOBODY = ("", "—")


class WhomForm(OneTimeForm):
    """第一步 告诉谁: `groups` is for desks; who walks the stairs tells everybody on them."""

    kind = forms.ChoiceField(label=_("是什么"), widget=forms.RadioSelect)
    area = forms.TypedChoiceField(label=_("在哪里"), coerce=int)
    audience = forms.ChoiceField(label=_("告诉谁"), widget=forms.RadioSelect)
    post_kind = forms.ChoiceField(label=_("哪个岗位"), required=False)
    organisation = forms.TypedChoiceField(
        label=_("哪个组织"), coerce=int, empty_value=None, required=False
    )
    fact = forms.ChoiceField(
        label=_("哪种情况"),
        required=False,
        help_text=_("名单只有社区工作人员看得到，通知里不要写是因为什么发给他们的。"),
    )

    def __init__(
        self,
        *args: Any,
        areas: Sequence[tuple[int, str]],
        organisations: Sequence[tuple[int, str]],
        groups: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = tuple(Kind) if groups else tuple(kind for kind in Kind if kind in ORDINARY)
        self._offer("kind", [(kind.value, say(kind.label)) for kind in kinds])
        self._offer("area", areas)
        self.initial = {"kind": Kind.NOTICE.value, "audience": "area", **self.initial}
        if not groups:
            for name in ("audience", "post_kind", "organisation", "fact"):
                del self.fields[name]
            return
        self._offer("audience", [(one.value, say(one.label)) for one in GROUPS])
        self._offer("post_kind", [NOBODY, *((c, _(name)) for c, name in POST_LABELS.items())])
        self._offer("organisation", [NOBODY, *organisations])
        self._offer("fact", [NOBODY, *((code, _(name)) for code, name in FACT_LABELS.items())])

    def _offer(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = list(choices)

    @property
    def whom(self) -> Whom:
        said = self.cleaned_data
        audience = Audience(said.get("audience", Audience.AREA))
        post, fact = said.get("post_kind"), said.get("fact")
        organisation = said.get("organisation")
        return Whom(
            area=Area.objects.get(pk=said["area"]),
            audience=audience,
            post_kind=PostKind(post) if post and audience is Audience.POSTS else None,
            organisation=Organisation.objects.get(pk=organisation)
            if organisation and audience is Audience.MEMBERS
            else None,
            fact=FactKind(fact) if fact and audience is Audience.FACT else None,
        )


class WordingForm(OneTimeForm):
    """第二步 说什么."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("标题"), max_length=80, help_text=_("一句话说清：什么事、什么时候。")
    )
    text = forms.CharField(
        label=_("内容"), max_length=3000, widget=forms.Textarea(attrs={"rows": 6})
    )
    signed_as = forms.CharField(label=_("落款"), max_length=60, required=False)
    valid_until = forms.DateField(
        label=_("有效期到哪天"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    must_acknowledge = forms.BooleanField(
        label=_("每户要回“知道了”"),
        required=False,
        help_text=_("没有回的户，由楼长打电话、上门补到。"),
    )
    by_sms = forms.BooleanField(label=_("同时发短信"), required=False)
    by_robot = forms.BooleanField(label=_("同时发到企业微信工作群"), required=False)
    is_public = forms.BooleanField(
        label=_("在公开页上张贴"),
        required=False,
        help_text=_("谁都看得到，不要写名字、门牌和电话。"),
    )
    is_urgent = forms.BooleanField(
        label=_("紧急"), required=False, help_text=_("夜里也发短信。停水停电不算紧急。")
    )

    def __init__(self, *args: Any, may_publish: bool, has_robot: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_publish:
            del self.fields["is_public"]
        if not has_robot:
            del self.fields["by_robot"]

    @property
    def wording(self) -> Wording:
        said = dict(self.cleaned_data)
        del said["key"], said["version"]
        return Wording(**said)


class ReasonForm(OneTimeForm):
    """撤回、废止: why."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("为什么"),
        max_length=200,
        help_text=_("大家会看到这句话。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class EditionForm(OneTimeForm):
    """一版: the text, when and how it was adopted."""

    text = forms.CharField(
        label=_("正文"), max_length=20000, widget=forms.Textarea(attrs={"rows": 8})
    )
    adopted_on = forms.DateField(
        label=_("哪天通过的"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    adopted_by = forms.CharField(
        label=_("怎么通过的"),
        max_length=120,
        help_text=_("例如：2026年3月1日居民会议表决，到会 62 户，同意 58 户。"),
    )


class DocumentForm(EditionForm):
    """一份新文件."""

    kind = forms.ChoiceField(label=_("种类"))
    title = forms.CharField(label=_("名称"), max_length=80)
    area = forms.TypedChoiceField(label=_("在哪里适用"), coerce=int)

    field_order = ("kind", "title", "area", "text", "adopted_on", "adopted_by")

    def __init__(self, *args: Any, areas: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (Kind.COVENANT, Kind.POLICY)
        self.fields["kind"].choices = [(kind.value, say(kind.label)) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["area"].choices = list(areas)  # type: ignore[attr-defined]
