"""Providers on loopback: each knows its protocol, keeps what it was asked, errs like them."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, quote, urlsplit

KEY_ID, SECRET = "LTAIofTheTests", "a secret of the tests"


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> dict[str, str]:
        read = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        return {name: value for name, [value] in read.items()}


type Answerer = Callable[[Asked], tuple[int, str]]


@dataclass
class Provider:
    url: str = ""
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def a_provider(answer: Answerer) -> Iterator[Provider]:
    """Stand on a port of loopback for as long as the test asks."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, headers, self.rfile.read(length))
            provider.asked.append(asked)
            status, text = answer(asked)
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if status in (301, 302, 307):
                self.send_header("Location", f"{provider.url}/elsewhere")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


ALIYUN_SAYS = {
    "13800000001": ("OK", "OK"),
    "13800000002": ("isv.BUSINESS_LIMIT_CONTROL", "触发小时级流控Permits:5"),
    "13800000003": ("isv.MOBILE_NUMBER_ILLEGAL", "13800000003invalid mobile number"),
    "13800000004": ("isv.AMOUNT_NOT_ENOUGH", "账户余额不足"),
}


def aliyun(asked: Asked) -> tuple[int, str]:
    """SendSms: checks action, date and signature before it looks at the number."""
    if asked.headers.get("x-acs-action") != "SendSms":
        return 404, json.dumps({"Code": "InvalidAction.NotFound"})
    if not signature_is_right(asked):
        return 400, json.dumps({"Code": "SignatureDoesNotMatch", "Message": "…"})
    code, message = ALIYUN_SAYS[asked.query["PhoneNumbers"]]
    said = {"Code": code, "Message": message, "RequestId": "R-1"}
    if code == "OK":
        said["BizId"] = "900619746936498440^0"
    return 200, json.dumps(said)


def signature_is_right(asked: Asked) -> bool:
    """Work the signature out from the request as it came over the wire."""
    scheme, _, rest = asked.headers["authorization"].partition(" ")
    said = dict(part.split("=", 1) for part in rest.split(","))
    names = said["SignedHeaders"].split(";")
    encoded = [
        (quote(name, safe="-_.~"), quote(value, safe="-_.~"))
        for name, value in asked.query.items()
    ]
    query = "&".join("=".join(pair) for pair in sorted(encoded))
    payload = hashlib.sha256(asked.body).hexdigest()
    canonical = (
        f"{asked.method}\n/\n{query}\n"
        + "".join(f"{name}:{asked.headers[name]}\n" for name in names)
        + f"\n{said['SignedHeaders']}\n{payload}"
    )
    text = f"{scheme}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    right = hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
    return (
        scheme == "ACS3-HMAC-SHA256"
        and said["Credential"] == KEY_ID
        and asked.headers["x-acs-content-sha256"] == payload
        and {"host", "x-acs-action", "x-acs-date", "x-acs-signature-nonce"} <= set(names)
        and hmac.compare_digest(said["Signature"], right)
    )


def wecom(most: int = 20) -> Answerer:
    """A robot: so many messages, then 45009; another form of message is 40008."""
    heard: list[str] = []

    def answer(asked: Asked) -> tuple[int, str]:
        said = json.loads(asked.body)
        if said.get("msgtype") not in said:
            return 200, json.dumps({"errcode": 40008, "errmsg": "invalid message type"})
        if len(heard) >= most:
            return 200, json.dumps({"errcode": 45009, "errmsg": "api freq out of limit"})
        heard.append(said["msgtype"])
        return 200, json.dumps({"errcode": 0, "errmsg": "ok"})

    return answer
