"""Encrypted fields (加密字段): what is nobody's business is unreadable in the database."""

import base64
import hashlib
import hmac
import os
import unicodedata
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, Value, When
from django.db.models.functions import Cast

KEY_LENGTH = 32
NONCE_LENGTH = 12
INDEX_LENGTH = 32
MARK = "enc1"


class KeyMissing(Exception):
    """The settings hold no key of 32 bytes where one is needed."""


class CannotBeDecrypted(Exception):
    """The stored text was made with another key, for another column, or was tampered with."""


def encrypt(text: str, *, context: str) -> str:
    """加密: seal the text with the first key, bound to its context (its table and column)."""
    nonce, key = os.urandom(NONCE_LENGTH), _keys()[0]
    sealed = AESGCM(key).encrypt(nonce, text.encode(), context.encode())
    return f"{MARK}:{_key_id(key)}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(stored: str, *, context: str) -> str:
    """解密: open what `encrypt` sealed in the same context, with whichever key sealed it."""
    try:
        mark, key_id, body = stored.split(":")
        key = next(key for key in _keys() if _key_id(key) == key_id)
        sealed = base64.b64decode(body, validate=True)
        opened = AESGCM(key).decrypt(
            sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:], context.encode()
        )
    except (InvalidTag, StopIteration, ValueError):
        raise CannotBeDecrypted(context) from None
    if mark != MARK:
        raise CannotBeDecrypted(context)
    return opened.decode()


def is_sealed_with_the_first_key(stored: str) -> bool:
    """Say whether the stored text is up to date after a change of keys."""
    return stored.startswith(f"{MARK}:{_key_id(_keys()[0])}:")


def blind_index(value: str, purpose: str) -> str:
    """盲索引: give the keyed hash by which an encrypted value is found again; 32 hex digits.

    Full-width and spaced spellings of one value are one; another purpose gives another hash.
    """
    normal = "".join(unicodedata.normalize("NFKC", value).casefold().split())
    message = f"{purpose}\0{normal}".encode()
    return hmac.new(_key("index"), message, hashlib.sha256).hexdigest()[:INDEX_LENGTH]


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """A text, encrypted in the database and plain in Python; the empty text stays empty."""

    description = "加密文本"

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if hasattr(value, "as_sql"):
            if not _seals_itself(value):
                raise FieldError(f"“{self.name}”是加密字段，不能由数据库计算。")
            return value
        text = super().get_db_prep_save(value, connection)
        return encrypt(text, context=self.context) if text else text

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return decrypt(value, context=self.context) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"“{self.name}”是加密字段，不能按它查找（{lookup_name}）。")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> None:
        raise FieldError(f"“{self.name}”是加密字段，不能按它查找（{lookup_name}）。")

    @property
    def context(self) -> str:
        """Name the table and column, so that a value copied elsewhere does not open there."""
        return f"{self.model._meta.db_table}.{self.column}"


def _seals_itself(expression: Any) -> bool:
    """Tell what `bulk_update` wraps from what the database would write in the clear."""
    if isinstance(expression, Value):
        return expression.value is None or isinstance(
            expression.output_field, EncryptedTextField
        )
    if isinstance(expression, When):
        return _seals_itself(expression.result)
    if isinstance(expression, Case | Cast):
        return all(_seals_itself(part) for part in expression.get_source_expressions())
    return False


def _keys() -> list[bytes]:
    """Fetch the keys by the names in `LINLI_FIELD_KEYS`: the first seals, all of them open."""
    return [_key(name) for name in getattr(settings, "LINLI_FIELD_KEYS", ("fields",))]


def _key(name: str) -> bytes:
    key = settings.SECRET_BYTES(name)
    if not isinstance(key, bytes) or len(key) != KEY_LENGTH:
        raise KeyMissing(f"The secret {name!r} must hold {KEY_LENGTH} bytes.")
    return key


@cache
def _key_id(key: bytes) -> str:
    return hashlib.sha256(b"linli key id\0" + key).hexdigest()[:8]
