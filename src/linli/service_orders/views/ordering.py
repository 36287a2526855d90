"""点单: the catalogue as large buttons, when, done; and one's own orders."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.kernel.options import resolve
from linli.kernel.words import say
from linli.people.models import Person
from linli.people.queries import current_viewer, person_meant
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import community_of
from linli.service_orders import actions
from linli.service_orders.actions import Wish
from linli.service_orders.forms import OrderForm, StandingForm
from linli.service_orders.models import ServiceOrder, StandingOrder
from linli.service_orders.models.mandates import principals_of
from linli.service_orders.options import SERVICES, branch_of, service_called
from linli.service_orders.queries.orders import orders_of
from linli.service_orders.rules import Beat, Branch, Channel, OrderState, Service
from linli.service_orders.views.doors import signed_in, tried, who_acts
from linli.ui.pages import SeeOther, page

RECENT = 30


@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """点单: what can be ordered, in large print; below it one's own."""
    viewer = signed_in(request)
    people = _people(viewer)
    mine = list(orders_of(viewer)[:RECENT])
    context: dict[str, Any] = {
        "now": clock.now(),
        "services": _services(people[0].home if people else None),
        "waiting": [one for one in mine if one.stands is OrderState.DONE],
        "to_rate": [one for one in mine if one.stands is OrderState.CONFIRMED],
        "mine": [one for one in mine if one.stands is not OrderState.DONE],
        "people": people,
        "standing": StandingOrder.objects.visible_to(viewer)
        .filter(recipient__person__in=people)
        .select_related("recipient__person", "place"),
    }
    return page(request, "service_orders/orders.html", context)


@require_http_methods(["GET", "POST"])
def new_order(request: HttpRequest, service: str) -> HttpResponse:
    """点单: which day and which hour; the third tap sends it."""
    return _place(request, service) if request.method == "POST" else _ask(request, service)


@require_http_methods(["GET", "POST"])
def new_standing(request: HttpRequest) -> HttpResponse:
    """长期单."""
    if request.method == "POST":
        return _stand(request)
    return page(request, "service_orders/new_standing.html", {"form": _standing_form(request)})


@require_POST
@answered_once(per=who_acts)
def standing_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """长期单：先停、接着排、结束、通过."""
    viewer = signed_in(request)
    found = StandingOrder.objects.visible_to(viewer).select_related(
        "recipient__person", "place"
    )
    standing = found.filter(pk=pk).first()
    steps = {
        "pause": actions.pause_standing_order,
        "resume": actions.resume_standing_order,
        "end": actions.end_standing_order,
        "approve": actions.approve_standing_order,
    }
    if standing is None or step not in steps:
        raise Http404
    steps[step](standing=standing, by=viewer, at=clock.now())
    return SeeOther(reverse("order-desk" if step == "approve" else "orders"))


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """服务目录: what there is, and numbers only."""
    viewer = current_viewer(request)
    here = _here(viewer)
    services = resolve(here.chain)[SERVICES] if here else SERVICES.default
    served = ServiceOrder.objects.served()
    served = served.in_area(here) if here else served.none()
    context = {
        "branches": [
            (say(branch.label), branch_of(services, branch))
            for branch in Branch
            if branch_of(services, branch)
        ],
        "visits": served.count(),
        "kinds": served.order_by().values("service").distinct().count(),
        "recipients": served.order_by().values("recipient").distinct().count(),
        "volunteers": served.order_by().values("seats__person").distinct().count(),
    }
    return page(request, "service_orders/catalogue.html", context)


@answered_once(per=who_acts)
def _place(request: HttpRequest, service: str) -> HttpResponse:
    viewer = signed_in(request)
    form, meant = _form(request, viewer, service)
    made = list[ServiceOrder]()

    def place(said: dict[str, Any]) -> None:
        now = clock.now()
        person = next(one for one in _people(viewer) if one.pk == said["person"])
        recipient = actions.register_recipient(person=person, by=viewer, at=now)
        wish = Wish(
            service=meant.code, starts_at=form.starts_at(day_of(now)), words=said["words"]
        )
        channel = Channel.PAGE if person.pk == viewer.person_id else Channel.DELEGATE
        made.append(
            actions.place_order(
                recipient=recipient, wish=wish, by=viewer, at=now, channel=channel
            )
        )

    if status := tried(form, place):
        return _ask(request, service, form=form, status=status)
    return SeeOther(reverse("order", args=[made[0].number]))


def _ask(
    request: HttpRequest, service: str, *, form: OrderForm | None = None, status: int = 200
) -> HttpResponse:
    bound, meant = _form(request, signed_in(request), service)
    context = {"form": form or bound, "service": meant}
    return page(request, "service_orders/new_order.html", context, status=status)


def _form(request: HttpRequest, viewer: Viewer, service: str) -> tuple[OrderForm, Service]:
    people = _people(viewer)
    home = people[0].home if people else None
    options = resolve(home.chain) if home else None
    services = options[SERVICES] if options else SERVICES.default
    meant = service_called(service, services)
    if meant is None:
        raise Http404
    choices = [(one.pk, one.name) for one in people]
    return OrderForm(request.POST or None, people=choices), meant


@answered_once(per=who_acts)
def _stand(request: HttpRequest) -> HttpResponse:
    viewer, form = signed_in(request), _standing_form(request)

    def ask(said: dict[str, Any]) -> None:
        now = clock.now()
        person = next(one for one in _people(viewer) if one.pk == said["person"])
        known = person_meant(viewer, said["known"]) if said["known"] else None
        actions.ask_for_standing_order(
            recipient=actions.register_recipient(person=person, by=viewer, at=now),
            wish=Wish(
                service=said["service"],
                starts_at=form.starts_at,
                minutes=said["minutes"] or 0,
                words=said["words"],
            ),
            beat=Beat(said["beat"]),
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            known=known,
            by=viewer,
            at=now,
        )

    if status := tried(form, ask):
        return page(request, "service_orders/new_standing.html", {"form": form}, status=status)
    return SeeOther(reverse("orders"))


def _standing_form(request: HttpRequest) -> StandingForm:
    people = _people(signed_in(request))
    services = _services(people[0].home if people else None)
    return StandingForm(
        request.POST or None,
        people=[(one.pk, one.name) for one in people],
        services=[(one.code, say(one.label)) for one in services],
    )


def _people(viewer: Viewer) -> list[Person]:
    """Oneself first, then those for whom one may order, if they live somewhere."""
    found = Person.objects.filter(pk__in=principals_of(viewer), left_on=None)
    listed = found.exclude(home=None).select_related("home").order_by("name", "pk")
    return sorted(listed, key=lambda one: one.pk != viewer.person_id)


def _services(home: Area | None) -> tuple[Service, ...]:
    return resolve(home.chain)[SERVICES] if home else SERVICES.default


def _here(viewer: Viewer) -> Area | None:
    home = Area.objects.filter(pk=viewer.home_area_id or 0).first()
    if home:
        return community_of(home) or home
    return Area.objects.filter(kind="community", ended_on=None).order_by("pk").first()
