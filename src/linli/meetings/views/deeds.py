"""Every change of a meeting is a noun to POST to; each makes one action call."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from linli.kernel import clock
from linli.kernel.idempotency import answered_once
from linli.meetings import actions
from linli.meetings.actions import Invited
from linli.meetings.forms import (
    AnswerForm,
    CancelForm,
    HeadsForm,
    InviteForm,
    ItemForm,
    MinutesForm,
    OutcomeForm,
    TimeForm,
)
from linli.meetings.models import Meeting
from linli.meetings.rules import Coming
from linli.meetings.views.doors import seen_meeting, signed_in, tried, who_acts
from linli.meetings.views.reading import invited_names, meeting_page
from linli.people.queries import person_meant
from linli.people.viewer import Viewer
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther

type Act = Callable[[Any, Meeting, Viewer], object]


def noun(
    form_class: type[OneTimeForm], name: str
) -> Callable[[Act], Callable[..., HttpResponse]]:
    """Make a view of one deed on a meeting; what was refused stands above its form `name`."""

    def decorate(act: Act) -> Callable[..., HttpResponse]:
        @require_POST
        @answered_once(per=who_acts)
        @wraps(act)
        def view(request: HttpRequest, number: str) -> HttpResponse:
            viewer = signed_in(request)
            found = seen_meeting(viewer, number)
            form = form_class(request.POST)
            status = tried(form, lambda _: act(form, found, viewer))
            if status:
                return meeting_page(request, found, status=status, **{name: form})
            return _back_to(found)

        return view

    return decorate


@noun(TimeForm, "time_form")
def time(form: TimeForm, meeting: Meeting, by: Viewer) -> None:
    """改期."""
    said = form.cleaned_data
    actions.change_time(
        meeting=meeting,
        starts_at=form.starts_at,
        venue=said["venue"],
        reason=said["reason"],
        by=by,
        at=clock.now(),
    )


@noun(InviteForm, "invite_form")
def invitations(form: InviteForm, meeting: Meeting, by: Viewer) -> None:
    """再请."""
    person = person_meant(by, form.cleaned_data["person"])
    invitees = [Invited(person=person)]
    actions.invite(meeting=meeting, invitees=invitees, by=by, at=clock.now())


@noun(CancelForm, "cancel_form")
def cancellation(form: CancelForm, meeting: Meeting, by: Viewer) -> None:
    """取消."""
    reason = form.cleaned_data["reason"]
    actions.cancel_meeting(meeting=meeting, reason=reason, by=by, at=clock.now())


@noun(HeadsForm, "heads_form")
def heads(form: HeadsForm, meeting: Meeting, by: Viewer) -> None:
    """没有留名的来了几位."""
    actions.check_in(meeting=meeting, heads=form.cleaned_data["heads"], by=by, at=clock.now())


@noun(ItemForm, "item_form")
def agenda(form: ItemForm, meeting: Meeting, by: Viewer) -> None:
    """加议题."""
    said = form.cleaned_data
    actions.put_on_agenda(
        meeting=meeting,
        title=said["title"],
        is_public=said["is_public"],
        by=by,
        at=clock.now(),
    )


@noun(MinutesForm, "minutes_form")
def minutes(form: MinutesForm, meeting: Meeting, by: Viewer) -> None:
    """记纪要."""
    said = form.cleaned_data
    actions.hold_meeting(
        meeting=meeting,
        minutes=said["minutes"],
        public_words=said["public_words"],
        by=by,
        at=clock.now(),
    )


@require_POST
def check_in(request: HttpRequest, number: str, invitee: int) -> HttpResponse:
    """签到: one tap on a name of the list."""
    viewer = signed_in(request)
    found = seen_meeting(viewer, number)
    seat = get_object_or_404(
        found.invitees.select_related("person", "organisation"), pk=invitee
    )
    actions.check_in(
        meeting=found,
        person=seat.person,
        organisation=seat.organisation,
        by=viewer,
        at=clock.now(),
    )
    return _back_to(found)


@require_POST
def check_out(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """撤掉签到."""
    viewer = signed_in(request)
    found = seen_meeting(viewer, number)
    row = get_object_or_404(found.attendances, pk=pk)
    row.meeting = found
    actions.take_back_check_in(attendance=row, by=viewer, at=clock.now())
    return _back_to(found)


@require_POST
@answered_once(per=who_acts)
def answers(request: HttpRequest, number: str, invitee: int) -> HttpResponse:
    """回复邀请."""
    viewer = signed_in(request)
    found = seen_meeting(viewer, number)
    seat = get_object_or_404(found.invitees, pk=invitee)
    seat.meeting = found
    form = AnswerForm(request.POST)
    status = tried(
        form,
        lambda said: actions.answer_invitation(
            invitee=seat,
            answer=Coming(said["answer"]),
            words=said["words"],
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return meeting_page(request, found, status=status, answer_form=form)
    return _back_to(found)


@require_POST
@answered_once(per=who_acts)
def outcome(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """议题的结果."""
    viewer = signed_in(request)
    found = seen_meeting(viewer, number)
    item = get_object_or_404(found.agenda, pk=pk)
    item.meeting = found
    form = OutcomeForm(request.POST, invited=invited_names(found), auto_id=f"item{pk}_%s")
    status = tried(
        form,
        lambda said: actions.close_item(
            item=item,
            outcome=said["outcome"],
            responsible=said["responsible"],
            due_on=said["due_on"],
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return meeting_page(request, found, status=status, wrong_item=pk, wrong_form=form)
    return _back_to(found)


@require_POST
def signatures(request: HttpRequest, number: str) -> HttpResponse:
    """在纪要上签字."""
    viewer = signed_in(request)
    found = seen_meeting(viewer, number)
    actions.sign_minutes(meeting=found, by=viewer, at=clock.now())
    return _back_to(found)


def _back_to(found: Meeting) -> SeeOther:
    return SeeOther(reverse("meeting", args=[found.number]))
