"""The library: which policies and covenants hold here, in which version, how they came."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q

from linli.notices.models import Document, Notice, Version
from linli.notices.models.notices import OPEN_TO_READ
from linli.notices.rules import Standing
from linli.places.models import Area
from linli.places.rules import ids_on


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A version with where it stands, and the notices that passed it on."""

    version: Version
    standing: Standing
    passed_on: list[Notice]


def library_of(area: Area, *, repealed: bool = False) -> list[Document]:
    """文件库: what holds in an area, with what those above have given it; newest first."""
    here = Q(area__path__startswith=area.path) | Q(area__in=ids_on(area.path))
    found = Document.objects.filter(here, repealed_on__isnull=not repealed)
    newest = Prefetch("versions", Version.objects.order_by("-number"))
    return list(found.select_related("area").prefetch_related(newest).order_by("kind", "-pk"))


def in_force(document: Document) -> Version | None:
    """The version that holds, as long as the document does."""
    if document.repealed_on:
        return None
    return document.versions.order_by("-number").first()


def history_of(document: Document) -> list[Edition]:
    """各版: newest first, each with where it stands."""
    told = Notice.objects.filter(state__in=OPEN_TO_READ).order_by("sent_at")
    versions = document.versions.order_by("-number").prefetch_related(
        Prefetch("passed_on_by", told, to_attr="told")
    )
    editions = []
    for place, version in enumerate(versions):
        standing = Standing.REPLACED if place else Standing.IN_FORCE
        if document.repealed_on and not place:
            standing = Standing.REPEALED
        told_of: list[Notice] = version.told
        editions.append(Edition(version=version, standing=standing, passed_on=told_of))
    return editions
