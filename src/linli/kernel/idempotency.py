"""One-time keys: a form or a call that arrives twice is done once and answered alike."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from linli.kernel import clock
from linli.kernel.errors import Refusal
from linli.kernel.models import Answer

LONGEST_KEY = 60
KEPT_FOR = timedelta(days=7)
KEPT_HEADERS = ("Content-Type", "Location")

type View = Callable[..., HttpResponse]


class OneTimeKeyMissing(Refusal):
    status = 400


class OneTimeKeyUsedForSomethingElse(Refusal):
    pass


class AnsweredMeanwhile(Exception):
    pass


def answered_once(*, per: Callable[[HttpRequest], str]) -> Callable[[View], View]:
    """Let the view answer each key of each owner once; a repeat gets the kept answer.

    A refusal is not kept: nothing was done, so the same key may try again. Of what was sent
    only a digest is kept, of the answer only where to go on.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            question = Answer(
                owner=per(request), key=_key(request), question=_question(request)
            )
            try:
                return _answer(question, lambda: view(request, *args, **kwargs))
            except AnsweredMeanwhile:
                # Of two that arrive together one commits; the other is undone and looks again.
                return _answer(question, lambda: view(request, *args, **kwargs))

        return once

    return decorate


def clear_old_answers(*, at: datetime) -> int:
    return Answer.objects.filter(asked_at__lt=at - KEPT_FOR).delete()[0]


def _key(request: HttpRequest) -> str:
    key = request.POST.get("key") or request.headers.get("Idempotency-Key", "")
    if not 0 < len(key) <= LONGEST_KEY:
        raise OneTimeKeyMissing("缺少一次性编号，或编号过长，请从页面重新提交。")
    return key


def _question(request: HttpRequest) -> str:
    # Not the raw body of a form: a browser marks its parts anew at every sending, and the
    # CSRF token is masked anew on every page; a field for a file that nobody chose comes as an
    # empty word or not at all.
    posted = [
        (name, word)
        for name, words in request.POST.lists()
        for word in words
        if word and name != "csrfmiddlewaretoken"
    ]
    asked = urlencode(posted).encode() or request.body
    return hashlib.sha256(request.path.encode() + b"?" + asked).hexdigest()


@transaction.atomic
def _answer(question: Answer, view: Callable[[], HttpResponse]) -> HttpResponse:
    kept = Answer.objects.filter(owner=question.owner, key=question.key).first()
    if kept:
        return _again(kept, question)
    response = view()
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        transaction.set_rollback(True)
    else:
        _keep(question, response)
    return response


def _again(kept: Answer, question: Answer) -> HttpResponse:
    if kept.question != question.question:
        raise OneTimeKeyUsedForSomethingElse("这张表单已提交过，请刷新后再填。")
    return HttpResponse(bytes(kept.body), status=kept.status, headers=kept.headers)


def _keep(question: Answer, response: HttpResponse) -> None:
    question.status = response.status_code
    question.headers = {
        name: response.headers[name] for name in KEPT_HEADERS if name in response.headers
    }
    question.body = response.content
    question.asked_at = clock.now()
    try:
        question.save(force_insert=True)
    except IntegrityError as error:
        raise AnsweredMeanwhile from error
