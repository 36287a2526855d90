"""组织投票: each deed on a poll is a noun to POST to; each makes one action call."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted
from linli.kernel.idempotency import answered_once
from linli.kernel.options import resolve
from linli.people.queries import person_meant
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, page
from linli.voting import actions
from linli.voting.actions import NewQuestion
from linli.voting.forms import PersonForm, PollForm, ProxyForm, ReasonForm
from linli.voting.models import Poll, Roll
from linli.voting.options import RULES, rule_called
from linli.voting.queries import holder_meant, rolls_for
from linli.voting.rules import Channel, RollState, Secrecy
from linli.voting.views.doors import seen_poll, signed_in, tried, who_acts
from linli.voting.views.reading import poll_page

type Act = Callable[[Any, Poll, Viewer], object]
USUAL_END = "18:00"


@require_http_methods(["GET", "POST"])
def new_poll(request: HttpRequest) -> HttpResponse:
    """The form, and after it the poll."""
    if request.method == "POST":
        return _drafted(request)
    form = _form(request, signed_in(request))
    return page(request, "voting/new_poll.html", {"form": form})


@answered_once(per=who_acts)
def _drafted(request: HttpRequest) -> HttpResponse:
    viewer = signed_in(request)
    form, made = _form(request, viewer), list[Poll]()

    def draft() -> None:
        said = form.cleaned_data
        roll = Roll.objects.select_related("place").get(pk=said["roll"])
        rule = rule_called(said["rule"], resolve(roll.place.chain)[RULES])
        if rule is None:
            raise Http404
        question = NewQuestion(words=said["question"], rule=rule, candidates=form.names)
        made.append(
            actions.draft_poll(
                title=said["title"],
                words=said["words"],
                roll=roll,
                questions=[question],
                secrecy=said["secrecy"],
                channels=said["channels"],
                closes_at=form.closes_at,
                by=viewer,
                at=clock.now(),
            )
        )

    if status := tried(form, draft):
        return page(request, "voting/new_poll.html", {"form": form}, status=status)
    return SeeOther(reverse("poll", args=[made[0].number]))


def noun(
    form_class: type[OneTimeForm], name: str
) -> Callable[[Act], Callable[..., HttpResponse]]:
    """Make a view of one deed on a poll; what was refused stands above its form `name`."""

    def decorate(act: Act) -> Callable[..., HttpResponse]:
        @require_POST
        @answered_once(per=who_acts)
        @wraps(act)
        def view(request: HttpRequest, number: str) -> HttpResponse:
            viewer = signed_in(request)
            found = seen_poll(viewer, number)
            form = form_class(request.POST)
            if status := tried(form, lambda: act(form, found, viewer)):
                return poll_page(request, found, status=status, **{name: form})
            return SeeOther(reverse("poll", args=[number]))

        return view

    return decorate


@noun(PersonForm, "counter_form")
def counters(form: PersonForm, poll: Poll, by: Viewer) -> None:
    """登记监票计票人."""
    person = person_meant(by, form.cleaned_data["person"])
    actions.swear_in_counter(poll=poll, person=person, by=by, at=clock.now())


@noun(ProxyForm, "proxy_form")
def proxies(form: ProxyForm, poll: Poll, by: Viewer) -> None:
    """委托: one's own vote; whoever runs the poll notes what another has signed."""
    said = form.cleaned_data
    principal = person_meant(by, said["who"]).pk if said["who"] else by.person_id
    entry = poll.roll.entries.filter(person=principal).first()
    if entry is None:
        raise actions.NotOnRoll("这位不在这次的名册上。")
    actions.give_proxy(
        poll=poll,
        entry=entry,
        holder=holder_meant(said["holder"], said["code"]),
        evidence=said["evidence"],
        by=by,
        at=clock.now(),
    )


@noun(ReasonForm, "withdraw_form")
def withdrawal(form: ReasonForm, poll: Poll, by: Viewer) -> None:
    """撤回."""
    reason = form.cleaned_data["reason"]
    actions.withdraw_poll(poll=poll, reason=reason, by=by, at=clock.now())


@require_POST
@never_cache
def opening(request: HttpRequest, number: str) -> HttpResponse:
    """开始投票: the codes stand on this answer alone; nothing keeps it."""
    viewer = signed_in(request)
    found = seen_poll(viewer, number)
    handed = actions.open_poll(poll=found, by=viewer, at=clock.now())
    context = {"poll": found, "handed": handed, "needed": found.codes_needed}
    return page(request, "voting/codes.html", context)


@require_POST
def extension(request: HttpRequest, number: str) -> HttpResponse:
    """延长."""
    viewer = signed_in(request)
    actions.extend_poll(poll=seen_poll(viewer, number), by=viewer, at=clock.now())
    return SeeOther(reverse("poll", args=[number]))


@require_POST
def closing(request: HttpRequest, number: str) -> HttpResponse:
    """结束."""
    viewer = signed_in(request)
    actions.close_poll(poll=seen_poll(viewer, number), by=viewer, at=clock.now())
    return SeeOther(reverse("poll", args=[number]))


def _form(request: HttpRequest, viewer: Viewer) -> PollForm:
    if not viewer.works_a_desk:
        raise NotPermitted("投票由在那里值守的同事来组织。")
    sealed = rolls_for(viewer).filter(state=RollState.SEALED).order_by("-sealed_at", "-pk")
    kept = [one for one in sealed[:100] if any(p.covers(one.place.path) for p in viewer.posts)]
    widest = min(viewer.posts, key=lambda post: len(post.area_path))
    area = Area.objects.get(pk=widest.area_id)
    now = clock.now()
    return PollForm(
        request.POST or None,
        rolls=[(one.pk, f"{one.name} · {one.number}") for one in kept],
        rules=resolve(area.chain)[RULES],
        initial={
            "roll": request.GET.get("roll", ""),
            "secrecy": Secrecy.SECRET.value,
            "channels": [channel.value for channel in Channel],
            "day": day_of(now + timedelta(days=10)),
            "wall": USUAL_END,
        },
    )
