"""Who joined unnamed is asked too, by the receipt, and nobody is taken for another."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client

from linli.kernel.dates import day_of
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Assignment, Word
from linli.matters.actions.reporting import AlreadyJoined
from linli.matters.models import Matter
from linli.matters.queries.board_figures import figures_of
from linli.matters.queries.life import open_slip_of, open_slip_of_reporter
from linli.matters.queries.mine import matters_of
from linli.matters.rules import State
from linli.matters.testing import a_matter, a_matter_in_work
from linli.matters.tests.matter_stories import CONTENT, UNHAPPY, fresh
from linli.matters.tests.test_rating_pages import answered
from linli.matters.tests.test_saying_pages import CODE, key_on
from linli.people.queries import receipt_hash
from linli.people.testing import (
    A_STRANGER,
    a_browser_of,
    a_clerk,
    a_person,
    a_subdistrict_clerk,
    viewing,
)
from linli.people.viewer import Viewer
from linli.places.testing import a_neighbourhood
from linli.ratings.actions import TooLateToRate
from linli.ratings.models import Rating, RatingSlip

pytestmark = pytest.mark.django_db
REPORTERS, JOINERS, ANOTHERS = "K7M39QXT", "2B4D6F8H", "9Z8Y7X6W"


def holding(*codes: str) -> Viewer:
    return Viewer(receipts=frozenset(map(receipt_hash, codes)))


def a_browser_with(code: str, browser: Client | None = None) -> Client:
    browser = browser or Client()
    assert browser.post("/follow/", {"code": code}).status_code == 303
    return browser


def an_unnamed_matter() -> Matter:
    """In work; only a receipt leads back to who brought it."""
    here = a_neighbourhood()
    word = Word(words="三楼楼道的灯不亮", place=here.building)
    matter = actions.report_matter(word=word, by=A_STRANGER, receipt=REPORTERS, at=NOON)
    zhang = a_person("张师傅", here.building)
    clerk = viewing(a_clerk(here.community))
    actions.dispatch_matter(
        matter=matter, assignment=Assignment(handler=zhang), by=clerk, at=NOON
    )
    return matter


def joined_by(matter: Matter, *codes: str) -> Matter:
    for code in codes:
        actions.join_matter(matter=matter, by=A_STRANGER, receipt=code, at=NOON)
    return matter


def finished(matter: Matter, outcome: str = "灯亮了") -> Matter:
    found = fresh(matter)
    assert found.handler
    actions.finish_matter(
        matter=found, measure="换了灯泡", outcome=outcome, by=viewing(found.handler), at=NOON
    )
    return found


def slip_under(code: str) -> RatingSlip:
    return RatingSlip.objects.get(receipt_hash=receipt_hash(code))


def rated(matter: Matter, code: str, answer: Any = UNHAPPY) -> None:
    actions.rate_matter(
        matter=matter, slip=slip_under(code), answer=answer, by=holding(code), at=NOON
    )


def test_who_joins_unnamed_is_promised_to_be_asked_and_answers_by_the_receipt() -> None:
    matter = a_matter_in_work()
    at_the_door = Client()
    key = key_on(at_the_door.get("/say/"))
    page = at_the_door.post(
        f"/matters/{matter.number}/voices/", {"key": key, "words": "我家也是"}, follow=True
    ).content.decode()
    found = CODE.search(page)
    assert found
    assert "办完了，也请您评价" in page

    finished(matter)
    at_home = a_browser_with(found[1])
    assert "等您看一眼" in at_home.get("/mine/").content.decode()
    life = at_home.get(f"/matters/{matter.number}/").content.decode()
    slip = RatingSlip.objects.get(person=None)
    assert f"/rate/{slip.token}/" in life
    asked = at_home.get(f"/rate/{slip.token}/").content.decode()
    assert "公开的满意率只算说事人的" in asked
    assert "换人来看" not in asked
    answer = answered(at_home, slip, solved="no", satisfied="not", comment="我那层没亮")

    thanks = at_home.get(answer.headers["Location"]).content.decode()
    assert "公开的满意率只算说事人的" in thanks
    assert Rating.objects.get().taken_by == "page"
    assert "等您看一眼" not in at_home.get("/mine/").content.decode()
    assert fresh(matter).standing is State.FINISHED


def test_a_browser_without_cookies_is_shown_the_code_at_once() -> None:
    matter = a_matter()
    key = key_on(Client().get("/say/"))

    page = Client().post(f"/matters/{matter.number}/voices/", {"key": key})

    found = CODE.search(page.content.decode())
    assert found
    assert a_browser_with(found[1]).get(f"/matters/{matter.number}/").status_code == 200


@pytest.mark.parametrize("laid", [a_matter_in_work, an_unnamed_matter])
def test_a_no_of_who_joined_does_not_have_it_done_again(laid: Any) -> None:
    matter = finished(joined_by(laid(), JOINERS))

    rated(matter, JOINERS)

    assert (fresh(matter).standing, fresh(matter).reopenings) == (State.FINISHED, 0)
    assert fresh(matter).solved == ""
    assert open_slip_of_reporter(matter)


def test_a_yes_of_who_joined_does_not_close_it() -> None:
    matter = finished(joined_by(an_unnamed_matter(), JOINERS))

    rated(matter, JOINERS, CONTENT)

    assert fresh(matter).standing is State.FINISHED


def test_the_unnamed_reporters_own_no_still_has_it_done_again() -> None:
    matter = finished(joined_by(an_unnamed_matter(), JOINERS))

    rated(matter, REPORTERS)

    assert (fresh(matter).standing, fresh(matter).reopenings) == (State.RECEIVED, 1)
    with pytest.raises(TooLateToRate):
        rated(fresh(matter), JOINERS)


def test_what_was_done_again_is_asked_of_all_anew() -> None:
    matter = finished(joined_by(an_unnamed_matter(), JOINERS))
    rated(matter, REPORTERS)
    again = fresh(matter)
    upstairs = viewing(a_subdistrict_clerk(again.desk))
    actions.dispatch_matter(
        matter=again,
        assignment=Assignment(handler=a_person("周工", again.place)),
        by=upstairs,
        at=NOON,
    )
    again = finished(again)

    anew = RatingSlip.objects.filter(turn=2).values_list("receipt_hash", flat=True)
    assert set(anew) == {receipt_hash(REPORTERS), receipt_hash(JOINERS)}


def test_the_reporter_and_two_who_joined_unnamed_each_have_a_slip_of_their_own() -> None:
    matter = finished(joined_by(an_unnamed_matter(), JOINERS, ANOTHERS))
    slips = {code: slip_under(code) for code in (REPORTERS, JOINERS, ANOTHERS)}

    for code, slip in slips.items():
        assert open_slip_of(matter, holding(code)) == slip
        [waiting] = matters_of(holding(code)).waiting
        assert waiting.token == slip.token
    assert open_slip_of_reporter(matter) == slips[REPORTERS]
    assert RatingSlip.objects.count() == 3
    rated(matter, JOINERS, CONTENT)
    assert open_slip_of(matter, holding(JOINERS)) is None
    assert open_slip_of(matter, holding(ANOTHERS)) == slips[ANOTHERS]


def test_a_device_with_both_receipts_is_asked_as_the_reporter_first() -> None:
    matter = finished(joined_by(an_unnamed_matter(), JOINERS))
    both = holding(JOINERS, REPORTERS)

    assert open_slip_of(matter, both) == slip_under(REPORTERS)
    [waiting] = matters_of(both).waiting
    assert waiting.token == slip_under(REPORTERS).token
    rated(matter, REPORTERS, CONTENT)
    assert open_slip_of(matter, both) == slip_under(JOINERS)


@pytest.mark.parametrize(
    "viewer", [A_STRANGER, Viewer(receipts=frozenset({""})), holding(ANOTHERS)]
)
def test_no_other_receipt_and_none_at_all_leads_to_a_slip(viewer: Viewer) -> None:
    matter = finished(joined_by(an_unnamed_matter(), JOINERS))
    RatingSlip.objects.filter(pk=slip_under(REPORTERS).pk).update(receipt_hash="")

    assert open_slip_of(matter, viewer) is None
    assert not RatingSlip.objects.visible_to(viewer).exists()


def test_another_joiner_finds_neither_the_slip_of_a_named_one_nor_of_the_reporter() -> None:
    matter = a_matter_in_work()
    neighbour = a_person("江师傅", matter.place)
    actions.join_matter(matter=matter, by=viewing(neighbour), at=NOON)
    matter = finished(joined_by(matter, JOINERS))

    page = a_browser_with(JOINERS).get(f"/matters/{matter.number}/").content.decode()

    tokens = RatingSlip.objects.values_list("token", flat=True)
    assert [token for token in tokens if token in page] == [slip_under(JOINERS).token]
    named = open_slip_of(matter, viewing(neighbour))
    assert named
    assert (named.person, named.receipt_hash) == (neighbour, "")


def test_the_same_receipt_is_counted_once() -> None:
    matter = joined_by(an_unnamed_matter(), JOINERS)

    for code in (JOINERS, REPORTERS):
        with pytest.raises(AlreadyJoined):
            joined_by(matter, code)

    assert fresh(matter).joined == 1


def test_who_left_neither_name_nor_receipt_cannot_be_asked() -> None:
    matter = finished(joined_by(a_matter_in_work(), "", ""))
    actions.join_matter(matter=matter, by=A_STRANGER, at=NOON)

    assert RatingSlip.objects.get().person == matter.reporter


def test_who_joins_what_is_done_already_is_asked_at_once() -> None:
    matter = finished(a_matter_in_work())
    stale = fresh(matter)
    stale.state, stale.turn = State.WORKING, 0

    joined_by(stale, JOINERS)
    neighbour = viewing(a_person("江师傅", matter.place))
    actions.join_matter(matter=matter, by=neighbour, at=NOON)

    assert (slip_under(JOINERS).turn, slip_under(JOINERS).close_at) == (1, matter.rate_by)
    assert open_slip_of(matter, neighbour)


def test_who_joins_what_is_being_done_is_not_asked_before_its_end() -> None:
    joined_by(a_matter_in_work(), JOINERS)

    assert not RatingSlip.objects.exists()


def test_what_who_joined_says_is_in_no_rate() -> None:
    matter = finished(joined_by(an_unnamed_matter(), JOINERS, ANOTHERS))
    day, community = day_of(NOON).replace(day=1), matter.desk
    rated(matter, JOINERS)
    rated(matter, ANOTHERS)

    before = _counted(figures_of(community, day, at=NOON))
    rated(matter, REPORTERS, CONTENT)
    after = _counted(figures_of(community, day, at=NOON))

    assert before == {"finished": 1, "waiting": 1, "rated": 0, "discontent": 0, "content": 0}
    assert after == {"finished": 1, "waiting": 0, "rated": 1, "discontent": 0, "content": 1}


def _counted(figures: Any) -> dict[str, int]:
    names = ("finished", "waiting", "rated", "discontent", "content")
    return {name: figures.count[name] for name in names}


def test_a_signed_in_device_does_not_give_away_who_joined() -> None:
    matter = finished(joined_by(a_matter_in_work(), JOINERS))
    wang = a_person("赵六", matter.place)

    answered(
        a_browser_with(JOINERS, a_browser_of(wang)),
        slip_under(JOINERS),
        solved="yes",
        satisfied="very",
    )

    assert Rating.objects.count() == 1
    assert not Entry.objects.filter(subject=matter.ref, by=wang.ref).exists()


def test_who_joined_reads_no_door_and_nobody_reads_a_hash() -> None:
    told = "302 王秀英家门口的灯亮了，电话13800002207"
    matter = finished(joined_by(a_matter_in_work(), JOINERS), told)
    browser = a_browser_with(JOINERS)

    for path in ("/", "/mine/", f"/matters/{matter.number}/"):
        page = browser.get(path).content.decode()
        assert "13800002207" not in page
        assert receipt_hash(JOINERS) not in page
    board = Client().get(f"/board/matters/{matter.number}/").content.decode()
    assert receipt_hash(JOINERS) not in board
    for entry in Entry.objects.all():
        assert receipt_hash(JOINERS) not in f"{entry.by} {entry.facts}"


def test_the_database_refuses_a_second_slip_of_a_receipt_and_one_beside_a_name() -> None:
    matter = finished(joined_by(a_matter_in_work(), JOINERS))
    asked = {"subject": matter.ref, "turn": 1, "asked_at": NOON, "close_at": NOON}
    hashed = receipt_hash(JOINERS)

    for who in ({"person": None}, {"person": a_person("赵六", matter.place)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RatingSlip.objects.create(token="another", receipt_hash=hashed, **who, **asked)


def test_a_slip_from_before_goes_under_the_reporters_receipt() -> None:
    matter = finished(an_unnamed_matter())
    other = finished(a_matter_in_work(place=matter.place))
    RatingSlip.objects.update(receipt_hash="")
    moved = import_module("linli.matters.migrations.0006_slips_of_unnamed_reporters")

    moved.give_reporters_their_slips(apps, None)

    assert open_slip_of(matter, holding(REPORTERS)) == slip_under(REPORTERS)
    assert RatingSlip.objects.get(subject=other.ref).receipt_hash == ""
