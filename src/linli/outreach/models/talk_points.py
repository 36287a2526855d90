"""When a talk room is open and who sits there; the code of a chat group that hangs outside."""

from django.db import models
from django.db.models import F, Q

from linli.kernel.models import Attachment
from linli.people.models import Person
from linli.places.models import Area, Point


class OpenHour(models.Model):
    """开放时间: on that day of the week (1 is Monday), and who sits there."""

    point = models.ForeignKey(Point, models.PROTECT, related_name="open_hours")
    weekday = models.PositiveSmallIntegerField("星期几")
    opens = models.TimeField("开门")
    closes = models.TimeField("关门")
    keeper = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="open_hour_once", fields=["point", "weekday", "opens"]
            ),
            models.CheckConstraint(
                name="open_hour_weekday", condition=Q(weekday__gte=1, weekday__lte=7)
            ),
            models.CheckConstraint(
                name="open_hour_closes_later", condition=Q(closes__gt=F("opens"))
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class GroupCode(models.Model):
    """群二维码: the picture that leads into a compound's chat group, until it runs out."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    name = models.CharField("群名", max_length=40)
    picture = models.OneToOneField(Attachment, models.PROTECT, related_name="+")
    good_until = models.DateField("有效到")
    put_up_at = models.DateTimeField("上传时间")

    def __str__(self) -> str:
        return f"#{self.pk}"
