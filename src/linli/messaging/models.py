"""A message (消息): something said to one person, and by which way it reached them."""

from django.db import models


class Message(models.Model):
    """Laid before a person once; `about` is the journal entry that it tells of."""

    to = models.CharField("收信人", max_length=60)
    about = models.BigIntegerField("事件", null=True)
    subject = models.CharField("对象", max_length=60)
    sentence = models.CharField("内容", max_length=300)
    url = models.CharField("去看", max_length=200, default="")
    told_at = models.DateTimeField("告知时间")
    seen_at = models.DateTimeField("看过时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="message_once_a_person",
                fields=["to", "about"],
                condition=models.Q(about__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="message_inbox", fields=["to", "-told_at"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
