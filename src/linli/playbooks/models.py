"""A rule that a ruling suggests, on trial until somebody switches it on."""

from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.references import Ref, ref
from linli.matters.models import Precedent
from linli.people.models import Person
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.playbooks.rules import ProposalState


class ProposedRuleQuerySet(models.QuerySet["ProposedRule"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The desks over the place, and who chooses its rules."""
        seen = Q(pk__in=[])
        for post in viewer.posts:
            if post.reach is Reach.DESK or post.keeps_registers:
                seen |= Q(area__path__startswith=post.area_path)
        return self.filter(seen)


class ProposedRule(models.Model):
    """规则建议: what a precedent would have as a rule; it sends nothing anywhere on trial."""

    precedent = models.OneToOneField(Precedent, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    keywords = models.CharField("关键词", max_length=200)
    state = models.CharField("状态", max_length=8, default=ProposalState.TRIAL)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("处理时间", null=True)
    reason = models.CharField("为什么不用", max_length=200, default="")

    objects = ProposedRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="proposed_rule_as_it_says",
                condition=Q(state="trial", decided_at=None)
                | Q(state="on", decided_at__isnull=False)
                | (Q(state="dropped", decided_at__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.keywords.split("、"))
