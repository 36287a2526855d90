"""Choosing how pages look, and the page that shows every part."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_GET, require_http_methods

from linli.ui import samples
from linli.ui.middleware import remember
from linli.ui.pages import SeeOther, page
from linli.ui.preferences import asked_for


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose size, theme or language, then go back to where one came from."""
    asked = asked_for(request.POST) | asked_for(request.GET)
    response = SeeOther(_back(request))
    remember(response, asked, secure=request.is_secure())
    return response


def _back(request: HttpRequest) -> str:
    said = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(said, {request.get_host()}, request.is_secure())
    return said if safe else "/"


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every part in every state; there in development only."""
    if not (settings.DEBUG or getattr(settings, "LINLI_COMPONENT_PAGE", False)):
        raise Http404
    return page(request, "ui/components.html", samples.everything())


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """What a form says that was open too long; named in settings.CSRF_FAILURE_VIEW."""
    return page(request, "ui/csrf_failure.html", {"typed": _typed(request)}, status=403)


def _typed(request: HttpRequest) -> str:
    """The words a person wrote, so that nothing is lost; never keys, codes or passwords."""
    secret = ("csrfmiddlewaretoken", "key")
    kept = [
        value
        for name, value in request.POST.items()
        if name not in secret and "password" not in name and "code" not in name
    ]
    return "\n".join(line for line in kept if isinstance(line, str) and line.strip())
