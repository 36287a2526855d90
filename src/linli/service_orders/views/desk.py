"""The desk of orders: what waits, orders by telephone and paper, recipients, calls."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.kernel.options import resolve
from linli.kernel.words import say
from linli.people.actions import give_mandate
from linli.people.models import Mandate
from linli.people.queries import person_meant
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.service_orders import actions, policies
from linli.service_orders.actions import Wish
from linli.service_orders.credits import credits_of
from linli.service_orders.forms import (
    CallForm,
    DeskOrderForm,
    LateForm,
    LookForm,
    MandateForm,
    NeedForm,
    WhoForm,
)
from linli.service_orders.models import (
    OrderCall,
    ServiceOrder,
    ServiceRecipient,
    StandingOrder,
    Suspicion,
)
from linli.service_orders.models.mandates import SCOPE
from linli.service_orders.options import OPEN_TO_ALL, RECIPIENT_CLASSES, SERVICES
from linli.service_orders.queries import checking
from linli.service_orders.queries.orders import kind_of
from linli.service_orders.queries.recipients import eligibility_of, latest_decision
from linli.service_orders.rules import Called, Channel, Need, StandingState
from linli.service_orders.views.doors import at_the_desk, signed_in, tried, who_acts
from linli.ui.codes import code_leading_to
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, page


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """点单台: everything that waits for the desk, what is unclear first."""
    viewer = at_the_desk(request)
    waiting = StandingOrder.objects.visible_to(viewer).filter(state=StandingState.WAITING)
    context = {
        "now": clock.now(),
        "to_review": checking.to_review(viewer),
        "untaken": checking.untaken(viewer),
        "unclear": checking.unclear(viewer),
        "reviews": checking.reviews_waiting(viewer),
        "disputes": checking.disputes_waiting(viewer),
        "calls": checking.calls_waiting(viewer),
        "patterns": checking.patterns_waiting(viewer),
        "standing": waiting.select_related("recipient__person", "place").order_by("pk"),
        "who_form": WhoForm(),
        "go_form": OneTimeForm(),
    }
    return page(request, "service_orders/desk.html", context)


@require_http_methods(["GET", "POST"])
def phone_order(request: HttpRequest) -> HttpResponse:
    """替人记单：电话、纸上的."""
    return _take_down(request) if request.method == "POST" else _asked(request, "phone")


@require_http_methods(["GET", "POST"])
def late_order(request: HttpRequest) -> HttpResponse:
    """事后补录."""
    return _enter(request) if request.method == "POST" else _asked(request, "late")


@require_POST
@answered_once(per=who_acts)
def new_recipient(request: HttpRequest) -> HttpResponse:
    """登记服务对象."""
    viewer, form = at_the_desk(request), WhoForm(request.POST)
    made = list[ServiceRecipient]()
    status = tried(
        form,
        lambda said: made.append(
            actions.register_recipient(
                person=person_meant(viewer, said["who"]), by=viewer, at=clock.now()
            )
        ),
    )
    if status:
        context = {"form": form, "title": say("登记服务对象")}
        return page(request, "service_orders/asked.html", context, status=status)
    return SeeOther(reverse("recipient", args=[made[0].pk]))


@require_GET
def recipient(request: HttpRequest, pk: int) -> HttpResponse:
    """一位服务对象: which classes apply, why, and until when, in words."""
    return _recipient_page(request, _seen(signed_in(request), pk))


@require_POST
@answered_once(per=who_acts)
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """看能不能点单."""
    viewer = signed_in(request)
    found = _seen(viewer, pk)
    actions.decide_eligibility(recipient=found, by=viewer, at=clock.now())
    return SeeOther(reverse("recipient", args=[pk]))


@require_POST
@answered_once(per=who_acts)
def need(request: HttpRequest, pk: int) -> HttpResponse:
    """登记一项情况."""
    viewer = signed_in(request)
    found, form = _seen(viewer, pk), NeedForm(request.POST)

    def record(said: dict[str, Any]) -> None:
        actions.record_need(
            recipient=found,
            need=Need(said["need"]),
            evidence=said["evidence"],
            began_on=said["began_on"],
            valid_until=said["valid_until"],
            consented_on=said["consented_on"],
            by=viewer,
            at=clock.now(),
        )
        actions.decide_eligibility(recipient=found, by=viewer, at=clock.now())

    if status := tried(form, record):
        return _recipient_page(request, found, status=status, need_form=form)
    return SeeOther(reverse("recipient", args=[pk]))


@require_POST
@answered_once(per=who_acts)
def forgetting(request: HttpRequest, pk: int) -> HttpResponse:
    """收回同意."""
    viewer = signed_in(request)
    actions.forget_needs(recipient=_seen(viewer, pk), by=viewer, at=clock.now())
    return SeeOther(reverse("recipient", args=[pk]))


@require_POST
@answered_once(per=who_acts)
def mandate(request: HttpRequest, pk: int) -> HttpResponse:
    """委托代点单: by the one served, or by the desk from a signed paper."""
    viewer = signed_in(request)
    found, form = _seen(viewer, pk), MandateForm(request.POST)

    def give(said: dict[str, Any]) -> None:
        now = clock.now()
        give_mandate(
            principal=found.person,
            delegate=person_meant(viewer, said["delegate"]),
            scope=SCOPE,
            evidence=said["evidence"],
            starts_on=day_of(now),
            ends_on=said["ends_on"],
            by=viewer,
            at=now,
        )

    if status := tried(form, give):
        return _recipient_page(request, found, status=status, mandate_form=form)
    return SeeOther(reverse("recipient", args=[pk]))


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """回访一单."""
    viewer = at_the_desk(request)
    found = OrderCall.objects.visible_to(viewer).select_related(
        "order__place", "order__recipient__person"
    )
    drawn = found.filter(pk=pk).first()
    if drawn is None:
        raise Http404
    form = CallForm(request.POST or None)
    if request.method == "POST":
        status = tried(
            form,
            lambda said: actions.call_back(
                call=drawn,
                outcome=Called(said["outcome"]),
                words=said["words"],
                by=viewer,
                at=clock.now(),
            ),
        )
        if not status and Called(form.cleaned_data["outcome"]).casts_doubt:
            return SeeOther(reverse("order", args=[drawn.order.number]))
        if not status:
            return SeeOther(reverse("order-desk"))
    context = {
        "form": form,
        "call": drawn,
        "order": drawn.order,
        "service": kind_of(drawn.order),
    }
    return page(request, "service_orders/call.html", context)


@require_http_methods(["GET", "POST"])
def pattern(request: HttpRequest, pk: int) -> HttpResponse:
    """看一处规律."""
    viewer = at_the_desk(request)
    found = Suspicion.objects.visible_to(viewer).select_related("place").filter(pk=pk).first()
    if found is None:
        raise Http404
    form = LookForm(request.POST or None)
    if request.method == "POST":
        status = tried(
            form,
            lambda said: actions.look_at_pattern(
                suspicion=found,
                is_sound=said["is_sound"] == "yes",
                words=said["words"],
                by=viewer,
                at=clock.now(),
            ),
        )
        if not status:
            return SeeOther(reverse("order-desk"))
    orders = ServiceOrder.objects.filter(suspicions=found).select_related("place")
    context = {"form": form, "pattern": found, "orders": orders.order_by("starts_at")}
    return page(request, "service_orders/pattern.html", context)


@answered_once(per=who_acts)
def _take_down(request: HttpRequest) -> HttpResponse:
    viewer = at_the_desk(request)
    form = DeskOrderForm(request.POST, services=_services(viewer))
    made = list[ServiceOrder]()

    def take(said: dict[str, Any]) -> None:
        now = clock.now()
        person = person_meant(viewer, said["who"])
        order = actions.place_order(
            recipient=actions.register_recipient(person=person, by=viewer, at=now),
            wish=_wish(form, said),
            by=viewer,
            at=now,
            channel=Channel(said["channel"]),
        )
        made.append(order)

    if status := tried(form, take):
        return _asked(request, "phone", form=form, status=status)
    return SeeOther(reverse("order", args=[made[0].number]))


@answered_once(per=who_acts)
def _enter(request: HttpRequest) -> HttpResponse:
    viewer = at_the_desk(request)
    form = LateForm(request.POST, services=_services(viewer))
    made = list[ServiceOrder]()

    def enter(said: dict[str, Any]) -> None:
        now = clock.now()
        person = person_meant(viewer, said["who"])
        order = actions.enter_late_order(
            recipient=actions.register_recipient(person=person, by=viewer, at=now),
            volunteer=person_meant(viewer, said["volunteer"]),
            wish=_wish(form, said),
            evidence=said["evidence"],
            by=viewer,
            at=now,
        )
        made.append(order)

    if status := tried(form, enter):
        return _asked(request, "late", form=form, status=status)
    return SeeOther(reverse("order", args=[made[0].number]))


def _asked(
    request: HttpRequest, kind: str, *, form: DeskOrderForm | None = None, status: int = 200
) -> HttpResponse:
    viewer = at_the_desk(request)
    made = DeskOrderForm if kind == "phone" else LateForm
    title = say("替人记单") if kind == "phone" else say("事后补录")
    context = {"form": form or made(services=_services(viewer)), "title": title, "kind": kind}
    return page(request, "service_orders/asked.html", context, status=status)


def _wish(form: DeskOrderForm, said: dict[str, Any]) -> Wish:
    return Wish(
        service=said["service"],
        starts_at=form.starts_at,
        minutes=said["minutes"] or 0,
        words=said.get("words", ""),
    )


def _services(viewer: Viewer) -> list[tuple[str, str]]:
    post = next(post for post in viewer.posts if post.keeps_registers)
    area = Area.objects.filter(pk=post.area_id).first()
    services = resolve(area.chain)[SERVICES] if area else SERVICES.default
    return [(one.code, say(one.label)) for one in services]


def _seen(viewer: Viewer, pk: int) -> ServiceRecipient:
    found = ServiceRecipient.objects.visible_to(viewer).select_related("person__home", "place")
    one = found.filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def _recipient_page(
    request: HttpRequest, found: ServiceRecipient, *, status: int = 200, **forms: Any
) -> HttpResponse:
    viewer, now = signed_in(request), clock.now()
    on, options = day_of(now), resolve(found.place.chain)
    earned = credits_of(found.person, found.place)
    classes = options[RECIPIENT_CLASSES]
    door = request.build_absolute_uri(reverse("order-door", args=[found.door_code]))
    context = {
        "now": now,
        "recipient": found,
        "eligibility": eligibility_of(found, classes, earned=earned, on=on),
        "decision": latest_decision(found),
        "all_may": options[OPEN_TO_ALL],
        "needs": found.needs.visible_to(viewer).filter(ended_at=None).order_by("pk"),
        "mandates": Mandate.objects.filter(
            principal=found.person, scope=SCOPE, revoked_at=None, ends_on__gt=on
        ).select_related("delegate"),
        "desk": policies.may_take_down(viewer, found.place),
        "own": policies.may_order_for(viewer, found.person, on),
        "door_qr": code_leading_to(door),
        "need_form": NeedForm(),
        "mandate_form": MandateForm(),
        "go_form": OneTimeForm(),
    }
    return page(request, "service_orders/recipient.html", {**context, **forms}, status=status)
