"""Policies and covenants (政策、公约): what holds here, in its versions."""

from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.references import Ref, ref
from linli.notices.rules import Kind
from linli.people.viewer import Viewer
from linli.places.models import Area


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, _: Viewer) -> Self:
        """What holds, and what held once, is everybody's to read (政务公开)."""
        return self.all()

    def in_area(self, area: Area) -> Self:
        return self.filter(area__path__startswith=area.path)

    def in_force(self) -> Self:
        return self.filter(repealed_on=None)


class Document(models.Model):
    """文件: a policy that is passed on, or a covenant that the neighbours gave themselves."""

    kind = models.CharField("种类", max_length=8)
    title = models.CharField("名称", max_length=80)
    area = models.ForeignKey(Area, models.PROTECT, related_name="documents")
    repealed_on = models.DateField("废止日期", null=True)
    repeal_reason = models.CharField("废止原因", max_length=200, default="")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="document_once", fields=["area", "kind", "title"]),
            models.CheckConstraint(
                name="document_kind_known",
                condition=Q(kind__in=[Kind.POLICY.value, Kind.COVENANT.value]),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.title}"

    @property
    def ref(self) -> Ref:
        return ref(self)


class Version(models.Model):
    """一版: the text as it was adopted; the newest one holds, none is ever changed."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("第几版")
    text = models.TextField("正文")
    adopted_on = models.DateField("通过日期")
    adopted_by = models.CharField("怎么通过的", max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="version_once", fields=["document", "number"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} v{self.number}"
