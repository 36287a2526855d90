"""写通知: whom it is for, what it says, a look at it, and out it goes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.idempotency import answered_once
from linli.kernel.options import resolve
from linli.notices import actions, policies, queries
from linli.notices.forms.writing import ReasonForm, WhomForm, WordingForm
from linli.notices.models import Notice
from linli.notices.options import BY_SMS
from linli.notices.rules import Kind, State
from linli.notices.views.doors import (
    areas_to_tell,
    as_shown,
    seen_notice,
    who_acts,
    who_tells,
)
from linli.people.queries import current_viewer, organisations_in
from linli.places.queries import kept_areas
from linli.ui.pages import SeeOther, on_from, page

STEPS = (_("告诉谁"), _("说什么"), _("看一眼，发出"))
FIELDS = (
    "title",
    "text",
    "signed_as",
    "valid_until",
    "must_acknowledge",
    "by_sms",
    "by_robot",
    "is_public",
    "is_urgent",
)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """告诉谁: the first of two steps; it leaves a draft."""
    if request.method == "POST":
        return _drafted(request)
    return _whom_page(request, _whom_form(request))


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, number: str) -> HttpResponse:
    """说什么: the second step, and every change after it."""
    if request.method == "POST":
        return _worded(request, number)
    notice = _draft(request, number)
    return _wording_page(request, notice, _wording_form(request, notice))


@require_GET
def preview(request: HttpRequest, number: str) -> HttpResponse:
    """看一眼再发: how it reads, how many it means, how many of them have no phone."""
    notice, now = _draft(request, number), clock.now()
    context = {
        "notice": notice,
        "steps": STEPS,
        "meant": queries.meant_by(notice, on=day_of(now)),
        "robot": queries.notices_robot(notice) if notice.by_robot else "",
        "send": ReasonForm(initial={"version": notice.version}, auto_id="send-%s"),
        "discard": ReasonForm(initial={"version": notice.version}, auto_id="discard-%s"),
        "now": now,
    }
    return page(request, "notices/preview.html", context)


@require_POST
@answered_once(per=who_acts)
def sending(request: HttpRequest, number: str) -> HttpResponse:
    """发出."""
    viewer = who_tells(request)
    notice = as_shown(request, seen_notice(request, number))
    site = request.build_absolute_uri("/").rstrip("/")
    actions.send_notice(notice=notice, by=viewer, at=clock.now(), site=site)
    return SeeOther(f"{reverse('notice', args=[number])}?sent=1")


@require_POST
@answered_once(per=who_acts)
def discarding(request: HttpRequest, number: str) -> HttpResponse:
    """草稿作废."""
    notice = as_shown(request, seen_notice(request, number))
    actions.discard_draft(notice=notice, by=who_tells(request), at=clock.now())
    return SeeOther(reverse("notices"))


@require_POST
@answered_once(per=who_acts)
def withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    """撤回."""
    notice = as_shown(request, seen_notice(request, number))
    actions.withdraw_notice(
        notice=notice,
        reason=request.POST.get("reason", ""),
        by=who_tells(request),
        at=clock.now(),
    )
    return SeeOther(reverse("notice", args=[number]))


@require_POST
@answered_once(per=who_acts)
def correction(request: HttpRequest, number: str) -> HttpResponse:
    """更正: a draft that follows."""
    follow_up = actions.correct_notice(
        notice=seen_notice(request, number), by=who_tells(request), at=clock.now()
    )
    return SeeOther(reverse("notice-draft", args=[follow_up.number]))


@answered_once(per=who_acts)
def _drafted(request: HttpRequest) -> HttpResponse:
    form, viewer = _whom_form(request), who_tells(request)
    if not form.is_valid():
        return _whom_page(request, form, status=422)
    whom = form.whom
    wording = actions.Wording(by_sms=resolve(whom.area.chain)[BY_SMS])
    try:
        notice = actions.draft_notice(
            whom=whom,
            kind=Kind(form.cleaned_data["kind"]),
            wording=wording,
            by=viewer,
            at=clock.now(),
        )
    except NotPermitted:
        raise
    except Refusal as refusal:
        form.add_error("audience", refusal.message)
        return _whom_page(request, form, status=refusal.status)
    return SeeOther(reverse("notice-draft", args=[notice.number]))


@answered_once(per=who_acts)
def _worded(request: HttpRequest, number: str) -> HttpResponse:
    viewer, notice = who_tells(request), _draft(request, number)
    form = _wording_form(request, notice)
    if not form.is_valid():
        return _wording_page(request, notice, form, status=422)
    notice = as_shown(request, notice)
    actions.change_draft(notice=notice, wording=form.wording, by=viewer, at=clock.now())
    return on_from(f"notice-{number}", reverse("notice-preview", args=[number]))


def _draft(request: HttpRequest, number: str) -> Notice:
    who_tells(request)
    notice = seen_notice(request, number)
    if notice.standing is not State.DRAFT:
        raise actions.NoSuchStep("这份通知已经不是草稿了。发出去的通知不能改，可以发一份更正。")
    return notice


def _whom_form(request: HttpRequest) -> WhomForm:
    viewer, now = who_tells(request), clock.now()
    kept = kept_areas(viewer, on=day_of(now))
    found = {one.pk: one.name for area in kept for one in organisations_in(area)}
    return WhomForm(
        request.POST or None,
        areas=areas_to_tell(viewer, at=now),
        organisations=list(found.items()),
        groups=viewer.keeps_anything,
    )


def _wording_form(request: HttpRequest, notice: Notice) -> WordingForm:
    viewer = current_viewer(request)
    said: dict[str, Any] = {name: getattr(notice, name) for name in FIELDS}
    return WordingForm(
        request.POST or None,
        initial={**said, "version": notice.version},
        may_publish=policies.may_publish(viewer, notice.area, is_for_all=notice.is_for_all),
        has_robot=bool(queries.notices_robot(notice)),
    )


def _whom_page(request: HttpRequest, form: WhomForm, *, status: int = 200) -> HttpResponse:
    return page(request, "notices/whom.html", {"form": form, "steps": STEPS}, status=status)


def _wording_page(
    request: HttpRequest, notice: Notice, form: WordingForm, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "notice": notice, "steps": STEPS}
    return page(request, "notices/wording.html", context, status=status)
