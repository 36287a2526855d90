"""The counters behind public numbers such as PC-2026-000123."""

from django.db import models


class Series(models.Model):
    """One run of numbers: what begins with this prefix in this year."""

    prefix = models.CharField("字头", max_length=12)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("末号", default=0)

    class Meta:
        app_label = "kernel"
        constraints = [
            models.UniqueConstraint(name="series_once_a_year", fields=["prefix", "year"]),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year} {self.last}"
