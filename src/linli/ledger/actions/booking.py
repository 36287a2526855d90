"""The posting engine: locks accounts, works out what moves, writes it in one order."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError

from linli.kernel.dates import day_of
from linli.kernel.portable import (
    Statement,
    inserting,
    next_id_of,
    next_ids,
    rows_of,
    run_together,
    to_be_changed,
)
from linli.kernel.references import Ref
from linli.ledger.actions.refusals import (
    AccountFrozen,
    KeyAlreadyUsed,
    LedgerMovedOn,
    NoSuchMove,
    NotEnoughCredit,
)
from linli.ledger.actions.terms import InForce, terms_in_force
from linli.ledger.models import LedgerAccount, Lot, LotUse, Posting, Transfer
from linli.ledger.options import Terms
from linli.ledger.rules import (
    COMMON_KINDS,
    LEAVES_NO_FROZEN_ACCOUNT,
    Book,
    Code,
    Origin,
    Slice,
    State,
    Taken,
    carries_lots,
    first_to_expire,
    keeps_lots,
    may_be_spent,
    may_move,
    take,
)
from linli.places.models import Area

POSTING_FIELDS = ("transfer", "account", "delta", "version", "balance")
LOT_FIELDS = ("root", "account", "transfer", "quantity", "left", "expires_on", "origin")
USE_FIELDS = ("transfer", "lot", "quantity")
TRANSFER_FIELDS = tuple(one.name for one in Transfer._meta.concrete_fields)
TRANSFER_COLUMNS = tuple(one.attname for one in Transfer._meta.concrete_fields)
# Said in SQL, for this is the busiest path of a city: the ORM would cost more than all of it.
STANDING = """
    SELECT id, posted, held, version, state, {next_id}
    FROM ledger_ledgeraccount WHERE id IN ({places}) ORDER BY id
"""
ACCOUNT_CHANGED = """
    UPDATE ledger_ledgeraccount SET posted = %s, held = %s, version = %s
    WHERE id = %s AND posted = %s AND held = %s AND version = %s
"""
LOTS = """
    SELECT id, root_id, "left", expires_on, origin FROM ledger_lot
    WHERE account_id = %s AND "left" > 0
"""
# As PostgreSQL and SQLite name it: ledger_transfer_key_key, ledger_transfer.key.
THE_KEY = re.compile(r"ledger_[a-z]+[._]key")
LOT_CHANGED = 'UPDATE ledger_lot SET "left" = %s WHERE id = %s AND "left" = %s'


@dataclass(frozen=True, kw_only=True)
class Mint:
    """A lot that comes into being: its origin, when it lapses, and the root it returns to."""

    origin: Origin
    expires_on: date | None = None
    root: int | None = None
    amount: int = 0


@dataclass(frozen=True, kw_only=True)
class Flow:
    """So many credits from one account to another.

    `mints` are the lots that come into being at the target, unless the code carries lots over;
    the last of them takes what the others leave. `named` lots are taken first. What `was_held`
    may be paid with any lot, for it was promised.
    """

    source: LedgerAccount
    target: LedgerAccount
    amount: int
    mints: Sequence[Mint] = ()
    named: Collection[int] = ()
    was_held: bool = False


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What a transfer says, and in its flows what it does."""

    key: str
    body_hash: str
    code: Code
    flows: Sequence[Flow]
    actor: Ref
    order: Ref = ""
    basis: Ref = ""
    on_behalf_of: Ref = ""
    approver: Ref = ""
    reason: str = ""
    reverses_id: int | None = None


def slice_of(row: tuple[Any, ...]) -> Slice:
    """Read a lot that was asked for in SQL."""
    pk, root, left, day, origin = row
    expires_on = date.fromisoformat(day) if isinstance(day, str) else day
    return Slice(
        pk=pk, root=root or pk, left=left, expires_on=expires_on, origin=Origin(origin)
    )


def begin(place: Area, book: Book, *, at: datetime, on: date | None = None) -> "Booking":
    """Open the books of a place, under the terms of the day on which it happened."""
    day = on or day_of(at)
    return Booking(
        place=place, book=book, on=day, at=at, rules=terms_in_force(place, book, day)
    )


@dataclass(kw_only=True)
class Booking:
    """One turn at the books, inside a transaction: what it has locked, what it will write.

    The accounts it holds change as slips are worked out, and are written once at the end. What
    it posts took place on the day `on`, under the terms of that day.
    """

    place: Area
    book: Book
    on: date
    at: datetime
    rules: InForce
    _accounts: dict[int, LedgerAccount] = field(default_factory=dict)
    _seen: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    _lots: dict[int, dict[int, Slice]] = field(default_factory=dict)
    _used: dict[int, tuple[int, int]] = field(default_factory=dict)
    _uses: dict[tuple[int, int], int] = field(default_factory=dict)
    _rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    _next_id: int = 0

    def lock(self, *accounts: LedgerAccount) -> None:
        """Take the accounts that keep a balance, in the order in which everybody takes them.

        Those of holders by their ids; those of all last, for many wait there.
        """
        new = {one.pk: one for one in accounts if one.pk not in self._accounts}
        bounded = [one for one in new.values() if one.floor is not None]
        for common in (False, True):
            ids = [one.pk for one in bounded if (one.what in COMMON_KINDS) is common]
            if ids:
                self._refresh(new, ids)
        self._accounts |= new
        self._seen |= {pk: (one.posted, one.held, one.version) for pk, one in new.items()}

    def hold(self, account: LedgerAccount, amount: int) -> None:
        """Set aside so much of a locked account; a negative amount lets it go."""
        known = self._accounts[account.pk]
        self._refuse_overdraft(known, amount)
        known.held += amount

    def lots_of(self, account: LedgerAccount) -> Collection[Slice]:
        """What lies in a locked account, as lots that are not used up."""
        if account.pk not in self._lots:
            found = (slice_of(row) for row in rows_of(LOTS, [account.pk]))
            self._lots[account.pk] = {lot.pk: lot for lot in found}
        return self._lots[account.pk].values()

    @property
    def terms(self) -> Terms:
        return self.rules.terms

    def usable(self, code: Code, account: LedgerAccount) -> Collection[Origin]:
        """Name the origins whose credits the code may take from the account by these terms."""
        strict = self.terms.team_donates_only
        return may_be_spent(code, account.what, team_donates_only=strict)

    def post(self, *slips: Slip) -> list[Transfer]:
        """Work out transfers; refuses what may not move or is not there."""
        ids = [self._next_id] if self._next_id and len(slips) == 1 else []
        ids = ids or next_ids(Transfer, len(slips))
        return [self._post(pk, slip) for pk, slip in zip(ids, slips, strict=True)]

    def post_one(self, slip: Slip) -> Transfer:
        """Work out one transfer and write everything."""
        [transfer] = self.post(slip)
        self.write()
        return transfer

    def write(self, *along: Statement) -> list[int]:
        """Write what was worked out, the transfers last: then they have to add up.

        What goes `along` is written after them; its keys are given.
        """
        guarded = [*self._accounts_changed(), *self._lots_changed()]
        uses = [(*key, many) for key, many in self._uses.items()]
        laid = [
            *self._laying(Posting, POSTING_FIELDS),
            *self._laying(Lot, LOT_FIELDS),
            *inserting(LotUse, USE_FIELDS, uses),
            *self._laying(Transfer, TRANSFER_FIELDS),
        ]
        if not (guarded or laid or along):
            return []
        try:
            done = run_together([*guarded, *laid, *along])
        except IntegrityError as error:
            if not THE_KEY.search(str(error)):
                raise
            raise KeyAlreadyUsed.for_another() from error
        if any(one.count != 1 for one in done[: len(guarded)]):
            raise LedgerMovedOn("刚才有人动了这个账户，请再试一次。")
        return [int(pk) for one in done[len(guarded) + len(laid) :] for (pk,) in one.rows]

    def _refresh(self, known: dict[int, LedgerAccount], ids: list[int]) -> None:
        places = ", ".join(["%s"] * len(ids))
        question = STANDING.format(next_id=next_id_of(Transfer), places=places)
        for pk, *standing, self._next_id in rows_of(question + to_be_changed(), ids):
            one = known[pk]
            one.posted, one.held, one.version, one.state = standing

    def _post(self, pk: int, slip: Slip) -> Transfer:
        net: dict[int, int] = {}
        for given in slip.flows:
            # The caller may hold another copy of an account that was locked before.
            source, target = (self._accounts[one.pk] for one in (given.source, given.target))
            flow = replace(given, source=source, target=target)
            self._refuse(flow, slip)
            self._move_lots(pk, flow, slip)
            for account, delta in ((flow.source, -flow.amount), (flow.target, flow.amount)):
                net[account.pk] = net.get(account.pk, 0) + delta
        for account_id, delta in sorted(net.items()):
            if delta:
                self._note(Posting, (pk, account_id, delta, *self._count(account_id, delta)))
        transfer = self._said(pk, slip)
        self._note(Transfer, tuple(getattr(transfer, name) for name in TRANSFER_COLUMNS))
        return transfer

    def _refuse(self, flow: Flow, slip: Slip) -> None:
        source, target = flow.source, flow.target
        same_book = source.book == target.book == self.book
        if flow.amount < 1 or source.pk == target.pk or not same_book:
            raise NoSuchMove("没有这样的过账。")
        if not may_move(slip.code, self.book, source.what, target.what):
            raise NoSuchMove(
                "“{code}”不能从{source}账户到{target}账户。",
                code=slip.code.label,
                source=source.what.label,
                target=target.what.label,
            )
        frozen = source.standing is not State.OPEN and slip.code in LEAVES_NO_FROZEN_ACCOUNT
        closed = target.standing is State.CLOSED
        if frozen or closed:
            raise AccountFrozen("这个账户已经冻结或结清，请联系社区。")
        self._refuse_overdraft(source, flow.amount)

    def _refuse_overdraft(self, account: LedgerAccount, wanted: int) -> None:
        if account.floor is not None and account.available - wanted < account.floor:
            raise NotEnoughCredit(
                "可用的只有 {available}，不够 {wanted}。",
                available=account.available,
                wanted=wanted,
            )

    def _move_lots(self, pk: int, flow: Flow, slip: Slip) -> None:
        taken = self._take(pk, flow, slip) if keeps_lots(self.book, flow.source.what) else []
        if not keeps_lots(self.book, flow.target.what):
            return
        if carries_lots(slip.code):
            for part in taken:
                lot = part.lot
                same = Mint(origin=lot.origin, expires_on=lot.expires_on, root=lot.root)
                self._lay_lot(pk, flow.target, part.amount, same)
            return
        rest = flow.amount
        for mint in flow.mints:
            many = mint.amount or rest
            self._lay_lot(pk, flow.target, many, mint)
            rest -= many

    def _take(self, pk: int, flow: Flow, slip: Slip) -> list[Taken]:
        lots = first_to_expire(self.lots_of(flow.source), named=flow.named)
        usable = self.usable(slip.code, flow.source)
        first = [lot for lot in lots if lot.origin in usable]
        others = [lot for lot in lots if lot.origin not in usable] if flow.was_held else []
        taken = take([*first, *others], flow.amount)
        enough = sum(part.amount for part in taken)
        if enough < flow.amount:
            raise NotEnoughCredit(
                "能用于“{code}”的只有 {available}，不够 {wanted}。",
                code=slip.code.label,
                available=enough,
                wanted=flow.amount,
            )
        for part in taken:
            self._use(pk, flow.source, part)
        return taken

    def _use(self, pk: int, account: LedgerAccount, part: Taken) -> None:
        lot = part.lot
        seen, _ = self._used.get(lot.pk, (lot.left, lot.left))
        left = lot.left - part.amount
        self._used[lot.pk] = (seen, left)
        self._lots[account.pk][lot.pk] = Slice(**{**vars(lot), "left": left})
        self._uses[pk, lot.pk] = self._uses.get((pk, lot.pk), 0) + part.amount

    def _lay_lot(self, pk: int, account: LedgerAccount, amount: int, mint: Mint) -> None:
        row = (mint.root, account.pk, pk, amount, amount, mint.expires_on, mint.origin)
        self._note(Lot, row)

    def _count(self, account_id: int, delta: int) -> tuple[int | None, int | None]:
        """Change the account in hand; gives version and balance of the posting."""
        account = self._accounts[account_id]
        if account.floor is None:
            return None, None
        account.posted += delta
        account.version += 1
        return account.version, account.posted

    def _said(self, pk: int, slip: Slip) -> Transfer:
        return Transfer(
            id=pk,
            key=slip.key,
            body_hash=slip.body_hash,
            place_id=self.place.pk,
            book=self.book,
            code=slip.code,
            policy_id=self.rules.policy_id,
            order=slip.order,
            basis=slip.basis,
            actor=slip.actor,
            on_behalf_of=slip.on_behalf_of,
            approver=slip.approver,
            reason=slip.reason,
            reverses_id=slip.reverses_id,
            effective_on=self.on,
            recorded_at=self.at,
        )

    def _note(self, model: type[Any], row: tuple[Any, ...]) -> None:
        self._rows.setdefault(model.__name__, []).append(row)

    def _laying(self, model: type[Any], fields: Sequence[str]) -> list[Statement]:
        return inserting(model, fields, self._rows.pop(model.__name__, []))

    def _accounts_changed(self) -> Iterator[Statement]:
        for pk, seen in self._seen.items():
            account = self._accounts[pk]
            now = (account.posted, account.held, account.version)
            if now != seen:
                yield ACCOUNT_CHANGED, [*now, pk, *seen]

    def _lots_changed(self) -> Iterator[Statement]:
        for pk, (seen, left) in self._used.items():
            yield LOT_CHANGED, [left, pk, seen]
