"""Notices with whom they reach, and the documents that hold here."""

from linli.notices.models.documents import Document, DocumentQuerySet, Version
from linli.notices.models.notices import Notice, NoticeQuerySet
from linli.notices.models.recipients import Reaching, Recipient, RecipientQuerySet

__all__ = [
    "Document",
    "DocumentQuerySet",
    "Notice",
    "NoticeQuerySet",
    "Reaching",
    "Recipient",
    "RecipientQuerySet",
    "Version",
]
