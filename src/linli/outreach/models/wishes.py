"""A wish on the wall (微心愿): put, screened, claimed, fulfilled."""

from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.references import Ref, ref
from linli.matters.models import Matter
from linli.outreach.rules.wishes import WishState
from linli.people.models import Organisation, Person
from linli.people.viewer import Viewer
from linli.places.models import Area


class WishQuerySet(models.QuerySet["Wish"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own, those one has claimed, and those of the area that one serves."""
        seen = Q(pk__in=[])
        if speaks_for := viewer.speaks_for:
            seen |= Q(wisher__in=speaks_for) | Q(claimed_by__in=speaks_for)
        for post in viewer.posts:
            if post.keeps_registers:
                seen |= Q(place__path__startswith=post.area_path)
        return self.filter(seen)

    def on_the_wall(self) -> Self:
        return self.filter(state__in=[WishState.OPEN, WishState.CLAIMED, WishState.FULFILLED])

    def in_area(self, area: Area) -> Self:
        return self.filter(place__path__startswith=area.path)


class Wish(models.Model):
    """微心愿: `words` is what was wished, `public_words` what stands on the wall, unnamed."""

    number = models.CharField("编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版次", default=1)
    state = models.CharField("状态", max_length=10, default=WishState.PUT)
    place = models.ForeignKey(Area, models.PROTECT, related_name="wishes")
    words = models.CharField("心愿", max_length=200)
    public_words = models.CharField("墙上的话", max_length=200, default="")
    wisher = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    guardian = models.CharField("监护人同意", max_length=80, default="")
    claimed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField("怎么实现的", max_length=200, default="")
    thanks = models.CharField("谢谢", max_length=200, default="")
    reason = models.CharField("为什么不上墙", max_length=200, default="")
    matter = models.OneToOneField(Matter, models.PROTECT, null=True, related_name="+")
    put_at = models.DateTimeField("许愿时间")
    ended_at = models.DateTimeField("了结时间", null=True)

    objects = WishQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="wish_state_known",
                condition=Q(state__in=[state.value for state in WishState]),
            ),
            models.CheckConstraint(
                name="wish_on_the_wall_has_public_words",
                condition=~Q(state__in=["open", "claimed", "fulfilled"]) | ~Q(public_words=""),
            ),
            models.CheckConstraint(
                name="wish_claimed_by_somebody",
                condition=~Q(state__in=["claimed", "fulfilled"]) | Q(claimed_by__isnull=False),
            ),
        ]
        indexes = [models.Index(name="wish_by_place", fields=["place", "state", "put_at"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.number}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> WishState:
        return WishState(self.state)
