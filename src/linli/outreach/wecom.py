"""企业微信回调: the signed and sealed call of WeCom, opened; pure bytes, no database.

The protocol: SHA-1 over the sorted token, timestamp, nonce and sealed text; AES-256 in CBC with
the first half of the key as its start, padded to 32 bytes; inside sixteen random bytes, four of
length, the message and for whom it is. (developer.work.weixin.qq.com, 加解密方案说明)
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
RANDOM, LENGTH = 16, 4
KEY_CHARACTERS = 43
MOST_BYTES = 64 * 1024
MOST_FIELDS = 60


class NotTheirs(Exception):
    """The signature, the seal or the address does not fit; never says which."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """What stands in the address of a call."""

    signature: str
    timestamp: str
    nonce: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """What both sides know: for whom, the token that signs and the key that seals."""

    receiver: str
    token: str = field(repr=False)
    key: str = field(repr=False)


def key_of(text: str) -> bytes:
    """EncodingAESKey: 43 characters that stand for 32 bytes."""
    try:
        opened = base64.b64decode(f"{text}=", validate=True)
    except (binascii.Error, ValueError):
        raise NotTheirs from None
    if len(text) != KEY_CHARACTERS or len(opened) != BLOCK:
        raise NotTheirs
    return opened


def signature_of(line: Line, call: Call, sealed: str) -> str:
    """Sign as WeCom does."""
    parts = "".join(sorted([line.token, call.timestamp, call.nonce, sealed]))
    return hashlib.sha1(parts.encode()).hexdigest()  # noqa: S324 - their protocol says so


def is_signed(line: Line, call: Call, sealed: str) -> bool:
    """Say whether who knows the token has sent exactly this."""
    expected = signature_of(line, call, sealed)
    return hmac.compare_digest(expected.encode(), call.signature.encode())


def opened(line: Line, sealed: str) -> str:
    """Open what was sealed for this line."""
    key = key_of(line.key)
    try:
        body = base64.b64decode(sealed, validate=True)
        decryptor = Cipher(algorithms.AES256(key), modes.CBC(key[:RANDOM])).decryptor()
        padded = decryptor.update(body) + decryptor.finalize()
        inside = padded[RANDOM : -_padding(padded)]
        length = int.from_bytes(inside[:LENGTH])
        message, receiver = inside[LENGTH : LENGTH + length], inside[LENGTH + length :]
        said, whose = message.decode(), receiver.decode()
    except ValueError:
        raise NotTheirs from None
    if len(message) != length or whose != line.receiver:
        raise NotTheirs
    return said


def fields_of(text: bytes | str) -> Mapping[str, str]:
    """Read the flat XML of WeCom: one level of elements; a document type is refused at once."""
    raw = text if isinstance(text, bytes) else text.encode()
    if len(raw) > MOST_BYTES:
        raise NotTheirs
    reader = _Flat()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refused
    parser.EntityDeclHandler = _refused
    parser.StartElementHandler = reader.begin
    parser.CharacterDataHandler = reader.say
    parser.EndElementHandler = reader.end
    try:
        parser.Parse(raw, True)  # noqa: FBT003 - nothing follows
    except expat.ExpatError:
        raise NotTheirs from None
    return reader.fields


class _Flat:
    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self._at: list[str] = []

    def begin(self, name: str, _: Mapping[str, str]) -> None:
        self._at.append(name)
        if len(self._at) == 2 and name not in self.fields:  # noqa: PLR2004 - root and field
            self.fields[name] = ""
        if len(self.fields) > MOST_FIELDS:
            raise NotTheirs

    def say(self, text: str) -> None:
        if len(self._at) == 2:  # noqa: PLR2004 - root and field
            self.fields[self._at[-1]] += text

    def end(self, _: str) -> None:
        self._at.pop()


def _padding(padded: bytes) -> int:
    many = padded[-1] if padded else 0
    if not 1 <= many <= BLOCK or padded[-many:] != bytes([many]) * many:
        raise NotTheirs
    return many


def _refused(*_: object) -> None:
    raise NotTheirs
