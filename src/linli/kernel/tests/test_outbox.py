"""What is written in the journal reaches whoever subscribed, at least once and in order."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from time import sleep

import pytest
from django.db import connection, transaction

from linli.kernel import outbox
from linli.kernel.models import Delivery, DeliveryState, Entry
from linli.kernel.outbox import LAST_TRY, LEASE, WAITS, NotParked, claim, due, hand_over
from linli.kernel.testing import NOON
from linli.kernel.tests.doorbells import Rung, a_listener, deliver_all, ring

pytestmark = pytest.mark.django_db


def test_everybody_who_subscribed_hears_it_once() -> None:
    one, other = a_listener("东邻"), a_listener("西邻")
    ring("开饭了")

    deliver_all()
    deliver_all()

    assert one.heard == other.heard == ["开饭了"]


def test_who_subscribes_later_hears_only_what_comes_later() -> None:
    ring("以前的事")
    late = a_listener()
    ring("今天的事")

    deliver_all()

    assert late.heard == ["今天的事"]


def test_what_fails_is_tried_again_after_longer_and_longer_waits_and_then_parked() -> None:
    a_listener(楼道黑=RuntimeError("摔了一跤"))
    ring("楼道黑")
    at = NOON
    for wait in WAITS:
        deliver_all(at)
        assert Delivery.objects.get().due_at == at + wait
        at += wait

    deliver_all(at)

    parked = Delivery.objects.get()
    assert (parked.state, parked.tries) == (DeliveryState.PARKED, LAST_TRY)
    assert "摔了一跤" in parked.reason


def test_what_follows_waits_for_what_stumbled_but_other_doors_do_not() -> None:
    listener = a_listener(第一声=RuntimeError())
    ring("第一声", door="door/1")
    ring("第二声", door="door/1")
    ring("隔壁", door="door/2")

    deliver_all()

    assert listener.heard == ["隔壁"]


def test_a_parked_delivery_goes_out_again_when_somebody_has_dealt_with_it() -> None:
    listener = a_listener(楼道黑=RuntimeError())
    ring("楼道黑")
    Delivery.objects.update(state=DeliveryState.PARKED, tries=LAST_TRY)
    listener.stumbles.clear()

    outbox.redeliver(Delivery.objects.get())
    deliver_all()

    assert listener.heard == ["楼道黑"]
    with pytest.raises(NotParked):
        outbox.redeliver(Delivery.objects.get())


def test_a_reaction_that_fails_leaves_nothing_half_done() -> None:
    def half(_: object, __: object, ___: object) -> None:
        Delivery.objects.update(reason="写了一半")
        raise RuntimeError("断电")

    outbox.subscribe(outbox.Subscription(name="半途", to=Rung, reaction=half))
    ring("开饭了")

    deliver_all()

    assert Delivery.objects.get().reason == "RuntimeError('断电')"


def test_of_two_workers_that_saw_the_same_delivery_one_takes_it() -> None:
    a_listener()
    ring("开饭了")
    seen_by_one, seen_by_other = due(NOON).get(), due(NOON).get()

    assert claim(seen_by_one, at=NOON)
    assert not claim(seen_by_other, at=NOON)


def test_what_a_dead_worker_had_taken_comes_back_when_its_lease_ends() -> None:
    listener = a_listener()
    ring("开饭了")
    dead = due(NOON).get()
    claim(dead, at=NOON)

    deliver_all(NOON + LEASE / 2)
    assert listener.heard == []
    deliver_all(NOON + LEASE)
    hand_over(dead, at=NOON + LEASE)

    assert listener.heard == ["开饭了"]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_claimed_inside_a_transaction_that_might_be_undone() -> None:
    a_listener()
    ring("开饭了")

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        deliver_all()


def test_what_was_delivered_long_ago_is_cleared_and_the_journal_stays() -> None:
    a_listener()
    entry = ring("开饭了")
    deliver_all()

    assert outbox.clear_delivered(at=NOON + timedelta(days=31)) == 1
    assert Entry.objects.get() == entry


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_an_entry_that_is_still_being_written_is_not_missed() -> None:
    listener, written, go_on = a_listener(), Event(), Event()

    def write_slowly() -> None:
        with transaction.atomic():
            ring("写得慢", door="door/1")
            written.set()
            go_on.wait(timeout=5)

    with ThreadPoolExecutor() as pool:
        slow = pool.submit(_on_its_own_connection, write_slowly)
        written.wait(timeout=5)
        ring("写得快", door="door/2")
        deliver_all()
        go_on.set()
        slow.result()
    deliver_all()

    assert listener.heard == ["写得快", "写得慢"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work_and_keep_the_order_of_every_door() -> None:
    listener, both = a_listener(), Barrier(2)
    doors = [f"door/{number}" for number in range(4)]
    for turn in range(6):
        for door in doors:
            ring(f"{door}:{turn}", door=door)

    def work() -> None:
        both.wait(timeout=5)
        while outbox.deliver_next(at=NOON):
            sleep(0.001)

    with ThreadPoolExecutor() as pool:
        for worker in [pool.submit(_on_its_own_connection, work) for _ in range(2)]:
            worker.result()
    deliver_all()

    for door in doors:
        heard = [words for words in listener.heard if words.startswith(f"{door}:")]
        assert heard == [f"{door}:{turn}" for turn in range(6)]


def _on_its_own_connection(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        connection.close()
