"""What each deed in a dispute asks for."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.kernel.words import say
from linli.mediation.models import Case, Party
from linli.mediation.options import DisputeKind
from linli.mediation.rules import FailedBecause, Form, Fulfilment
from linli.people.models import Organisation, Person
from linli.ui.forms import OneTimeForm

DAY = {"type": "date"}


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DeedForm(OneTimeForm):
    """One deed on a page of its own: what it is called, and what it says of itself."""

    title: ClassVar[Any]
    text: ClassVar[Any] = ""
    confirm: ClassVar[Any]
    icon: ClassVar[str] = "check"
    looks_up: ClassVar[str] = ""
    """The field whose words are looked up first, with a button of its own."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        if case:
            self.fields["version"].initial = case.version

    def show_todays_version(self) -> None:
        """Shown again, what was typed can be sent as it is."""
        assert isinstance(self.data, QueryDict)  # noqa: S101 - a browser sent it
        said = self.data.copy()
        said["version"] = str(self.case.version if self.case else "")
        self.data = said

    def offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared below
        field.choices = choices

    def parties(self, chosen: Collection[str]) -> list[Party]:
        assert self.case is not None  # noqa: S101 - forms that ask of parties have a case
        return [one for one in self.case.parties.all() if str(one.pk) in chosen]

    def offer_parties(self, name: str) -> None:
        assert self.case is not None  # noqa: S101 - as above
        rows = [(str(one.pk), said_of(one)) for one in self.case.parties.all()]
        self.offer(name, rows)


def said_of(party: Party) -> str:
    return say("第{side}方　{name}", side=party.side, name=party.called)


def in_words(kind: DisputeKind) -> str:
    return kind.label_en if (get_language() or "").startswith("en") else kind.label


class OpenForm(DeedForm):
    title, confirm, icon = _("登记纠纷，请来调解"), _("登记"), "users"
    text = _("调解不收钱，各方都愿意才开始。打人、威胁、家暴不调解，马上打110。")

    kind = forms.ChoiceField(label=_("哪一种纠纷"))
    committee = forms.ChoiceField(label=_("请哪个调委会"))
    panel = forms.MultipleChoiceField(
        label=_("谁来调解"),
        help_text=_("一到三位；也可以先不定。当事人可以要求换。"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label=_("争的是什么"),
        help_text=_("加密保存，只给调解的人看。"),
        max_length=2000,
        widget=area(3),
    )

    def __init__(
        self,
        *args: Any,
        kinds: Collection[DisputeKind],
        committees: Collection[Organisation],
        mediators: Collection[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.committees = {str(one.pk): one for one in committees}
        self.mediators = {str(one.pk): one for one in mediators}
        self.offer("kind", [(kind.code, in_words(kind)) for kind in kinds])
        self.offer("committee", [(pk, one.name) for pk, one in self.committees.items()])
        self.offer("panel", [(pk, one.name) for pk, one in self.mediators.items()])

    @property
    def chosen_panel(self) -> list[Person]:
        return [self.mediators[pk] for pk in self.cleaned_data["panel"]]

    @property
    def chosen_committee(self) -> Organisation:
        return self.committees[self.cleaned_data["committee"]]


class PartyForm(forms.Form):
    """One side; the second form of two on the page."""

    name = forms.CharField(label=_("姓名"), max_length=60, required=False)
    contact = forms.CharField(
        label=_("怎么联系"), help_text=_("加密保存。"), max_length=60, required=False
    )
    code = forms.CharField(
        label=_("口令号"),
        help_text=_("住户登记册上有的填，本人就能在手机上看到进展。"),
        max_length=6,
        required=False,
    )
    guardian_name = forms.CharField(
        label=_("监护人"), help_text=_("未成年人才填。"), max_length=60, required=False
    )
    consents = forms.BooleanField(label=_("当场说了愿意调解"), required=False)


class PanelForm(DeedForm):
    title, confirm, icon = _("定调解员"), _("请来调解"), "user-plus"
    text = _("最多三位；是当事人、是一家人、当事人要求换过的都不行。")

    person = forms.ChoiceField(label=_("请谁"), widget=forms.RadioSelect)
    chosen_by = forms.ChoiceField(label=_("是谁选的"), required=False)

    def __init__(self, *args: Any, people: Collection[Person] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        self.offer("person", [(pk, one.name) for pk, one in self.people.items()])
        assert self.case is not None  # noqa: S101 - asked of a case
        rows = [(str(one.pk), said_of(one)) for one in self.case.parties.all()]
        self.offer("chosen_by", [("", say("调委会定的")), *rows])


class ConsentForm(DeedForm):
    title, confirm, icon = _("愿不愿意调解"), _("记下"), "help-circle"
    text = _("自愿、不收钱；不愿意随时可以说，另外的路都还在。")

    answer = forms.ChoiceField(
        label=_("这一方怎么说"),
        widget=forms.RadioSelect,
        choices=[("yes", _("愿意调解")), ("no", _("不愿意"))],
    )


class ChangeForm(DeedForm):
    title, confirm, icon = _("要求换调解员"), _("换一位"), "refresh"
    text = _("不用说理由；换下的人看不到笔录了。")


class TalkForm(DeedForm):
    title, confirm, icon = _("记一次调解"), _("记下"), "message-circle"
    text = _("笔录加密保存，只给这起纠纷的调解员和调委会主任看。")

    held_on = forms.DateTimeField(
        label=_("什么时候谈的"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    where = forms.CharField(label=_("在哪里谈的"), max_length=60)
    came = forms.MultipleChoiceField(label=_("哪几方到了"), widget=forms.CheckboxSelectMultiple)
    others = forms.CharField(
        label=_("还请了谁"),
        help_text=_("当事人同意请的亲属、邻居、懂行的人。"),
        max_length=200,
        required=False,
    )
    notes = forms.CharField(label=_("笔录"), max_length=4000, widget=area(5))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_parties("came")


class ExtensionForm(DeedForm):
    title, confirm, icon = _("延长调解时间"), _("延长"), "clock"
    text = _("每一方都愿意再谈才能延长。")

    days = forms.IntegerField(label=_("延长几天"), min_value=1, max_value=30, initial=10)
    agreed = forms.MultipleChoiceField(
        label=_("谁愿意再谈"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_parties("agreed")


class AgreementForm(DeedForm):
    title, confirm, icon = _("达成协议"), _("记下协议"), "file-text"
    text = _("口头协议记下内容就生效；书面协议各方签了名才生效，可以打印三份。")

    form = forms.ChoiceField(
        label=_("哪种协议"),
        widget=forms.RadioSelect,
        choices=[(form.value, form.label) for form in Form],
        initial=Form.ORAL.value,
    )
    disputed = forms.CharField(
        label=_("争议事项"), max_length=1000, required=False, widget=area(2)
    )
    facts = forms.CharField(
        label=_("主要事实和各方责任"), max_length=2000, required=False, widget=area(3)
    )
    terms = forms.CharField(label=_("约定了什么"), max_length=2000, widget=area(4))
    fulfilment = forms.CharField(label=_("怎么履行"), max_length=500, required=False)
    fulfil_by = forms.DateField(
        label=_("哪天以前做到"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    signed = forms.MultipleChoiceField(
        label=_("谁签了名"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forms_said = [(form.value, say(form.label)) for form in Form]
        self.offer("form", forms_said)
        self.offer_parties("signed")


class EndingForm(DeedForm):
    title, confirm, icon = _("终止调解"), _("终止"), "player-stop"
    text = _("会告诉各方可以走的其他途径；不影响谁去仲裁、找行政机关或者起诉。")

    because = forms.ChoiceField(label=_("为什么"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, mediates: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_to = [FailedBecause.APART, FailedBecause.BROKEN_OFF]
        if not mediates:
            open_to = [FailedBecause.BROKEN_OFF]
        self.offer("because", [(one.value, say(one.label)) for one in open_to])


class PoliceForm(DeedForm):
    title, confirm, icon = _("转公安，不再调解"), _("转公安"), "shield-check"
    text = _("可能涉嫌违法犯罪、有人受害的，先打110，再在这里记下。")


class VisitForm(DeedForm):
    title, confirm, icon = _("回访"), _("记下回访"), "home"

    found = forms.ChoiceField(label=_("约定的做到了吗"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("看到、听到什么"),
        help_text=_("加密保存，只给调解的人看。"),
        max_length=1000,
        required=False,
        widget=area(3),
    )
    next_on = forms.DateField(
        label=_("下次哪天回访"),
        help_text=_("做到一部分的才填。"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [one for one in Fulfilment if one is not Fulfilment.UNKNOWN]
        self.offer("found", [(one.value, say(one.label)) for one in known])


class ComposeForm(DeedForm):
    title, confirm, icon = _("登记调委会组成"), _("登记"), "users"
    text = _("三到九人，要有妇女成员，任期三年；主任一人。")

    looks_up = "named"

    members = forms.MultipleChoiceField(label=_("委员"), widget=forms.CheckboxSelectMultiple)
    named = forms.CharField(
        label=_("名单上没有的人"),
        help_text=_("写姓名或口令号，点“找一找”，就加进名单。"),
        max_length=60,
        required=False,
    )
    head = forms.ChoiceField(label=_("主任"))
    women = forms.IntegerField(label=_("其中妇女几人"), min_value=0, max_value=9, initial=1)
    elected_on = forms.DateField(
        label=_("哪天选出来的"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, people: Mapping[Person, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        rows = [(str(one.pk), called) for one, called in people.items()]
        self.offer("members", list(rows))
        self.offer("head", list(rows))
