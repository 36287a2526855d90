"""What this device keeps, so that who stays unnamed can follow what they said."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from linli.kernel.references import A_VISITOR, Ref
from linli.matters.receipts import code_for
from linli.people.queries import current_viewer, keep_receipt, receipt_hash

SEED, NOW = "receipts_next", "receipt_now"
SEED_KEPT_FOR = 400 * 24 * 60 * 60  # seconds
SHOWN_FOR = 60 * 60

type View = Callable[..., HttpResponse]


def guarded_when_known(view: View) -> View:
    """Ask for the CSRF token of whoever brings a cookie.

    Without any cookie there is no right that another site could borrow, and a word is taken.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return (protected if request.COOKIES else view)(request, *args, **kwargs)

    return guarded


def offer_receipt(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give the device the seed of its receipt codes, if it has none."""
    if not _seed_on(request):
        _keep(request, response, SEED, token_urlsafe(16), path="/", max_age=SEED_KEPT_FOR)
    return response


def receipt_of(request: HttpRequest) -> str:
    """Say the receipt code that belongs to the form that was sent."""
    seed = _seed_on(request) or f"without a cookie {settings.SECRET_KEY}"
    return code_for(seed=seed, key=request.POST.get("key", ""))


def hand_receipt(request: HttpRequest, response: HttpResponse, code: str) -> HttpResponse:
    """Let the device follow the matter, and show the code for a while."""
    keep_receipt(request, response, code=code)
    _keep(request, response, NOW, code, path="/say/sent/", max_age=SHOWN_FOR)
    return response


def receipt_to_show(request: HttpRequest, hashed: str) -> str:
    """The code just given, if it is the one of this matter."""
    code = request.get_signed_cookie(NOW, default="", salt=NOW) or ""
    return code if code and receipt_hash(code) == hashed else ""


def address_of(request: HttpRequest) -> str:
    """The network address that tries are counted by."""
    return str(request.META.get("REMOTE_ADDR", ""))


def who_sends(request: HttpRequest) -> Ref:
    """Name the owner of a one-time key: the person, or, of who stays unnamed, the device."""
    viewer = current_viewer(request)
    if viewer.is_known and request.POST.get("whom") != "unnamed":
        return viewer.ref
    seed = _seed_on(request)
    return f"device/{sha256(seed.encode()).hexdigest()[:32]}" if seed else A_VISITOR


def _seed_on(request: HttpRequest) -> str:
    return request.get_signed_cookie(SEED, default="", salt=SEED) or ""


def _keep(
    request: HttpRequest,
    response: HttpResponse,
    name: str,
    value: str,
    *,
    path: str,
    max_age: int,
) -> None:
    response.set_signed_cookie(
        name,
        value,
        salt=name,
        path=path,
        max_age=max_age,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
