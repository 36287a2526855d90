"""外部工单: another platform's number and deadline; the earlier of two deadlines binds."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from linli.duties.models import Duty
from linli.duties.rules import Promise
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import (
    Assignment,
    FromOutside,
    OutsideMatter,
    OutsideNumberTaken,
    OutsideOrderUnclear,
    PastTheOutsideDeadline,
    Word,
)
from linli.matters.bounds import Bound, bounded
from linli.matters.models import Matter, OutsideOrder
from linli.matters.queries.outside import known_numbers, outside_numbers
from linli.people.testing import a_browser_of, a_clerk, a_person, viewing
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db
SOON, LATE = NOON + timedelta(days=1), NOON + timedelta(days=60)


def sent_here(
    here: Neighbourhood,
    *,
    number: str = "SX-77",
    source: str = "province",
    due_at: datetime | None = SOON,
) -> Matter:
    return actions.record_matter(
        word=Word(words="路灯不亮", place=here.building, channel="hotline"),
        outside=FromOutside(source=source, number=number, due_at=due_at),
        by=viewing(a_clerk(here.community)),
        at=NOON,
    )


def dispatched(matter: Matter) -> Promise:
    handler = a_person("张师傅", home=matter.place)
    clerk = viewing(a_clerk(matter.desk))
    return actions.dispatch_matter(
        matter=matter, assignment=Assignment(handler=handler), by=clerk, at=NOON
    )


def a_promise(due_at: datetime) -> Promise:
    return Promise(
        accept_by=NOON + timedelta(hours=2),
        remind_at=due_at - timedelta(days=1),
        due_at=due_at,
        give_up_at=due_at + timedelta(days=2),
        calendar_version="1",
        is_provisional=False,
        why="三个工作日",
    )


@pytest.mark.parametrize("days", [1, 3, 5, 30])
def test_the_earlier_deadline_binds_and_says_why(days: int) -> None:
    own = a_promise(NOON + timedelta(days=5))
    bound = Bound(due_at=NOON + timedelta(days=days), why="省平台要求")

    cut = bounded(own, bound, at=NOON)

    assert cut.due_at == min(own.due_at, bound.due_at)
    assert cut.why == ("省平台要求" if days < 5 else own.why)
    assert cut.remind_at <= cut.due_at
    assert cut.accept_by
    assert cut.accept_by <= cut.due_at
    assert cut.give_up_at
    assert cut.give_up_at - cut.due_at == timedelta(days=2)


def test_without_another_deadline_the_own_one_stands() -> None:
    own = a_promise(SOON)

    assert bounded(own, None, at=NOON) is own


def test_the_earlier_outside_deadline_binds_the_holders_clock() -> None:
    matter = sent_here(a_neighbourhood())

    promise = dispatched(matter)

    matter.refresh_from_db()
    duty = Duty.objects.running().get(subject=matter.ref)
    assert promise.due_at == matter.due_at == duty.due_at == SOON
    assert "省平台要求" in duty.why
    assert OutsideOrder.objects.get().own_due_at > SOON  # type: ignore[operator]


def test_a_later_outside_deadline_leaves_the_own_one() -> None:
    matter = sent_here(a_neighbourhood(), due_at=LATE)
    own = matter.due_at

    promise = dispatched(matter)

    assert (matter.due_at, promise.due_at < LATE) == (own, True)
    assert "省平台" not in promise.why


def test_the_desk_has_to_dispatch_before_the_outside_deadline() -> None:
    at_once = NOON + timedelta(minutes=10)

    matter = sent_here(a_neighbourhood(), due_at=at_once)

    assert Duty.objects.running().get(subject=matter.ref).due_at == at_once


def test_nobody_extends_beyond_the_outside_deadline() -> None:
    matter = sent_here(a_neighbourhood())
    dispatched(matter)
    assert matter.handler
    actions.accept_matter(matter=matter, by=viewing(matter.handler), at=NOON)

    with pytest.raises(PastTheOutsideDeadline, match=r"省平台要求.*不能延到那以后"):
        actions.extend_matter(
            matter=matter, workdays=2, reason="等配件", by=viewing(matter.handler), at=NOON
        )


def test_within_the_outside_deadline_an_extension_is_granted() -> None:
    matter = sent_here(a_neighbourhood(), due_at=LATE)
    dispatched(matter)
    assert matter.handler
    actions.accept_matter(matter=matter, by=viewing(matter.handler), at=NOON)

    actions.extend_matter(
        matter=matter, workdays=2, reason="等配件", by=viewing(matter.handler), at=NOON
    )

    assert matter.due_at < LATE


def test_a_number_is_taken_once_per_source_and_the_refusal_names_ours() -> None:
    here = a_neighbourhood()
    first = sent_here(here)

    with pytest.raises(OutsideNumberTaken, match=first.number) as refused:
        sent_here(here)

    assert refused.value.own_number == first.number
    assert sent_here(here, source="12345").pk != first.pk


@pytest.mark.parametrize(
    ("source", "number", "due_at"),
    [
        ("nobody", "1", None),
        ("12345", " ", None),
        ("12345", "1" * 61, None),
        ("12345", "1", NOON),
    ],
)
def test_an_order_that_is_unclear_is_refused(
    source: str, number: str, due_at: datetime | None
) -> None:
    with pytest.raises(OutsideOrderUnclear):
        sent_here(a_neighbourhood(), source=source, number=number, due_at=due_at)
    assert not OutsideOrder.objects.exists()


def test_what_was_typed_in_is_known_to_the_import_and_the_other_way_round() -> None:
    here = a_neighbourhood()
    typed = sent_here(here)
    word = Word(words="井盖响", place=here.building, channel="hotline")
    outside = OutsideMatter(word=word, reported_at=NOON, number="HX1")
    clerk = viewing(a_clerk(here.community))
    brought_in = actions.record_outside_matter(outside=outside, by=clerk, at=NOON)

    assert known_numbers(["SX-77", "HX1", typed.number, "HX2"]) == {
        "SX-77",
        "HX1",
        typed.number,
    }
    assert outside_numbers([typed.ref, brought_in.ref]) == {
        typed.pk: "SX-77",
        brought_in.pk: "HX1",
    }
    assert OutsideOrder.objects.get(matter=brought_in).source == "12345"


def test_the_desk_types_it_in_and_reads_both_deadlines() -> None:
    here = a_neighbourhood()
    browser = a_browser_of(a_clerk(here.community))
    typed = {
        "key": "k1",
        "words": "省里转来的：路灯不亮",
        "place": here.building.pk,
        "channel": "hotline",
        "outside_source": "province",
        "outside_number": "SX-88",
        "outside_due_at": "2099-01-02T17:00",
    }

    answer = browser.post("/desk/say/", typed)

    matter = Matter.objects.get()
    assert answer.status_code == 303
    page = browser.get(reverse("desk-matter", args=[matter.number])).content.decode()
    assert "SX-88" in page
    assert "省平台要求1月2日17:00前回复" in page
    assert "自己的期限早" in page

    again = browser.post("/desk/say/", typed | {"key": "k2"})
    assert again.status_code == 422
    assert reverse("desk-matter", args=[matter.number]) in again.content.decode()
    assert "已经记过了" in again.content.decode()


@pytest.mark.parametrize("gone", ["outside_source", "outside_number"])
def test_half_an_order_is_asked_for_the_other_half(gone: str) -> None:
    here = a_neighbourhood()
    typed = {
        "key": "k1",
        "words": "路灯不亮",
        "place": str(here.building.pk),
        "channel": "hotline",
        "outside_source": "province",
        "outside_number": "SX-88",
    }
    del typed[gone]

    answer = a_browser_of(a_clerk(here.community)).post("/desk/say/", typed)

    assert answer.status_code == 422
    assert not Matter.objects.exists()
