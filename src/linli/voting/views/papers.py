"""纸票: printed, handed out, taken in; read by two counters after the end."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from linli.kernel import clock
from linli.kernel.errors import NotPermitted
from linli.kernel.idempotency import answered_once
from linli.people.queries import current_viewer, person_meant
from linli.people.viewer import Viewer
from linli.ui.codes import code_leading_to
from linli.ui.pages import SeeOther, page
from linli.voting import actions, policies, queries
from linli.voting.forms import HandOutForm, PrintForm, ReadingForm, TakeInForm
from linli.voting.models import PaperBallot, Poll, RollEntry
from linli.voting.rules import PollState
from linli.voting.views.doors import seen_poll, signed_in, tried, who_acts

MOST = 200


@require_GET
def papers(request: HttpRequest, number: str) -> HttpResponse:
    """The desk of the papers; `?serial=` comes from the code on a sheet."""
    viewer = signed_in(request)
    return _papers_page(request, _taken_in_by(viewer, number))


@require_GET
def sheets(request: HttpRequest, number: str) -> HttpResponse:
    """打印: the sheets that were not taken in yet, in no order that tells of a voter."""
    viewer = signed_in(request)
    found = _taken_in_by(viewer, number)
    printed = PaperBallot.objects.filter(poll=found, returned_by="", answers__isnull=True)
    address = request.build_absolute_uri(reverse("papers", args=[number]))
    context = {
        "poll": found,
        "questions": list(found.questions.all()),
        "sheets": [
            {"paper": paper, "svg": code_leading_to(f"{address}?serial={paper.serial}")}
            for paper in printed.select_related("entry").order_by("serial")[:MOST]
        ],
    }
    return page(request, "voting/sheets.html", context)


@require_POST
@answered_once(per=who_acts)
def printing(request: HttpRequest, number: str) -> HttpResponse:
    """印纸票."""
    viewer = signed_in(request)
    found, form = _taken_in_by(viewer, number), PrintForm(request.POST)
    status = tried(
        form,
        lambda: actions.print_papers(
            poll=found, count=form.cleaned_data["count"], by=viewer, at=clock.now()
        ),
    )
    if status:
        return _papers_page(request, found, status=status, print_form=form)
    return SeeOther(reverse("paper-sheets", args=[number]))


@require_POST
@answered_once(per=who_acts)
def hand_outs(request: HttpRequest, number: str) -> HttpResponse:
    """领票."""
    viewer = signed_in(request)
    found = _taken_in_by(viewer, number)
    form = HandOutForm(request.POST, poll=found)
    status = tried(
        form,
        lambda: actions.hand_out_paper(
            poll=found,
            entry=_entry_meant(found, viewer, form.cleaned_data["who"]),
            channel=form.cleaned_data["channel"],
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return _papers_page(request, found, status=status, hand_out_form=form)
    return SeeOther(reverse("papers", args=[number]))


@require_POST
@answered_once(per=who_acts)
def take_ins(request: HttpRequest, number: str) -> HttpResponse:
    """收票."""
    viewer = signed_in(request)
    found = _taken_in_by(viewer, number)
    form = TakeInForm(request.POST, poll=found)
    status = tried(
        form,
        lambda: actions.take_in_paper(
            poll=found,
            serial=form.cleaned_data["serial"],
            channel=form.cleaned_data["channel"],
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return _papers_page(request, found, status=status, take_in_form=form)
    return SeeOther(reverse("papers", args=[number]))


@require_POST
def readings(request: HttpRequest, number: str) -> HttpResponse:
    """录票: not answered by a kept answer, whose digest would tell what a sheet says."""
    viewer = signed_in(request)
    found = _taken_in_by(viewer, number)
    form = _reading_form(found, request.POST)
    agreed: list[bool] = []
    status = tried(
        form,
        lambda: agreed.append(
            actions.read_paper(
                poll=found,
                serial=form.cleaned_data["serial"],
                marked=form.marked,
                spoiled=form.spoiled,
                by=viewer,
                at=clock.now(),
            )
        ),
    )
    if status:
        return _papers_page(request, found, status=status, reading_form=form)
    said = "agreed" if agreed[0] else "noted"
    return SeeOther(f"{reverse('papers', args=[number])}?read={said}")


def _taken_in_by(viewer: Viewer, number: str) -> Poll:
    found = seen_poll(viewer, number)
    if not policies.may_take_in(viewer, found):
        raise NotPermitted("纸票由组织投票的同事和监票人收发。")
    return found


def _entry_meant(found: Poll, viewer: Viewer, who: str) -> RollEntry:
    """The entry of that key, otherwise that of the person meant."""
    entries = found.roll.entries
    by_key = entries.filter(key=who.strip()).first()
    if by_key:
        return by_key
    own = entries.filter(person=person_meant(viewer, who)).first()
    if own is None:
        raise actions.NotOnRoll("这位不在这次的名册上。")
    return own


def _reading_form(found: Poll, posted: Any = None, **initial: str) -> ReadingForm:
    questions = list(found.questions.all())
    return ReadingForm(posted, questions=questions, is_paper=True, initial=initial)


def _papers_page(
    request: HttpRequest, found: Poll, *, status: int = 200, **said: Any
) -> HttpResponse:
    viewer = current_viewer(request)
    serial = request.GET.get("serial", "")[:12]
    counts = policies.may_count(viewer, found)
    is_closed = found.standing is PollState.CLOSED
    context: dict[str, Any] = {
        "poll": found,
        "now": clock.now(),
        "runs": policies.may_run(viewer, found),
        "is_open": found.standing is PollState.OPEN,
        "may_read": counts and is_closed,
        "waits_for_counters": is_closed and not counts,
        "to_read": list(queries.papers_to_read(found)[:MOST]) if is_closed else [],
        "read": request.GET.get("read", ""),
        "print_form": PrintForm(auto_id="print_%s"),
        "hand_out_form": HandOutForm(auto_id="out_%s", poll=found),
        "take_in_form": TakeInForm(auto_id="in_%s", poll=found, initial={"serial": serial}),
        "reading_form": _reading_form(found, serial=serial),
    }
    return page(request, "voting/papers.html", context | said, status=status)
