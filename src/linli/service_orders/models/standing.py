"""An order that comes again (长期单), with the volunteer whom the elder knows."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from linli.kernel.encryption import EncryptedTextField
from linli.kernel.references import Ref, ref
from linli.people.models import Person
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.service_orders.models.mandates import principals_of
from linli.service_orders.models.recipients import ServiceRecipient
from linli.service_orders.rules.standing import Beat, StandingState


class StandingOrderQuerySet(models.QuerySet["StandingOrder"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own, those one may order for, who is known there; desk and audit theirs."""
        seen = Q(recipient__person__in=principals_of(viewer))
        if viewer.is_known:
            seen |= Q(known=viewer.person_id)
        for post in viewer.posts:
            if post.keeps_registers or post.reach is Reach.READ:
                seen |= Q(place__path__startswith=post.area_path)
        return self.filter(seen)

    def running(self) -> Self:
        return self.filter(state=StandingState.RUNNING)


class StandingOrder(models.Model):
    """长期单: lays an order for every day of its beat, and asks who is known first."""

    version = models.PositiveIntegerField("版次", default=1)
    state = models.CharField("状态", max_length=8, default=StandingState.WAITING)
    recipient = models.ForeignKey(
        ServiceRecipient, models.PROTECT, related_name="standing_orders"
    )
    place = models.ForeignKey(Area, models.PROTECT, related_name="+")
    service = models.CharField("服务项目", max_length=30)
    words = EncryptedTextField("要做什么", default="")
    beat = models.CharField("多久一次", max_length=16)
    minute_of_day = models.PositiveSmallIntegerField("几点")
    minutes = models.PositiveSmallIntegerField("多久")
    starts_on = models.DateField("从哪天")
    ends_on = models.DateField("到哪天")
    known = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("提出时间")
    reviewed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reason = models.CharField("为什么", max_length=200, default="")
    laid_until = models.DateField("排到哪天", null=True)

    objects = StandingOrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="standing_state_known",
                condition=Q(state__in=[state.value for state in StandingState]),
            ),
            models.CheckConstraint(
                name="standing_beat_known",
                condition=Q(beat__in=[beat.value for beat in Beat]),
            ),
            models.CheckConstraint(
                name="standing_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on"), minute_of_day__lt=1440),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def stands(self) -> StandingState:
        return StandingState(self.state)

    @property
    def rhythm(self) -> Beat:
        return Beat(self.beat)
