"""封票: a ballot is sealed to the poll's key as it comes in; only the count can open it.

The key is made of a half that the house keeps encrypted and a number that is shared among the
sworn counters. X25519, HKDF and AES-GCM; nothing of our own.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from linli.kernel.errors import Refusal
from linli.voting.models import Poll
from linli.voting.rules import Answer, code_of, secret_from, share_from, shares_of
from linli.voting.rules.sharing import PRIME

LENGTH = 32
NONCE = bytes(12)  # a key seals once
RECEIPT = 20
BLOCK = 64

type Answers = Sequence[Answer]


class CodesDoNotOpen(Refusal):
    pass


def make_key(*, holders: int, needed: int) -> tuple[str, str, list[str]]:
    """Give the public key, the half of the house, and a code for each holder."""
    half = secrets.token_bytes(LENGTH)
    shared = secrets.randbelow(PRIME) if needed else 0
    coefficients = [secrets.randbelow(PRIME) for _ in range(needed - 1)]
    shares = shares_of(shared, holders=holders, coefficients=coefficients) if needed else {}
    codes = [code_of(holder, share) for holder, share in shares.items()]
    return _public(_private(half, shared)).hex(), half.hex(), codes


def key_from(poll: Poll, codes: Sequence[str]) -> X25519PrivateKey:
    """Put the key together again; refused when it is not the one that the poll seals to."""
    shares = dict(share_from(code) for code in codes)
    if len(shares) < poll.codes_needed:
        raise CodesDoNotOpen(
            "开票要{needed}位监票人的口令，现在有{have}个。",
            needed=poll.codes_needed,
            have=len(shares),
        )
    chosen = dict(sorted(shares.items())[: poll.codes_needed])
    shared = secret_from(chosen) if poll.codes_needed else 0
    key = _private(bytes.fromhex(poll.house_half or ""), shared)
    if _public(key).hex() != poll.public_key:
        raise CodesDoNotOpen("这些口令打不开这次的票，请看看是不是别的投票的口令纸。")
    return key


def seal(poll: Poll, answers: Answers, *, of: str, room: int) -> str:
    """Seal the answers; `of` is the key of the entry of a named poll, `room` their length."""
    once = X25519PrivateKey.generate()
    public = bytes.fromhex(poll.public_key)
    text = json.dumps(answers).encode().ljust(room)
    key = _derived(once.exchange(X25519PublicKey.from_public_bytes(public)))
    sealed = AESGCM(key).encrypt(NONCE, text, _bound_to(poll, of))
    return base64.b64encode(_public(once) + sealed).decode()


def unseal(
    key: X25519PrivateKey, poll: Poll, sealed: str, *, of: str
) -> list[list[int] | None]:
    """Open one; whatever was changed since it was sealed does not open."""
    raw = base64.b64decode(sealed, validate=True)
    shared = key.exchange(X25519PublicKey.from_public_bytes(raw[:LENGTH]))
    try:
        text = AESGCM(_derived(shared)).decrypt(NONCE, raw[LENGTH:], _bound_to(poll, of))
    except InvalidTag:
        raise CodesDoNotOpen("有一张票打不开：封好以后被动过。请停下来查。") from None
    answers: list[list[int] | None] = json.loads(text)
    return answers


def receipt_of(sealed: str) -> str:
    """回执: names the envelope and says nothing of what is in it."""
    return hashlib.sha256(sealed.encode()).hexdigest()[:RECEIPT]


def room_for(most_marks: Sequence[int]) -> int:
    """The same length for every ballot of a poll, whatever it says."""
    longest = 16 + sum(8 + 6 * marks for marks in most_marks)
    return -(-longest // BLOCK) * BLOCK


def _private(half: bytes, shared: int) -> X25519PrivateKey:
    material = half + shared.to_bytes(16, "big")
    info = b"linli poll key"
    derived = HKDF(algorithm=SHA256(), length=LENGTH, salt=None, info=info).derive(material)
    return X25519PrivateKey.from_private_bytes(derived)


def _derived(shared: bytes) -> bytes:
    info = b"linli envelope"
    return HKDF(algorithm=SHA256(), length=LENGTH, salt=None, info=info).derive(shared)


def _public(key: X25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _bound_to(poll: Poll, of: str) -> bytes:
    return f"{poll.number}|{of}".encode()
