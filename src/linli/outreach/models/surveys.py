"""A needs survey (需求调查): its questions, whom it asks and what each answered once."""

from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.encryption import EncryptedTextField
from linli.kernel.references import Ref, ref
from linli.outreach.rules.surveys import Answering, SurveyState, Way
from linli.people.models import Household, Person
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import ids_on


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Drafts for the desks of the area; once begun also for who walks its stairs."""
        seen = Q(pk__in=[])
        for post in viewer.posts:
            if post.keeps_registers:
                seen |= Q(area__path__startswith=post.area_path)
            if post.reach in (Reach.DESK, Reach.STAIRS):
                begun = ~Q(state__in=[SurveyState.DRAFT, SurveyState.DROPPED])
                around = Q(area__path__startswith=post.area_path)
                around |= Q(area__in=ids_on(post.area_path))
                seen |= begun & around
        return self.filter(seen)

    def published(self) -> Self:
        return self.filter(state=SurveyState.CLOSED)

    def running(self) -> Self:
        return self.filter(state=SurveyState.RUNNING)

    def in_area(self, area: Area) -> Self:
        return self.filter(area__path__startswith=area.path)


class Survey(models.Model):
    """需求调查: `sample_size` 0 asks everybody (普查); else so many, drawn by `seed`."""

    number = models.CharField("编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版次", default=1)
    state = models.CharField("状态", max_length=10, default=SurveyState.DRAFT)
    title = models.CharField("题目", max_length=60)
    purpose = models.CharField("为什么问", max_length=200)
    area = models.ForeignKey(Area, models.PROTECT, related_name="surveys")
    sample_size = models.PositiveIntegerField("抽多少户", default=0)
    seed = models.PositiveIntegerField("抽签号", default=0)
    drafted_at = models.DateTimeField("拟题时间")
    closes_at = models.DateTimeField("问到什么时候")
    begun_at = models.DateTimeField("开始时间", null=True)
    closed_at = models.DateTimeField("结束时间", null=True)
    conclusion = models.CharField("问出了什么", max_length=500, default="")

    objects = SurveyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="survey_state_known",
                condition=Q(state__in=[state.value for state in SurveyState]),
            ),
            models.CheckConstraint(
                name="survey_times_as_it_stands",
                condition=Q(state__in=["draft", "dropped"], begun_at=None, closed_at=None)
                | Q(state="running", begun_at__isnull=False, closed_at=None)
                | Q(state="closed", begun_at__isnull=False, closed_at__isnull=False),
            ),
        ]
        indexes = [models.Index(name="survey_by_area", fields=["area", "state", "begun_at"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.number}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> SurveyState:
        return SurveyState(self.state)

    @property
    def is_sample(self) -> bool:
        return self.sample_size > 0


class Question(models.Model):
    """题: in the order in which it is asked; the choices of a choice, by their place."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField("第几题")
    answering = models.CharField("怎么答", max_length=10)
    words = models.CharField("问什么", max_length=120)
    choices = models.JSONField("选项", default=list)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="question_once", fields=["survey", "position"]),
            models.CheckConstraint(
                name="question_answering_known",
                condition=Q(answering__in=[one.value for one in Answering]),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def kind(self) -> Answering:
        return Answering(self.answering)


class AskedHouseholdQuerySet(models.QuerySet["AskedHousehold"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The doors of the area that one serves or walks."""
        seen = Q(pk__in=[])
        for post in viewer.posts:
            if post.reach in (Reach.DESK, Reach.STAIRS):
                seen |= Q(household__dwelling__area__path__startswith=post.area_path)
        return self.filter(seen)

    def asked(self) -> Self:
        """Those that count: whoever was replaced is out."""
        return self.filter(replaced_because="")


class AskedHousehold(models.Model):
    """被问的户: once in a survey; `code` is the way in from the paper or the message."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="households")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField("抽签次序")
    code = models.CharField("二维码编号", max_length=16, unique=True)
    replaced_because = models.CharField("为什么换下", max_length=100, default="")

    objects = AskedHouseholdQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="household_asked_once", fields=["survey", "household"]
            ),
            models.UniqueConstraint(name="household_drawn_once", fields=["survey", "position"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def area(self) -> Area:
        return self.household.dwelling.area


class Response(models.Model):
    """答卷: what one household answered, once; paper has two dates, answered and entered."""

    asked = models.OneToOneField(AskedHousehold, models.PROTECT, related_name="response")
    way = models.CharField("怎么答的", max_length=8)
    answered_on = models.DateField("哪天答的")
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="response_way_known", condition=Q(way__in=[way.value for way in Way])
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Reply(models.Model):
    """一题的回答: of several choices one row each."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="replies")
    question = models.ForeignKey(Question, models.CASCADE, related_name="replies")
    choice = models.PositiveSmallIntegerField("选的第几个", null=True)
    number = models.PositiveIntegerField("数字", null=True)
    words = EncryptedTextField("写的话", default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="choice_once", fields=["response", "question", "choice"]
            ),
            models.UniqueConstraint(
                name="reply_once",
                fields=["response", "question"],
                condition=Q(choice=None),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
