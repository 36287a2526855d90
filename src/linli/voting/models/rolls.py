"""The roll: who may vote and with what weight, sealed before the first ballot."""

from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.references import Ref, ref
from linli.people.models import Person
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area, Dwelling
from linli.voting.rules import RollKind, RollState, Weight

WHO_SEE_ALL = (Reach.DESK, Reach.READ)


def serving(viewer: Viewer, path: str = "place__path") -> Q:
    """What lies where somebody serves at a desk or audits; nothing for whoever does not."""
    seen = Q(pk__in=())
    for post in viewer.posts:
        if post.reach in WHO_SEE_ALL:
            seen |= Q(**{f"{path}__startswith": post.area_path})
    return seen


class RollQuerySet(models.QuerySet["Roll"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """What hangs out and what is sealed, for everybody; drafts for who serves there."""
        shown = Q(state__in=(RollState.SHOWN, RollState.SEALED))
        return self.filter(shown | serving(viewer))


class Roll(models.Model):
    """名册: of whom a poll asks; drawn up, hung out for corrections, sealed with a digest.

    Sealed, neither it nor its entries change any more: triggers hold that. A later correction
    is a new roll and a new poll.
    """

    number = models.CharField("编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版次", default=1)
    state = models.CharField("状态", max_length=10, default=RollState.DRAFT)
    name = models.CharField("名称", max_length=60)
    place = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=12)
    basis = models.CharField("依据", max_length=120)
    cutoff_on = models.DateField("以哪天为准")
    drawn_up_at = models.DateTimeField("编制时间")
    shown_at = models.DateTimeField("公示时间", null=True)
    corrections_until = models.DateTimeField("公示到", null=True)
    sealed_at = models.DateTimeField("封存时间", null=True)
    digest = models.CharField("摘要", max_length=64, default="")
    size = models.PositiveIntegerField("条数", default=0)
    heads = models.PositiveBigIntegerField("人数", default=0)
    area = models.PositiveBigIntegerField("面积（平方分米）", default=0)
    units = models.PositiveBigIntegerField("套数", default=0)
    reason = models.CharField("作废的原因", max_length=200, default="")

    objects = RollQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="roll_state_known",
                condition=Q(state__in=[state.value for state in RollState]),
            ),
            models.CheckConstraint(
                name="roll_kind_known", condition=Q(kind__in=[kind.value for kind in RollKind])
            ),
            models.CheckConstraint(
                name="roll_sealed_has_digest",
                condition=~Q(state="sealed") | (Q(sealed_at__isnull=False) & ~Q(digest="")),
            ),
            models.CheckConstraint(
                name="roll_sealed_only_when_sealed",
                condition=Q(sealed_at__isnull=True) | Q(state="sealed"),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.number}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> RollState:
        return RollState(self.state)

    @property
    def weight(self) -> Weight:
        return Weight(heads=self.heads, area=self.area, units=self.units)


class RollEntryQuerySet(models.QuerySet["RollEntry"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own and that of whom one speaks for; all where one serves at a desk."""
        mine = Q(person__in=viewer.speaks_for)
        return self.filter(mine | serving(viewer, "roll__place__path"))

    def of_persons(self, ids: frozenset[int]) -> Self:
        return self.filter(person__in=ids)


class RollEntry(models.Model):
    """册上的一条: one voting head; several units of one owner are one entry with their sum.

    `person` is who votes for it; without one it votes on paper alone, against proof.
    """

    roll = models.ForeignKey(Roll, models.PROTECT, related_name="entries")
    key = models.CharField("序号", max_length=12)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, null=True, related_name="+")
    where = models.CharField("住处", max_length=60, default="")
    heads = models.PositiveIntegerField("人数", default=1)
    area = models.PositiveIntegerField("面积（平方分米）", default=0)
    units = models.PositiveIntegerField("套数", default=1)

    objects = RollEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="roll_entry_key_once", fields=["roll", "key"]),
            models.UniqueConstraint(
                name="roll_entry_person_once",
                fields=["roll", "person"],
                condition=Q(person__isnull=False),
            ),
            models.UniqueConstraint(
                name="roll_entry_dwelling_once",
                fields=["roll", "dwelling"],
                condition=Q(dwelling__isnull=False),
            ),
            models.CheckConstraint(
                name="roll_entry_of_somebody",
                condition=Q(person__isnull=False) | Q(dwelling__isnull=False),
            ),
            models.CheckConstraint(name="roll_entry_has_a_head", condition=Q(heads__gte=1)),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.key}"

    @property
    def weight(self) -> Weight:
        return Weight(heads=self.heads, area=self.area, units=self.units)


class RollCorrection(models.Model):
    """名册更正: somebody says that the roll is wrong; it is answered with a reason."""

    roll = models.ForeignKey(Roll, models.PROTECT, related_name="corrections")
    entry = models.ForeignKey(RollEntry, models.SET_NULL, null=True, related_name="+")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = models.CharField("哪里不对", max_length=300)
    asked_at = models.DateTimeField("提出时间")
    accepted = models.BooleanField("是否采纳", null=True)
    reason = models.CharField("答复", max_length=300, default="")
    ruled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="roll_correction_ruled_with_reason",
                condition=Q(accepted__isnull=True) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="roll_correction_not_by_oneself",
                condition=Q(ruled_by__isnull=True) | ~Q(ruled_by=models.F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
