"""Who writes to the ledger at random until they are killed, and says what they were told."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from typing import Any

from django.db import IntegrityError, OperationalError

from linli.kernel.errors import Refusal
from linli.kernel.portable import Statement
from linli.kernel.testing import NOON
from linli.ledger import actions
from linli.ledger.actions import Kinship
from linli.ledger.actions.booking import Booking
from linli.ledger.models import Hold, LedgerAccount, Transfer
from linli.ledger.options import Kin
from linli.ledger.rules import AccountKind, Use
from linli.people.viewer import THE_HOUSE

OVERWRITTEN = "UPDATE ledger_ledgeraccount SET posted = %s, held = %s, version = %s WHERE id ="
HOUSE: dict[str, Any] = {"by": THE_HOUSE, "at": NOON}
KINSHIP = Kinship(record="kinship/1", kin=Kin.PARENT, verified_on=date(2026, 1, 1))


class Writer:
    """One of those who write at once."""

    def __init__(self, seed: int, say: Callable[[str], object]) -> None:
        self.say = say
        self.dice = random.Random(seed)
        self.seed = seed
        self.keys = count(1)
        people = LedgerAccount.objects.filter(kind=AccountKind.PERSON)
        self.accounts = list(people.order_by("pk").values_list("pk", flat=True))
        self.deeds: list[Callable[[str], object]] = [
            self.earn,
            self.earn,
            self.gift,
            self.gift,
            self.donate,
            self.redeem,
            self.hold,
            self.capture,
            self.void,
            self.reverse,
        ]

    def one(self) -> LedgerAccount:
        pk = self.dice.choice(self.accounts)
        return LedgerAccount.objects.select_related("place").get(pk=pk)

    def a_hold(self) -> Hold:
        found = Hold.objects.open().select_related("account__place").order_by("?")
        return found[0]

    def amount(self) -> int:
        return self.dice.randint(1, 4)

    def earn(self, key: str) -> object:
        return actions.earn(
            key=key,
            account=self.one(),
            minutes=60 * self.amount(),
            served_on=NOON.date(),
            **HOUSE,
        )

    def gift(self, key: str) -> object:
        return actions.gift(
            key=key,
            account=self.one(),
            to=self.one(),
            amount=self.amount(),
            kinship=KINSHIP,
            **HOUSE,
        )

    def donate(self, key: str) -> object:
        return actions.donate(key=key, account=self.one(), amount=self.amount(), **HOUSE)

    def redeem(self, key: str) -> object:
        return actions.redeem(
            key=key,
            account=self.one(),
            amount=self.amount(),
            use=Use.GOODS,
            order="order/1",
            **HOUSE,
        )

    def hold(self, key: str) -> object:
        return actions.hold(
            key=key, account=self.one(), amount=self.amount(), order="order/2", **HOUSE
        )

    def capture(self, key: str) -> object:
        return actions.capture(
            key=key, hold=self.a_hold(), to=self.one(), amount=1, minutes=60, **HOUSE
        )

    def void(self, _: str) -> None:
        actions.void_hold(hold=self.a_hold(), **HOUSE)

    def reverse(self, key: str) -> object:
        transfer = Transfer.objects.select_related("place", "policy").order_by("?")[0]
        return actions.reverse(key=key, transfer=transfer, reason="录错了", **HOUSE)

    def go_on(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            key = f"writer/{self.seed}/{next(self.keys)}"
            try:
                made = self.dice.choice(self.deeds)(key)
            except (Refusal, IndexError):
                continue
            except (IntegrityError, OperationalError) as error:
                self.say(f"error {type(error).__name__} {str(error).splitlines()[0]}")
                continue
            if made is not None:
                self.say(f"kept {key}")


def without_locks() -> None:
    """The mutant: nobody waits for anybody, and nobody looks whether somebody was first."""

    def refresh(self: Booking, known: dict[int, LedgerAccount], ids: list[int]) -> None:
        for row in LedgerAccount.objects.filter(pk__in=ids):
            one = known[row.pk]
            one.posted, one.held = row.posted, row.held
            one.version, one.state = row.version, row.state

    def write(self: Booking) -> Iterator[Statement]:
        for pk, seen in self._seen.items():
            account = self._accounts[pk]
            now = (account.posted, account.held, account.version)
            if now != seen:
                yield f"{OVERWRITTEN} {pk}", now

    Booking._refresh = refresh  # type: ignore[method-assign]
    Booking._accounts_changed = write  # type: ignore[method-assign]
