"""Nobody but the test's own listeners subscribes in the kernel's tests."""

import pytest

from linli.kernel import outbox, rounds


@pytest.fixture(autouse=True)
def _a_quiet_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "SUBSCRIPTIONS", {})
    monkeypatch.setattr(rounds, "PERIODIC", {})
