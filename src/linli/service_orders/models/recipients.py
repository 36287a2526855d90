"""A recipient (服务对象): who is served, what is known of them and by what consent."""

from datetime import date
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
from linli.service_orders.rules.eligibility import Fact, Need


class ServiceRecipientQuerySet(models.QuerySet["ServiceRecipient"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Oneself, those who let one order for them, and for desk and audit those there."""
        seen = Q(person__in=principals_of(viewer))
        for post in viewer.posts:
            if post.keeps_registers or post.reach is Reach.READ:
                seen |= Q(place__path__startswith=post.area_path)
        return self.filter(seen)

    def in_area(self, area: Area) -> Self:
        return self.filter(place__path__startswith=area.path)


class ServiceRecipient(models.Model):
    """服务对象: somebody who may be served; `door_code` is the QR inside the door."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="recipient")
    place = models.ForeignKey(Area, models.PROTECT, related_name="recipients")
    languages = models.CharField("听得懂的话", max_length=120, default="")
    notes = EncryptedTextField("上门要知道的", default="")
    door_code = models.CharField("门上的码", max_length=16, unique=True)
    registered_at = models.DateTimeField("登记时间")

    objects = ServiceRecipientQuerySet.as_manager()

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def understands(self) -> tuple[str, ...]:
        return tuple(self.languages.split())


class NeedFactQuerySet(models.QuerySet["NeedFact"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Sensitive: the person, who may order for them, and who keeps the register there."""
        seen = Q(recipient__person__in=principals_of(viewer))
        for path in viewer.kept_paths:
            seen |= Q(recipient__place__path__startswith=path)
        return self.filter(seen)

    def holding(self, on: date) -> Self:
        return self.filter(began_on__lte=on, valid_until__gte=on, ended_at=None)


class NeedFact(models.Model):
    """服务对象情况: dated, with evidence and consent, for one purpose, until a day."""

    recipient = models.ForeignKey(ServiceRecipient, models.CASCADE, related_name="needs")
    need = models.CharField("情况", max_length=20)
    evidence = EncryptedTextField("凭据", default="")
    began_on = models.DateField("从哪天")
    valid_until = models.DateField("到哪天")
    consented_on = models.DateField("单独同意日期")
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("收回时间", null=True)

    objects = NeedFactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="need_known", condition=Q(need__in=[need.value for need in Need])
            ),
            models.CheckConstraint(
                name="need_ends_after_it_begins", condition=Q(valid_until__gte=F("began_on"))
            ),
            models.UniqueConstraint(
                name="need_once_at_a_time",
                fields=["recipient", "need"],
                condition=Q(ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def what(self) -> Need:
        return Need(self.need)

    @property
    def fact(self) -> Fact:
        return Fact(need=self.what, began_on=self.began_on, valid_until=self.valid_until)


class EligibilityDecision(models.Model):
    """资格认定: which classes applied that day and why; the newest counts. Triggers keep it.

    `classes` are codes; the reasons are kept as sentences only where they are not sensitive, so
    that what was taken back is not told on: they are worked out anew from what still holds.
    """

    recipient = models.ForeignKey(ServiceRecipient, models.PROTECT, related_name="decisions")
    is_eligible = models.BooleanField("可以点单")
    classes = models.JSONField("哪几类", default=list)
    is_first = models.BooleanField("先安排", default=False)
    pays = models.BooleanField("用自己的积分", default=False)
    rules = models.CharField("依据的规则", max_length=64)
    valid_until = models.DateField("到哪天再看")
    decided_by = models.CharField("谁认定的", max_length=60)
    decided_at = models.DateTimeField("认定时间")

    class Meta:
        indexes = [
            models.Index(name="decision_newest", fields=["recipient", "decided_at"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
