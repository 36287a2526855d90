"""Whom a notice means on a day, as one query: who is counted is who is sent to."""

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)

from linli.kernel.options import resolve
from linli.notices.models import Notice, Recipient
from linli.notices.models.recipients import as_reference
from linli.notices.options import ROBOT
from linli.notices.rules import SPOKEN_TO_FROM, Audience
from linli.people.models import HouseholdMember, Membership, Person, PersonFact, Term
from linli.people.rules import FactKind, PostKind

PARTY = (FactKind.PARTY_MEMBER, FactKind.DUAL_REPORTING)
VOLUNTEERS = (PostKind.GRID_VOLUNTEER, PostKind.SILVER_ASSISTANT, PostKind.HOST_ASSISTANT)


@dataclass(frozen=True, kw_only=True)
class Meant:
    """How many a notice would reach, and how many of them only by telephone list or paper."""

    people: int
    doors: int
    without_phone: int


def people_meant(notice: Notice, *, on: date) -> QuerySet[Person]:
    """告知范围: each person once, with the `door` behind which they are told."""
    known = Person.objects.filter(_meant(notice, on), left_on=None)
    household = HouseholdMember.objects.filter(person=OuterRef("pk"), ended_on=None)
    return known.annotate(
        household=Subquery(household.values("household")[:1], output_field=BigIntegerField()),
        door=Case(
            When(household__isnull=False, then=as_reference("household", "household")),
            default=as_reference("person", "pk"),
            output_field=CharField(),
        ),
    )


def meant_by(notice: Notice, *, on: date) -> Meant:
    """Count whom it means, in one question."""
    counted = people_meant(notice, on=on).aggregate(
        people=Count("pk"),
        doors=Count("door", distinct=True),
        without_phone=Count("pk", filter=Q(phone_index="")),
    )
    return Meant(**counted)


def sms_recipients(notice: Notice) -> QuerySet[Recipient]:
    """Those to whom an SMS goes: of several who share a phone, one."""
    told = Recipient.objects.filter(notice=notice)
    first = (
        told.exclude(person__phone_index="")
        .order_by()
        .values("person__phone_index")
        .annotate(first=Min("person"))
        .values("first")
    )
    return told.filter(person__in=first).annotate(to=as_reference("person", "person_id"))


def notices_robot(notice: Notice) -> str:
    """The robot of the group chat of the place, by its name in the keys file."""
    return resolve(notice.area.chain)[ROBOT]


def _meant(notice: Notice, on: date) -> Q:
    lives_here = Q(home__path__startswith=notice.area.path)
    match notice.meant:
        case Audience.AREA:
            grown = on.replace(year=on.year - SPOKEN_TO_FROM, day=min(on.day, 28))
            meant = lives_here & (Q(born_on=None) | Q(born_on__lte=grown))
        case Audience.POSTS:
            meant = Q(pk__in=_holders(notice, (notice.post_kind,), on))
        case Audience.VOLUNTEERS:
            meant = Q(pk__in=_holders(notice, VOLUNTEERS, on))
        case Audience.MEMBERS:
            joined = Membership.objects.filter(organisation=notice.organisation_id)
            meant = Q(pk__in=joined.filter(ended_on=None).values("person"))
        case Audience.PARTY:
            meant = lives_here & Q(pk__in=_with_fact(*PARTY))
        case Audience.FACT:
            meant = lives_here & Q(pk__in=_with_fact(notice.fact))
        case Audience.SAME:
            before = Recipient.objects.filter(notice=notice.corrects_id)
            meant = Q(pk__in=before.values("person"))
    return meant


def _holders(notice: Notice, kinds: tuple[str, ...], on: date) -> QuerySet[Term, int]:
    running = Term.objects.running(on).filter(
        post__kind__in=kinds,
        post__area__path__startswith=notice.area.path,
        post__abolished_on=None,
    )
    return running.values_list(F("person"), flat=True)


def _with_fact(*kinds: str) -> QuerySet[PersonFact, int]:
    known = PersonFact.objects.filter(kind__in=kinds, ended_on=None)
    return known.values_list(F("person"), flat=True)
