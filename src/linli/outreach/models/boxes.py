"""A box of papers (说事箱) that two people open, and each paper typed by one, read by both."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from linli.kernel.references import Ref, ref
from linli.matters.models import Matter
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.models import Area, Point


class BoxOpeningQuerySet(models.QuerySet["BoxOpening"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The two who opened it, and the desks of the place."""
        seen = Q(opener=viewer.person_id) | Q(witness=viewer.person_id)
        seen = seen if viewer.is_known else Q(pk__in=[])
        for post in viewer.posts:
            if post.keeps_registers:
                seen |= Q(box__area__path__startswith=post.area_path)
        return self.filter(seen)

    def unfinished(self) -> Self:
        return self.filter(finished_at=None)


class BoxOpening(models.Model):
    """开箱: two people open the box together and count the papers before reading any."""

    box = models.ForeignKey(Point, models.PROTECT, related_name="openings")
    opener = models.ForeignKey(Person, models.PROTECT, related_name="+")
    witness = models.ForeignKey(Person, models.PROTECT, related_name="+")
    papers_found = models.PositiveSmallIntegerField("几张纸")
    opened_at = models.DateTimeField("开箱时间")
    finished_at = models.DateTimeField("登记完的时间", null=True)

    objects = BoxOpeningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="box_opened_by_two", condition=~Q(opener=F("witness"))),
        ]
        indexes = [models.Index(name="box_opened", fields=["box", "opened_at"])]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)


class PaperState(models.TextChoices):
    TYPED = "typed", "等另一位核对"
    TAKEN = "taken", "登记成了一件事"
    SET_ASIDE = "set_aside", "不登记"


class Paper(models.Model):
    """纸条: typed by one, confirmed by the other; it became a matter or was set aside, why."""

    opening = models.ForeignKey(BoxOpening, models.PROTECT, related_name="papers")
    position = models.PositiveSmallIntegerField("第几张")
    state = models.CharField("状态", max_length=10, default=PaperState.TYPED)
    words = models.TextField("纸条上的话", default="")
    place = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    reason = models.CharField("为什么不登记", max_length=100, default="")
    typed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    matter = models.OneToOneField(Matter, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="paper_once", fields=["opening", "position"]),
            models.CheckConstraint(
                name="paper_confirmed_by_the_other",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("typed_by")),
            ),
            models.CheckConstraint(
                name="paper_ends_as_it_says",
                condition=Q(state="typed", confirmed_by=None, matter=None)
                | Q(state="taken", confirmed_by__isnull=False, matter__isnull=False)
                | (
                    Q(state="set_aside", confirmed_by__isnull=False, matter=None)
                    & ~Q(reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
