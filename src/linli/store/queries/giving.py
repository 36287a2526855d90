"""What somebody has served and given, whom they may give to, and who is named for it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum

from linli.kernel.options import resolve
from linli.ledger.models import LedgerAccount, Posting, ServiceMinutes, Transfer
from linli.ledger.options import TERMS, terms_on
from linli.ledger.rules import Book, Code
from linli.people.models import Consent, Person
from linli.people.queries import kin_of
from linli.people.queries.kinship import Kin
from linli.people.rules import ConsentPurpose
from linli.places.models import Area
from linli.store.models import HelpProject, HonourListing
from linli.store.options import HONOURS, Ground, HonourKind

MOST = 200


def counted_for(person: Person, ground: Ground) -> int:
    """累计: how many hours somebody has served, or has given away to others."""
    mine = LedgerAccount.objects.filter(owner=person.ref, book=Book.HOUR)
    if ground is Ground.SERVED:
        served = ServiceMinutes.objects.filter(account__in=mine)
        return served.aggregate(sum=Sum("amount"))["sum"] or 0
    given = Posting.objects.filter(
        account__in=mine, delta__lt=0, transfer__code=Code.DONATE, transfer__reversed_by=None
    )
    return -(given.aggregate(sum=Sum("delta"))["sum"] or 0)


def relatives_to_give_to(account: LedgerAccount, *, on: date) -> list[Kin]:
    """可以赠予的亲属: verified, of a relation and an age that the policy in force allows."""
    terms = terms_on(resolve(account.place.chain)[TERMS], Book(account.book), on)
    holder = int(account.owner.rpartition("/")[2])
    allowed = {one.value for one in terms.gift_kin}
    return [kin for kin in kin_of(holder, on=on) if kin.relation.value in allowed]


def projects_reaching(area: Area) -> Sequence[HelpProject]:
    """助老项目: those that are open in the area and in what it lies in."""
    return list(HelpProject.objects.open().reaching(area).order_by("name"))


def honours_open_to(person: Person) -> list[tuple[HonourKind, int]]:
    """还可以上的榜: the titles of the community, each with what counts towards it."""
    if person.home is None:
        return []
    kinds = resolve(person.home.chain)[HONOURS]
    standing = HonourListing.objects.filter(person=person, withdrawn_on=None)
    listed = set(standing.values_list("ground", flat=True))
    return [(one, counted_for(person, one.ground)) for one in kinds if one.code not in listed]


def named_here(area: Area) -> QuerySet[HonourListing]:
    """荣誉榜 of one area."""
    return all_named().filter(area__path__startswith=area.path)


def all_named() -> QuerySet[HonourListing]:
    """荣誉榜: who is named today, by whoever agreed and has not taken it back."""
    agreed = Consent.objects.filter(purpose=ConsentPurpose.HONOURS, withdrawn_at=None)
    standing = HonourListing.objects.filter(
        withdrawn_on=None, person__in=agreed.values("person")
    )
    return standing.select_related("area").order_by("ground", "listed_on", "pk")


def given_between(
    area: Area, code: Code, since: datetime | None, until: datetime
) -> QuerySet[Transfer]:
    """Transfers of one kind in the area, those reversed left out."""
    found = Transfer.objects.in_area(area).filter(code=code, reversed_by=None)
    within = found.filter(recorded_at__lt=until)
    if since:
        within = within.filter(recorded_at__gte=since)
    moved = Sum("postings__delta", filter=Q(postings__delta__gt=0))
    return within.annotate(moved=moved).select_related("place").order_by("pk")
