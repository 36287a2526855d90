"""我的: who one is here, what one agreed to, and how one comes in."""

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.messaging import actions as messaging
from linli.messaging import queries as letters
from linli.people import actions, policies, queries
from linli.people.forms.register import ConsentForm
from linli.people.forms.sign_in import NewPasswordForm
from linli.people.models import Account, Person
from linli.people.queries import current_viewer, held_posts_at
from linli.people.rules import POWERFUL, ConsentPurpose
from linli.people.views.doors import for_keepers, for_those_signed_in, tried
from linli.ui.pages import SeeOther, page


@never_cache
@for_those_signed_in
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    person, on = _oneself(request), day_of(clock.now())
    held = held_posts_at(person, clock.now())
    given = set(person.consents.filter(withdrawn_at=None).values_list("purpose", flat=True))
    context = {
        "person": person,
        "card": queries.card_of(person, on=on),
        "purposes": [(purpose, purpose in given) for purpose in ConsentPurpose],
        "powers_shut": any(post.kind in POWERFUL for post in held)
        and not current_viewer(request).holds(*POWERFUL),
        "unseen": letters.unseen_by(person.ref),
    }
    return page(request, "people/account.html", context)


@require_POST
@for_those_signed_in
def own_consents(request: HttpRequest) -> HttpResponse:
    form = ConsentForm(request.POST)
    if form.is_valid():
        actions.give_consent(
            person=_oneself(request),
            purpose=ConsentPurpose(form.cleaned_data["purpose"]),
            by=current_viewer(request),
            at=clock.now(),
        )
    return SeeOther(reverse("account"))


@require_POST
@for_those_signed_in
def own_consent_withdrawal(request: HttpRequest, purpose: str) -> HttpResponse:
    actions.withdraw_consent(
        person=_oneself(request),
        purpose=ConsentPurpose(purpose),
        by=current_viewer(request),
        at=clock.now(),
    )
    return SeeOther(reverse("account"))


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@for_those_signed_in
def own_password(request: HttpRequest) -> HttpResponse:
    person = _oneself(request)
    return _password_page(request, person, back=reverse("account"))


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@for_keepers
def password_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk opens an account for somebody who comes to the counter."""
    known = Person.objects.visible_to(current_viewer(request)).select_related("home")
    person = get_object_or_404(known, pk=pk)
    return _password_page(request, person, back=reverse("person", args=[pk]))


@require_POST
@for_keepers
def second_factor_reset(request: HttpRequest, pk: int) -> HttpResponse:
    known = Person.objects.visible_to(current_viewer(request)).select_related("home")
    person = get_object_or_404(known, pk=pk)
    actions.reset_second_factor(person=person, by=current_viewer(request), at=clock.now())
    return SeeOther(reverse("person", args=[pk]))


@never_cache
@for_those_signed_in
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    viewer = current_viewer(request)
    found = letters.inbox_of(
        viewer.ref, names=lambda refs: queries.names_of(refs, viewer=viewer)
    )
    return page(request, "people/inbox.html", {"letters": found, "now": clock.now()})


@require_POST
@for_those_signed_in
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Open one message: it is seen, and one goes on to what it is about."""
    to = current_viewer(request).ref
    messaging.mark_seen(to=to, message=pk, at=clock.now())
    found = letters.message_of(to, pk)
    return SeeOther((found.url if found else "") or reverse("inbox"))


@require_POST
@for_those_signed_in
def inbox_seen(request: HttpRequest) -> HttpResponse:
    messaging.mark_all_seen(to=current_viewer(request).ref, at=clock.now())
    return SeeOther(reverse("inbox"))


def _password_page(request: HttpRequest, person: Person, *, back: str) -> HttpResponse:
    known = Account.objects.filter(person=person).first()
    viewer = current_viewer(request)
    form = NewPasswordForm(
        request.POST or None, initial={"login": known.login if known else ""}
    )

    def set_it(said: dict[str, Any]) -> None:
        changed = actions.set_password(
            person=person,
            login=said["login"],
            password=said["password"],
            by=viewer,
            at=clock.now(),
        )
        if person.pk == viewer.person_id:
            update_session_auth_hash(request, changed)

    status = tried(form, set_it, field="password") if request.method == "POST" else 0
    if request.method == "POST" and not status:
        return SeeOther(back)
    held = held_posts_at(person, clock.now())
    context = {
        "form": form,
        "person": person,
        "back": back,
        "may_reset": policies.may_open_account(viewer, person, held)
        and person.pk != viewer.person_id,
    }
    return page(request, "people/password.html", context, status=status or 200)


def _oneself(request: HttpRequest) -> Person:
    people = Person.objects.select_related("home", "dwelling")
    return get_object_or_404(people, pk=current_viewer(request).person_id)
