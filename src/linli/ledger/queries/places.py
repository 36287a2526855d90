"""Where there is a ledger, and by what terms it is kept today."""

from datetime import date

from django.db.models import QuerySet

from linli.kernel import options
from linli.ledger.models import LedgerAccount
from linli.ledger.options import TERMS, Terms, terms_on
from linli.ledger.rules import Book
from linli.places.models import Area


def terms_of(place: Area, book: Book, on: date) -> Terms:
    """现行规则: the terms that hold there that day."""
    return terms_on(options.resolve(place.chain)[TERMS], book, on)


def places_with_a_ledger() -> QuerySet[Area]:
    """List the communities in which somebody has an account."""
    return Area.objects.filter(pk__in=LedgerAccount.objects.values("place")).order_by("pk")


def books_kept_in(area: Area) -> list[Book]:
    """List the books in which anything stands there."""
    kept = set(LedgerAccount.objects.in_area(area).values_list("book", flat=True).distinct())
    return [book for book in Book if book in kept]
