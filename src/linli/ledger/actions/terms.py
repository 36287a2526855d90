"""Under which terms a book is kept on a day: laid down once, named by every transfer."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from linli.kernel import options
from linli.kernel.memory import Watch
from linli.ledger.models import LedgerPolicy
from linli.ledger.options import TERMS, Terms, terms_on
from linli.ledger.rules import Book
from linli.places.models import Area


@dataclass(frozen=True)
class InForce:
    """The terms that hold, and the number under which transfers name them."""

    terms: Terms
    policy_id: int


def terms_in_force(place: Area, book: Book, on: date) -> InForce:
    """现行规则: what holds there that day; laid down if nobody has used it yet."""
    terms = terms_on(options.resolve(place.chain)[TERMS], book, on)
    known = _watch.kept().get(terms)
    return InForce(terms, known or _laid_down(terms))


def digest_of(body: Mapping[str, Any]) -> str:
    """Give the digest of what was asked: the same asked again has the same."""
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _laid_down(terms: Terms) -> int:
    plain = options.plain(terms)
    digest = digest_of(plain)
    row, is_new = LedgerPolicy.objects.get_or_create(
        digest=digest, defaults={"book": terms.book, "code": terms.code, "terms": plain}
    )
    if is_new:
        _watch.doubt()
    # What a transaction has laid down may be undone with it.
    transaction.on_commit(lambda: _watch.kept().update({terms: row.pk}))
    return row.pk


def _latest() -> int:
    return LedgerPolicy.objects.aggregate(latest=Max("pk"))["latest"] or 0


_watch = Watch(_latest)
