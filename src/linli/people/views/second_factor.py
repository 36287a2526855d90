"""The second factor, without which the powers of a post stay shut."""

import pyotp
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.kernel import clock
from linli.kernel.errors import Refusal
from linli.people import actions
from linli.people.forms.sign_in import SecondFactorForm
from linli.people.models import Account
from linli.people.queries import SECOND_FACTOR, current_viewer
from linli.people.views.doors import (
    BY_PASSWORD,
    NEXT,
    for_those_signed_in,
    on_to,
    refused_at,
    status_of,
)
from linli.ui.pages import SeeOther, page

SECRET = "second_factor_offered"  # noqa: S105 - a mark in the session


@never_cache
@for_those_signed_in
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    account = _account_on(request)
    if not request.session.get(BY_PASSWORD):
        request.session[NEXT] = reverse("second-factor")
        return SeeOther(reverse("sign-in-password"))
    if not account.totp_secret:
        return SeeOther(reverse("second-factor-enrolment"))
    form = SecondFactorForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.check_second_factor(
                account=account, code=form.cleaned_data["code"], at=clock.now()
            )
            return _opened(request)
        except Refusal as refusal:
            status = refused_at(form, "code", refusal)
    status = max(status, status_of(form))
    return page(request, "people/second_factor.html", {"form": form}, status=status)


@never_cache
@for_those_signed_in
@require_http_methods(["GET", "POST"])
def enrolment(request: HttpRequest) -> HttpResponse:
    account = _account_on(request)
    if not request.session.get(BY_PASSWORD) or account.totp_secret:
        return SeeOther(reverse("second-factor"))
    secret = request.session.setdefault(SECRET, pyotp.random_base32())
    form = SecondFactorForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.enrol_second_factor(
                account=account, secret=secret, code=form.cleaned_data["code"], at=clock.now()
            )
            request.session.pop(SECRET, None)
            return _opened(request)
        except Refusal as refusal:
            status = refused_at(form, "code", refusal)
    address = pyotp.TOTP(secret).provisioning_uri(
        name=account.login, issuer_name=gettext("邻里")
    )
    by_fours = [secret[at : at + 4] for at in range(0, len(secret), 4)]
    context = {"form": form, "address": address, "secret": secret, "by_fours": by_fours}
    status = max(status, status_of(form))
    return page(request, "people/second_factor_enrolment.html", context, status=status)


def _account_on(request: HttpRequest) -> Account:
    accounts = Account.objects.select_related("person__home")
    return get_object_or_404(accounts, person=current_viewer(request).person_id)


def _opened(request: HttpRequest) -> HttpResponse:
    request.session[SECOND_FACTOR] = True
    request.session.cycle_key()
    return on_to(request)
