"""What is asked when somebody is to take part in a matter, and when their part is over."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.words import say
from linli.matters.forms.steps import StepForm, said_of
from linli.matters.models import Involvement
from linli.matters.queries.together import together_on, who_could_help
from linli.matters.rules import Role, Step
from linli.people.models import Organisation, Person


class InvolveForm(StepForm):
    step, noun, icon = Step.INVOLVE, "helpers", "user-plus"
    title, confirm, done = _("请人一起办"), _("请来一起办"), _("请来了，他们看得到这件事。")
    text = _("承办人还是原来那一位，对结果负责；一起办的人从现在起看得到这件事。")

    who = forms.ChoiceField(label=_("请谁"))
    role = forms.ChoiceField(label=_("请来做什么"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("为什么请"),
        help_text=_("被请的人和说事人都看得到。"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        helpers = who_could_help(self.matter, at=self.at)
        self.people = {f"p{hand.person.pk}": hand.person for hand in helpers.hands}
        self.units = {f"u{unit.pk}": unit for unit in helpers.units}
        people = [(f"p{hand.person.pk}", said_of(hand)) for hand in helpers.hands]
        units = [(code, unit.name) for code, unit in self.units.items()]
        nobody = ("", say("请选一位，或者一个单位"))
        self.offer("who", [nobody, (say("人"), people), (say("单位"), units)])
        self.offer("role", [(role.value, say(role.label)) for role in Role])

    @property
    def person(self) -> Person | None:
        return self.people.get(self.cleaned_data["who"])

    @property
    def unit(self) -> Organisation | None:
        return self.units.get(self.cleaned_data["who"])


class ReleaseForm(StepForm):
    noun, icon = "release", "logout"
    title, confirm, done = _("请一位退出"), _("退出"), _("退出了，他们不再看得到这件事。")

    involvement = forms.ChoiceField(label=_("谁退出"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("为什么退出"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.running = {str(one.pk): one for one in together_on(self.matter)}
        named = [(code, in_a_line(one)) for code, one in self.running.items()]
        self.offer("involvement", named)
        if len(named) == 1:
            self.initial.setdefault("involvement", named[0][0])

    @property
    def chosen(self) -> Involvement:
        return self.running[self.cleaned_data["involvement"]]


def in_a_line(involvement: Involvement) -> str:
    """Who it is and in what part."""
    return say("{who}（{role}）", who=involvement.who.name, role=involvement.part.label)
