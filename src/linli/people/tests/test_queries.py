"""Who is who: names, holders, viewers."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from linli.kernel.references import A_VISITOR, THE_SYSTEM
from linli.kernel.testing import NOON
from linli.people import actions, queries
from linli.people.models import Person, Term
from linli.people.queries import NobodyMeant, SeveralMeant
from linli.people.rules import OrganisationKind, PostKind
from linli.people.testing import (
    A_STRANGER,
    TODAY,
    a_browser_of,
    a_clerk,
    a_holder,
    a_person,
    a_post,
    a_steward,
    a_term,
    viewing,
)
from linli.people.viewer import THE_HOUSE, Viewer
from linli.places.actions import open_point
from linli.places.models import PointKind
from linli.places.testing import THE_SURVEYOR, Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def here() -> Neighbourhood:
    return a_neighbourhood()


def test_every_kind_of_reference_has_a_name(here: Neighbourhood) -> None:
    wang, post = a_person("王秀英", here.unit), a_post(PostKind.STEWARD, here.building)
    team = actions.form_organisation(
        name="合唱队",
        kind=OrganisationKind.CULTURAL_TEAM,
        area=here.community,
        by=THE_HOUSE,
        at=NOON,
    )

    names = queries.names_of(
        [wang.ref, post.ref, team.ref, here.unit.ref, THE_SYSTEM, A_VISITOR, "person/0", ""]
    )

    assert names[wang.ref] == "王秀英"
    assert names[post.ref] == "3号楼楼长"
    assert names[team.ref] == "合唱队"
    assert names[here.unit.ref] == "2单元"
    assert names[THE_SYSTEM] == "系统"
    assert names[A_VISITOR] == "一位居民（未登录）"
    assert names["person/0"] == "已注销"
    assert names[""] == ""


def test_the_point_at_a_door_has_a_name(here: Neighbourhood) -> None:
    point = open_point(
        kind=PointKind.DOOR, area=here.unit, name="2单元门口", by=THE_SURVEYOR, at=NOON
    )

    assert queries.name_of(f"point/{point.pk}") == "2单元门口"


@pytest.mark.parametrize(
    ("who", "reads_the_resident"),
    [
        ("oneself", True),
        ("neighbour", False),
        ("steward of the house", True),
        ("clerk", True),
        ("clerk next door", False),
        ("daughter under mandate", True),
        ("auditor", True),
        ("passer-by", False),
    ],
)
def test_who_reads_the_name_of_a_resident(
    here: Neighbourhood, who: str, *, reads_the_resident: bool
) -> None:
    wang, clerk = a_person("王秀英", here.unit), a_clerk(here.community)
    viewer = _viewers(here, wang)[who]

    names = queries.names_of([wang.ref, clerk.ref], viewer=viewer)

    assert names[wang.ref] == ("王秀英" if reads_the_resident else "一位居民")
    assert names[clerk.ref] == "何春燕"


def _viewers(here: Neighbourhood, wang: Person) -> dict[str, Viewer]:
    daughter = a_person("赵敏", a_neighbourhood().unit)
    actions.give_mandate(
        principal=wang,
        delegate=daughter,
        evidence="当面签",
        starts_on=TODAY,
        ends_on=TOMORROW,
        by=viewing(wang),
        at=NOON,
    )
    return {
        "oneself": viewing(wang),
        "neighbour": viewing(a_person("邻居", here.unit)),
        "steward of the house": viewing(a_steward(here.building)),
        "clerk": viewing(a_clerk(here.community)),
        "clerk next door": viewing(a_clerk(a_neighbourhood().community)),
        "daughter under mandate": viewing(daughter),
        "auditor": viewing(a_holder(PostKind.AUDITOR, here.county)),
        "passer-by": A_STRANGER,
    }


def test_a_former_clerk_keeps_the_name_under_what_was_done(here: Neighbourhood) -> None:
    term = a_term(PostKind.CLERK, here.community, "何春燕")
    actions.end_term(term=term, reason="调走", by=THE_HOUSE, at=NOON)

    assert queries.name_of(term.person.ref, viewer=A_STRANGER) == "何春燕"


def test_names_are_said_in_the_language_of_the_reader(here: Neighbourhood) -> None:
    with override("en"):
        assert queries.name_of(here.unit.ref) == "2单元"


def test_the_nearest_holder_is_found_upwards(here: Neighbourhood) -> None:
    community_clerk = a_clerk(here.community)
    near = a_holder(PostKind.SOCIAL_WORKER, here.compound, "近处")
    far = a_holder(PostKind.SOCIAL_WORKER, here.community, "远处")

    def found(kind: PostKind, *excluding: int) -> list[Person]:
        return queries.holders_of(kind, here.unit, on=TODAY, excluding=excluding)

    assert found(PostKind.CLERK) == [community_clerk]
    assert found(PostKind.SOCIAL_WORKER) == [near]
    assert found(PostKind.SOCIAL_WORKER, near.pk) == [far]
    assert found(PostKind.SOCIAL_WORKER, near.pk, far.pk) == []
    assert found(PostKind.SECRETARY) == []


def test_who_is_on_leave_is_stood_in_for(here: Neighbourhood) -> None:
    term, deputy = a_term(PostKind.CLERK, here.community), a_person("代班", here.unit)
    actions.take_leave(
        term=term, deputy=deputy, starts_on=TODAY, ends_on=TOMORROW, by=THE_HOUSE, at=NOON
    )

    def on(day: object) -> list[Person]:
        return queries.holders_of(PostKind.CLERK, here.unit, on=day)  # type: ignore[arg-type]

    assert on(TODAY) == [deputy]
    assert on(TOMORROW) == [term.person]


def test_a_vacancy_is_a_post_that_nobody_holds_that_day(here: Neighbourhood) -> None:
    a_steward(here.building)
    empty = a_post(PostKind.STEWARD, here.building)

    assert queries.vacancies(here.community, TODAY) == [empty]


def test_a_viewer_is_gathered_in_one_query(
    here: Neighbourhood, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    clerk = a_clerk(here.community)
    person = Person.objects.select_related("home").get(pk=clerk.pk)

    with django_assert_max_num_queries(1):
        viewer = viewing(person)

    assert viewer.holds(PostKind.CLERK)
    assert viewer.home_path == here.community.path


@pytest.mark.parametrize("day", range(-2, 4))
def test_a_viewer_holds_what_the_terms_say_on_each_day(here: Neighbourhood, day: int) -> None:
    term = a_term(PostKind.CLERK, here.community)
    Term.objects.update(starts_on=TODAY, ends_on=TODAY + timedelta(days=2))
    on = TODAY + timedelta(days=day)

    held = [post.post_id for post in queries.held_posts(term.person, on)]

    assert held == list(Term.objects.running(on).values_list("post", flat=True))


def test_what_has_ended_is_gone_with_the_next_request(here: Neighbourhood) -> None:
    """Who may see what is never remembered: neither a post nor a mandate."""
    clerk = a_clerk(here.community)
    browser = a_browser_of(clerk)
    assert browser.get("/people/").status_code == 200

    Term.objects.filter(person=clerk).update(ends_on=TODAY)

    assert browser.get("/people/").status_code == 403


def test_names_of_many_cost_as_much_as_of_one(
    here: Neighbourhood, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [a_person(f"居民{number}", here.unit).ref for number in range(5)]

    with django_assert_num_queries(2):
        queries.names_of([*people, here.unit.ref, here.community.ref], viewer=A_STRANGER)


def test_a_mandate_holds_from_its_first_day_to_before_its_last(here: Neighbourhood) -> None:
    wang, daughter = a_person("王秀英", here.unit), a_person("赵敏", here.unit)
    actions.give_mandate(
        principal=wang,
        delegate=daughter,
        evidence="当面签",
        starts_on=TOMORROW,
        ends_on=TOMORROW + timedelta(days=1),
        by=viewing(wang),
        at=NOON,
    )

    held = [
        bool(queries.viewer_of(daughter, at=NOON + timedelta(days=days)).principals)
        for days in (0, 1, 2)
    ]

    assert held == [False, True, False]


def test_somebody_is_meant_by_name_code_or_phone(here: Neighbourhood) -> None:
    wang = a_person("王秀英", here.unit, phone="13800002207")
    clerk = viewing(a_clerk(here.community))

    for words in ("王秀英", wang.spoken_code, "138 0000 2207"):
        assert queries.person_meant(clerk, words) == wang


def test_nobody_or_several_are_asked_about_again(here: Neighbourhood) -> None:
    a_person("王秀英", here.unit)
    a_person("王秀英", here.unit)
    clerk = viewing(a_clerk(here.community))

    with pytest.raises(SeveralMeant, match="请填口令号"):
        queries.person_meant(clerk, "王秀英")
    with pytest.raises(NobodyMeant):
        queries.person_meant(clerk, "无此人")
    with pytest.raises(NobodyMeant):
        queries.person_meant(clerk, " ")


def test_an_exact_name_comes_before_a_longer_one(here: Neighbourhood) -> None:
    wang = a_person("王秀", here.unit)
    a_person("王秀英", here.unit)

    assert queries.person_meant(viewing(a_clerk(here.community)), "王秀") == wang


def test_a_device_keeps_its_receipts_and_forged_ones_open_nothing() -> None:
    request, response = RequestFactory().get("/"), HttpResponse()
    queries.keep_receipt(request, response, code="4 7 2 6")
    cookie = response.cookies[queries.RECEIPTS_COOKIE].value

    request.COOKIES[queries.RECEIPTS_COOKIE] = cookie
    assert queries.receipts_on(request) == {queries.receipt_hash("4726")}
    assert "4726" not in cookie

    request.COOKIES[queries.RECEIPTS_COOKIE] = queries.receipt_hash("9999")
    assert queries.receipts_on(request) == frozenset()


def test_a_passer_by_has_only_receipts() -> None:
    assert queries.a_passer_by_with(frozenset()) is A_STRANGER
    assert queries.a_passer_by_with(frozenset({"x"})).receipts == {"x"}


def test_without_a_second_factor_a_clerk_is_a_neighbour(here: Neighbourhood) -> None:
    clerk = viewing(a_clerk(here.community))

    weaker = queries.without_power(clerk)

    assert (weaker.person_id, weaker.posts) == (clerk.person_id, ())
