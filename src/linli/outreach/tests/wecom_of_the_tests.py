"""WeCom as it calls: it seals, signs and sends as its documents say."""

import base64
import hashlib
import struct
from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.test import Client
from django.urls import reverse

from linli.outreach.models import GroupLine
from linli.outreach.wecom import Call, Line

TOKEN, RECEIVER = "aTokenOfTheTests", "wwofthetests"
KEY = base64.b64encode(bytes(range(32))).decode().rstrip("=")
LINE = Line(receiver=RECEIVER, token=TOKEN, key=KEY)


def sealed(message: str, *, receiver: str = RECEIVER, key: str = KEY) -> str:
    raw = base64.b64decode(f"{key}=")
    said = message.encode()
    inside = b"0123456789abcdef" + struct.pack(">I", len(said)) + said + receiver.encode()
    many = 32 - len(inside) % 32
    encryptor = Cipher(algorithms.AES256(raw), modes.CBC(raw[:16])).encryptor()
    return base64.b64encode(
        encryptor.update(inside + bytes([many]) * many) + encryptor.finalize()
    ).decode()


def signed(text: str, *, at: datetime, nonce: str, token: str = TOKEN) -> Call:
    timestamp = str(int(at.timestamp()))
    parts = "".join(sorted([token, timestamp, nonce, text]))
    signature = hashlib.sha1(parts.encode()).hexdigest()
    return Call(signature=signature, timestamp=timestamp, nonce=nonce)


def a_message(words: str = "3号楼的灯不亮", *, number: str = "1", kind: str = "text") -> str:
    return (
        f"<xml><ToUserName><![CDATA[{RECEIVER}]]></ToUserName>"
        "<FromUserName><![CDATA[WangXiuYing]]></FromUserName>"
        f"<CreateTime>1772424000</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>"
        f"<Content><![CDATA[{words}]]></Content><MsgId>{number}</MsgId></xml>"
    )


def envelope(text: str) -> bytes:
    return f"<xml><ToUserName>x</ToUserName><Encrypt>{escape(text)}</Encrypt></xml>".encode()


@dataclass
class WeCom:
    """The other side, over the address that the desk has copied there."""

    line: GroupLine
    browser: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))
    calls: int = 0

    def send(self, message: str, *, at: datetime, call: Call | None = None) -> int:
        text = sealed(message)
        self.calls += 1
        call = call or signed(text, at=at, nonce=str(self.calls))
        return self._post(envelope(text), call)

    def verify(self, echo: str, *, at: datetime) -> tuple[int, str]:
        text = sealed(echo)
        call = signed(text, at=at, nonce="v")
        query = {**_query(call), "echostr": text}
        answer = self.browser.get(self.url, query_params=query)
        return answer.status_code, answer.text

    def _post(self, body: bytes, call: Call) -> int:
        return self.browser.post(
            self.url, body, content_type="text/xml", query_params=_query(call)
        ).status_code

    @property
    def url(self) -> str:
        return reverse("wecom-callback", args=[self.line.address])


def _query(call: Call) -> dict[str, str]:
    return {
        "msg_signature": call.signature,
        "timestamp": call.timestamp,
        "nonce": call.nonce,
    }
