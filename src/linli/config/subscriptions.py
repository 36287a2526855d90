"""Every reaction of one context to another, on one page."""

from typing import Any

# A tuple, for in a list of Subscription[Any] mypy would not match reaction and event.
SUBSCRIPTIONS: tuple[Any, ...] = ()


def register() -> None:
    for subscription in SUBSCRIPTIONS:
        from linli.kernel.outbox import subscribe  # noqa: PLC0415 - models have to be loaded first

        subscribe(subscription)
