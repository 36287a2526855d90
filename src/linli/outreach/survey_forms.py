"""What is asked to draw up a survey, and the sheet that a household fills in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.words import say
from linli.outreach.forms import PlacedForm
from linli.outreach.models import Question, Survey
from linli.outreach.rules.surveys import MOST_NUMBER, MOST_WORDS, Answering, Said
from linli.ui.forms import OneTimeForm

DAY = "%Y-%m-%d"


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class SurveyForm(PlacedForm):
    """拟一次调查."""

    title = forms.CharField(label=_("调查叫什么"), max_length=60)
    purpose = forms.CharField(
        label=_("为什么问"),
        help_text=_("住户看得到：问来做什么用，什么时候公布。"),
        max_length=200,
        widget=_area(2),
    )
    sample_size = forms.IntegerField(
        label=_("抽多少户"),
        help_text=_("0 就是每户都问。抽中哪些户由抽签号定，谁都可以核对。"),
        min_value=0,
        max_value=5000,
        initial=0,
    )
    closes_on = forms.DateField(
        label=_("问到哪天"), widget=forms.DateInput(attrs={"type": "date"}, format=DAY)
    )

    field_order = ("title", "purpose", "place", "sample_size", "closes_on")


class QuestionForm(OneTimeForm):
    """加一题."""

    words = forms.CharField(label=_("问什么"), max_length=120)
    answering = forms.TypedChoiceField(label=_("怎么答"), coerce=Answering)
    choices = forms.CharField(
        label=_("选项"),
        help_text=_("一行一个；填数字、写几句的不用写。"),
        required=False,
        widget=_area(4),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answering"].choices = [(one, say(one.label)) for one in Answering]  # type: ignore[attr-defined]


class ConclusionForm(OneTimeForm):
    """结束并公布."""

    conclusion = forms.CharField(
        label=_("问出了什么、接着怎么办"), max_length=500, widget=_area(3)
    )


class FoundForm(OneTimeForm):
    """转成一件事."""

    words = forms.CharField(label=_("要办的事"), max_length=500, widget=_area(2))


class SheetForm(OneTimeForm):
    """答卷: one field a question; with `paper` also the day on which it was filled in."""

    def __init__(self, *args: Any, survey: Survey, paper: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(survey.questions.all())
        if paper:
            self.fields["answered_on"] = forms.DateField(
                label=_("纸上写的日期"),
                widget=forms.DateInput(attrs={"type": "date"}, format=DAY),
            )
        for question in self.questions:
            self.fields[_name(question)] = _field(question)

    def said(self) -> Mapping[int, Said]:
        """What was answered, by the id of the question; what was left out is not said."""
        answers = {
            question.pk: _said(question, self.cleaned_data.get(_name(question)))
            for question in self.questions
        }
        return {pk: answer for pk, answer in answers.items() if not answer.is_empty}


def _name(question: Question) -> str:
    return f"q{question.pk}"


def _field(question: Question) -> forms.Field:
    label = f"{question.position}. {question.words}"
    places = [(place, choice) for place, choice in enumerate(question.choices)]
    match question.kind:
        case Answering.ONE:
            return forms.TypedChoiceField(
                label=label,
                coerce=int,
                choices=places,
                required=False,
                widget=forms.RadioSelect,
            )
        case Answering.SEVERAL:
            return forms.TypedMultipleChoiceField(
                label=label,
                coerce=int,
                choices=places,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        case Answering.NUMBER:
            return forms.IntegerField(
                label=label, min_value=0, max_value=MOST_NUMBER, required=False
            )
        case Answering.WORDS:
            return forms.CharField(
                label=label, max_length=MOST_WORDS, required=False, widget=_area(2)
            )


def _said(question: Question, answer: Any) -> Said:
    match question.kind:
        case Answering.ONE:
            return Said(choices=() if answer in (None, "") else (answer,))
        case Answering.SEVERAL:
            return Said(choices=tuple(answer or ()))
        case Answering.NUMBER:
            return Said(number=answer)
        case Answering.WORDS:
            return Said(words=answer or "")
