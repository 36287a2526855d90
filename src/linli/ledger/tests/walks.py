"""A random walk through the ledger: every deed in any order, every promise after each step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any, ClassVar

from django.db import connection, transaction
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from linli.kernel import options
from linli.kernel.errors import Refusal
from linli.kernel.testing import NOON
from linli.ledger import actions
from linli.ledger.actions import Kinship
from linli.ledger.models import Hold, LedgerAccount, Posting, Transfer
from linli.ledger.options import TERMS, Kin
from linli.ledger.queries import conservation_of, verify_ledger
from linli.ledger.rules import AccountKind, Book, Use
from linli.ledger.testing import a_bookkeeper, account_of, an_account
from linli.people.testing import a_person
from linli.people.viewer import THE_HOUSE
from linli.places.testing import a_neighbourhood

some_of_them = some.integers(0, 4)
a_few = some.integers(1, 7)


class LedgerWalk(RuleBasedStateMachine):
    """Five accounts, a pool and a fund; whatever is refused changes nothing."""

    broken: ClassVar[list[str]] = []

    def __init__(self) -> None:
        super().__init__()
        self.turn = transaction.atomic()
        self.turn.__enter__()
        self.keys = count(1)
        self.now = NOON
        self.holds: list[Hold] = []
        self.transfers: list[Transfer] = []

    def teardown(self) -> None:
        try:
            connection.check_constraints()
        finally:
            transaction.set_rollback(True)
            self.turn.__exit__(None, None, None)

    @initialize(
        cap=some.sampled_from([0, 6]), months=some.sampled_from([0, 1]), strict=some.booleans()
    )
    def found(self, *, cap: int, months: int, strict: bool) -> None:
        self.place = a_neighbourhood().community
        hour, *others = TERMS.default
        terms = replace(
            hour,
            daily_cap=cap,
            balance_cap=20,
            redeem_from=2,
            expiry_months=months,
            team_donates_only=strict,
        )
        chosen = {TERMS: (terms, *others)}
        options.choose(chosen, place=self.place.ref, by="system/linli", at=NOON)
        elders = [a_person(home=self.place, born_on=date(1940, 1, 1)) for _ in range(4)]
        people = [an_account(person, self.place) for person in elders]
        team = account_of("organisation/1", self.place, kind=AccountKind.ORGANISATION)
        self.accounts = [*people, team]
        self.one = a_bookkeeper(self.place)
        self.other = a_bookkeeper(self.place, "周敏")

    @rule(of=some_of_them, minutes=some.integers(1, 400))
    def earn(self, *, of: int, minutes: int) -> None:
        key, account = self.key(), self.fresh(of)

        def deed() -> object:
            day = self.now.date()
            return actions.earn(
                key=key, account=account, minutes=minutes, served_on=day, **self.house
            )

        self.note(self.twice(deed))

    @rule(amount=a_few)
    def endow(self, *, amount: int) -> None:
        self.done(
            lambda key: actions.endow_fund(
                key=key, place=self.place, amount=amount, reason="议事会决定", **self.house
            )
        )

    @rule(of=some_of_them, amount=a_few, days=some.integers(1, 40))
    def grant(self, *, of: int, amount: int, days: int) -> None:
        day = self.now.date() + timedelta(days=days)
        self.done(
            lambda key: actions.grant(
                key=key, account=self.fresh(of), amount=amount, expires_on=day, **self.house
            )
        )

    @rule(of=some_of_them, to=some_of_them, amount=a_few)
    def gift(self, *, of: int, to: int, amount: int) -> None:
        kinship = Kinship(record="kinship/1", kin=Kin.PARENT, verified_on=NOON.date())
        self.done(
            lambda key: actions.gift(
                key=key,
                account=self.fresh(of),
                to=self.fresh(to),
                amount=amount,
                kinship=kinship,
                **self.house,
            )
        )

    @rule(of=some_of_them, amount=a_few)
    def donate(self, *, of: int, amount: int) -> None:
        self.done(
            lambda key: actions.donate(
                key=key, account=self.fresh(of), amount=amount, **self.house
            )
        )

    @rule(of=some_of_them, amount=a_few)
    def redeem(self, *, of: int, amount: int) -> None:
        self.done(
            lambda key: actions.redeem(
                key=key,
                account=self.fresh(of),
                amount=amount,
                use=Use.GOODS,
                order="order/1",
                **self.house,
            )
        )

    @rule(of=some_of_them, amount=a_few)
    def hold(self, *, of: int, amount: int) -> None:
        key, account = self.key(), self.fresh(of)

        def deed() -> object:
            return actions.hold(
                key=key, account=account, amount=amount, order="order/2", **self.house
            )

        made = self.twice(deed)
        if isinstance(made, Hold):
            self.holds.append(made)

    @precondition(lambda self: self.holds)
    @rule(which=some.integers(0, 99), to=some_of_them, amount=a_few, minutes=a_few)
    def capture(self, *, which: int, to: int, amount: int, minutes: int) -> None:
        hold = self.fresh_hold(which)
        self.done(
            lambda key: actions.capture(
                key=key,
                hold=hold,
                to=self.fresh(to),
                amount=amount,
                minutes=60 * minutes,
                **self.house,
            )
        )

    @precondition(lambda self: self.holds)
    @rule(which=some.integers(0, 99))
    def void(self, *, which: int) -> None:
        hold = self.fresh_hold(which)
        self.tried(lambda: actions.void_hold(hold=hold, **self.house))

    @precondition(lambda self: self.transfers)
    @rule(which=some.integers(0, 99))
    def reverse(self, *, which: int) -> None:
        first = self.transfers[which % len(self.transfers)]
        before = self.balances()
        undo = self.done(
            lambda key: actions.reverse(key=key, transfer=first, reason="录错了", **self.house)
        )
        if undo:
            self.expect_mirror(first, before)

    @rule(of=some_of_them, amount=a_few)
    def claw_back(self, *, of: int, amount: int) -> None:
        self.done(
            lambda key: actions.claw_back(
                key=key, account=self.fresh(of), amount=amount, **self.house
            )
        )

    @rule(of=some_of_them, amount=some.integers(-5, 5))
    def adjust(self, *, of: int, amount: int) -> None:
        self.done(
            lambda key: actions.adjust(
                key=key,
                account=self.fresh(of),
                amount=amount,
                reason="旧账",
                by=self.one,
                approver=self.other,
                at=self.now,
            )
        )

    @rule(days=some.integers(1, 45))
    def wait(self, *, days: int) -> None:
        self.now += timedelta(days=days)
        actions.expire_holds(self.now)
        actions.expire_lots(self.now)

    @invariant()
    def every_promise_is_kept(self) -> None:
        if hasattr(self, "place"):
            faults = verify_ledger().faults
            self.broken.extend(fault.promise for fault in faults)
            assert faults == []
            conserved = conservation_of(self.place, Book.HOUR)
            assert conserved.holds, conserved

    def expect_mirror(self, first: Transfer, before: dict[int, int]) -> None:
        """Who had credits taken has them back; who got some gives what is left of them."""
        after = self.balances()
        for posting in Posting.objects.filter(transfer=first, version__isnull=False):
            wanted = before[posting.account_id] - posting.delta
            assert after[posting.account_id] >= wanted
            assert after[posting.account_id] == wanted or posting.delta > 0

    def balances(self) -> dict[int, int]:
        return dict(LedgerAccount.objects.bounded().values_list("pk", "posted"))

    @property
    def house(self) -> dict[str, Any]:
        return {"by": THE_HOUSE, "at": self.now}

    def key(self) -> str:
        return f"walk/{next(self.keys)}"

    def fresh(self, of: int) -> LedgerAccount:
        """The account as a page has it that was opened at some time before."""
        return LedgerAccount.objects.select_related("place").get(pk=self.accounts[of].pk)

    def fresh_hold(self, which: int) -> Hold:
        pk = self.holds[which % len(self.holds)].pk
        return Hold.objects.select_related("account__place").get(pk=pk)

    def done(self, deed: Callable[[str], Transfer | None]) -> Transfer | None:
        key = self.key()
        made = self.twice(lambda: deed(key))
        if isinstance(made, Transfer):
            self.transfers.append(made)
            return made
        return None

    def note(self, made: object) -> None:
        transfer = getattr(made, "transfer", None)
        if transfer:
            self.transfers.append(transfer)

    def twice(self, deed: Callable[[], object]) -> object:
        """Do it, and once more as after a dead network: the answer is the same row."""
        made = self.tried(deed)
        if made is not None:
            before = self.balances()
            assert deed().pk == made.pk  # type: ignore[attr-defined]
            assert self.balances() == before
        return made

    def tried(self, deed: Callable[[], object]) -> object:
        before = self.balances()
        try:
            return deed()
        except Refusal:
            assert self.balances() == before
            return None
