"""What units agreed at one table: who does what for a matter, and until when."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from linli.coordination.models.whistles import units_of
from linli.coordination.rules import END_OF_DAY, TaskState
from linli.kernel.dates import HERE
from linli.kernel.references import Ref, ref
from linli.matters.models import NUMBER_OF_DESK, Involvement, Matter
from linli.matters.rules import Sensitivity
from linli.meetings.models import AgendaItem
from linli.people.models import Organisation
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area


class JointTaskQuerySet(models.QuerySet["JointTask"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The desks that the matter or the task has come before, auditors, the unit itself."""
        seen = Q(unit__in=units_of(viewer))
        for post in viewer.posts:
            inside = Q(matter__place__path__startswith=post.area_path)
            if post.reach is Reach.READ:
                seen |= inside
            elif post.reach is Reach.DESK:
                number = NUMBER_OF_DESK.get(post.area_kind, 0)
                seen |= inside & (Q(level__gte=number) | Q(matter__level_reached__gte=number))
        mine = Q(matter__concerns=viewer.person_id, matter__concerns__isnull=False)
        return self.filter(seen & ~mine & ~Q(matter__sensitivity=Sensitivity.COMPLAINT))

    def in_area(self, area: Area) -> Self:
        return self.filter(matter__place__path__startswith=area.path)

    def open(self) -> Self:
        return self.filter(state=TaskState.AGREED)


class JointTask(models.Model):
    """议定事项: what one unit took on for one matter at a joint or coordination meeting.

    `level` is the highest desk that it has come before since it is late.
    """

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="joint_task")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="joint_tasks")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="joint_tasks")
    involvement = models.ForeignKey(
        Involvement, models.PROTECT, null=True, related_name="joint_tasks"
    )
    desk = models.ForeignKey(Area, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField("到过的层级", default=0)
    decision = models.CharField("议定什么", max_length=500)
    due_on = models.DateField("哪天前办到")
    state = models.CharField("状态", max_length=8, default=TaskState.AGREED)
    agreed_at = models.DateTimeField("议定时间")
    result = models.CharField("结果", max_length=500, default="")
    ended_at = models.DateTimeField("结束时间", null=True)

    objects = JointTaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="joint_task_state_known",
                condition=Q(state__in=[state.value for state in TaskState]),
            ),
            models.CheckConstraint(
                name="joint_task_ended_has_result",
                condition=Q(state="agreed") | (~Q(result="") & Q(ended_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(name="joint_task_of_unit", fields=["unit", "state", "due_on"]),
            models.Index(name="joint_task_agreed", fields=["agreed_at", "id"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def due_at(self) -> datetime:
        """When the offices close on the day by which it is owed."""
        return datetime.combine(self.due_on, END_OF_DAY, tzinfo=HERE)

    @property
    def standing(self) -> TaskState:
        return TaskState(self.state)
