"""What is encrypted is unreadable in the database and readable to nobody but its column."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Upper
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.encryption import (
    CannotBeDecrypted,
    EncryptedTextField,
    KeyMissing,
    blind_index,
    decrypt,
    encrypt,
    is_sealed_with_the_first_key,
)

KEYS = {"fields": b"1" * 32, "fields-2": b"2" * 32, "index": b"3" * 32, "short": b"4"}


@pytest.fixture(autouse=True)
def _keys(settings: Any) -> None:
    settings.SECRET_BYTES = KEYS.__getitem__


@pytest.fixture(scope="module")
def note(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    with isolate_apps("linli.kernel"), django_db_blocker.unblock():

        class Note(models.Model):  # noqa: DJ008
            secret = EncryptedTextField(null=True)
            other = EncryptedTextField(default="")
            plain = models.TextField(default="明文")

            class Meta:
                app_label = "kernel"
                db_table = "scratch_note"

        with connection.schema_editor() as editor:
            editor.create_model(Note)
        yield Note
        with connection.schema_editor() as editor:
            editor.delete_model(Note)


def stored(column: str = "secret") -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM scratch_note")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_database_holds_no_word_of_it(note: Any) -> None:
    row = note.objects.create(secret="低保户")

    assert "低保户" not in stored()
    assert stored().startswith("enc1:")
    assert note.objects.get(pk=row.pk).secret == "低保户"


@pytest.mark.django_db
def test_the_same_text_is_never_stored_alike(note: Any) -> None:
    note.objects.create(secret="低保户", other="低保户")

    assert stored("secret").split(":")[2] != stored("other").split(":")[2]


@pytest.mark.django_db
def test_nothing_stays_nothing(note: Any) -> None:
    row = note.objects.create(secret=None, other="")

    assert (stored("secret"), stored("other")) == (None, "")
    assert note.objects.filter(secret__isnull=True).get() == row


@pytest.mark.django_db
def test_every_way_of_writing_encrypts(note: Any) -> None:
    row = note.objects.bulk_create([note(secret="一")])[0]
    assert "一" not in stored()
    note.objects.filter(pk=row.pk).update(secret="二")
    assert "二" not in stored()
    row.secret = "三"
    note.objects.bulk_update([row], ["secret"])
    assert stored().startswith("enc1:")
    assert note.objects.get(pk=row.pk).secret == "三"
    row.secret = "四"
    row.save(update_fields=["secret"])
    assert note.objects.get(pk=row.pk).secret == "四"


@pytest.mark.django_db
@pytest.mark.parametrize("value", [F("plain"), Upper("plain"), Value("明文")])
def test_the_database_may_not_compute_what_is_secret(note: Any, value: Any) -> None:
    row = note.objects.create(secret="一")

    with pytest.raises(FieldError, match="加密字段"):
        note.objects.filter(pk=row.pk).update(secret=value)


@pytest.mark.parametrize(
    "condition",
    [
        {"secret": "低保户"},
        {"secret__contains": "低"},
        {"secret__in": ["低保户"]},
        {"secret__gt": "a"},
        {"secret__length__gt": 3},
    ],
)
def test_finding_by_it_is_refused(note: Any, condition: dict[str, Any]) -> None:
    with pytest.raises(FieldError, match="加密字段"):
        note.objects.filter(**condition)


@pytest.mark.django_db
def test_a_value_copied_to_another_column_does_not_open(note: Any) -> None:
    row = note.objects.create(secret="低保户")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE scratch_note SET other = secret")

    with pytest.raises(CannotBeDecrypted):
        note.objects.get(pk=row.pk)


@given(st.text())
def test_what_is_sealed_opens(text: str) -> None:
    readable = text.encode(errors="replace").decode()

    assert decrypt(encrypt(readable, context="a.b"), context="a.b") == readable


@pytest.mark.parametrize(
    "damaged", ["", "明文", "enc1:x:y", "enc9:a:b:c", "enc1:00000000:AAAA"]
)
def test_what_was_never_sealed_does_not_open(damaged: str) -> None:
    with pytest.raises(CannotBeDecrypted):
        decrypt(damaged, context="a.b")


def test_one_changed_letter_is_noticed() -> None:
    mark, key, body = encrypt("低保户", context="a.b").split(":")
    changed = ("B" if body[20] == "A" else "A").join((body[:20], body[21:]))

    with pytest.raises(CannotBeDecrypted):
        decrypt(f"{mark}:{key}:{changed}", context="a.b")


def test_keys_change_and_what_was_sealed_still_opens(settings: Any) -> None:
    old = encrypt("低保户", context="a.b")
    assert is_sealed_with_the_first_key(old)

    settings.LINLI_FIELD_KEYS = ("fields-2", "fields")

    assert decrypt(old, context="a.b") == "低保户"
    assert not is_sealed_with_the_first_key(old)
    assert is_sealed_with_the_first_key(encrypt("低保户", context="a.b"))
    settings.LINLI_FIELD_KEYS = ("fields-2",)
    with pytest.raises(CannotBeDecrypted):
        decrypt(old, context="a.b")


def test_a_short_key_is_refused(settings: Any) -> None:
    settings.LINLI_FIELD_KEYS = ("short",)

    with pytest.raises(KeyMissing):
        encrypt("低保户", context="a.b")


def test_a_blind_index_is_one_for_one_value_and_purpose() -> None:
    index = blind_index("11010519491231002X", "id number")

    assert len(index) == 32
    assert index == blind_index(" 110105 19491231 002ｘ", "id number")
    assert index != blind_index("11010519491231002X", "phone")
    assert index != blind_index("110105194912310021", "id number")
