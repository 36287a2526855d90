"""What is asked about how a matter is handled: the mode, who claims it, the plan, each part."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.dates import day_of
from linli.kernel.options import pinned
from linli.kernel.words import say
from linli.matters.claims import OfferTo, PlanKind
from linli.matters.forms.fasttrack import DeedForm
from linli.matters.forms.steps import StepForm, in_words, said_of
from linli.matters.handling_options import MODES
from linli.matters.models import Matter
from linli.matters.modes import Mode
from linli.matters.queries.handling import held_meetings
from linli.matters.queries.together import who_could_help
from linli.matters.rules import Milestone, milestones_of
from linli.people.models import Organisation, Person

WEEKS_TO_REVIEW = 4


class ModeForm(StepForm):
    noun, icon = "mode", "settings"
    title, confirm, done = _("换一种办理方式"), _("就这样办"), _("办理方式定下了。")

    mode = forms.ChoiceField(label=_("怎么办"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("为什么这样办"), help_text=_("说事人也看得到。"), max_length=200
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        modes = pinned(self.matter.options_digest)[MODES]
        self.offer("mode", [(mode.code, mode_said(mode)) for mode in modes])
        self.initial.setdefault("mode", self.matter.mode)


class OfferForm(StepForm):
    noun, icon = "offers", "user-plus"
    title, confirm, done = _("请人认领"), _("发出去"), _("发出去了，等人认领。")
    text = _("被请的人只看得到这里写的这句话，认领以后才看得到整件事。")

    to = forms.ChoiceField(label=_("请谁"), widget=forms.RadioSelect)
    asked = forms.ChoiceField(
        label=_("请哪一位领办"), help_text=_("只有“请一位领办”才选。"), required=False
    )
    words = forms.CharField(
        label=_("给他们看的话"),
        help_text=_("不写名字、电话和门牌；不填就用标题。"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("to", [(to.value, say(to.label)) for to in OfferTo])
        hands = who_could_help(self.matter, at=self.at).hands
        self.people = {str(hand.person.pk): hand.person for hand in hands}
        named = [(str(hand.person.pk), said_of(hand)) for hand in hands]
        self.offer("asked", [("", "—"), *named])
        self.initial.setdefault("to", OfferTo.PARTNERS.value)

    @property
    def person(self) -> Person | None:
        """Whom one asks; only where one is asked."""
        one = self.cleaned_data["to"] == OfferTo.ONE
        return self.people.get(self.cleaned_data["asked"]) if one else None


class PlanForm(StepForm):
    noun, icon = "plans", "list-check"
    title, confirm, done = _("定方案"), _("定下"), _("方案记下了。")

    kind = forms.ChoiceField(
        label=_("哪种方案"), help_text=_("专业方案由社工来写。"), widget=forms.RadioSelect
    )
    goal = forms.CharField(
        label=_("要达到什么"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    steps = forms.CharField(
        label=_("分几步"),
        help_text=_("一行一步，先写日子，如：2026-12-01 请物业报价"),
        max_length=2500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    review_on = forms.DateField(
        label=_("哪天回看"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    meeting = forms.ChoiceField(
        label=_("哪次会上定的"), help_text=_("专业方案不用选。"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", [(kind.value, say(kind.label)) for kind in PlanKind])
        found = held_meetings(self.matter, at=self.at)
        self.meetings = {str(meeting.pk): meeting for meeting in found}
        named = [
            (code, f"{one.starts_at:%Y-%m-%d} {one.title}")
            for code, one in self.meetings.items()
        ]
        self.offer("meeting", [("", "—"), *named])
        self.initial.setdefault("review_on", day_of(self.at) + timedelta(weeks=WEEKS_TO_REVIEW))

    def clean_steps(self) -> list[Milestone]:
        """The lines as steps with their days."""
        found = milestones_of(self.cleaned_data["steps"])
        if not found:
            raise forms.ValidationError(
                _("每一行先写日子，再写做什么，如：2026-12-01 请物业报价")
            )
        return found


class ClaimForm(DeedForm):
    title, confirm, icon = _("认领这一件"), _("我来领办"), "check"

    promised_on = forms.DateField(
        label=_("哪天前办好"),
        help_text=_("说事人会看到这个日子。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    unit = forms.ChoiceField(label=_("代表哪个单位"), required=False)

    def __init__(self, *args: Any, units: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        self.offer(
            "unit",
            [*((code, one.name) for code, one in self.units.items()), ("", say("我自己"))],
        )
        if not units:
            del self.fields["unit"]

    @property
    def chosen(self) -> Organisation | None:
        """For whom it is claimed."""
        return self.units.get(self.cleaned_data.get("unit", ""))


class DeclineForm(DeedForm):
    title, confirm, icon = _("这次领办不了"), _("婉拒"), "x"
    text = _("不影响什么，社区会另请一位。")

    why = forms.CharField(label=_("想说一句也行"), max_length=200, required=False)


class GiveBackClaimForm(DeedForm):
    title, confirm, icon = _("退回认领"), _("退回"), "arrow-back-up"

    why = forms.CharField(label=_("为什么办不下去"), max_length=200)


class TakeBackForm(DeedForm):
    title, confirm, icon = _("不再等人认领"), _("收回"), "arrow-back-up"

    why = forms.CharField(label=_("为什么"), max_length=200)


class HandForm(DeedForm):
    title, confirm, icon = _("我来搭把手"), _("报名"), "users"
    text = _("名字只有社区看得到；社区会联系您。")

    words = forms.CharField(label=_("能帮什么、什么时候有空"), max_length=200, required=False)


class ConfirmHandForm(DeedForm):
    title, confirm, icon = _("请这位邻居来帮"), _("请他来"), "check"


class HelpedForm(DeedForm):
    title, confirm, icon = _("邻居帮好了"), _("帮好了"), "circle-check"

    words = forms.CharField(label=_("想谢谢他们的话"), max_length=200, required=False)


class PartForm(DeedForm):
    title, confirm, icon = _("写自己做了什么"), _("写下"), "pencil"

    words = forms.CharField(
        label=_("做了什么、看到什么"),
        help_text=_("承办人和说事人都看得到。"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class StepDoneForm(DeedForm):
    title, confirm, icon = _("这一步做到了"), _("做到了"), "check"


class BulkForm(DeedForm):
    title, confirm, icon = _("批量分派"), _("一起派给这一位"), "send"

    handler = forms.ChoiceField(label=_("派给谁"))
    requirement = forms.CharField(label=_("工作要求"), max_length=200, required=False)

    def __init__(self, *args: Any, first: Matter | None, at: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hands = who_could_help(first, at=at).hands if first else []
        self.hands = {hand.code: hand for hand in hands}
        self.offer("handler", [(code, said_of(hand)) for code, hand in self.hands.items()])


def mode_said(mode: Mode) -> str:
    """The mode in a line: what it is called, and how it goes."""
    return say("{label}：{hint}", label=in_words(mode), hint=say(mode.hint))
