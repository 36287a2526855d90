"""Opening, freezing and thawing accounts."""

from datetime import datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.memory import Watch
from linli.kernel.references import Ref
from linli.ledger import policies
from linli.ledger.actions.refusals import AccountFrozen, AccountNotFrozen, WrongOwner
from linli.ledger.actions.words import read_reason
from linli.ledger.events import AccountFrozenNow, AccountThawed, LedgerAccountOpened
from linli.ledger.models import LedgerAccount
from linli.ledger.rules import UNBOUNDED_KINDS, AccountKind, Book, State, owners_kind
from linli.people.viewer import Viewer
from linli.places.models import Area

MONEY_KINDS = frozenset({AccountKind.PERSON, AccountKind.HOUSEHOLD})


@transaction.atomic
def open_account(
    *,
    book: Book,
    kind: AccountKind,
    owner: Ref,
    place: Area,
    by: Viewer,
    at: datetime,
) -> LedgerAccount:
    """开户: the owner's account in that book; the one that is there already, if there is one.

    Nobody has an account in yuan: the house keeps no value of residents in money.
    """
    if not policies.may_open_account(by, owner, place):
        raise NotPermitted("要由本人、受托人或社区工作人员开户。")
    if not owners_kind(kind, owner) or (book is Book.CNY and kind in MONEY_KINDS):
        raise WrongOwner("这本账里没有这样的账户。")
    account, is_new = _there_or_new(book, kind, owner, place, at)
    if is_new:
        event = LedgerAccountOpened(
            subject=account.ref, kind=kind.label, book=book.label, owner=owner
        )
        journal.record(event, by=by.ref, at=at, place=place.ref)
    return account


def common_account(
    *, book: Book, kind: AccountKind, place: Area, owner: Ref = "", at: datetime
) -> LedgerAccount:
    """社区的对应账户: issuer, pool, redeemed …; it is there when it is needed.

    Of an account that keeps no balance nothing ever changes: it is looked for once.
    """
    owner = owner or place.ref
    if kind not in UNBOUNDED_KINDS:
        return _there_or_new(book, kind, owner, place, at)[0]
    which = (place.pk, book, kind, owner)
    if pk := _unbounded.kept().get(which):
        return LedgerAccount(pk=pk, place=place, book=book, kind=kind, owner=owner)
    account, is_new = _there_or_new(book, kind, owner, place, at)
    if is_new:
        _unbounded.doubt()
    # What a transaction has opened may be undone with it.
    transaction.on_commit(lambda: _unbounded.kept().update({which: account.pk}))
    return account


@transaction.atomic
def freeze_account(*, account: LedgerAccount, reason: str, by: Viewer, at: datetime) -> None:
    """冻结账户: its holder gives, donates and redeems nothing until it is thawed or settled."""
    if not policies.may_keep_books(by, account.place):
        raise NotPermitted("只有那里记账的人可以冻结账户。")
    why = read_reason(reason)
    open_ones = LedgerAccount.objects.filter(pk=account.pk, state=State.OPEN)
    if not open_ones.update(state=State.FROZEN):
        raise AccountFrozen("这个账户已经冻结或结清了。")
    account.state = State.FROZEN
    event = AccountFrozenNow(subject=account.ref, reason=why)
    journal.record(event, by=by.ref, at=at, place=account.place.ref)


@transaction.atomic
def thaw_account(*, account: LedgerAccount, reason: str, by: Viewer, at: datetime) -> None:
    """解冻账户: it is as it was."""
    if not policies.may_keep_books(by, account.place):
        raise NotPermitted("只有那里记账的人可以解冻账户。")
    why = read_reason(reason)
    frozen = LedgerAccount.objects.filter(pk=account.pk, state=State.FROZEN)
    if not frozen.update(state=State.OPEN):
        raise AccountNotFrozen("这个账户没有冻结。")
    account.state = State.OPEN
    event = AccountThawed(subject=account.ref, reason=why)
    journal.record(event, by=by.ref, at=at, place=account.place.ref)


def _there_or_new(
    book: Book, kind: AccountKind, owner: Ref, place: Area, at: datetime
) -> tuple[LedgerAccount, bool]:
    account, is_new = LedgerAccount.objects.get_or_create(
        place=place,
        book=book,
        kind=kind,
        owner=owner,
        defaults={"floor": None if kind in UNBOUNDED_KINDS else 0, "opened_at": at},
    )
    account.place = place
    return account, is_new


def _latest_unbounded() -> int:
    found = LedgerAccount.objects.filter(floor__isnull=True).order_by("-pk")
    return found.values_list("pk", flat=True).first() or 0


_unbounded = Watch(_latest_unbounded)
