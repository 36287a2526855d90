"""One call over HTTP: with a timeout, without redirects, and without a word of its address."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from linli.kernel.redact import deidentified
from linli.messaging.rules import Outcome, Verdict

TIMEOUT = 8  # seconds
MOST_READ = 64 * 1024
LONGEST_REASON = 160
TOO_MANY, SERVER_ERRORS = 429, 500


class NotAnswered(Exception):
    """Nobody answered in time; whether the parcel arrived is not known."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    status: int
    text: str

    @property
    def fields(self) -> dict[str, Any]:
        """The answer as JSON; nothing when it is none."""
        try:
            read = json.loads(self.text)
        except ValueError:
            return {}
        return read if isinstance(read, dict) else {}


class _NoRedirects(HTTPRedirectHandler):
    """A key must not follow to where somebody else points."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_OPENER = build_opener(_NoRedirects)


def call(
    url: str,
    *,
    method: str,
    headers: Mapping[str, str],
    body: bytes | None,
    timeout: float = TIMEOUT,
) -> Reply:
    """Ask once; an answer of any status is an answer."""
    if not url.startswith(("https://", "http://")):
        raise NotAnswered("地址不是 http(s)")
    request = Request(url, data=body, headers=dict(headers), method=method)  # noqa: S310 - checked
    try:
        with _OPENER.open(request, timeout=timeout) as answer:
            return Reply(status=answer.status, text=_read(answer))
    except HTTPError as error:
        with error:
            return Reply(status=error.code, text=_read(error))
    except (OSError, ValueError) as error:
        # The text of the error may hold the address, and the address a key.
        raise NotAnswered(type(error).__name__) from None


def unanswered(error: NotAnswered) -> Outcome:
    return Outcome(verdict=Verdict.LATER, reason=f"没有连上：{error}")


def refused_by_http(reply: Reply) -> Outcome:
    """What a status says that comes without words of the provider."""
    is_later = reply.status == TOO_MANY or reply.status >= SERVER_ERRORS
    verdict = Verdict.LATER if is_later else Verdict.NEVER
    return Outcome(verdict=verdict, reason=told_why(f"HTTP {reply.status}"))


def told_why(said: str) -> str:
    """Words of a provider, fit to be kept: without numbers of persons, and short."""
    return deidentified(said)[:LONGEST_REASON]


def _read(answer: Any) -> str:
    return str(answer.read(MOST_READ).decode("utf-8", "replace"))
