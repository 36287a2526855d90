"""What each step at the desk asks for, on top of the key and the version that was seen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.kernel.options import pinned
from linli.kernel.words import Words, say
from linli.matters.models import Matter
from linli.matters.options import OUT_OF_SCOPE, OutOfScope
from linli.matters.queries.proposals import Hand, ProposedAssignment, proposed_assignment
from linli.matters.routing import Tier
from linli.matters.rules import ClosingKind, Step
from linli.matters.wording import ReplyTemplate
from linli.people.models import Organisation, Person
from linli.ratings.rules import Satisfied, Solved
from linli.ui.forms import OneTimeForm

WHEN = (("before", _("办之前")), ("during", _("正在办")), ("after", _("办完以后")))


class Labelled(Protocol):
    """Whatever the playbook calls by a name in both languages."""

    @property
    def label(self) -> str: ...

    @property
    def label_en(self) -> str: ...


class StepForm(OneTimeForm):
    """A step on one matter; `version` and `seen_at` say as it was when the page was opened."""

    by_noun: ClassVar[dict[str, type["StepForm"]]] = {}

    step: ClassVar[Step]
    noun: ClassVar[str]
    title: ClassVar[Any]
    text: ClassVar[Any] = ""
    confirm: ClassVar[Any]
    done: ClassVar[Any]
    icon: ClassVar[str] = "check"

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        StepForm.by_noun[cls.noun] = cls

    def __init__(self, *args: Any, matter: Matter, at: datetime, **kwargs: Any) -> None:
        given = kwargs.pop("initial", None) or {}
        seen = {"version": matter.version, "seen_at": at.isoformat()}
        kwargs["initial"] = {**seen, **given}
        kwargs.setdefault("auto_id", f"{self.noun}-%s")
        super().__init__(*args, **kwargs)
        self.matter, self.at = matter, at

    @classmethod
    def shown_as(cls) -> dict[str, Any]:
        """What leads to it on the page of the matter."""
        return {"title": cls.title, "icon": cls.icon}

    def offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        """What can be chosen in that field."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared as one
        field.choices = choices

    def said(self, *names: str) -> dict[str, Any]:
        """These fields, as an action takes them."""
        return {name: self.cleaned_data[name] for name in names}


class DispatchForm(StepForm):
    step, noun, icon = Step.DISPATCH, "dispatch", "send"
    title, confirm, done = (
        _("派给谁办"),
        _("派出去"),
        _("已经派出去了，办的人和说事人都会知道。"),
    )
    text = _("按规则已经填好，可以改。改了规则，经过里会写明是人工改的。")

    handler = forms.ChoiceField(label=_("派给谁"), widget=forms.RadioSelect)
    tier = forms.ChoiceField(label=_("按什么等级办"))
    route = forms.ChoiceField(label=_("依哪条规则"))
    requirement = forms.CharField(
        label=_("工作要求"),
        help_text=_("办的人和说事人都看得到。"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, proposal: ProposedAssignment | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.proposal = proposal or proposed_assignment(self.matter, at=self.at)
        said = self.proposal
        self.offer("handler", [(hand.code, said_of(hand)) for hand in said.hands])
        self.offer("tier", [(tier.code, _tier_said(tier)) for tier in said.tiers])
        self.offer("route", [(route.code, in_words(route)) for route in said.routes])
        proposed = {
            "handler": said.hand.code if said.hand else "",
            "tier": said.tier.code,
            "route": said.route.code,
            "requirement": said.requirement,
        }
        self.initial = {**proposed, **self.initial}

    @property
    def chosen(self) -> tuple[Person, Organisation | None]:
        """Who is to do it, and for which unit."""
        code = self.cleaned_data["handler"]
        hand = next(hand for hand in self.proposal.hands if hand.code == code)
        return hand.person, hand.unit


class AcceptForm(StepForm):
    step, noun = Step.ACCEPT, "acceptance"
    title, confirm, done = _("签收这件事"), _("签收"), _("签收了，时限从派出时算起。")


class NoteForm(StepForm):
    step, noun, icon = Step.NOTE, "notes", "pencil"
    title, confirm, done = _("记一笔进展"), _("记下"), _("记下了。")

    words = forms.CharField(
        label=_("看到了什么、做了什么"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    contacted = forms.BooleanField(label=_("已经联系过说事人"), required=False)


class ExtendForm(StepForm):
    step, noun, icon = Step.EXTEND, "extension", "clock-pause"
    title, confirm, done = _("申请延期"), _("延期"), _("延期了，说事人会看到理由。")

    workdays = forms.IntegerField(label=_("再要几个工作日"), min_value=1, max_value=30)
    reason = forms.CharField(
        label=_("为什么要延期"),
        help_text=_("说事人会看到这句话。"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class EscalateForm(StepForm):
    step, noun, icon = Step.ESCALATE, "escalation", "share"
    title, confirm, done = _("上报上一级"), _("上报"), _("上报了，由上一级接着办。")

    reason = forms.CharField(
        label=_("为什么这一级办不了"),
        help_text=_("上一级和说事人都会看到。"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReturnForm(StepForm):
    step, noun, icon = Step.SEND_BACK, "return", "arrow-back-up"
    title, confirm, done = _("带着意见退回下一级"), _("退回"), _("退回了，意见下一级看得到。")

    ruling = forms.CharField(
        label=_("处理意见"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class CloseForm(StepForm):
    step, noun, icon = Step.FINISH, "closure", "circle-check"
    title, confirm, done = _("办结这件事"), _("办结"), _("办结了，已经请说事人评价。")
    text = _("结果会写进公开栏，不写名字和门牌。")

    closing_kind = forms.ChoiceField(
        label=_("怎么办结的"),
        choices=[(kind.value, kind.label) for kind in ClosingKind],
        initial=ClosingKind.DONE.value,
    )
    basis = forms.ChoiceField(
        label=_("只能解释的，依据是什么"),
        help_text=_("办成了的不用选。"),
        required=False,
    )
    measure = forms.CharField(label=_("做了什么"), max_length=300, required=False)
    outcome = forms.CharField(
        label=_("结果怎样"),
        help_text=_("说事人要看得懂：修好了什么，没修好的为什么。"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (ClosingKind.DONE, ClosingKind.EXPLAINED)  # what belongs elsewhere is referred
        self.offer("closing_kind", [(kind.value, say(kind.label)) for kind in kinds])
        grounds = pinned(self.matter.options_digest)[OUT_OF_SCOPE]
        told = [(one.code, _ground_said(one)) for one in grounds]
        self.offer("basis", [("", "—"), *told])


class PhotoForm(StepForm):
    noun, icon = "photos", "camera"
    title, confirm, done = _("附一张照片"), _("附上"), _("照片收下了，公开前要先看过。")

    photo = forms.FileField(
        label=_("照片"),
        help_text=_("拍摄的地点和时间不会留下。"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )
    when = forms.ChoiceField(label=_("什么时候拍的"), choices=WHEN)


class CallbackForm(StepForm):
    noun, icon = "callback", "phone"
    title, confirm, done = _("记下回访的回答"), _("记下回答"), _("记下了，谢谢您打这个电话。")

    solved = forms.ChoiceField(label=_("这件事解决了吗"), widget=forms.RadioSelect)
    satisfied = forms.ChoiceField(label=_("对办理满意吗"), widget=forms.RadioSelect)
    comment = forms.CharField(
        label=_("还说了什么"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, answers in (("solved", Solved), ("satisfied", Satisfied)):
            self.offer(name, [(answer.value, say(answer.label)) for answer in answers])


def in_words(choice: Labelled) -> str:
    """What the playbook calls it in the reader's language."""
    return choice.label_en if (get_language() or "").startswith("en") else choice.label


def titled(reply: ReplyTemplate) -> str:
    """What a text is called in the reader's language."""
    return reply.title_en if (get_language() or "").startswith("en") else reply.title


def _ground_said(ground: OutOfScope) -> str:
    return say("{said}（{basis}）", said=in_words(ground), basis=Words(ground.basis))


def _tier_said(tier: Tier) -> str:
    return say("{label}（{days} 个工作日）", label=in_words(tier), days=tier.workdays)


def said_of(hand: Hand) -> str:
    """Somebody who could do it, in a line: from where, and how much they have open."""
    post = say(hand.post.label) if hand.post else ""
    gap = " " if (get_language() or "").startswith("en") else ""
    where = f"{hand.where}{gap}{post}" if hand.where else post
    load = say("手里 {load} 件", load=hand.load)
    return say(
        "{name}　{rest}", name=hand.person.name, rest=f"{where} · {load}" if where else load
    )
