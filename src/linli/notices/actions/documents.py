"""文件库: a policy or covenant is adopted, revised by a new version, repealed with a reason."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.notices import policies
from linli.notices.events import DocumentAdopted, DocumentRepealed
from linli.notices.models import Document, Version
from linli.notices.rules import Kind
from linli.people.viewer import Viewer
from linli.places.models import Area


class AlreadyThere(Refusal):
    pass


class NothingWritten(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The text of one version, with the day and the way of its adoption."""

    text: str
    adopted_on: date
    adopted_by: str


@transaction.atomic
def adopt_document(
    *, kind: Kind, title: str, area: Area, edition: Edition, by: Viewer, at: datetime
) -> Document:
    """入库: a policy that came down, or a covenant that the neighbours adopted."""
    _permit(by, area)
    if not (title.strip() and edition.text.strip() and edition.adopted_by.strip()):
        raise NothingWritten("请写上名称、正文和怎么通过的。")
    try:
        with transaction.atomic():
            document = Document.objects.create(kind=kind, title=title.strip(), area=area)
    except IntegrityError:
        raise AlreadyThere("这里已经有同名的文件了。有改动，请在它下面加一版。") from None
    _add_version(document, edition, by, at)
    return document


@transaction.atomic
def revise_document(
    *, document: Document, edition: Edition, by: Viewer, at: datetime
) -> Version:
    """修订: the next version; the ones before it stay to be read."""
    _permit(by, document.area)
    if document.repealed_on:
        raise AlreadyThere("这份文件已经废止，不能再修订。")
    if not (edition.text.strip() and edition.adopted_by.strip()):
        raise NothingWritten("请写上正文和怎么通过的。")
    return _add_version(document, edition, by, at)


@transaction.atomic
def repeal_document(*, document: Document, reason: str, by: Viewer, at: datetime) -> None:
    """废止: it holds no longer; why, everybody reads."""
    _permit(by, document.area)
    if not reason.strip():
        raise NothingWritten("请写明为什么废止。")
    held = Document.objects.filter(pk=document.pk, repealed_on=None)
    if not held.update(repealed_on=day_of(at), repeal_reason=reason.strip()[:200]):
        raise AlreadyThere("这份文件已经废止了。")
    document.repealed_on, document.repeal_reason = day_of(at), reason.strip()[:200]
    event = DocumentRepealed(subject=document.ref, reason=reason.strip()[:200])
    journal.record(event, by=by.ref, at=at, place=document.area.ref)


def _permit(by: Viewer, area: Area) -> None:
    if not policies.may_keep_documents(by, area):
        raise NotPermitted("政策和公约由社区工作人员入库、修订和废止。")


def _add_version(document: Document, edition: Edition, by: Viewer, at: datetime) -> Version:
    try:
        with transaction.atomic():
            version = Version.objects.create(
                document=document,
                number=document.versions.count() + 1,
                text=edition.text.strip(),
                adopted_on=edition.adopted_on,
                adopted_by=edition.adopted_by.strip()[:120],
            )
    except IntegrityError:
        raise AlreadyThere("刚才有人加了一版，请打开最新的再看看。") from None
    event = DocumentAdopted(
        subject=document.ref,
        kind=Kind(document.kind).label,
        title=document.title,
        version=version.number,
        how=version.adopted_by,
    )
    journal.record(event, by=by.ref, at=at, place=document.area.ref)
    return version
