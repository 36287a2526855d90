"""What is looked at afterwards: times by two, disputes, calls, patterns, calendars."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from linli.kernel.encryption import EncryptedTextField
from linli.kernel.references import Ref, ref
from linli.people.models import Person
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.service_orders.models.orders import Seat, ServiceOrder
from linli.service_orders.rules.checking import Called, Pattern
from linli.service_orders.rules.disputes import DisputeState


class TimeReview(models.Model):
    """时间复核: how long it was where no code says so; one proposes, another confirms."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="reviews")
    minutes = models.PositiveSmallIntegerField("多少分钟")
    reason = models.CharField("根据什么", max_length=200)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("提出时间")
    ruled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField("复核时间", null=True)
    is_accepted = models.BooleanField("同意", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="time_reviewed_by_two",
                condition=Q(ruled_by=None) | ~Q(ruled_by=F("proposed_by")),
            ),
            models.UniqueConstraint(
                name="time_review_one_waits", fields=["seat"], condition=Q(ruled_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the orders that one sees."""
        return self.filter(order__in=ServiceOrder.objects.visible_to(viewer))

    def waiting(self) -> Self:
        return self.filter(state__in=[DisputeState.RAISED, DisputeState.REPLIED])


class Dispute(models.Model):
    """不同说法: one side says it was otherwise, the other answers, a third person rules."""

    order = models.ForeignKey(ServiceOrder, models.PROTECT, related_name="disputes")
    state = models.CharField("状态", max_length=8, default=DisputeState.RAISED)
    before = models.CharField("之前的状态", max_length=12)
    by_recipient = models.BooleanField("服务对象一方提出")
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField("提出时间")
    words = EncryptedTextField("说了什么")
    replied_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField("答复时间", null=True)
    reply = EncryptedTextField("答复", default="")
    ruled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField("判断时间", null=True)
    ruling = models.CharField("为什么这样判断", max_length=200, default="")

    objects = DisputeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="dispute_one_at_a_time",
                fields=["order"],
                condition=Q(state__in=["raised", "replied"]),
            ),
            models.CheckConstraint(
                name="dispute_ruled_by_a_third",
                condition=Q(ruled_by=None)
                | (
                    ~Q(ruled_by=F("raised_by"))
                    & (Q(replied_by=None) | ~Q(ruled_by=F("replied_by")))
                    & ~Q(ruling="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def stands(self) -> DisputeState:
        return DisputeState(self.state)


class DisputeEvidence(models.Model):
    """凭据: what one side adds; it stays. Triggers keep it."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="evidence")
    words = EncryptedTextField("是什么")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("补充时间")

    def __str__(self) -> str:
        return f"#{self.pk}"


class OrderCallQuerySet(models.QuerySet["OrderCall"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """For desk and audit those of their area; never who was there."""
        seen = Q(pk__in=[])
        for post in viewer.posts:
            if post.keeps_registers or post.reach is Reach.READ:
                seen |= Q(order__place__path__startswith=post.area_path)
        mine = Seat.objects.filter(person=viewer.person_id).values("order")
        return self.filter(seen).exclude(order__in=mine)

    def waiting(self) -> Self:
        return self.filter(called_at=None)


class OrderCall(models.Model):
    """回访抽查: an order that was drawn; `share` of ten thousand like it are called back."""

    order = models.OneToOneField(ServiceOrder, models.PROTECT, related_name="call")
    ticket = models.PositiveIntegerField("签号")
    share = models.PositiveSmallIntegerField("万分之几")
    drawn_at = models.DateTimeField("抽到时间")
    called_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    called_at = models.DateTimeField("打电话时间", null=True)
    outcome = models.CharField("怎么说", max_length=12, default="")
    words = EncryptedTextField("说了什么", default="")

    objects = OrderCallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="call_outcome_known",
                condition=Q(outcome="", called_at=None)
                | Q(outcome__in=[one.value for one in Called], called_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class SuspicionQuerySet(models.QuerySet["Suspicion"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """For desk and audit those of their area, unless they are about the viewer."""
        seen = Q(pk__in=[])
        for post in viewer.posts:
            if post.keeps_registers or post.reach is Reach.READ:
                seen |= Q(place__path__startswith=post.area_path)
        if not viewer.is_known:
            return self.none()
        about = Seat.objects.filter(person=viewer.person_id).values("order")
        return self.filter(seen).exclude(orders__in=about)

    def waiting(self) -> Self:
        return self.filter(looked_at=None)


class Suspicion(models.Model):
    """待看的规律: a pattern in services that somebody looks at; nobody is judged by it."""

    pattern = models.CharField("哪一种", max_length=12)
    digest = models.CharField("摘要", max_length=64, unique=True)
    place = models.ForeignKey(Area, models.PROTECT, related_name="+")
    orders = models.ManyToManyField(ServiceOrder, related_name="suspicions")
    found_at = models.DateTimeField("发现时间")
    looked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    looked_at = models.DateTimeField("看过时间", null=True)
    is_sound = models.BooleanField("没有问题", null=True)
    words = models.CharField("看了以后", max_length=200, default="")

    objects = SuspicionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="suspicion_pattern_known",
                condition=Q(pattern__in=[pattern.value for pattern in Pattern]),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.pattern}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def what(self) -> Pattern:
        return Pattern(self.pattern)


class OrderCalendar(models.Model):
    """日历订阅: the secret address of somebody's orders; a new one makes the old one void."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="order_calendar")
    key_index = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("生成时间")

    def __str__(self) -> str:
        return f"#{self.pk}"
