"""A generic SMS gateway: whatever takes a request over HTTP, described in the keys file."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, quote_plus

from linli.messaging.outlets.calls import (
    TIMEOUT,
    NotAnswered,
    Reply,
    call,
    refused_by_http,
    told_why,
    unanswered,
)
from linli.messaging.outlets.parcels import Parcel
from linli.messaging.rules import Outcome, Verdict, Way

CONTENT = {
    "json": "application/json; charset=utf-8",
    "form": "application/x-www-form-urlencoded; charset=utf-8",
}
PLACES = re.compile(r"\{(phone|text|title|url|code|id)\}")
OK = range(200, 300)


@dataclass(frozen=True, kw_only=True)
class Gateway:
    """`url` and `body` may speak of {phone} {text} {title} {url} {code} {id}.

    `success`, `never` and `later` are patterns sought in the answer; without `success` any 2xx
    is one. What is neither a success nor `never` is tried again when it is `later`, 429 or 5xx.
    """

    url: str = field(repr=False)
    body: str = field(default="", repr=False)
    method: str = "POST"
    content: str = "json"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    success: str = ""
    never: str = ""
    later: str = ""
    provider_id: str = ""
    is_idempotent: bool = False
    timeout: float = TIMEOUT

    way = Way.SMS

    def send(self, parcel: Parcel, *, at: datetime) -> Outcome:  # noqa: ARG002 - asked of all
        body = _filled(self.body, parcel, ESCAPES[self.content]).encode() or None
        try:
            reply = call(
                _filled(self.url, parcel, lambda said: quote(said, safe="")),
                method=self.method,
                headers={"Content-Type": CONTENT[self.content], **self.headers},
                body=body,
                timeout=self.timeout,
            )
        except NotAnswered as error:
            return unanswered(error)
        return self._judged(reply)

    def _judged(self, reply: Reply) -> Outcome:
        why = told_why(f"HTTP {reply.status} {reply.text}")
        if self.never and re.search(self.never, reply.text):
            return Outcome(verdict=Verdict.NEVER, reason=why)
        if self.later and re.search(self.later, reply.text):
            return Outcome(verdict=Verdict.LATER, reason=why)
        if reply.status not in OK:
            return refused_by_http(reply)
        if self.success and not re.search(self.success, reply.text):
            return Outcome(verdict=Verdict.LATER, reason=why)
        found = re.search(self.provider_id, reply.text) if self.provider_id else None
        return Outcome(verdict=Verdict.SENT, provider_id=(found[1] if found else "")[:80])


def _in_json(said: str) -> str:
    """Fit to stand between the quotes of a JSON string."""
    return json.dumps(said, ensure_ascii=False)[1:-1]


ESCAPES: dict[str, Callable[[str], str]] = {"json": _in_json, "form": quote_plus}


def _filled(template: str, parcel: Parcel, escape: Callable[[str], str]) -> str:
    values = {
        "phone": parcel.address,
        "text": parcel.text,
        "title": parcel.title,
        "url": parcel.url,
        "code": parcel.code,
        "id": parcel.key,
    }
    return PLACES.sub(lambda place: escape(values[place[1]]), template)
