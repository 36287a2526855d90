"""Problems on the pages: for the desk, for who said it, and on the public board."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from linli.kernel import outbox
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.people.testing import A_STRANGER, a_browser_of, a_clerk, a_person, viewing
from linli.prevention import policies
from linli.prevention.events import MeasuresSet
from linli.prevention.models import Problem
from linli.prevention.queries.board import public_problems
from linli.prevention.testing import (
    a_lit_neighbourhood,
    a_problem,
    a_problem_with_measures,
    said,
)

pytestmark = pytest.mark.django_db


def test_the_desk_works_on_a_problem_from_its_pages() -> None:
    problem = a_problem()
    browser = a_browser_of(a_clerk(problem.desk, "林小溪"))
    assert problem.number in browser.get(reverse("problems")).content.decode()
    address = reverse("problem", args=[problem.number])
    assert browser.get(address).status_code == 200

    def send(noun: str, **words: object) -> int:
        to = reverse("problem-deed", args=[problem.number, noun])
        version = Problem.objects.get(pk=problem.pk).version
        return browser.post(to, {"key": noun, "version": version, **words}).status_code

    assert (
        browser.get(reverse("problem-deed", args=[problem.number, "owner"])).status_code == 200
    )
    hanging = problem.hangings.first()
    assert hanging
    off = reverse("problem-taken-off", args=[problem.number, hanging.pk])
    assert browser.get(off).status_code == 200
    assert browser.post(off, {"key": "off", "why": "不是"}).status_code == 303
    assert send("matters", number=hanging.matter.number) == 303
    assert send("owner") == 303
    assert send("measures", cause="", measures="换线路") == 422
    assert send("measures", cause="线路老化", measures="换线路") == 303
    problem.refresh_from_db()
    assert problem.state == "measures_set"


def test_two_are_offered_and_listed_at_once() -> None:
    place = a_lit_neighbourhood()
    one = said(place.building)
    said(place.building)
    browser = a_browser_of(a_clerk(place.community, "林小溪"))
    assert "再说一次就是问题" in browser.get(reverse("problems")).content.decode()
    answer = browser.post(reverse("matter-problem", args=[one.number]), {"key": "k"})
    assert answer.status_code == 303
    assert Problem.objects.get().hangings.count() == 2


def test_strangers_see_no_page_but_the_board_says_where_down_to_the_compound() -> None:
    problem = a_problem()
    address = reverse("problem", args=[problem.number])
    assert Client().get(address).status_code == 404
    assert a_browser_of(a_person("邻居", problem.place)).get(address).status_code == 404
    assert Client().get(reverse("problems")).status_code == 403
    [shown] = public_problems(problem.desk)
    assert (shown.where, shown.kind, shown.times) == ("翠竹苑", "楼道灯", 3)
    board = Client().get(reverse("board")).content.decode()
    assert "楼道灯" in board


def test_who_said_it_reads_that_the_root_is_sought_and_found() -> None:
    problem = a_problem_with_measures()
    matter = problem.hangings.select_related("matter__reporter").first()
    assert matter
    assert matter.matter.reporter
    page = reverse("matter", args=[matter.matter.number])
    told = a_browser_of(matter.matter.reporter).get(page).content.decode()
    assert "线路老化" in told
    entry = Entry.objects.get(code=MeasuresSet.code)
    names = set(entry.deliveries.values_list("subscription", flat=True))
    assert "tell-worked-out" in names


def test_the_subscription_finds_it_without_being_asked() -> None:
    from linli.matters import actions as matters  # noqa: PLC0415
    from linli.matters.actions import Word  # noqa: PLC0415

    place = a_lit_neighbourhood()
    for day in range(3):
        who = a_person("王秀英", place.unit)
        word = Word(words="楼道的路灯不亮。", place=place.building)
        matters.report_matter(
            word=word, by=viewing(who), reporter=who, at=NOON + timedelta(days=day)
        )
    for delivery in list(outbox.due(NOON + timedelta(days=9))):
        outbox._react(delivery, NOON)
    assert Problem.objects.get().hangings.count() == 3


def test_who_may_do_what() -> None:
    problem = a_problem()
    asked, other = (a_clerk(problem.desk, name) for name in ("林小溪", "何春燕"))
    problem.aside_asked_by = asked
    owner = problem.owner
    assert owner
    neighbour = viewing(a_person("邻居", problem.place))
    truth = [
        (viewing(asked), True, False),
        (viewing(other), True, True),
        (neighbour, False, False),
        (A_STRANGER, False, False),
    ]
    for viewer, works, rules in truth:
        assert policies.may_work(viewer, problem) is works
        assert policies.may_set_aside(viewer, problem) is rules
