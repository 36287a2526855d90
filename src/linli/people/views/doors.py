"""How a view lets somebody in, and says at a field what was refused."""

from functools import wraps
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from linli.kernel import clock
from linli.kernel.errors import NotPermitted, Refusal, WayOut
from linli.kernel.words import Words
from linli.people import actions
from linli.people.models import Person
from linli.people.queries import SECOND_FACTOR, current_viewer, held_posts_at
from linli.ui.pages import SeeOther

if TYPE_CHECKING:
    from collections.abc import Callable

BACKEND = "linli.people.backends.AccountBackend"
BY_PASSWORD = "signed_in_by_password"  # noqa: S105 - a mark in the session
NEXT = "sign_in_next"


def for_those_signed_in[**P](
    view: "Callable[P, HttpResponse]",
) -> "Callable[P, HttpResponse]":
    """Send whoever has not signed in to the door, and back here afterwards."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = args[0]
        if isinstance(request, HttpRequest) and not current_viewer(request).is_known:
            request.session[NEXT] = request.get_full_path() if request.method == "GET" else "/"
            return SeeOther(reverse("sign-in"))
        return view(*args, **kwargs)

    return guarded


def owner_of(request: HttpRequest) -> str:
    """Name whose one-time keys these are."""
    viewer = current_viewer(request)
    return viewer.ref if viewer.is_known else f"session/{request.session.session_key}"


def let_in(request: HttpRequest, person: Person, *, way: Words) -> None:
    """Open the session of a person; Django gives it a new key."""
    now, on_to = clock.now(), request.session.get(NEXT)
    account = actions.account_of(person=person, at=now)
    login(request, account, backend=BACKEND)
    request.session.cycle_key()
    request.session.pop(SECOND_FACTOR, None)
    request.session.pop(BY_PASSWORD, None)
    if on_to:
        request.session[NEXT] = on_to
    actions.note_sign_in(person=person, way=way, at=now)


def remember_where_to(request: HttpRequest) -> None:
    """Keep the page that somebody came from, if it is one of ours."""
    asked = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}):
        request.session[NEXT] = asked


def on_to(request: HttpRequest) -> SeeOther:
    """Go on to where somebody wanted to be, or home."""
    return SeeOther(request.session.pop(NEXT, "") or home())


def home() -> str:
    try:
        return reverse("home")
    except NoReverseMatch:
        return reverse("account")


def refused_at(form: forms.Form, field: str | None, refusal: Refusal) -> int:
    """Put the refusal where it was caused; gives the status of the answer."""
    form.add_error(field, refusal.message)
    return refusal.status


def status_of(form: forms.Form) -> int:
    return 422 if form.errors else 200


def address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


class ForStaff(NotPermitted):
    pass


def for_keepers[**P](view: "Callable[P, HttpResponse]") -> "Callable[P, HttpResponse]":
    """Let in who keeps some register; tell who could with a second factor what is missing."""

    @for_those_signed_in
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = args[0]
        if isinstance(request, HttpRequest) and not current_viewer(request).keeps_anything:
            raise _not_for(request)
        return view(*args, **kwargs)

    return guarded


def _not_for(request: HttpRequest) -> Refusal:
    person = Person.objects.get(account=request.user.pk)
    if any(post.keeps_registers for post in held_posts_at(person, clock.now())):
        way = WayOut(label=gettext("输入动态口令"), url=reverse("second-factor"))
        return ForStaff("您的岗位要再输一次动态口令，才能打开这一页。", next_step=way)
    return ForStaff("这一页是给社区工作人员用的。")


def tried(
    form: forms.Form, do: "Callable[[dict[str, Any]], object]", *, field: str | None = None
) -> int:
    """Do it if the form reads; say what was refused at its field; 0 says that it was done."""
    if not form.is_valid():
        return 422
    try:
        do(form.cleaned_data)
    except NotPermitted:
        raise
    except Refusal as refusal:
        return refused_at(form, field, refusal)
    return 0
