"""What is written down: talks, the agreement, visits. Words are sealed in the database."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.encryption import EncryptedTextField
from linli.mediation.models.cases import Case
from linli.mediation.models.parties import Party
from linli.mediation.rules import Form, confirm_by
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.models import Point


class WhatWasSaidQuerySet(models.QuerySet["Talk"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """笔录: only who mediates it and who leads the committee, never a party (15)."""
        return self.filter(case__in=kept_by(viewer).values("pk"))


def kept_by(viewer: Viewer) -> models.QuerySet[Case]:
    """The cases whose notes the viewer reads."""
    if not viewer.is_known:
        return Case.objects.none()
    theirs = Q(mediators__person=viewer.person_id, mediators__until=None)
    leads = Q(committee__composition__head=viewer.person_id)
    known = Case.objects.visible_to(viewer).filter(theirs | leads)
    parties = Party.objects.filter(
        Q(person__in=viewer.speaks_for) | Q(guardian__in=viewer.speaks_for)
    )
    return known.exclude(pk__in=parties.values("case")).distinct()


class Talk(models.Model):
    """调解笔录: one sitting; the notes are for who mediates, and for nobody else."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="talks")
    turn = models.PositiveSmallIntegerField("第几次")
    held_at = models.DateTimeField("时间")
    point = models.ForeignKey(Point, models.PROTECT, null=True, related_name="+")
    where = models.CharField("地点", max_length=60, default="")
    came = models.ManyToManyField(Party, related_name="+")
    others = EncryptedTextField("还请了谁", default="")
    notes = EncryptedTextField("笔录")
    kept_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField("记录时间")

    objects = WhatWasSaidQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="talk_once_a_turn", fields=["case", "turn"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def at_place(self) -> str:
        return self.point.name if self.point else self.where


class Agreement(models.Model):
    """调解协议: what the parties owe each other (29); each of them has a copy."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="agreement")
    form = models.CharField("形式", max_length=8)
    disputed = EncryptedTextField("争议事项")
    facts = EncryptedTextField("主要事实和责任", default="")
    terms = EncryptedTextField("协议内容")
    fulfilment = EncryptedTextField("怎么履行", default="")
    fulfil_by = models.DateField("履行期限")
    effective_on = models.DateField("生效日期")
    signed = models.ManyToManyField(Party, related_name="+")
    kept_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agreement_form_known",
                condition=Q(form__in=[form.value for form in Form]),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def shape(self) -> Form:
        return Form(self.form)

    @property
    def confirm_by(self) -> date:
        """The last day for asking the court together to confirm it."""
        return confirm_by(self.effective_on)


class Visit(models.Model):
    """回访: somebody asked the parties whether what was agreed has been done."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="visits")
    visited_at = models.DateTimeField("回访时间")
    found = models.CharField("履行情况", max_length=10)
    words = EncryptedTextField("回访记录", default="")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="visit_found_something",
                condition=Q(found__in=["fulfilled", "partly", "broken"]),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
