"""Alibaba Cloud SMS (短信服务): SendSms of API 2017-05-25, signed with ACS3-HMAC-SHA256.

After the public documentation of request syntax and signature method V3. SendSms knows no
idempotency key: `OutId` comes back in receipts and does not keep a second one from going out.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from urllib.parse import quote, urlsplit

from linli.messaging.outlets.calls import (
    SERVER_ERRORS,
    TIMEOUT,
    NotAnswered,
    Reply,
    call,
    told_why,
    unanswered,
)
from linli.messaging.outlets.parcels import Parcel, Purpose
from linli.messaging.rules import Outcome, Verdict, Way

ALGORITHM = "ACS3-HMAC-SHA256"
ACTION, VERSION = "SendSms", "2017-05-25"
# Variables of a template bear only so much.
LONGEST_VALUE = 35
NEVER = frozenset(
    {
        "isv.MOBILE_NUMBER_ILLEGAL",
        "isv.INVALID_PARAMETERS",
        "isv.BLACK_KEY_CONTROL_LIMIT",
        "isv.MOBILE_COUNT_OVER_LIMIT",
        "isv.TEMPLATE_MISSING_PARAMETERS",
        "isv.TEMPLATE_PARAMS_ILLEGAL",
        "isv.PARAM_LENGTH_LIMIT",
    }
)
WAITS: Mapping[str, timedelta] = {
    # One a minute, five an hour, ten a day to one number (流控).
    "isv.BUSINESS_LIMIT_CONTROL": timedelta(hours=1),
    "isv.DAY_LIMIT_CONTROL": timedelta(hours=12),
    # Somebody has to pay or to mend the keys: until then nothing is lost.
    "isv.AMOUNT_NOT_ENOUGH": timedelta(hours=4),
    "isv.OUT_OF_SERVICE": timedelta(hours=4),
}


@dataclass(frozen=True, kw_only=True)
class AliyunSms:
    """`templates` gives the approved template of each purpose (notice, code)."""

    access_key_id: str = field(repr=False)
    access_key_secret: str = field(repr=False)
    sign_name: str
    templates: Mapping[str, str]
    endpoint: str = "https://dysmsapi.aliyuncs.com"
    timeout: float = TIMEOUT
    nonce: Callable[[], str] = token_hex

    way = Way.SMS
    is_idempotent = False

    def send(self, parcel: Parcel, *, at: datetime) -> Outcome:
        template = self.templates.get(parcel.purpose.value, "")
        if not template:
            return Outcome(verdict=Verdict.NEVER, reason="这一类短信还没有报备模板")
        query = {
            "PhoneNumbers": parcel.address,
            "SignName": self.sign_name,
            "TemplateCode": template,
            "TemplateParam": json.dumps(_values(parcel), ensure_ascii=False),
            "OutId": parcel.key,
        }
        try:
            return _judged(self._asked(query, at))
        except NotAnswered as error:
            return unanswered(error)

    def _asked(self, query: Mapping[str, str], at: datetime) -> Reply:
        headers = signed(
            host=urlsplit(self.endpoint).netloc,
            action=ACTION,
            version=VERSION,
            query=query,
            key_id=self.access_key_id,
            secret=self.access_key_secret,
            at=at,
            nonce=self.nonce(),
        )
        url = f"{self.endpoint}/?{canonical_query(query)}"
        return call(url, method="POST", headers=headers, body=b"", timeout=self.timeout)


def signed(
    *,
    host: str,
    action: str,
    version: str,
    query: Mapping[str, str],
    key_id: str,
    secret: str,
    at: datetime,
    nonce: str,
) -> dict[str, str]:
    """Give the headers of a POST without a body, with the signature over all of them."""
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        "x-acs-date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": version,
    }
    return {
        **headers,
        "Authorization": (
            f"{ALGORITHM} Credential={key_id},SignedHeaders={';'.join(sorted(headers))},"
            f"Signature={signature_of('POST', query, headers, secret)}"
        ),
    }


def signature_of(
    method: str, query: Mapping[str, str], headers: Mapping[str, str], secret: str
) -> str:
    """Sign a request to "/" whose body is named by x-acs-content-sha256."""
    names = sorted(headers)
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    request = "\n".join(
        (
            method,
            "/",
            canonical_query(query),
            lines,
            ";".join(names),
            headers["x-acs-content-sha256"],
        )
    )
    text = f"{ALGORITHM}\n{hashlib.sha256(request.encode()).hexdigest()}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def canonical_query(query: Mapping[str, str]) -> str:
    """Sort by name and encode after RFC 3986."""
    pairs = ((_encoded(name), _encoded(value)) for name, value in sorted(query.items()))
    return "&".join(f"{name}={value}" for name, value in pairs)


def _encoded(said: str) -> str:
    return quote(said, safe="-_.~")


def _values(parcel: Parcel) -> dict[str, str]:
    """What the template is filled with: ${code}, or ${title} of a notice."""
    if parcel.purpose is Purpose.CODE:
        return {"code": parcel.code}
    return {"title": parcel.title[:LONGEST_VALUE]}


def _judged(reply: Reply) -> Outcome:
    said = reply.fields
    code = str(said.get("Code", ""))
    if code == "OK":
        return Outcome(verdict=Verdict.SENT, provider_id=str(said.get("BizId", ""))[:80])
    why = told_why(f"{code or reply.status} {said.get('Message', '')}".strip())
    if code in NEVER:
        return Outcome(verdict=Verdict.NEVER, reason=why)
    is_known = bool(code) or reply.status >= SERVER_ERRORS
    wait = WAITS.get(code) if is_known else None
    return Outcome(verdict=Verdict.LATER, reason=why, wait=wait)
