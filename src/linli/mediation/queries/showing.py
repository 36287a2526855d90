"""What the pages of disputes show: where each stands, and what this viewer can do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.urls import reverse
from django.utils.translation import get_language

from linli.kernel.words import Words, say
from linli.mediation import policies
from linli.mediation.models import Case
from linli.mediation.rules import Consent, State, Step, steps_from
from linli.people.models import Organisation
from linli.people.viewer import Viewer

STATE_TONES: Mapping[State, str] = MappingProxyType(
    {
        State.OPENED: "soon",
        State.ACCEPTED: "soon",
        State.IN_TALKS: "soon",
        State.AGREED: "ok",
        State.FAILED: "line",
        State.DECLINED: "line",
        State.REFERRED: "hot",
        State.CLOSED: "ok",
    }
)
NEXT: Mapping[State, str] = MappingProxyType(
    {
        State.OPENED: "问各方愿不愿意调解，一方不愿意就不调",
        State.ACCEPTED: "约到一起谈，也可以分头听",
        State.IN_TALKS: "谈成写下来，谈不成告诉去哪里",
        State.AGREED: "到日子回访，看做到了没有",
        State.FAILED: "可以走仲裁、行政、司法途径",
        State.DECLINED: "可以走仲裁、行政、司法途径",
        State.REFERRED: "由公安处理",
        State.CLOSED: "没有下一步了",
    }
)
# The steps that have a page of their own, in the order of their buttons.
NOUNS: Mapping[Step, tuple[str, str]] = MappingProxyType(
    {
        Step.NAME_PANEL: ("panel", "user-plus"),
        Step.TALK: ("talks", "message-circle"),
        Step.AGREE: ("agreement", "file-text"),
        Step.EXTEND: ("extension", "clock"),
        Step.VISIT: ("visits", "home"),
        Step.FAIL: ("ending", "player-stop"),
        Step.REFER: ("police", "shield-check"),
    }
)
MAIN = (Step.TALK, Step.AGREE, Step.VISIT)


@dataclass(frozen=True, kw_only=True)
class Deed:
    """A button: what it does and where it leads."""

    label: str
    url: str
    icon: str
    is_main: bool = False


def kind_words(case: Case) -> str:
    """What the kind was called when the case was opened, in the language of who looks."""
    is_english = (get_language() or "").startswith("en")
    return case.kind_label_en if is_english else case.kind_label


def next_words(case: Case) -> Words:
    """What comes next, as whoever looks reads it."""
    return Words(NEXT[case.standing])


def deeds_of(case: Case, viewer: Viewer) -> list[Deed]:
    """Exactly what the table and the policies leave open to this viewer."""
    return [*_answers(case, viewer), *_steps(case, viewer)]


def _steps(case: Case, viewer: Viewer) -> Iterable[Deed]:
    mediates, names = policies.may_mediate(viewer, case), policies.may_name_panel(viewer, case)
    for step, (noun, icon) in NOUNS.items():
        is_open = names if step is Step.NAME_PANEL else mediates
        if step is Step.REFER:
            is_open = mediates or names
        if step is Step.FAIL:
            is_open = mediates or policies.is_party(viewer, case)
        if is_open and step in steps_from(case.standing):
            yield Deed(
                label=say(step.label),
                url=reverse("mediation-deed", args=[case.number, noun]),
                icon=icon,
                is_main=step in MAIN,
            )


def _answers(case: Case, viewer: Viewer) -> Iterable[Deed]:
    if Step.CONSENT not in steps_from(case.standing):
        return
    for party in case.parties.all():
        party.case = case
        if party.answer is Consent.ASKED and policies.may_answer(viewer, party):
            yield Deed(
                label=say("第{side}方愿不愿意", side=party.side),
                url=reverse("mediation-consent", args=[case.number, party.pk]),
                icon="help-circle",
                is_main=True,
            )


def lacks_of(committee: Organisation) -> list[str]:
    """What the law still asks of a committee's make-up; nothing is known of an old one."""
    composition = getattr(committee, "composition", None)
    if composition is None:
        return [say("还没有登记委员和主任，请登记：三到九人，要有妇女成员")]
    return [say(lack) for lack in composition.seats.lacks]
