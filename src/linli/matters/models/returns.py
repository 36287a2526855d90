"""What the one who has it asks of the desk above: to be rid of it, or to lay it up."""

from django.db import models
from django.db.models import Q

from linli.matters.rules import AskedState, Ground, ReturnState
from linli.people.models import Organisation, Person
from linli.places.models import Area


class Return(models.Model):
    """退单: the handler says with proof that it is not theirs; the desk above rules on it."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="asked_returns")
    turn = models.PositiveSmallIntegerField("第几次")
    ground = models.CharField("理由", max_length=12)
    proof = models.CharField("依据", max_length=500)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    proposed_unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    proposed_desk = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    desk = models.ForeignKey(Area, models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=8, default=ReturnState.ASKED)
    asked_at = models.DateTimeField("提出时间")
    rule_by = models.DateTimeField("裁定期限")
    ruling = models.CharField("裁定意见", max_length=500, default="")
    ruled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField("裁定时间", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="return_ground_known",
                condition=Q(ground__in=[ground.value for ground in Ground]),
            ),
            models.CheckConstraint(
                name="return_state_known",
                condition=Q(state__in=[state.value for state in ReturnState]),
            ),
            models.CheckConstraint(
                name="return_ruled_has_time",
                condition=Q(state="asked", ruled_at__isnull=True)
                | (~Q(state="asked") & Q(ruled_at__isnull=False)),
            ),
            models.UniqueConstraint(name="return_once_a_turn", fields=["matter", "turn"]),
            models.UniqueConstraint(
                name="return_one_at_a_time", fields=["matter"], condition=Q(state="asked")
            ),
        ]
        indexes = [
            models.Index(name="return_to_rule", fields=["desk", "state", "rule_by"]),
            models.Index(name="return_of_unit", fields=["unit", "state"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def why(self) -> Ground:
        return Ground(self.ground)

    @property
    def standing(self) -> ReturnState:
        return ReturnState(self.state)


class Precedent(models.Model):
    """先例: how a return was ruled on, found again by similar words."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="precedents")
    asked = models.OneToOneField(Return, models.PROTECT, related_name="precedent")
    words = models.CharField("关键词", max_length=200)
    ground = models.CharField("理由", max_length=12)
    from_route = models.CharField("原分派规则", max_length=30)
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    desk = models.ForeignKey(Area, models.PROTECT, related_name="precedents")
    ruling = models.CharField("裁定意见", max_length=500)
    ruled_at = models.DateTimeField("裁定时间")

    class Meta:
        indexes = [
            models.Index(name="precedent_by_route", fields=["from_route", "ruled_at"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def owner(self) -> str:
        """Whose it was found to be."""
        return self.unit.name if self.unit else self.desk.name


class Parking(models.Model):
    """挂账: what cannot be done yet is laid up with a plan and a day on which it comes back."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="parkings")
    turn = models.PositiveSmallIntegerField("第几次")
    plan = models.CharField("怎么办", max_length=500)
    milestones = models.TextField("节点")
    explanation = models.CharField("给居民的说明", max_length=300)
    until = models.DateField("下次日期")
    desk = models.ForeignKey(Area, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("提出时间")
    state = models.CharField("状态", max_length=8, default=AskedState.ASKED)
    answer = models.CharField("审批意见", max_length=300, default="")
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("审批时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="parking_state_known",
                condition=Q(state__in=[state.value for state in AskedState]),
            ),
            models.UniqueConstraint(
                name="parking_one_at_a_time",
                fields=["matter"],
                condition=Q(state="asked") | Q(state="granted", ended_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                name="parking_to_come_back",
                fields=["until"],
                condition=Q(state="granted", ended_at__isnull=True),
            ),
            models.Index(name="parking_to_answer", fields=["desk", "state"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
