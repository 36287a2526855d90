"""The worker that lets 记一件 open without network; it keeps nobody's data but that page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, for a worker governs what lies below its own address."""
    context = {
        "record": reverse("today-record"),
        "today": reverse("today"),
        "sign_out": reverse("sign-out"),
        "parts": settings.STATIC_URL,
    }
    script = render_to_string("outreach/sw.js", context, request)
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers=headers)
