"""解决了吗，满意吗: by slip, by page, signed in or not, and once."""

from typing import Any

import pytest
from django.test import Client

from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Assignment, Word
from linli.matters.models import Matter
from linli.matters.rules import State
from linli.matters.testing import a_finished_matter
from linli.people.testing import A_STRANGER, a_browser_of, a_clerk, a_person, viewing
from linli.places.testing import a_neighbourhood
from linli.ratings.models import Rating, RatingSlip

pytestmark = pytest.mark.django_db
CODE = "K7M39QXT"


def slip_of(matter: Matter) -> RatingSlip:
    return RatingSlip.objects.get(subject=matter.ref, person=matter.reporter)


def answered(client: Client, slip: RatingSlip, **said: str) -> Any:
    page = client.get(f"/rate/{slip.token}/").content.decode()
    key = page.split('name="key" value="')[1].split('"')[0]
    return client.post(f"/rate/{slip.token}/", {"key": key, **said})


def an_unnamed_finished_matter() -> Matter:
    here = a_neighbourhood()
    word = Word(words="楼上半夜拖椅子", place=here.building)
    matter = actions.report_matter(word=word, by=A_STRANGER, receipt=CODE, at=NOON)
    zhang = a_person("张师傅", here.building)
    actions.dispatch_matter(
        matter=matter,
        assignment=Assignment(handler=zhang),
        by=viewing(a_clerk(here.community)),
        at=NOON,
    )
    actions.accept_matter(matter=matter, by=viewing(zhang), at=NOON)
    actions.finish_matter(
        matter=matter, measure="垫了脚垫", outcome="不响了", by=viewing(zhang), at=NOON
    )
    return matter


def test_whoever_holds_the_slip_answers_without_signing_in() -> None:
    matter = a_finished_matter()
    browser = Client()

    answer = answered(browser, slip_of(matter), solved="yes", satisfied="fairly")

    rating = Rating.objects.get()
    assert answer.status_code == 303
    assert (rating.solved, rating.satisfied, rating.taken_by) == ("yes", "fairly", "qr")
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "谢谢您说实话" in page
    assert "解决了，基本满意" in page
    matter.refresh_from_db()
    assert matter.standing is State.CLOSED


def test_who_has_signed_in_answers_on_the_page() -> None:
    matter = a_finished_matter()
    assert matter.reporter
    answered(a_browser_of(matter.reporter), slip_of(matter), solved="yes", satisfied="very")

    assert Rating.objects.get().taken_by == "page"


def test_a_no_goes_one_level_up_and_the_page_says_so() -> None:
    matter = a_finished_matter()
    browser = Client()

    answer = answered(
        browser, slip_of(matter), solved="no", satisfied="not", comment="还是不亮"
    )

    matter.refresh_from_db()
    page = browser.get(answer.headers["Location"]).content.decode()
    assert matter.standing is State.RECEIVED
    assert "清河街道" in page
    assert "换人重新看" in page


def test_a_slip_is_used_once() -> None:
    matter = a_finished_matter()
    slip, browser = slip_of(matter), Client()
    page = browser.get(f"/rate/{slip.token}/").content.decode()
    key = page.split('name="key" value="')[1].split('"')[0]
    said = {"key": key, "solved": "yes", "satisfied": "very"}

    twice = [browser.post(f"/rate/{slip.token}/", said).status_code for _ in range(2)]
    other = browser.post(
        f"/rate/{slip.token}/", {"key": "another", "solved": "no", "satisfied": "not"}
    )

    assert twice == [303, 303]
    assert other.status_code == 409
    assert "用过了" in other.content.decode()
    assert "谢谢您说实话" in browser.get(f"/rate/{slip.token}/").content.decode()
    assert Rating.objects.count() == 1


def test_both_questions_have_to_be_answered() -> None:
    matter = a_finished_matter()
    answer = answered(Client(), slip_of(matter), solved="yes", comment="还行")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请选一个" in page
    assert "还行" in page


def test_the_slip_tells_a_finder_no_more_than_the_board() -> None:
    matter = a_finished_matter()
    Matter.objects.filter(pk=matter.pk).update(title="王秀英家302漏水")

    page = Client().get(f"/rate/{slip_of(matter).token}/").content.decode()

    assert "王秀英" not in page
    assert "302" not in page


def test_the_unnamed_rate_and_stay_unnamed() -> None:
    matter = an_unnamed_finished_matter()
    wang = a_person(home=matter.place)

    answered(a_browser_of(wang), slip_of(matter), solved="yes", satisfied="very")

    matter.refresh_from_db()
    assert matter.standing is State.CLOSED
    assert not Entry.objects.filter(subject=matter.ref, by=wang.ref).exists()


def test_the_page_offers_what_was_pressed_before() -> None:
    matter = a_finished_matter()
    page = Client().get(f"/rate/{slip_of(matter).token}/?solved=no").content.decode()

    assert 'value="no"' in page.split(" checked")[0].rsplit("<input", 1)[1]


def test_a_slip_of_an_outcome_that_is_looked_at_again_is_closed() -> None:
    matter = a_finished_matter()
    slip = slip_of(matter)
    RatingSlip.objects.filter(pk=slip.pk).update(closed_at=NOON)

    page = Client().get(f"/rate/{slip.token}/").content.decode()

    assert "正在重新办理" in page
    assert "<form" not in page.split("<main")[1]


def test_a_token_that_nobody_was_given_leads_nowhere() -> None:
    assert Client().get("/rate/nosuchtoken/").status_code == 404


def test_another_look_is_promised_only_to_whose_no_brings_it() -> None:
    matter = a_finished_matter()
    neighbour = a_person("钱二", matter.place)
    theirs = RatingSlip.objects.create(
        subject=matter.ref,
        turn=matter.turn,
        token="neighbour",
        person=neighbour,
        asked_at=NOON,
        close_at=NOON,
    )

    first = Client().get(f"/rate/{slip_of(matter).token}/").content.decode()
    second = Client().get(f"/rate/{theirs.token}/").content.decode()

    assert "换人来看" in first
    assert "换人来看" not in second
