"""What somebody lets another do for them, and what they agree to."""

from django.db import models
from django.db.models import Q

from linli.people.models.persons import Person


class Mandate(models.Model):
    """委托: somebody lets another act for them, for a purpose and a time."""

    principal = models.ForeignKey(Person, models.PROTECT, related_name="given_mandates")
    delegate = models.ForeignKey(Person, models.PROTECT, related_name="held_mandates")
    scope = models.CharField("事项范围", max_length=20, default="matters")
    evidence = models.CharField("凭据", max_length=80)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    revoked_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mandate_for_another",
                condition=~Q(principal=models.F("delegate")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Consent(models.Model):
    """同意: somebody agrees to one purpose, and may take it back."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.CharField("用途", max_length=40)
    given_at = models.DateTimeField("同意时间")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_consent_at_a_time",
                fields=["person", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
