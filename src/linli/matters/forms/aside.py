"""What is asked when a matter is returned, laid up, merged, split or referred."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.dates import day_of
from linli.kernel.options import pinned
from linli.kernel.words import say
from linli.matters.actions import Part
from linli.matters.forms.steps import StepForm, in_words, said_of
from linli.matters.models import Matter
from linli.matters.options import REFERRALS, ROUTES
from linli.matters.queries.aside import (
    could_take_it_in,
    desks_over,
)
from linli.matters.queries.together import who_could_help
from linli.matters.rules import Ground, Step
from linli.places.models import Area
from linli.places.queries import choices_within

PARTS = (1, 2, 3, 4)
TWO_LINES = {"rows": 2}


class ObjectionForm(StepForm):
    step, noun, icon = Step.RETURN, "objection", "arrow-back-up"
    title, confirm, done = _("退单"), _("退单"), _("退单交上一级裁定了，裁定以前您的时限停着。")
    text = _("说事人的时限不停。没有依据的退单会退回来，您的时限不重算。")

    ground = forms.ChoiceField(label=_("为什么退"), widget=forms.RadioSelect)
    proof = forms.CharField(
        label=_("依据"),
        help_text=_("哪条职责清单、哪个地址、和哪件重复，写得越清楚裁定越快。"),
        max_length=500,
        widget=forms.Textarea(attrs=TWO_LINES),
    )
    unit = forms.ChoiceField(label=_("您看该归谁"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("ground", [(ground.value, say(ground.label)) for ground in Ground])
        self.units = {
            str(unit.pk): unit for unit in who_could_help(self.matter, at=self.at).units
        }
        named = [(code, unit.name) for code, unit in self.units.items()]
        self.offer("unit", [("", say("说不准")), *named])


class RulingForm(StepForm):
    step, noun, icon = Step.UPHOLD, "ruling", "gavel"
    title, confirm, done = _("裁定退单"), _("裁定"), _("裁定了，以后一样的事有先例可查。")

    upheld = forms.ChoiceField(label=_("准不准"), widget=forms.RadioSelect)
    desk = forms.ChoiceField(label=_("准的话，交哪一级分派"))
    unit = forms.ChoiceField(label=_("归哪个单位"), required=False)
    ruling = forms.CharField(
        label=_("理由"),
        help_text=_("两边都看得到，以后一样的事照着办。"),
        max_length=500,
        widget=forms.Textarea(attrs=TWO_LINES),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("upheld", [("yes", say("准予退单")), ("no", say("不予退单"))])
        self.desks = {str(desk.pk): desk for desk in desks_over(self.matter)}
        self.offer("desk", [(code, desk.name) for code, desk in self.desks.items()])
        self.initial.setdefault("desk", str(self.matter.desk_id))
        units = who_could_help(self.matter, at=self.at).units
        self.units = {str(unit.pk): unit for unit in units}
        named = [(code, unit.name) for code, unit in self.units.items()]
        self.offer("unit", [("", say("说不准")), *named])


class ConsultationForm(StepForm):
    step, noun, icon = Step.SETTLE, "consultation", "users-group"
    title, confirm, done = _("会商定牵头"), _("就这样定"), _("定了，牵头的和一起办的都会知道。")
    text = _("第二次退单要会商：定一位牵头的，再至少请一位或者一家一起办。定了就不能再退。")

    lead = forms.ChoiceField(label=_("谁牵头"))
    unit = forms.ChoiceField(label=_("牵头的单位"))
    helpers = forms.MultipleChoiceField(
        label=_("谁一起办"), widget=forms.CheckboxSelectMultiple
    )
    ruling = forms.CharField(
        label=_("会商意见"), max_length=500, widget=forms.Textarea(attrs=TWO_LINES)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = who_could_help(self.matter, at=self.at)
        hands = {str(hand.person.pk): hand for hand in asked.hands}
        if self.matter.handler:
            self.people = {str(self.matter.handler_id): self.matter.handler}
        else:
            self.people = {}
        self.people |= {code: hand.person for code, hand in hands.items()}
        self.units = {str(unit.pk): unit for unit in asked.units}
        named = [
            (code, said_of(hands[code]) if code in hands else person.name)
            for code, person in self.people.items()
        ]
        units = [(code, unit.name) for code, unit in self.units.items()]
        self.offer("lead", named)
        self.offer("unit", units)
        both = [(f"p{code}", said) for code, said in named]
        self.offer("helpers", [*both, *((f"u{code}", said) for code, said in units)])

    @property
    def those_who_help(self) -> list[Any]:
        """Persons and units, as the action takes them."""
        chosen = self.cleaned_data["helpers"]
        return [
            self.people[code[1:]] if code.startswith("p") else self.units[code[1:]]
            for code in chosen
        ]


class ParkingForm(StepForm):
    step, noun, icon = Step.ASK_TO_PARK, "parking", "clock-pause"
    title, confirm, done = _("申请挂账"), _("交上去批"), _("交上去了，批了以前时限照走。")
    text = _("现在办不成的事挂到一个日子，到了那天自动恢复办理。书记批，第二次由上一级批。")

    plan = forms.CharField(
        label=_("打算怎么办"), max_length=500, widget=forms.Textarea(attrs=TWO_LINES)
    )
    milestones = forms.CharField(
        label=_("节点"),
        help_text=_("一行一个，先写日子再写办到哪一步：2026-04-01 拿到批文"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    explanation = forms.CharField(
        label=_("给居民的说明"),
        help_text=_("说事人和邻居都看得到，不写名字。"),
        max_length=300,
        widget=forms.Textarea(attrs=TWO_LINES),
    )
    until = forms.DateField(label=_("挂到哪天"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tomorrow = day_of(self.at) + timedelta(days=1)
        self.fields["until"].widget.attrs["min"] = tomorrow.isoformat()


class ParkingAnswerForm(StepForm):
    step, noun, icon = Step.PARK, "parking-answer", "gavel"
    title, confirm, done = _("批挂账"), _("就这样批"), _("批了，承办人和说事人都会知道。")

    granted = forms.ChoiceField(label=_("同意吗"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("意见"),
        help_text=_("不同意的要写明为什么。"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs=TWO_LINES),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("granted", [("yes", say("同意挂账")), ("no", say("不同意"))])


class ReasonForm(StepForm):
    """A step that asks for nothing but why."""

    noun = "reason"
    why = forms.CharField(
        label=_("理由"),
        help_text=_("说事人会看到。"),
        max_length=300,
        widget=forms.Textarea(attrs=TWO_LINES),
    )


class ResumptionForm(ReasonForm):
    step, noun, icon = Step.RESUME, "resumption", "refresh"
    title, confirm, done = _("提前恢复办理"), _("恢复办理"), _("恢复办理了，时限接着走。")


class UndoingForm(ReasonForm):
    step, noun, icon = Step.BACK_TO_WORK, "undoing", "arrow-back-up"
    title, confirm, done = _("恢复原样"), _("恢复原样"), _("恢复成原来的样子了。")
    text = _("并了的拆开单独办；拆了的合回来。一件派出去了就不能再合。")


class MergerForm(ReasonForm):
    step, noun, icon = Step.MERGE, "merger", "share"
    title, confirm, done = _("并到另一件"), _("并案"), _("并了，两边说事的人都会知道。")
    text = _("同一件事就并到一件里办。两边说事的人都接着听进展、都请评价，随时可以拆开。")

    into = forms.ChoiceField(label=_("并到哪一件"), widget=forms.RadioSelect, required=False)
    number = forms.CharField(
        label=_("或者填那一件的编号、受理号"), max_length=20, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = could_take_it_in(self.matter)
        self.offer("into", [(one.number, f"{one.number}　{one.title}") for one in near])
        if not near:
            self.fields["into"].widget = forms.HiddenInput()
            self.fields["number"].label = say("并到哪一件的编号、受理号")
            self.fields["number"].required = True
        self.order_fields(["into", "number", "why"])

    def clean(self) -> dict[str, Any]:
        """The one that was meant, among those of the same desk."""
        said: dict[str, Any] = super().clean() or {}
        number = "".join(said.get("number", "").split()).upper() or said.get("into", "")
        meant = Q(number=number) | Q(spoken_code=number, closed_at=None)
        here = Matter.objects.filter(meant, desk=self.matter.desk_id)
        said["meant"] = here.select_related("place", "desk__parent").first()
        if not said["meant"]:
            self.add_error("number", say("您的工作台没有这个编号的事。"))
        return said


class PartsForm(ReasonForm):
    step, noun, icon = Step.SPLIT, "parts", "list-check"
    title, confirm, done = _("拆开分头办"), _("拆开"), _("拆开了，几件都办好，这件再办结。")
    text = _("一件里说了几样事、要几家办，就拆成几件。说事人只评价原来的这一件。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        routes = pinned(self.matter.options_digest)[ROUTES]
        by_words = ("", say("按说的话来定"))
        named = [by_words, *((one.code, in_words(one)) for one in routes)]
        places = choices_within(self.matter.desk, on=day_of(self.at))
        for turn in PARTS:
            self._ask_for_part(turn, named, list(places))

    def _ask_for_part(self, turn: int, routes: Any, places: Any) -> None:
        self.fields[f"words_{turn}"] = forms.CharField(
            label=say("第 {turn} 件办什么", turn=turn),
            max_length=500,
            required=turn <= 2,  # noqa: PLR2004 - fewer than two is no split
        )
        self.fields[f"place_{turn}"] = forms.ChoiceField(
            label=say("在哪里"),
            choices=[("", say("还是原来的地方")), *places],
            required=False,
        )
        self.fields[f"route_{turn}"] = forms.ChoiceField(
            label=say("依哪条规则"), choices=routes, required=False
        )

    @property
    def parts(self) -> list[Part]:
        said = self.cleaned_data
        chosen = {pk for turn in PARTS if (pk := said[f"place_{turn}"])}
        areas = Area.objects.in_bulk([int(pk) for pk in chosen])
        return [
            Part(
                words=said[f"words_{turn}"],
                place=areas.get(int(said[f"place_{turn}"] or 0), self.matter.place),
                route=said[f"route_{turn}"],
            )
            for turn in PARTS
            if said[f"words_{turn}"].strip()
        ]


class ReferralForm(StepForm):
    step, noun, icon = Step.REFER, "referral", "external-link"
    title, confirm, done = _("转介"), _("转介"), _("转介了，已经告诉说事人该找谁。")
    text = _("信访、报警、仲裁、诉讼这些不归这里办的事，告诉说事人该找谁。单独统计，不算办成。")

    referral = forms.ChoiceField(label=_("该找谁"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("告诉说事人怎么找"),
        help_text=_("带什么材料、为什么该找他们。"),
        max_length=500,
        widget=forms.Textarea(attrs=TWO_LINES),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = pinned(self.matter.options_digest)[REFERRALS]
        told = [(one.code, f"{in_words(one)} {one.phone}（{one.basis}）") for one in places]
        self.offer("referral", told)
