"""An account (账户) in one book: whose it is, what is in it, what of it is held."""

from typing import Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat

from linli.kernel.references import Ref, ref
from linli.kernel.words import Words, say
from linli.ledger.rules import AccountKind, Book, State
from linli.people.models import HouseholdMember
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area


class LedgerAccountQuerySet(models.QuerySet["LedgerAccount"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own, one's household's, those one speaks for; the desk's and the auditor's."""
        seen = self.model.owned_by(viewer)
        for post in viewer.posts:
            if post.keeps_registers or post.reach is Reach.READ:
                seen |= Q(place__path__startswith=post.area_path)
        return self.filter(seen)

    def of(self, viewer: Viewer) -> Self:
        """Those whose passbook somebody holds."""
        return self.filter(self.model.owned_by(viewer))

    def in_area(self, area: Area) -> Self:
        return self.filter(place__path__startswith=area.path)

    def bounded(self) -> Self:
        return self.filter(floor__isnull=False)


class LedgerAccount(models.Model):
    """账户: `posted` is what was posted, `held` what of it is held; what is left is available.

    An account without a floor (发放, 已兑换, …) keeps no balance: it is added up when it is
    read, for its row would be the hottest of a city. `version` counts the postings.
    """

    place = models.ForeignKey(Area, models.PROTECT, related_name="ledger_accounts")
    book = models.CharField("账本", max_length=6)
    kind = models.CharField("种类", max_length=12)
    owner = models.CharField("户主", max_length=60, db_index=True)
    floor = models.BigIntegerField("下限", null=True)
    posted = models.BigIntegerField("余额", default=0)
    held = models.BigIntegerField("冻结", default=0)
    version = models.PositiveIntegerField("笔数", default=0)
    state = models.CharField("状态", max_length=8, default=State.OPEN)
    opened_at = models.DateTimeField("开户时间")

    objects = LedgerAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="ledger_account_once", fields=["place", "book", "kind", "owner"]
            ),
            models.CheckConstraint(
                name="ledger_account_book_known",
                condition=Q(book__in=[book.value for book in Book]),
            ),
            models.CheckConstraint(
                name="ledger_account_kind_known",
                condition=Q(kind__in=[kind.value for kind in AccountKind]),
            ),
            models.CheckConstraint(
                name="ledger_account_state_known",
                condition=Q(state__in=[state.value for state in State]),
            ),
            models.CheckConstraint(
                name="ledger_account_held_not_negative", condition=Q(held__gte=0)
            ),
            models.CheckConstraint(
                name="ledger_account_above_its_floor",
                condition=Q(floor__isnull=True) | Q(posted__gte=F("held") + F("floor")),
            ),
            models.CheckConstraint(
                name="ledger_account_unbounded_keeps_nothing",
                condition=Q(floor__isnull=False) | Q(posted=0, held=0, version=0),
            ),
        ]
        indexes = [
            models.Index(name="ledger_account_kinds", fields=["place", "book", "kind"]),
            models.Index(
                name="ledger_account_unbounded",
                fields=["id"],
                condition=Q(floor__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def available(self) -> int:
        return self.posted - self.held

    @property
    def what(self) -> AccountKind:
        return AccountKind(self.kind)

    @property
    def book_word(self) -> Words:
        return Book(self.book).label

    @property
    def state_word(self) -> str:
        return say(self.standing.label)

    @property
    def standing(self) -> State:
        return State(self.state)

    @staticmethod
    def owned_by(viewer: Viewer) -> Q:
        """Accounts of the viewer, of who gave a mandate, of their households and units."""
        people = [f"person/{pk}" for pk in viewer.speaks_for]
        units = [f"organisation/{p.organisation_id}" for p in viewer.posts if p.organisation_id]
        mine = Q(owner__in=[*people, *units])
        if people:
            homes = HouseholdMember.objects.filter(person__in=viewer.speaks_for, ended_on=None)
            named = Concat(Value("household/"), Cast("household_id", models.CharField()))
            mine |= Q(owner__in=homes.annotate(named=named).values("named"))
        return mine & Q(kind__in=[AccountKind.PERSON, AccountKind.HOUSEHOLD, "organisation"])
