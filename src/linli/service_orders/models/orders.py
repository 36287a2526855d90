"""An order (服务单), who took it, when they were there, and what was offered to whom."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from linli.kernel.encryption import EncryptedTextField
from linli.kernel.references import Ref, ref
from linli.people.models import Person
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.service_orders.models.mandates import principals_of
from linli.service_orders.models.recipients import ServiceRecipient
from linli.service_orders.models.standing import StandingOrder
from linli.service_orders.rules.orders import OPEN, SEATED, Channel, OrderState, SeatState
from linli.service_orders.rules.presence import Moment, Way


class ServiceOrderQuerySet(models.QuerySet["ServiceOrder"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own, those one may order for, those one took; desk and audit see theirs."""
        seen = Q(recipient__person__in=principals_of(viewer))
        if viewer.is_known:
            mine = Seat.objects.filter(order=OuterRef("pk"), person=viewer.person_id)
            seen |= Q(Exists(mine))
        for post in viewer.posts:
            if post.keeps_registers or post.reach is Reach.READ:
                seen |= Q(place__path__startswith=post.area_path)
        return self.filter(seen)

    def in_area(self, area: Area) -> Self:
        return self.filter(place__path__startswith=area.path)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def served(self) -> Self:
        """做了的: confirmed by both, rated or not."""
        return self.filter(state__in=[OrderState.CONFIRMED, OrderState.RATED])

    def ended_between(self, since: datetime | None, until: datetime) -> Self:
        ended = self.filter(ends_at__lt=until)
        return ended.filter(ends_at__gte=since) if since else ended


class ServiceOrder(models.Model):
    """服务单: `version` guards what was looked at, `options` is the digest it began under.

    Who may be told the door and the name is who took it; others see the kind and the compound.
    """

    number = models.CharField("编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版次", default=1)
    state = models.CharField("状态", max_length=12, default=OrderState.DRAFT)
    service = models.CharField("服务项目", max_length=30)
    options = models.CharField("规则摘要", max_length=64)
    recipient = models.ForeignKey(ServiceRecipient, models.PROTECT, related_name="orders")
    place = models.ForeignKey(Area, models.PROTECT, related_name="service_orders")
    channel = models.CharField("怎么来的", max_length=10)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = EncryptedTextField("要做什么", default="")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    people = models.PositiveSmallIntegerField("要几个人", default=1)
    standing = models.ForeignKey(
        StandingOrder, models.PROTECT, null=True, related_name="orders"
    )

    credits = models.PositiveIntegerField("冻结的积分", default=0)
    paid_by = models.CharField("谁出积分", max_length=6, default="nobody")

    arrival_code = models.CharField("到的口令", max_length=6, default="")
    leaving_code = models.CharField("走的口令", max_length=6, default="")

    made_at = models.DateTimeField("点单时间")
    reviewed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField("发布时间", null=True)
    confirmed_at = models.DateTimeField("确认时间", null=True)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirming_device = models.CharField("确认的设备", max_length=64, default="")
    is_late = models.BooleanField("事后补录", default=False)
    was_reviewed = models.BooleanField("时间经两人复核", default=False)
    reason = models.CharField("为什么", max_length=200, default="")
    alarmed_at = models.DateTimeField("没到的提醒", null=True)
    reminded_at = models.DateTimeField("提醒时间", null=True)
    ended_at = models.DateTimeField("了结时间", null=True)

    objects = ServiceOrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="order_state_known",
                condition=Q(state__in=[state.value for state in OrderState]),
            ),
            models.CheckConstraint(
                name="order_channel_known",
                condition=Q(channel__in=[channel.value for channel in Channel]),
            ),
            models.CheckConstraint(
                name="order_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="order_refused_has_reason",
                condition=~Q(state__in=["refused", "cancelled"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="order_confirmed_has_a_time",
                condition=~Q(state__in=["confirmed", "rated"]) | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="order_paper_checked_by_another",
                condition=~Q(channel__in=["paper", "late"])
                | Q(reviewed_by=None)
                | ~Q(reviewed_by=F("asked_by")),
            ),
            models.UniqueConstraint(
                name="standing_order_once_a_day", fields=["standing", "starts_at"]
            ),
        ]
        indexes = [
            models.Index(name="order_by_place", fields=["place", "state", "starts_at"]),
            models.Index(name="order_by_recipient", fields=["recipient", "starts_at"]),
            models.Index(name="order_by_state", fields=["state", "starts_at"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.number}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def stands(self) -> OrderState:
        return OrderState(self.state)

    @property
    def minutes(self) -> int:
        """So long it is planned."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


class SeatQuerySet(models.QuerySet["Seat"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own, and those of the orders that one sees."""
        return self.filter(order__in=ServiceOrder.objects.visible_to(viewer))

    def taken(self) -> Self:
        return self.filter(state__in=SEATED)


class Seat(models.Model):
    """接单: one person has one of the places of an order; the database holds it once.

    `code` is what they say to be known at the door.
    """

    order = models.ForeignKey(ServiceOrder, models.PROTECT, related_name="seats")
    position = models.PositiveSmallIntegerField("第几个")
    person = models.ForeignKey(Person, models.PROTECT, related_name="seats")
    state = models.CharField("状态", max_length=12, default=SeatState.HELD)
    code = models.CharField("来人的口令", max_length=6)
    taken_at = models.DateTimeField("接单时间")
    ended_at = models.DateTimeField("退单时间", null=True)
    reason = models.CharField("为什么", max_length=200, default="")
    minutes = models.PositiveSmallIntegerField("认定的分钟", default=0)
    credited = models.PositiveIntegerField("存入的积分", default=0)
    wrong_codes = models.PositiveSmallIntegerField("输错几次", default=0)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="seat_once",
                fields=["order", "position"],
                condition=Q(state__in=[state.value for state in sorted(SEATED)]),
            ),
            models.UniqueConstraint(
                name="seat_once_a_person",
                fields=["order", "person"],
                condition=Q(state__in=[state.value for state in sorted(SEATED)]),
            ),
            models.CheckConstraint(
                name="seat_state_known",
                condition=Q(state__in=[state.value for state in SeatState]),
            ),
        ]
        indexes = [models.Index(name="seat_of_person", fields=["person", "state"])]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def stands(self) -> SeatState:
        return SeatState(self.state)


class SeatSpan(models.Model):
    """占下的时间: who took an order is busy then; of one person no two may meet.

    In minutes since 1970, half-open; gone when the seat is given back.
    """

    seat = models.OneToOneField(Seat, models.CASCADE, related_name="span")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begins = models.BigIntegerField("从")
    ends = models.BigIntegerField("到")

    class Meta:
        constraints = [
            models.CheckConstraint(name="seat_span_forward", condition=Q(ends__gt=F("begins"))),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Stamp(models.Model):
    """到离: one was there or has left, by the server's clock. Triggers keep it."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="stamps")
    moment = models.CharField("到或走", max_length=8)
    way = models.CharField("怎么知道的", max_length=10)
    at = models.DateTimeField("时间")
    noted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    device = models.CharField("设备", max_length=64, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="stamp_once", fields=["seat", "moment"]),
            models.CheckConstraint(
                name="stamp_moment_known",
                condition=Q(moment__in=[moment.value for moment in Moment]),
            ),
            models.CheckConstraint(
                name="stamp_way_known", condition=Q(way__in=[way.value for way in Way])
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those made to oneself; whoever dispatches sees only those that still stand."""
        seen = Q(person=viewer.person_id) if viewer.is_known else Q(pk__in=[])
        for post in viewer.posts:
            if post.keeps_registers:
                seen |= Q(order__place__path__startswith=post.area_path, ended_at=None)
        return self.filter(seen)

    def standing(self, at: datetime) -> Self:
        return self.filter(ended_at=None, answer_by__gt=at)


class Offer(models.Model):
    """邀约: somebody is asked to take an order, and why.

    It ends alike whether they declined, somebody else was first or nobody answered: there is
    nothing from which a refusal could be counted (R06 §25).
    """

    order = models.ForeignKey(ServiceOrder, models.PROTECT, related_name="offers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reasons = models.JSONField("为什么问您", default=list)
    made_at = models.DateTimeField("邀约时间")
    answer_by = models.DateTimeField("几时前回话")
    ended_at = models.DateTimeField("结束时间", null=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="offered_once", fields=["order", "person"]),
        ]
        indexes = [
            models.Index(
                name="offer_waiting", fields=["answer_by"], condition=Q(ended_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
