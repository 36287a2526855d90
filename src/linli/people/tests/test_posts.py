"""Posts, terms, leaves, mandates and consents: what each action does, and what it refuses."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.testing import NOON
from linli.people import actions
from linli.people.actions import Appointment, NewPost
from linli.people.events import LeaveTaken, PostHandedOver, TermEnded
from linli.people.models import Post, Term
from linli.people.rules import Obtained, PostKind
from linli.people.testing import (
    A_STRANGER,
    LAST_YEAR,
    TODAY,
    a_clerk,
    a_person,
    a_post,
    a_secretary,
    a_steward,
    a_subdistrict_clerk,
    a_term,
    an_administrator,
    viewing,
)
from linli.people.viewer import THE_HOUSE, Viewer
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def here() -> Neighbourhood:
    return a_neighbourhood()


def appoint(post: Post, *, by: Viewer, starts_on: date = TODAY) -> Term:
    return actions.appoint(
        post=post,
        person=a_person("新人", post.area),
        obtained=Obtained.APPOINTED,
        starts_on=starts_on,
        by=by,
        at=NOON,
    )


def test_seats_of_one_kind_are_numbered(here: Neighbourhood) -> None:
    new = NewPost(kind=PostKind.STEWARD, area=here.building)

    posts = actions.create_posts(within=here.community, posts=[new, new], by=THE_HOUSE, at=NOON)

    assert [post.seat for post in posts] == [1, 2]
    assert a_post(PostKind.STEWARD, here.building).seat == 3


def test_a_clerk_has_no_desk_in_a_building(here: Neighbourhood) -> None:
    with pytest.raises(actions.PostDoesNotFit):
        a_post(PostKind.CLERK, here.building)


def test_a_stranger_creates_no_post(here: Neighbourhood) -> None:
    with pytest.raises(NotPermitted):
        actions.create_post(kind=PostKind.STEWARD, area=here.building, by=A_STRANGER, at=NOON)


def test_a_post_that_is_held_is_not_abolished(here: Neighbourhood) -> None:
    term = a_term(PostKind.STEWARD, here.building)

    with pytest.raises(actions.PostStillHeld):
        actions.abolish_post(post=term.post, by=THE_HOUSE, at=NOON)
    actions.end_term(term=term, reason="搬家", by=THE_HOUSE, at=NOON)
    actions.abolish_post(post=term.post, by=THE_HOUSE, at=NOON)

    with pytest.raises(actions.PostAbolishedAlready):
        actions.abolish_post(post=term.post, by=THE_HOUSE, at=NOON)
    with pytest.raises(actions.PostAbolishedMeanwhile):
        appoint(term.post, by=THE_HOUSE)


def test_one_seat_has_one_holder(here: Neighbourhood) -> None:
    term = a_term(PostKind.STEWARD, here.building)

    with pytest.raises(actions.PostAlreadyHeld):
        appoint(term.post, by=THE_HOUSE)


def test_nobody_appoints_himself(here: Neighbourhood) -> None:
    administrator = an_administrator(here.county)

    with pytest.raises(NotPermitted):
        actions.appoint(
            post=a_post(PostKind.CLERK, here.community),
            person=administrator,
            obtained=Obtained.APPOINTED,
            starts_on=TODAY,
            by=viewing(administrator),
            at=NOON,
        )


@pytest.mark.parametrize(
    ("who", "kind", "may"),
    [
        ("administrator", PostKind.AUDITOR, True),
        ("administrator", PostKind.SECRETARY, True),
        ("subdistrict clerk", PostKind.STEWARD, True),
        ("subdistrict clerk", PostKind.SECRETARY, False),
        ("subdistrict secretary", PostKind.SECRETARY, True),
        ("subdistrict secretary", PostKind.CLERK, True),
        ("subdistrict secretary", PostKind.ADMINISTRATOR, False),
        ("secretary", PostKind.CLERK, True),
        ("secretary", PostKind.SECRETARY, False),
        ("secretary", PostKind.STEWARD, True),
        ("secretary", PostKind.AUDITOR, False),
        ("clerk", PostKind.STEWARD, True),
        ("clerk", PostKind.CLERK, False),
        ("steward", PostKind.STEWARD, False),
        ("clerk next door", PostKind.STEWARD, False),
        ("stranger", PostKind.STEWARD, False),
    ],
)
def test_who_may_fill_which_post(
    here: Neighbourhood, who: str, kind: PostKind, *, may: bool
) -> None:
    by = {
        "administrator": lambda: viewing(an_administrator(here.county)),
        "subdistrict clerk": lambda: viewing(a_subdistrict_clerk(here.subdistrict)),
        "subdistrict secretary": lambda: viewing(
            a_term(PostKind.SUBDISTRICT_SECRETARY, here.subdistrict).person
        ),
        "secretary": lambda: viewing(a_secretary(here.community)),
        "clerk": lambda: viewing(a_clerk(here.community)),
        "steward": lambda: viewing(a_steward(here.building)),
        "clerk next door": lambda: viewing(a_clerk(a_neighbourhood().community)),
        "stranger": lambda: A_STRANGER,
    }[who]()
    post = a_post(kind, here.community)

    if may:
        assert appoint(post, by=by).post == post
    else:
        with pytest.raises(NotPermitted):
            appoint(post, by=by)


def test_an_end_before_the_start_is_refused(here: Neighbourhood) -> None:
    with pytest.raises(actions.EndsBeforeItStarts):
        actions.appoint(
            post=a_post(PostKind.STEWARD, here.building),
            person=a_person("新人", here.unit),
            obtained=Obtained.ELECTED,
            starts_on=TODAY,
            ends_on=TODAY,
            by=THE_HOUSE,
            at=NOON,
        )


def test_many_are_appointed_and_a_post_only_once(here: Neighbourhood) -> None:
    post = a_post(PostKind.STEWARD, here.building)
    new = Appointment(post=post, person=a_person("陈", here.unit), starts_on=LAST_YEAR)

    with pytest.raises(actions.PostAlreadyHeld):
        actions.appoint_all(
            within=here.community, appointments=[new, new], by=THE_HOUSE, at=NOON
        )
    assert (
        len(
            actions.appoint_all(
                within=here.community, appointments=[new], by=THE_HOUSE, at=NOON
            )
        )
        == 1
    )
    with pytest.raises(NotPermitted):
        actions.appoint_all(
            within=a_neighbourhood().community, appointments=[new], by=THE_HOUSE, at=NOON
        )


def test_a_term_ends_once_and_tells_who_left(here: Neighbourhood) -> None:
    term = a_term(PostKind.CLERK, here.community)

    actions.end_term(term=term, reason="调走", by=viewing(term.person), at=NOON)

    [ended] = journal.events(TermEnded, subject=term.post.ref)
    assert (ended.from_, ended.ends_on) == (term.person.ref, "2026-03-02")
    assert viewing(term.person).posts == ()
    with pytest.raises(actions.TermEndedAlready):
        actions.end_term(term=Term.objects.get(), reason="再", by=THE_HOUSE, at=NOON)


def test_a_colleague_does_not_end_a_term(here: Neighbourhood) -> None:
    term = a_term(PostKind.CLERK, here.community)

    with pytest.raises(NotPermitted):
        actions.end_term(
            term=term, reason="调走", by=viewing(a_clerk(here.community, "同事")), at=NOON
        )


def test_a_deputy_has_the_same_rights_for_that_time(here: Neighbourhood) -> None:
    term, deputy = a_term(PostKind.CLERK, here.community), a_person("代班", here.unit)

    actions.take_leave(
        term=term,
        deputy=deputy,
        starts_on=TODAY,
        ends_on=TOMORROW,
        by=viewing(term.person),
        at=NOON,
    )

    assert [post.kind for post in viewing(deputy).posts] == [PostKind.CLERK]
    [leave] = journal.events(LeaveTaken, subject=term.post.ref)
    assert (leave.from_, leave.to) == (term.person.ref, deputy.ref)


def test_a_leave_needs_another_person_and_a_free_span(here: Neighbourhood) -> None:
    term, deputy = a_term(PostKind.CLERK, here.community), a_person("代班", here.unit)
    span = {"starts_on": TODAY, "ends_on": TOMORROW, "by": THE_HOUSE, "at": NOON}

    with pytest.raises(actions.DeputyIsTheHolder):
        actions.take_leave(term=term, deputy=term.person, **span)  # type: ignore[arg-type]
    with pytest.raises(actions.EndsBeforeItStarts):
        actions.take_leave(term=term, deputy=deputy, **span | {"ends_on": TODAY})  # type: ignore[arg-type]
    with pytest.raises(NotPermitted):
        actions.take_leave(term=term, deputy=deputy, **span | {"by": A_STRANGER})  # type: ignore[arg-type]
    actions.take_leave(term=term, deputy=deputy, **span)  # type: ignore[arg-type]
    with pytest.raises(actions.LeaveOverlaps):
        actions.take_leave(term=term, deputy=deputy, **span)  # type: ignore[arg-type]


def test_who_enters_a_leave_does_not_become_the_deputy(here: Neighbourhood) -> None:
    secretary = a_secretary(here.community)
    term = a_term(PostKind.STEWARD, here.building)

    with pytest.raises(NotPermitted):
        actions.take_leave(
            term=term,
            deputy=secretary,
            starts_on=TODAY,
            ends_on=TOMORROW,
            by=viewing(secretary),
            at=NOON,
        )


def test_a_post_is_handed_over_today(here: Neighbourhood) -> None:
    term, successor = a_term(PostKind.CLERK, here.community), a_person("接手", here.unit)

    actions.hand_over(post=term.post, to=successor, by=THE_HOUSE, at=NOON)

    [told] = journal.events(PostHandedOver, subject=term.post.ref)
    assert (told.from_, told.to) == (term.person.ref, successor.ref)
    assert viewing(term.person).posts == ()
    assert viewing(successor).holds(PostKind.CLERK)
    with pytest.raises(actions.PostAlreadyHeld):
        actions.hand_over(post=term.post, to=successor, by=THE_HOUSE, at=NOON)


def test_an_empty_post_is_not_handed_over(here: Neighbourhood) -> None:
    with pytest.raises(actions.PostVacant):
        actions.hand_over(
            post=a_post(PostKind.CLERK, here.community),
            to=a_person("接手", here.unit),
            by=THE_HOUSE,
            at=NOON,
        )


DAYS = st.integers(min_value=0, max_value=40).map(lambda n: LAST_YEAR + timedelta(days=n))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(spans=st.lists(st.tuples(DAYS, st.integers(1, 15) | st.none()), max_size=6))
def test_whatever_is_tried_a_post_has_one_holder_at_a_time(
    spans: list[tuple[date, int | None]],
) -> None:
    here = a_neighbourhood()
    post, people = a_post(PostKind.STEWARD, here.building), a_person("陈", here.unit)

    for starts_on, days in spans:
        try:
            actions.appoint(
                post=post,
                person=people,
                obtained=Obtained.ELECTED,
                starts_on=starts_on,
                ends_on=starts_on + timedelta(days=days) if days else None,
                by=THE_HOUSE,
                at=NOON,
            )
        except Refusal:
            continue

    terms = Term.objects.filter(post=post)
    for day in (LAST_YEAR + timedelta(days=n) for n in range(60)):
        assert terms.running(day).count() <= 1
