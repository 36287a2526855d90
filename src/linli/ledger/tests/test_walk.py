"""The promises of the ledger hold on every walk; and a ledger that breaks one is caught."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from linli.ledger.actions.booking import Booking, Mint
from linli.ledger.models import LedgerAccount
from linli.ledger.tests.walks import LedgerWalk

pytestmark = pytest.mark.django_db

WALKS = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _nothing_broken_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LedgerWalk, "broken", [])


def test_every_promise_is_kept_on_every_walk() -> None:
    run_state_machine_as_test(LedgerWalk, settings=WALKS)


def test_a_gift_that_would_refresh_its_expiry_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lay = Booking._lay_lot

    def refreshed(
        self: Booking, pk: int, account: LedgerAccount, amount: int, mint: Mint
    ) -> None:
        later = (mint.expires_on or date(2026, 1, 1)) + timedelta(days=365)
        fresh = Mint(origin=mint.origin, expires_on=later, root=mint.root)
        lay(self, pk, account, amount, fresh if mint.root else mint)

    monkeypatch.setattr(Booking, "_lay_lot", refreshed)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(LedgerWalk, settings=WALKS)
    assert set(LedgerWalk.broken) == {"批次的到期日和来源与最初的一样"}


def test_a_ledger_that_forgets_which_lots_it_used_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Booking, "_use", lambda *_: None)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(LedgerWalk, settings=WALKS)
    assert "余额等于批次的剩余之和" in LedgerWalk.broken
