"""A kept picture shows what was photographed and tells nothing else."""

from contextlib import suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from linli.kernel import attachments
from linli.kernel.attachments import (
    AttachmentLost,
    FileEmpty,
    FileTooLarge,
    TooManyPictures,
    discard_attachment,
    keep_attachment,
    open_attachment,
    open_thumbnail,
    taken_from,
)
from linli.kernel.calendar import SHANGHAI
from linli.kernel.errors import Refusal
from linli.kernel.pictures import (
    FileKindNotTaken,
    PictureDamaged,
    PictureTooLarge,
    Taken,
    clean_picture,
)
from linli.kernel.tables.attachments import Attachment, AttachmentKind
from linli.kernel.testing import NOON

SECRETS = (b"Canon", b"2026:03:01", b"wang xiuying", b"<x:xmpmeta", b"Exif", b"GPS")
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n"


@pytest.fixture(autouse=True)
def _files_go_to_their_own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def exif() -> Image.Exif:
    tags = Image.Exif()
    tags[ExifTags.Base.Make] = "Canon"
    tags[ExifTags.Base.Orientation] = 6  # lies on its side
    tags.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:03:01 09:30:00"
    tags.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (24.0, 30.0, 36.0),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (118.0, 6.0, 0.0),
        }
    )
    return tags


def a_photo(size: tuple[int, int] = (900, 600), kind: str = "JPEG", **saved: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "seagreen").save(out, kind, **saved)
    return out.getvalue()


def a_photo_that_tells() -> bytes:
    return a_photo(exif=exif(), comment=b"wang xiuying", xmp=b"<x:xmpmeta>here</x:xmpmeta>")


def kept(content: bytes, name: str = "照片.jpg", **more: Any) -> Attachment:
    upload = ContentFile(content, name)
    return keep_attachment(
        upload=upload, subject="matter/1", by="person/1", place="area/1", at=NOON, **more
    )


@pytest.mark.django_db
def test_a_kept_photo_tells_neither_where_nor_when_nor_by_whom() -> None:
    original = a_photo_that_tells()
    assert all(secret in original for secret in SECRETS if secret != b"GPS")

    attachment = kept(original)

    for opened in (open_attachment(attachment), open_thumbnail(attachment)):
        content = opened.read()
        assert not any(secret in content for secret in SECRETS)
        assert not Image.open(BytesIO(content)).getexif()
    assert (attachment.taken_at, attachment.taken_where) == (None, "")
    assert not attachment.is_public


@pytest.mark.django_db
def test_a_photo_that_lies_on_its_side_is_turned_upright() -> None:
    attachment = kept(a_photo_that_tells())

    assert (attachment.width, attachment.height) == (600, 900)
    assert Image.open(open_attachment(attachment)).size == (600, 900)


@pytest.mark.django_db
def test_when_and_where_are_kept_privately_only_if_given() -> None:
    told = taken_from(ContentFile(a_photo_that_tells(), "a.jpg"))
    assert told == Taken(
        at=datetime(2026, 3, 1, 9, 30, tzinfo=SHANGHAI), where="24.51000,118.10000"
    )

    attachment = kept(a_photo_that_tells(), private=told)

    attachment.refresh_from_db()
    assert attachment.taken_where == "24.51000,118.10000"
    assert attachment.taken_at == told.at


@pytest.mark.django_db
def test_a_large_photo_is_made_smaller_and_gets_a_thumbnail() -> None:
    attachment = kept(a_photo((4000, 3000)))

    assert Image.open(open_attachment(attachment)).size == (2048, 1536)
    assert Image.open(open_thumbnail(attachment)).size == (480, 360)
    assert attachment.media_type == "image/jpeg"


@pytest.mark.django_db
def test_what_is_transparent_stays_transparent() -> None:
    out = BytesIO()
    meta = PngInfo()
    meta.add_text("Author", "wang xiuying")
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG", pnginfo=meta)

    attachment = kept(out.getvalue(), "章.png")

    assert attachment.name == "章.webp"
    content = open_attachment(attachment).read()
    assert b"wang" not in content
    assert Image.open(BytesIO(content)).convert("RGBA").getpixel((25, 25))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16", "LA", "RGB"])
def test_every_way_of_storing_colour_is_read(mode: str) -> None:
    out = BytesIO()
    Image.new(mode, (20, 10)).save(out, "JPEG" if mode == "CMYK" else "PNG")

    assert (clean_picture(out.getvalue()).width, clean_picture(out.getvalue()).height) == (
        20,
        10,
    )


@pytest.mark.django_db
def test_the_same_picture_lies_once_and_goes_with_its_last_holder(
    django_capture_on_commit_callbacks: Any,
) -> None:
    first, second = kept(a_photo()), kept(a_photo())
    assert first.key == second.key
    assert first.sha256 in first.key

    with django_capture_on_commit_callbacks(execute=True):
        discard_attachment(attachment=first)
    assert open_attachment(second).read()

    with django_capture_on_commit_callbacks(execute=True):
        discard_attachment(attachment=second)
    assert not default_storage.exists(second.key)
    assert not default_storage.exists(second.thumbnail_key)
    with pytest.raises(AttachmentLost):
        open_attachment(second)


@pytest.mark.django_db
def test_a_pdf_is_kept_as_it_is() -> None:
    attachment = kept(PDF, "../../决议\x00.exe")

    assert (attachment.kind, attachment.media_type) == ("document", "application/pdf")
    assert attachment.name == "决议.pdf"
    assert open_attachment(attachment).read() == PDF
    assert attachment.thumbnail_key == ""


@pytest.mark.django_db
def test_the_seventh_picture_is_refused() -> None:
    for number in range(6):
        kept(a_photo((20 + number, 20)))

    with pytest.raises(TooManyPictures, match="最多放6张图片"):
        kept(a_photo((40, 20)))
    kept(PDF)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", FileEmpty),
        (b"MZ\x90\x00" + b"\0" * 200, FileKindNotTaken),
        (b"just words", FileKindNotTaken),
        (b"PK\x03\x04" + b"\0" * 200, FileKindNotTaken),
        (SVG, FileKindNotTaken),
        (b"<!DOCTYPE html><html></html>", FileKindNotTaken),
        (b"GIF89a/*<script>alert(1)</script>*/", FileKindNotTaken),
        (a_photo() + b"<HTML><body>", FileKindNotTaken),
        (a_photo(comment=b"<svg onload=alert(1)>"), FileKindNotTaken),
        (b"%PDF-1.7 and no end", FileKindNotTaken),
        (b"%PDF-1.7 <html><script>" + PDF, FileKindNotTaken),
        (a_photo()[:-800], PictureDamaged),
        (PDF + b"\0" * attachments.LARGEST[AttachmentKind.DOCUMENT], FileTooLarge),
        (b"\xff\xd8" + b"\0" * (12 * 2**20), FileTooLarge),
    ],
)
@pytest.mark.django_db
def test_it_refuses_by_content_whatever_the_name(
    content: bytes, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal) as refused:
        kept(content, "照片.jpg")

    assert refused.value.message.endswith("。")
    assert not Attachment.objects.exists()


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(6400, 6400), (10_000, 10_000), (30_000, 30_000)])
def test_a_small_file_that_swells_is_refused_before_it_does(size: tuple[int, int]) -> None:
    out = BytesIO()
    Image.new("1", (8, 8)).save(out, "PNG")
    bomb = bytearray(out.getvalue())
    bomb[16:24] = size[0].to_bytes(4, "big") + size[1].to_bytes(4, "big")
    bomb[29:33] = __import__("zlib").crc32(bomb[12:29]).to_bytes(4, "big")

    with pytest.raises(PictureTooLarge):
        clean_picture(bytes(bomb))


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_file_is_refused_and_never_breaks_anything(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]))
    content = bytearray(a_photo((30, 20), kind))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(content)))

    with suppress(Refusal):
        assert clean_picture(bytes(content[:end])).content
    assert taken_from(ContentFile(bytes(content), "a.jpg")) is not None


@pytest.mark.django_db(transaction=True)
def test_a_file_outlives_a_discard_that_was_rolled_back() -> None:
    attachment = kept(a_photo())

    with transaction.atomic():
        discard_attachment(attachment=attachment)
        transaction.set_rollback(True)

    assert open_attachment(attachment).read()
