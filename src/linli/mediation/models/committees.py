"""A mediation committee (人民调解委员会): an organisation with who leads it."""

from django.db import models
from django.db.models import Q

from linli.mediation.rules import MOST_MEMBERS, Seats
from linli.people.models import Organisation, Person


class Committee(models.Model):
    """调解委员会的组成: as it was last elected.

    Whether somebody is a woman is not kept of persons: who enters the election counts them.
    """

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="composition"
    )
    head = models.ForeignKey(Person, models.PROTECT, related_name="+")
    members = models.PositiveSmallIntegerField("委员人数")
    women = models.PositiveSmallIntegerField("妇女委员人数")
    elected_on = models.DateField("选出日期")
    ends_on = models.DateField("届满日期")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="committee_has_three_to_nine",
                condition=Q(members__gte=3, members__lte=MOST_MEMBERS),
            ),
            models.CheckConstraint(
                name="committee_has_a_woman",
                condition=Q(women__gte=1, women__lte=models.F("members")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def seats(self) -> Seats:
        return Seats(members=self.members, women=self.women)
