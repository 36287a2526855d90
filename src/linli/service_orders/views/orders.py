"""One order, for each who has to do with it: what it is, who has it, what they can do."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from linli.kernel import clock, journal
from linli.kernel.dates import day_of
from linli.kernel.events import Audience
from linli.kernel.idempotency import answered_once
from linli.people.queries import names_of, person_meant
from linli.people.viewer import Viewer
from linli.ratings.rules import Answer, Satisfied, Solved, TakenBy
from linli.service_orders import actions, policies
from linli.service_orders.forms import (
    RatingForm,
    ReasonForm,
    RulingForm,
    SubstituteForm,
    TimeForm,
    WordsForm,
)
from linli.service_orders.models import Dispute, Seat, ServiceOrder, TimeReview
from linli.service_orders.queries.orders import kind_of, with_all
from linli.service_orders.rules import SEATED, OrderState, SeatState, steps_from
from linli.service_orders.rules.disputes import OPEN
from linli.service_orders.views.doors import (
    device_of,
    know_the_device,
    signed_in,
    tried,
    who_acts,
)
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, page

type Act = Callable[[Any, ServiceOrder, Viewer, HttpRequest], object]


@require_GET
def order(request: HttpRequest, number: str) -> HttpResponse:
    """一张服务单."""
    return order_page(request, seen(signed_in(request), number))


def seen(viewer: Viewer, number: str) -> ServiceOrder:
    """The order, for whom it concerns."""
    found = with_all(ServiceOrder.objects.visible_to(viewer)).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def order_page(
    request: HttpRequest, order: ServiceOrder, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page of one order, with what was refused above its form."""
    viewer, now = signed_in(request), clock.now()
    on = day_of(now)
    house = viewer.keeps(order.place.path)
    audience = Audience.HOUSE if house else Audience.PARTIES

    # Who comes and who is served know each other by name; nobody else opens this page.
    involved = {one.person.ref: one.person.name for one in order.seats.select_related("person")}
    involved[order.recipient.person.ref] = order.recipient.person.name

    def names(references: Any) -> Any:
        told = dict(names_of(references, viewer=viewer))
        return told | {one: involved[one] for one in told if one in involved}

    seats = list(
        order.seats.filter(state__in=[*SEATED, SeatState.NO_SHOW])
        .select_related("person", "order__place", "order__recipient__person")
        .order_by("position")
    )
    dispute = order.disputes.order_by("-pk").first()
    context = {
        "now": now,
        "order": order,
        "service": kind_of(order),
        "seats": seats,
        "steps": {step.value for step in steps_from(order.stands)},
        "served": policies.may_order_for(viewer, order.recipient.person, on),
        "speaks": policies.may_speak(viewer, order, on),
        "confirms": policies.may_confirm(viewer, order, on),
        "comes": [one for one in seats if one.person_id == viewer.person_id],
        "reviews": policies.may_review(viewer, order),
        "calls": policies.may_call_in(viewer, order),
        "disputes": policies.may_dispute(viewer, order, on),
        "dispute": dispute,
        "open_dispute": bool(dispute and dispute.stands in OPEN),
        "replies": dispute is not None and policies.may_reply(viewer, dispute, on),
        "rules_it": dispute is not None and policies.may_rule(viewer, dispute),
        "time_reviews": list(
            TimeReview.objects.filter(seat__order=order, ruled_at=None)
            .select_related("seat__order__place", "seat__order__recipient", "proposed_by")
            .order_by("pk")
        ),
        "story": journal.timeline(order.ref, names=names, audience=audience),
        "reason_form": ReasonForm(),
        "go_form": OneTimeForm(),
        "rating_form": RatingForm(),
        "words_form": WordsForm(),
        "ruling_form": RulingForm(),
        "time_form": TimeForm(),
        "substitute_form": SubstituteForm(),
    }
    return page(request, "service_orders/order.html", {**context, **forms}, status=status)


def deed(form_class: type[OneTimeForm], name: str) -> Callable[[Act], Callable[..., Any]]:
    """Make a view of one deed on an order; what was refused stands above its form `name`."""

    def decorate(act: Act) -> Callable[..., Any]:
        @require_POST
        @answered_once(per=who_acts)
        @wraps(act)
        def view(request: HttpRequest, number: str) -> HttpResponse:
            viewer = signed_in(request)
            found, form = seen(viewer, number), form_class(request.POST)
            if status := tried(form, lambda _: act(form, found, viewer, request)):
                return order_page(request, found, status=status, **{name: form})
            return know_the_device(request, SeeOther(reverse("order", args=[number])))

        return view

    return decorate


@deed(OneTimeForm, "go_form")
def submission(_: OneTimeForm, order: ServiceOrder, by: Viewer, __: HttpRequest) -> None:
    """交单."""
    actions.submit_order(order=order, by=by, at=clock.now())


@deed(OneTimeForm, "go_form")
def approval(_: OneTimeForm, order: ServiceOrder, by: Viewer, __: HttpRequest) -> None:
    """通过."""
    actions.approve_order(order=order, by=by, at=clock.now())


@deed(OneTimeForm, "go_form")
def publication(_: OneTimeForm, order: ServiceOrder, by: Viewer, __: HttpRequest) -> None:
    """发布; what was only handed in is passed first."""
    if order.stands is OrderState.SUBMITTED:
        actions.approve_order(order=order, by=by, at=clock.now())
    actions.publish_order(order=order, by=by, at=clock.now())


@deed(ReasonForm, "reason_form")
def refusal(form: ReasonForm, order: ServiceOrder, by: Viewer, _: HttpRequest) -> None:
    """不通过."""
    reason = form.cleaned_data["reason"]
    actions.refuse_order(order=order, reason=reason, by=by, at=clock.now())


@deed(OneTimeForm, "go_form")
def offers(_: OneTimeForm, order: ServiceOrder, by: Viewer, __: HttpRequest) -> None:
    """派单."""
    actions.make_offers(order=order, by=by, at=clock.now())


@deed(ReasonForm, "reason_form")
def cancellation(form: ReasonForm, order: ServiceOrder, by: Viewer, _: HttpRequest) -> None:
    """取消."""
    reason = form.cleaned_data["reason"]
    actions.cancel_order(order=order, reason=reason, by=by, at=clock.now())


@deed(OneTimeForm, "go_form")
def confirmation(_: OneTimeForm, order: ServiceOrder, by: Viewer, request: HttpRequest) -> None:
    """确认."""
    actions.confirm_order(order=order, by=by, at=clock.now(), device=device_of(request))


@deed(RatingForm, "rating_form")
def rating(form: RatingForm, order: ServiceOrder, by: Viewer, _: HttpRequest) -> None:
    """评单."""
    said, now = form.cleaned_data, clock.now()
    own = policies.may_order_for(by, order.recipient.person, day_of(now))
    answer = Answer(
        solved=Solved(said["solved"]),
        satisfied=Satisfied(said["satisfied"]),
        comment=said["comment"],
        taken_by=TakenBy.PAGE if own else TakenBy.PHONE,
    )
    actions.rate_order(order=order, answer=answer, by=by, at=now)


@deed(WordsForm, "words_form")
def dispute(form: WordsForm, order: ServiceOrder, by: Viewer, _: HttpRequest) -> None:
    """提出不同说法."""
    words = form.cleaned_data["words"]
    actions.raise_dispute(order=order, words=words, by=by, at=clock.now())


@deed(WordsForm, "words_form")
def reply(form: WordsForm, order: ServiceOrder, by: Viewer, _: HttpRequest) -> None:
    """答复."""
    words = form.cleaned_data["words"]
    actions.reply_to_dispute(dispute=_open(order), words=words, by=by, at=clock.now())


@deed(WordsForm, "words_form")
def evidence(form: WordsForm, order: ServiceOrder, by: Viewer, _: HttpRequest) -> None:
    """补凭据."""
    words = form.cleaned_data["words"]
    actions.add_evidence(dispute=_open(order), words=words, by=by, at=clock.now())


@deed(RulingForm, "ruling_form")
def it_was_done(form: RulingForm, order: ServiceOrder, by: Viewer, _: HttpRequest) -> None:
    """认定做了."""
    said = form.cleaned_data
    actions.rule_it_was_done(
        dispute=_open(order),
        minutes=said["minutes"] or order.minutes,
        reason=said["reason"],
        by=by,
        at=clock.now(),
    )


@deed(RulingForm, "ruling_form")
def it_was_not(form: RulingForm, order: ServiceOrder, by: Viewer, _: HttpRequest) -> None:
    """认定没做."""
    reason = form.cleaned_data["reason"]
    actions.rule_it_was_not(dispute=_open(order), reason=reason, by=by, at=clock.now())


@deed(OneTimeForm, "go_form")
def absence(_: OneTimeForm, order: ServiceOrder, by: Viewer, request: HttpRequest) -> None:
    """没有来."""
    seat = _seat(order, request)
    actions.note_absent(seat=seat, by=by, at=clock.now())


@deed(OneTimeForm, "go_form")
def nobody_home(_: OneTimeForm, order: ServiceOrder, by: Viewer, request: HttpRequest) -> None:
    """没见到人."""
    actions.note_nobody_home(seat=_seat(order, request), by=by, at=clock.now())


@deed(TimeForm, "time_form")
def proposal(form: TimeForm, order: ServiceOrder, by: Viewer, request: HttpRequest) -> None:
    """提出时间."""
    said = form.cleaned_data
    actions.propose_time(
        seat=_seat(order, request),
        minutes=said["minutes"],
        reason=said["reason"],
        by=by,
        at=clock.now(),
    )


@deed(OneTimeForm, "go_form")
def agreement(_: OneTimeForm, order: ServiceOrder, by: Viewer, request: HttpRequest) -> None:
    """复核同意."""
    actions.accept_time(review=_review(order, request), by=by, at=clock.now())


@deed(ReasonForm, "reason_form")
def disagreement(
    form: ReasonForm, order: ServiceOrder, by: Viewer, request: HttpRequest
) -> None:
    """复核不同意."""
    reason = form.cleaned_data["reason"]
    actions.reject_time(review=_review(order, request), reason=reason, by=by, at=clock.now())


@deed(SubstituteForm, "substitute_form")
def substitution(
    form: SubstituteForm, order: ServiceOrder, by: Viewer, request: HttpRequest
) -> None:
    """换人."""
    said = form.cleaned_data
    actions.substitute(
        seat=_seat(order, request),
        to=person_meant(by, said["to"]),
        agreed=said["agreed"],
        by=by,
        at=clock.now(),
    )


def _seat(order: ServiceOrder, request: HttpRequest) -> Seat:
    found = order.seats.select_related("person", "order__place", "order__recipient__person")
    asked = request.POST.get("seat", "")
    seat = found.filter(pk=int(asked)).first() if asked.isdigit() else found.taken().first()
    if seat is None:
        raise Http404
    seat.order = order
    return seat


def _review(order: ServiceOrder, request: HttpRequest) -> TimeReview:
    asked = request.POST.get("review", "")
    found = TimeReview.objects.filter(seat__order=order).select_related(
        "seat__order__place", "seat__order__recipient__person"
    )
    review = found.filter(pk=int(asked)).first() if asked.isdigit() else None
    if review is None:
        raise Http404
    review.seat.order = order
    return review


def _open(order: ServiceOrder) -> Dispute:
    found = order.disputes.filter(state__in=OPEN).first()
    if found is None:
        raise Http404
    found.order = order
    return found
