"""The days on which this house departs from the published calendar."""

from django.db import models


class CalendarDay(models.Model):
    """A day off or a make-up workday (调休) from a notice; replaced, never edited."""

    date = models.DateField("日期", unique=True)
    is_workday = models.BooleanField("上班")
    note = models.CharField("说明", max_length=60, default="")
    source = models.CharField("依据", max_length=200)
    entered_by = models.CharField("录入人", max_length=60)
    entered_at = models.DateTimeField("录入时间")

    class Meta:
        app_label = "kernel"
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {'上班' if self.is_workday else '休息'} {self.note}".rstrip()
