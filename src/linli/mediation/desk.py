"""What one works from in mediation, and what it shows on the pages of a matter."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop as _

from linli.kernel import clock
from linli.kernel.words import Words, say
from linli.matters.models import Matter
from linli.matters.rules import IN_THE_OPEN, Sensitivity
from linli.mediation.models import Case
from linli.mediation.queries import STATE_TONES, any_case_of, cases_for, is_at_work, kind_words
from linli.mediation.rules import RUNNING, SETTLED, State
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.ui.entries import Entry, Group, fill, offer

MOST_SHOWN = 5
SAID = {
    State.OPENED: _("这件事请人民调解来劝和，正在问各方愿不愿意；自愿，不收钱。"),
    State.ACCEPTED: _("这件事正在由人民调解来劝和。"),
    State.IN_TALKS: _("这件事正在由人民调解来劝和。"),
    State.AGREED: _("调解成了，双方有了约定，到日子会回访。"),
    State.CLOSED: _("调解成了，双方有了约定，已经回访。"),
    State.FAILED: _("调解没有谈成，已经告诉双方可以走的其他途径。"),
    State.DECLINED: _("没有调解，已经告诉可以走的其他途径。"),
    State.REFERRED: _("这件事不适合调解，已经转给有权处理的机关。"),
}
offer(
    Entry(
        url_name="mediation-cases",
        label=Words(_("调解登记簿")),
        icon="scale",
        group=Group.HANDLE,
        shown_to=is_at_work,
        hint=Words(_("登记纠纷、定调解员、写协议、回访")),
    )
)


def _at_the_desk(request: HttpRequest, matter: Matter) -> str:
    """请调解 for whoever works the matter; where there is a case, how it stands."""
    found = any_case_of(matter)
    viewer = current_viewer(request)
    over = found is None or found.standing not in (State.OPENED, *RUNNING)
    may_open = (
        over
        and matter.standing in IN_THE_OPEN
        and matter.sensitivity != Sensitivity.COMPLAINT
        and _has_it(viewer, matter)
    )
    if found is None and not may_open:
        return ""
    context: dict[str, Any] = {"matter": matter, "case": found, "may_open": may_open}
    if found:
        context |= {
            "state": say(found.standing.label),
            "tone": STATE_TONES[found.standing],
            "is_back": found.standing in (State.FAILED, State.DECLINED, State.REFERRED),
            "is_settled": found.standing in SETTLED,
            "open_to_viewer": cases_for(viewer).filter(pk=found.pk).exists(),
        }
    return render_to_string("mediation/_desk_matter.html", context, request)


def _has_it(viewer: Viewer, matter: Matter) -> bool:
    """The desk that holds the matter, or who has it in hand."""
    return viewer.is_known and (
        viewer.person_id == matter.handler_id
        or any(post.area_id == matter.desk_id for post in viewer.posts)
    )


def _for_the_resident(request: HttpRequest, matter: Matter) -> str:
    """One neutral sentence: that it is mediated, and nothing of what is said there."""
    found = any_case_of(matter)
    if found is None:
        return ""
    sentence = say(SAID[found.standing])
    return render_to_string("mediation/_matter.html", {"sentence": sentence}, request)


def _mine(request: HttpRequest, _subject: Any) -> str:
    """今天: the disputes in which one mediates or is a party."""
    viewer = current_viewer(request)
    if not viewer.is_known:
        return ""
    running = cases_for(viewer).filter(state__in=[*RUNNING, State.OPENED, State.AGREED])
    mine = Case.objects.of(viewer).values("pk")
    rows = list(running.filter(pk__in=mine)[:MOST_SHOWN])
    if not rows:
        return ""
    listed = [
        {
            "case": case,
            "kind": kind_words(case),
            "state": say(case.standing.label),
            "tone": STATE_TONES[case.standing],
        }
        for case in rows
    ]
    context = {"rows": listed, "now": clock.now()}
    return render_to_string("mediation/_mine.html", context, request)


fill("desk-matter", "mediation", _at_the_desk)
fill("matter", "mediation", _for_the_resident)
fill("today", "mediation", _mine)
fill("home", "mediation", _mine)
