"""The kernel's own tables: the journal, its deliveries, the choices made, the answers given."""

from django.db import models

from linli.kernel.events import ERASED, Event
from linli.kernel.tables.attachments import Attachment
from linli.kernel.tables.days import CalendarDay
from linli.kernel.tables.numbers import Series

__all__ = [
    "Answer",
    "Attachment",
    "CalendarDay",
    "Choice",
    "Delivery",
    "DeliveryState",
    "Draft",
    "Entry",
    "Installation",
    "Link",
    "PersonalDetail",
    "PinnedOptions",
    "Round",
    "Series",
]


class Entry(models.Model):
    """One line of the journal: who did what, when and where. Triggers refuse any change.

    A deed may be written down long after it was done, so an entry has two times.
    """

    code = models.CharField("事件", max_length=60)
    subject = models.CharField("对象", max_length=60)
    by = models.CharField("经手", max_length=60)
    happened_at = models.DateTimeField("发生时间")
    recorded_at = models.DateTimeField("记录时间")
    place = models.CharField("地点", max_length=60)
    facts = models.JSONField("事实")

    class Meta:
        db_table = "journal_entry"
        indexes = [
            models.Index(name="entry_of_subject", fields=["subject", "happened_at", "id"]),
            models.Index(name="entry_by_code", fields=["code", "happened_at"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.code} {self.subject}"

    def read_as[E: Event](self, kind: type[E]) -> E:
        """Read the event back; what has been erased reads ERASED."""
        detail: PersonalDetail | None = getattr(self, "personal_detail", None)
        personal = detail.facts if detail else dict.fromkeys(kind.personal, ERASED)
        return kind(subject=self.subject, **self.facts, **personal)


class PersonalDetail(models.Model):
    """What an entry tells about persons, kept apart from it so that it can be erased."""

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="personal_detail")
    facts = models.JSONField("个人信息")

    def __str__(self) -> str:
        return f"#{self.pk}"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "待送达"
    DELIVERED = "delivered", "已送达"
    PARKED = "parked", "已搁置"


class Delivery(models.Model):
    """One entry for one subscription; parked, it waits for a person to look at the reason."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="deliveries")
    subscription = models.CharField("订阅", max_length=60)
    state = models.CharField("状态", max_length=10, default=DeliveryState.WAITING)
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    due_at = models.DateTimeField("应送时间")
    claimed_until = models.DateTimeField("领取至", null=True)
    reason = models.TextField("未送达的原因", default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="delivery_once_a_subscription", fields=["entry", "subscription"]
            ),
            models.CheckConstraint(
                name="delivery_state_known",
                condition=models.Q(state__in=["waiting", "delivered", "parked"]),
            ),
        ]
        indexes = [
            models.Index(
                name="delivery_waiting", fields=["id"], condition=models.Q(state="waiting")
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.subscription} {self.state}"


class Choice(models.Model):
    """What a place has chosen for an option; `revision` is the journal entry that says so."""

    option = models.CharField("选项", max_length=60)
    place = models.CharField("地点", max_length=60)
    value = models.JSONField("取值")
    revision = models.BigIntegerField("版次", db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="choice_once_a_place", fields=["option", "place"]),
        ]

    def __str__(self) -> str:
        return f"{self.option} @{self.place}"


class PinnedOptions(models.Model):
    """All options as they stood when a case started; named by their digest, never changed."""

    digest = models.CharField("摘要", max_length=64, unique=True)
    values = models.JSONField("取值")

    def __str__(self) -> str:
        return self.digest[:12]


class Answer(models.Model):
    """The answer given to a one-time key, to be given again when the key comes again."""

    owner = models.CharField("提交人", max_length=80)
    key = models.CharField("一次性编号", max_length=60)
    question = models.CharField("所问", max_length=64)
    status = models.PositiveSmallIntegerField("状态码", default=0)
    headers = models.JSONField("响应头", default=dict)
    body = models.BinaryField("正文", default=b"")
    asked_at = models.DateTimeField("提交时间", db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="answer_once_a_key", fields=["owner", "key"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.status}"


class Link(models.Model):
    """Two things of different contexts that belong together, readable from both ends."""

    from_ref = models.CharField("由", max_length=60)
    to_ref = models.CharField("到", max_length=60, db_index=True)
    kind = models.CharField("关系", max_length=40)
    by = models.CharField("经手", max_length=60)
    at = models.DateTimeField("时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="link_once", fields=["from_ref", "to_ref", "kind"]),
        ]

    def __str__(self) -> str:
        return f"{self.from_ref} {self.kind} {self.to_ref}"


class Draft(models.Model):
    """What somebody has typed and not yet sent; its owner alone sees it."""

    owner = models.CharField("主人", max_length=60)
    form = models.CharField("表单", max_length=80)
    content = models.JSONField("内容")
    kept_at = models.DateTimeField("保存时间", db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="draft_once_a_form", fields=["owner", "form"]),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.form}"


class Round(models.Model):
    """A round that comes back by itself (the tick claims it when it is due)."""

    name = models.CharField("轮次", max_length=60, unique=True)
    due_at = models.DateTimeField("应办时间")
    claimed_until = models.DateTimeField("领取至", null=True)
    last_ended_at = models.DateTimeField("上次办完", null=True)
    reason = models.TextField("上次未办成的原因", default="")

    def __str__(self) -> str:
        return self.name


class Installation(models.Model):
    """What this database holds: a real community, or a story told after press reports."""

    only = models.BooleanField("唯一", default=True, unique=True)
    kind = models.CharField("种类", max_length=10)
    name = models.CharField("名称", max_length=80)
    started_at = models.DateTimeField("启用时间")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="installation_kind_known",
                condition=models.Q(kind__in=["real", "demo", "replay"]),
            ),
            models.CheckConstraint(name="installation_only_one", condition=models.Q(only=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
