"""The pages for what goes wrong beneath the house: database, disk, or our own fault."""

import errno
import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from linli.kernel.middleware import TooMuchAtOnce, refused

RETRY_AFTER = "30"  # seconds


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """500, or 503 when it is the database or the disk; needs neither of them to be shown."""
    error = sys.exc_info()[1]
    if is_unavailable(error):
        page = drawn("503.html", "请过几分钟再试。 Please try again in a few minutes.")
        return HttpResponse(page, status=503, headers={"Retry-After": RETRY_AFTER})
    return HttpResponse(drawn("500.html", "我们这边出了点毛病。 Our fault."), status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, in a sentence; too much at once is said as such."""
    if isinstance(exception, RequestDataTooBig):
        return refused(request, TooMuchAtOnce("送来的内容太大了，请把照片减少一些再试。"))
    return HttpResponse(drawn("400.html", "没有看懂。 Not understood."), status=400)


def drawn(page: str, otherwise: str) -> str:
    """The page, or one sentence when not even that can be drawn."""
    try:
        return get_template(page).render()
    except Exception:  # noqa: BLE001 - whatever is broken, something has to be said
        return otherwise


def is_unavailable(error: BaseException | None) -> bool:
    """Whether it may go well in a moment: database away or busy, or the disk is full."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return isinstance(error, OperationalError | InterfaceError)
