"""A child's suggestion (金点子), its guardian's consent and the answer in child words."""

from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.encryption import EncryptedTextField
from linli.kernel.references import Ref, ref
from linli.matters.models import Matter
from linli.people.viewer import Viewer
from linli.places.models import Area


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Who serves where the child lives."""
        seen = Q(pk__in=[])
        for post in viewer.posts:
            if post.keeps_registers:
                seen |= Q(place__path__startswith=post.area_path)
        return self.filter(seen)


class Suggestion(models.Model):
    """金点子: `called` is a first name or nickname; under 14 a guardian has consented."""

    place = models.ForeignKey(Area, models.PROTECT, related_name="+")
    called = models.CharField("怎么称呼", max_length=20)
    age = models.PositiveSmallIntegerField("几岁")
    words = models.CharField("金点子", max_length=300)
    guardian = EncryptedTextField("监护人", default="")
    relationship = models.CharField("关系", max_length=20, default="")
    way = models.CharField("怎么同意的", max_length=20, default="")
    may_publish = models.BooleanField("可以贴出来", default=False)
    matter = models.OneToOneField(Matter, models.PROTECT, related_name="+")
    answer = models.CharField("给小朋友的回信", max_length=300, default="")
    said_at = models.DateTimeField("提出时间")
    answered_at = models.DateTimeField("回信时间", null=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="child_under_14_with_consent",
                condition=Q(age__gte=14) | (~Q(relationship="") & ~Q(way="")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)
