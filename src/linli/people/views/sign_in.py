"""Coming in: by a code to one's phone, by password, or, in a told story, as somebody of it."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from linli.kernel import clock, installation
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.words import Words
from linli.people import actions
from linli.people.forms.sign_in import CodeForm, PasswordForm, PhoneForm
from linli.people.models import Person
from linli.people.personas import PERSONAS, persona_called
from linli.people.queries import held_posts_at
from linli.people.rules import POWERFUL
from linli.people.views.doors import (
    BY_PASSWORD,
    address_of,
    let_in,
    on_to,
    refused_at,
    remember_where_to,
    status_of,
)
from linli.ui.pages import SeeOther, page

PHONE, SHOWN, PEOPLE = "sign_in_phone", "sign_in_code_shown", "sign_in_people"
BY_CODE, WITH_PASSWORD, AS_PERSONA = Words("验证码"), Words("密码"), Words("体验身份")


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    remember_where_to(request)
    form = PhoneForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return _code_sent(request, form.cleaned_data["phone"])
        except Refusal as refusal:
            status = refused_at(form, "phone", refusal)
    personas = PERSONAS if installation.is_simulated() else []
    context = {"form": form, "personas": personas}
    return page(request, "people/sign_in.html", context, status=max(status, status_of(form)))


def _code_sent(request: HttpRequest, phone: str) -> HttpResponse:
    shown = actions.request_code(phone=phone, address=address_of(request), at=clock.now())
    request.session[PHONE] = phone
    request.session[SHOWN] = shown
    return SeeOther(reverse("sign-in-code"))


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    phone = request.session.get(PHONE)
    if not phone:
        return SeeOther(reverse("sign-in"))
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return _recognised(request, phone, form.cleaned_data["code"])
        except Refusal as refusal:
            status = refused_at(form, "code", refusal)
    context = {"form": form, "phone": phone, "shown": request.session.get(SHOWN, "")}
    status = max(status, status_of(form))
    return page(request, "people/sign_in_code.html", context, status=status)


def _recognised(request: HttpRequest, phone: str, said: str) -> HttpResponse:
    people = actions.check_code(
        phone=phone, code=said, address=address_of(request), at=clock.now()
    )
    request.session.pop(SHOWN, None)
    request.session[PEOPLE] = [person.pk for person in people]
    if len(people) != 1:
        return SeeOther(reverse("sign-in-person"))
    return _come_in(request, people[0])


def _come_in(request: HttpRequest, person: Person) -> HttpResponse:
    for known in (PHONE, SHOWN, PEOPLE):
        request.session.pop(known, None)
    let_in(request, person, way=BY_CODE)
    return on_to(request)


@never_cache
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest) -> HttpResponse:
    """Several people share a phone: which of them is it? Nobody has it: what now?"""
    people = Person.objects.filter(pk__in=request.session.get(PEOPLE, [])).order_by("pk")
    if request.method == "POST":
        asked = request.POST.get("person", "")
        return _come_in(request, get_object_or_404(people, pk=asked if asked.isdigit() else 0))
    if PEOPLE not in request.session:
        return SeeOther(reverse("sign-in"))
    context = {"people": people, "phone": request.session.get(PHONE, "")}
    return page(request, "people/sign_in_person.html", context)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    remember_where_to(request)
    form = PasswordForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return _came_by_password(request, form)
        except Refusal as refusal:
            status = refused_at(form, "password", refusal)
    status = max(status, status_of(form))
    return page(request, "people/sign_in_password.html", {"form": form}, status=status)


def _came_by_password(request: HttpRequest, form: PasswordForm) -> HttpResponse:
    now = clock.now()
    account = actions.check_password(
        login=form.cleaned_data["login"],
        password=form.cleaned_data["password"],
        address=address_of(request),
        at=now,
    )
    let_in(request, account.person, way=WITH_PASSWORD)
    request.session[BY_PASSWORD] = True
    held = held_posts_at(account.person, now)
    if any(post.kind in POWERFUL for post in held) and not installation.is_simulated():
        return SeeOther(reverse("second-factor"))
    return on_to(request)


@require_POST
def persona(request: HttpRequest) -> HttpResponse:
    """Be somebody of the story for a while; where life is real there is nobody to be."""
    asked = persona_called(request.POST.get("persona", ""))
    somebody = asked.person() if asked and installation.is_simulated() else None
    if somebody is None:
        raise NotPermitted("这里没有可以体验的身份。")
    let_in(request, somebody, way=AS_PERSONA)
    return on_to(request)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return SeeOther("/")
