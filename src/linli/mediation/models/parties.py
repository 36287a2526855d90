"""Who has the dispute, and who mediates it."""

from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.encryption import EncryptedTextField
from linli.mediation.rules import Consent
from linli.people.models import Person


class Party(models.Model):
    """当事人: somebody on the register or only a name; minors speak by their guardian."""

    case = models.ForeignKey("mediation.Case", models.PROTECT, related_name="parties")
    side = models.PositiveSmallIntegerField("第几方")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    name = EncryptedTextField("姓名", default="")
    contact = EncryptedTextField("怎么联系", default="")
    is_minor = models.BooleanField("未成年", default=False)
    guardian = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    guardian_name = EncryptedTextField("监护人姓名", default="")
    consent = models.CharField("愿不愿意", max_length=8, default=Consent.ASKED)
    answered_at = models.DateTimeField("回话时间", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="party_consent_known",
                condition=Q(consent__in=[consent.value for consent in Consent]),
            ),
            models.CheckConstraint(
                name="party_answered_has_time",
                condition=Q(consent="asked") | Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="party_side_counted", condition=Q(side__gte=1, side__lte=9)
            ),
            models.UniqueConstraint(
                name="party_once_a_case",
                fields=["case", "person"],
                condition=Q(person__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def called(self) -> str:
        """What the party is called among those who mediate."""
        return self.person.name if self.person else self.name

    @property
    def spoken_for_by(self) -> str:
        """The guardian's name, if somebody speaks for the party."""
        return self.guardian.name if self.guardian else self.guardian_name

    @property
    def answer(self) -> Consent:
        return Consent(self.consent)


class MediatorQuerySet(models.QuerySet["Mediator"]):
    def running(self) -> Self:
        return self.filter(until=None)


class Mediator(models.Model):
    """调解员: one of those who mediate this dispute, named by the committee or by a party."""

    case = models.ForeignKey("mediation.Case", models.PROTECT, related_name="mediators")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    chosen_by = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    refused_by = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField("从何时")
    until = models.DateTimeField("到何时", null=True)

    objects = MediatorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="mediator_once_at_a_time",
                fields=["case", "person"],
                condition=Q(until__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                name="mediator_running", fields=["person"], condition=Q(until__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
