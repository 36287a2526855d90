"""Attachments (附件): pictures and documents, kept as what they are and nothing else."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import IO

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

from linli.kernel.errors import Refusal
from linli.kernel.pictures import MARKUP, FileKindNotTaken, Taken, clean_picture, taken
from linli.kernel.references import Ref
from linli.kernel.tables.attachments import Attachment, AttachmentKind

type Upload = File[bytes]

MEGABYTE = 2**20
LARGEST: Mapping[AttachmentKind, int] = MappingProxyType(
    {AttachmentKind.IMAGE: 12 * MEGABYTE, AttachmentKind.DOCUMENT: 10 * MEGABYTE}
)
MOST_PICTURES = 6
LONGEST_NAME = 120
PDF_START, PDF_END, PDF_MARGIN = b"%PDF-", b"%%EOF", 1024


class FileEmpty(Refusal):
    status = 422


class FileTooLarge(Refusal):
    status = 413


class TooManyPictures(Refusal):
    pass


class AttachmentLost(Refusal):
    status = 410


@dataclass(frozen=True)
class _Kept:
    """What is written: the content, its small copy where there is one, and what it is."""

    kind: AttachmentKind
    content: bytes
    media_type: str
    ending: str
    width: int | None = None
    height: int | None = None
    thumbnail: bytes = b""


def keep_attachment(
    *,
    upload: Upload,
    subject: Ref,
    by: Ref,
    place: Ref,
    at: datetime,
    caption: str = "",
    private: Taken | None = None,
) -> Attachment:
    """收下附件: keep a picture, drawn anew without its past, or a PDF; refuse all else.

    Files are known by their content, never by their name. `private` is what `taken_from` read,
    given only when the person agreed. The action has written its subject's row before, so that
    two uploads at once are counted one after the other.
    """
    kept = _examined(_content(upload))
    if kept.kind is AttachmentKind.IMAGE:
        _refuse_too_many(subject)
    sha256 = hashlib.sha256(kept.content).hexdigest()
    private = private or Taken()
    attachment = Attachment(
        subject=subject,
        by=by,
        place=place,
        kind=kept.kind,
        name=_name(upload, kept.ending),
        media_type=kept.media_type,
        size=len(kept.content),
        sha256=sha256,
        width=kept.width,
        height=kept.height,
        key=_stored(
            f"attachments/{sha256[:2]}/{sha256[2:4]}/{sha256}.{kept.ending}", kept.content
        ),
        taken_at=private.at,
        taken_where=private.where,
        caption=caption,
        uploaded_at=at,
    )
    if kept.thumbnail:
        _stored(attachment.thumbnail_key, kept.thumbnail)
    attachment.save(force_insert=True)
    return attachment


def taken_from(upload: Upload) -> Taken:
    """Read when and where the uploaded picture was taken, to ask whether that may be kept."""
    return taken(_content(upload))


def open_attachment(attachment: Attachment) -> IO[bytes]:
    """Open the kept file. Serve it with its media type, `nosniff`, and a PDF as a download."""
    return _opened(attachment.key)


def open_thumbnail(attachment: Attachment) -> IO[bytes]:
    """Open the small copy of a picture."""
    return _opened(attachment.thumbnail_key)


@transaction.atomic
def discard_attachment(*, attachment: Attachment) -> None:
    """删除附件: the row goes now; the file goes at the commit, if nothing else holds it."""
    keys = [key for key in (attachment.key, attachment.thumbnail_key) if key]
    Attachment.objects.filter(pk=attachment.pk).delete()

    def remove() -> None:
        if not Attachment.objects.filter(key=keys[0]).exists():
            for key in keys:
                default_storage.delete(key)

    transaction.on_commit(remove)


def _content(upload: Upload) -> bytes:
    largest = max(LARGEST.values())
    upload.seek(0)
    content: bytes = upload.read(largest + 1)
    if not content:
        raise FileEmpty("文件是空的，请重新选择。")
    if len(content) > largest:
        raise _too_large(AttachmentKind.IMAGE)
    return content


def _examined(content: bytes) -> _Kept:
    if content.startswith(PDF_START):
        return _document(content)
    picture = clean_picture(content)
    return _Kept(
        AttachmentKind.IMAGE,
        picture.content,
        picture.media_type,
        picture.ending,
        picture.width,
        picture.height,
        picture.thumbnail,
    )


def _document(content: bytes) -> _Kept:
    if len(content) > LARGEST[AttachmentKind.DOCUMENT]:
        raise _too_large(AttachmentKind.DOCUMENT)
    if PDF_END not in content[-PDF_MARGIN:] or MARKUP.search(content[:PDF_MARGIN]):
        raise FileKindNotTaken("这个PDF文件不完整或夹带了别的内容，请重新导出后再传。")
    return _Kept(AttachmentKind.DOCUMENT, content, "application/pdf", "pdf")


def _too_large(kind: AttachmentKind) -> FileTooLarge:
    limit = LARGEST[kind] // MEGABYTE
    return FileTooLarge("文件太大：每个{kind}不超过{limit}MB。", kind=kind.label, limit=limit)


def _refuse_too_many(subject: Ref) -> None:
    if Attachment.objects.filter(subject=subject, kind="image").count() >= MOST_PICTURES:
        raise TooManyPictures("最多放{most}张图片，请先删去一张。", most=MOST_PICTURES)


def _name(upload: Upload, ending: str) -> str:
    """Keep the name as a label: no folders, no control characters, the ending that is true."""
    last = (upload.name or "").replace("\\", "/").rpartition("/")[2]
    stem = "".join(c for c in PurePosixPath(last).stem if c.isprintable()).strip(". ")
    return f"{stem[: LONGEST_NAME - len(ending) - 1] or '附件'}.{ending}"


def _stored(key: str, content: bytes) -> str:
    """Store the content under its key, once, and say where it lies."""
    if default_storage.exists(key):
        return key
    return default_storage.save(key, ContentFile(content))


def _opened(key: str) -> IO[bytes]:
    try:
        return default_storage.open(key)
    except (FileNotFoundError, ValueError):
        raise AttachmentLost("这个附件的文件已经不在了。") from None
