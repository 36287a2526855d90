"""评之后: calls in vain, other hands the second time, what a second person leaves out."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from linli.kernel.dates import HERE, day_of
from linli.kernel.errors import NotPermitted
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Assignment, MatterMovedOn
from linli.matters.actions.afterwards import ExclusionWaits, NothingToExclude, ReasonMissing
from linli.matters.actions.desk import SameHandsAgain
from linli.matters.events import ExclusionLapsed, OpenMattersTold
from linli.matters.models import CallAttempt, Exclusion, Matter
from linli.matters.queries.board import month_of
from linli.matters.queries.board_figures import figures_of
from linli.matters.rules import AskedState, CallEnd, State, StepNotAllowed
from linli.matters.testing import a_closed_matter, a_finished_matter, a_matter_in_work
from linli.matters.tests.matter_stories import UNHAPPY, fresh, the_slip
from linli.messaging.models import Message
from linli.people.testing import (
    A_STRANGER,
    a_browser_of,
    a_clerk,
    a_person,
    a_secretary,
    a_subdistrict_clerk,
    viewing,
)
from linli.places.models import Area

pytestmark = pytest.mark.django_db
DUSK = datetime(2026, 3, 4, 17, 30, tzinfo=HERE)  # a Wednesday


def rated_no(matter: Matter) -> Matter:
    assert matter.reporter
    by = viewing(matter.reporter)
    actions.rate_matter(matter=matter, slip=the_slip(matter), answer=UNHAPPY, by=by, at=NOON)
    return fresh(matter)


def a_matter_done_twice_and_still_not_liked() -> Matter:
    """The subdistrict had it done by other hands, and it was not liked again."""
    matter = rated_no(a_finished_matter())
    upstairs = viewing(a_subdistrict_clerk(matter.desk))
    other = a_person("李师傅", home=matter.place)
    actions.dispatch_matter(
        matter=matter, assignment=Assignment(handler=other), by=upstairs, at=NOON
    )
    actions.finish_matter(
        matter=matter, measure="", outcome="再修了一次", by=viewing(other), at=NOON
    )
    return rated_no(matter)


def here() -> Area:
    return Area.objects.get(kind="community")


def the_figures() -> dict[str, int]:
    return dict(figures_of(here(), day_of(NOON), at=NOON + timedelta(hours=1)).count)


def test_who_was_called_in_vain_is_counted_apart_and_may_still_answer() -> None:
    matter = a_finished_matter()
    clerk = viewing(a_clerk(here()))

    actions.note_call_in_vain(matter=matter, end=CallEnd.NOT_REACHED, by=clerk, at=NOON)

    assert CallAttempt.objects.get().end == "not_reached"
    assert matter.standing is State.FINISHED
    rate_by = matter.rate_by
    assert rate_by
    actions.lapse_matters(rate_by)
    counted = the_figures()
    assert (counted["unrated"], counted["unreached"], counted["declined"]) == (1, 1, 0)


def test_whoever_would_rather_not_say_is_another_count() -> None:
    matter = a_finished_matter()
    clerk = viewing(a_clerk(here()))

    actions.note_call_in_vain(
        matter=matter, end=CallEnd.DECLINED, words="说忙", by=clerk, at=NOON
    )

    assert fresh(matter).called_in_vain == "declined"


def test_the_handler_and_strangers_do_not_call_back() -> None:
    matter = a_finished_matter()
    assert matter.handler
    for by in (viewing(matter.handler), A_STRANGER):
        with pytest.raises(NotPermitted):
            actions.note_call_in_vain(matter=matter, end=CallEnd.DECLINED, by=by, at=NOON)


def test_what_is_rated_already_is_not_called_about() -> None:
    matter = a_closed_matter()
    clerk = viewing(a_clerk(here()))

    with pytest.raises(StepNotAllowed):
        actions.note_call_in_vain(matter=matter, end=CallEnd.DECLINED, by=clerk, at=NOON)


def test_the_second_time_it_goes_to_other_hands() -> None:
    matter = a_finished_matter()
    first = matter.handler
    assert first
    matter = rated_no(matter)
    upstairs = viewing(a_subdistrict_clerk(matter.desk))

    with pytest.raises(SameHandsAgain):
        actions.dispatch_matter(
            matter=matter, assignment=Assignment(handler=first), by=upstairs, at=NOON
        )

    assert fresh(matter).handled_before == first


def test_a_second_person_leaves_it_out_and_the_public_count_says_so() -> None:
    matter = a_matter_done_twice_and_still_not_liked()
    assert the_figures()["discontent"] == 1
    clerk, secretary = viewing(a_clerk(here())), viewing(a_secretary(here()))
    actions.ask_to_exclude(
        matter=matter, ground="against_the_law", words="要求占消防通道停车", by=clerk, at=NOON
    )

    with pytest.raises(NotPermitted):
        actions.exclude_matter(matter=fresh(matter), by=clerk, at=NOON)
    actions.exclude_matter(matter=matter, by=secretary, at=NOON + timedelta(minutes=5))

    asked = Exclusion.objects.get()
    assert (asked.state, asked.decided_by_id) == (AskedState.GRANTED, secretary.person_id)
    counted = the_figures()
    assert (counted["ratable"], counted["rated"], counted["discontent"]) == (0, 0, 0)
    assert counted["excluded"] == 1
    listed = Matter.objects.filter(month_of(day_of(NOON), at=NOON).only("excluded"))
    assert [one.pk for one in listed] == [matter.pk]


def test_the_database_itself_wants_a_second_person() -> None:
    matter = a_matter_done_twice_and_still_not_liked()
    clerk = viewing(a_clerk(here()))
    asked = actions.ask_to_exclude(
        matter=matter, ground="same_again", words="说过三次", by=clerk, at=NOON
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        Exclusion.objects.filter(pk=asked.pk).update(decided_by=clerk.person_id)


def test_who_handled_it_first_or_last_does_not_decide() -> None:
    matter = rated_no(a_finished_matter(handler=None))
    upstairs = viewing(a_subdistrict_clerk(matter.desk))
    handler = a_secretary(here())
    actions.dispatch_matter(
        matter=matter, assignment=Assignment(handler=handler), by=upstairs, at=NOON
    )
    actions.finish_matter(
        matter=matter, measure="", outcome="修了", by=viewing(handler), at=NOON
    )
    matter = rated_no(matter)
    actions.ask_to_exclude(
        matter=matter, ground="same_again", words="有结论", by=upstairs, at=NOON
    )

    with pytest.raises(NotPermitted):
        actions.exclude_matter(matter=matter, by=viewing(handler), at=NOON)


@pytest.mark.parametrize(
    ("ground", "words"), [("", "说明"), ("no_such", "说明"), ("same_again", " ")]
)
def test_without_a_ground_and_a_word_nothing_is_asked(ground: str, words: str) -> None:
    matter = a_matter_done_twice_and_still_not_liked()
    clerk = viewing(a_clerk(here()))

    with pytest.raises(ReasonMissing):
        actions.ask_to_exclude(matter=matter, ground=ground, words=words, by=clerk, at=NOON)


def test_what_was_liked_is_not_left_out_nor_asked_about_twice() -> None:
    liked = a_closed_matter()
    with pytest.raises(NothingToExclude):
        actions.ask_to_exclude(
            matter=liked,
            ground="same_again",
            words="有结论",
            by=viewing(a_clerk(liked.desk)),
            at=NOON,
        )


def test_one_request_at_a_time_and_none_to_decide_when_nobody_asked() -> None:
    matter = a_matter_done_twice_and_still_not_liked()
    clerk, secretary = viewing(a_clerk(here())), viewing(a_secretary(here()))
    with pytest.raises(NothingToExclude):
        actions.exclude_matter(matter=matter, by=secretary, at=NOON)
    said = {"matter": matter, "ground": "same_again", "words": "有结论"}
    actions.ask_to_exclude(**said, by=clerk, at=NOON)  # type: ignore[arg-type]

    with pytest.raises(ExclusionWaits):
        actions.ask_to_exclude(**said, by=secretary, at=NOON)  # type: ignore[arg-type]


def test_a_refusal_says_why_and_it_counts() -> None:
    matter = a_matter_done_twice_and_still_not_liked()
    clerk, secretary = viewing(a_clerk(here())), viewing(a_secretary(here()))
    actions.ask_to_exclude(
        matter=matter, ground="same_again", words="有结论", by=clerk, at=NOON
    )
    with pytest.raises(ReasonMissing):
        actions.refuse_exclusion(matter=matter, why=" ", by=secretary, at=NOON)

    actions.refuse_exclusion(matter=matter, why="确实没有修好", by=secretary, at=NOON)

    assert Exclusion.objects.get().state == AskedState.REFUSED
    assert the_figures()["discontent"] == 1


def test_what_nobody_decides_in_time_counts_like_every_other() -> None:
    matter = a_matter_done_twice_and_still_not_liked()
    clerk = viewing(a_clerk(here()))
    asked = actions.ask_to_exclude(
        matter=matter, ground="same_again", words="有结论", by=clerk, at=NOON
    )

    assert actions.lapse_exclusions(asked.decide_by - timedelta(seconds=1)) == 0
    assert actions.lapse_exclusions(asked.decide_by) == 1
    assert actions.lapse_exclusions(asked.decide_by) == 0

    assert Entry.objects.filter(code=ExclusionLapsed.code).count() == 1
    assert fresh(matter).excluded_at is None


def test_of_two_who_decide_at_once_one_wins() -> None:
    matter = a_matter_done_twice_and_still_not_liked()
    clerk, secretary = viewing(a_clerk(here())), viewing(a_secretary(here()))
    actions.ask_to_exclude(
        matter=matter, ground="same_again", words="有结论", by=clerk, at=NOON
    )
    seen_by_one, seen_by_other = fresh(matter), fresh(matter)
    actions.exclude_matter(matter=seen_by_one, by=secretary, at=NOON)

    with pytest.raises((MatterMovedOn, NothingToExclude)):
        actions.refuse_exclusion(matter=seen_by_other, why="不", by=secretary, at=NOON)


def test_at_dusk_each_is_told_once_what_lies_with_them() -> None:
    matter = a_matter_in_work(at=DUSK - timedelta(days=20))
    assert matter.handler

    assert actions.tell_of_open_matters(DUSK - timedelta(hours=2)) == 0
    assert actions.tell_of_open_matters(DUSK) == 1
    assert actions.tell_of_open_matters(DUSK + timedelta(minutes=10)) == 0

    told = Message.objects.get(to=matter.handler.ref, sentence__contains="您手里还有")
    assert "1 件开着，其中 1 件超期" in told.sentence
    entry = Entry.objects.get(code=OpenMattersTold.code)
    assert (entry.subject, entry.facts["many"]) == (matter.desk.ref, 1)


def test_nobody_is_told_on_a_day_off() -> None:
    a_matter_in_work(at=DUSK - timedelta(days=1))

    assert actions.tell_of_open_matters(DUSK + timedelta(days=4)) == 0  # a Sunday


def test_the_pages_lead_from_the_call_to_the_decision() -> None:
    matter = a_matter_done_twice_and_still_not_liked()
    clerk, secretary = a_clerk(here()), a_secretary(here())
    desk = a_browser_of(clerk)
    page = desk.get(reverse("desk-matter", args=[matter.number])).content.decode()
    assert reverse("matter-exclusion", args=[matter.number]) in page
    actions.ask_to_exclude(
        matter=matter, ground="same_again", words="有结论", by=viewing(clerk), at=NOON
    )

    mine = desk.get(reverse("desk-exclusions")).content.decode()
    others = a_browser_of(secretary).get(reverse("desk-exclusions")).content.decode()

    ruling = reverse("matter-exclusion-ruling", args=[matter.number])
    assert ruling not in mine
    assert ruling in others

    address = reverse("desk-matter", args=[matter.number])
    asked_again = f'href="{reverse("matter-exclusion", args=[matter.number])}?'
    assert asked_again not in desk.get(address).content.decode()
    second = a_browser_of(secretary).get(address).content.decode()
    assert ruling in second
    assert asked_again not in second


def test_whoever_had_it_before_does_not_decide_what_is_left_out() -> None:
    matter = a_matter_done_twice_and_still_not_liked()
    clerk, before = viewing(a_clerk(here())), a_clerk(here(), "程小满")
    actions.ask_to_exclude(
        matter=matter, ground="same_again", words="有结论", by=clerk, at=NOON
    )
    Matter.objects.filter(pk=matter.pk).update(handled_before=before)

    with pytest.raises(NotPermitted):
        actions.exclude_matter(matter=fresh(matter), by=viewing(before), at=NOON)
