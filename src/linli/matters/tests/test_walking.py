"""今天: what lies before who walks the stairs, and how they note something on the way."""

import pytest

from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Word
from linli.matters.models import Matter
from linli.matters.queries.walking import in_my_hands, on_my_stairs, swept
from linli.matters.testing import a_dispatched_matter, a_matter, a_matter_in_work
from linli.people.models import Person
from linli.people.testing import a_browser_of, a_clerk, a_person, a_steward, viewing
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db

SEEN = {"words": "二楼纸箱堵着过道", "key": "k"}


@pytest.fixture
def hood() -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def steward(hood: Neighbourhood) -> Person:
    return a_steward(hood.building, "方桂兰")


def test_my_hands_and_my_stairs_are_told_apart(hood: Neighbourhood, steward: Person) -> None:
    mine = a_dispatched_matter(place=hood.unit, handler=steward)
    other = a_matter(place=hood.unit)
    a_matter(place=hood.compound)  # not on these stairs
    viewer = viewing(steward)

    assert [held.matter for held in in_my_hands(viewer)] == [mine]
    assert on_my_stairs(viewer) == [other]


def test_what_is_private_is_not_told_on_the_stairs(
    hood: Neighbourhood, steward: Person
) -> None:
    reporter = a_person("周建国", hood.unit)
    word = Word(words="家里揭不开锅了", place=hood.unit, private=True)
    actions.report_matter(word=word, by=viewing(reporter), reporter=reporter, at=NOON)

    assert on_my_stairs(viewing(steward)) == []


def test_today_offers_to_sign_to_note_and_to_finish(
    hood: Neighbourhood, steward: Person
) -> None:
    matter = a_dispatched_matter(place=hood.unit, handler=steward)

    said = a_browser_of(steward).get("/today/").content.decode()

    assert "下午好" in said
    for noun in ("acceptance", "notes", "closure"):
        assert f"/matters/{matter.number}/{noun}/" in said


def test_who_has_no_stairs_sees_what_is_in_their_hands(hood: Neighbourhood) -> None:
    worker = a_person("张师傅", hood.unit)
    matter = a_matter_in_work(place=hood.unit, handler=worker)

    said = a_browser_of(worker).get("/today/").content.decode()

    assert matter.title in said
    assert "/today/record/" not in said


def test_what_a_steward_saw_is_their_own_word(hood: Neighbourhood, steward: Person) -> None:
    browser = a_browser_of(steward)

    said = browser.post("/today/record/", {**SEEN, "place": str(hood.unit.pk)})

    matter = Matter.objects.get()
    assert (matter.reporter, matter.channel) == (steward, "visit")
    assert (
        " ".join(matter.spoken_code) in browser.get(said.headers["Location"]).content.decode()
    )


def test_a_neighbour_is_found_by_phone_and_told_of_it(
    hood: Neighbourhood, steward: Person
) -> None:
    neighbour = a_person("沈阿姨", hood.unit, phone="13800138001")

    a_browser_of(steward).post(
        "/today/record/", {**SEEN, "place": str(hood.unit.pk), "phone": "138 0013 8001"}
    )

    matter = Matter.objects.get()
    assert (matter.reporter, matter.recorder) == (neighbour, steward)


def test_a_phone_nobody_is_entered_with_is_kept_as_the_way_back(
    hood: Neighbourhood, steward: Person
) -> None:
    a_browser_of(steward).post(
        "/today/record/", {**SEEN, "place": str(hood.unit.pk), "phone": "13800138002"}
    )

    matter = Matter.objects.get()
    assert (matter.reporter, matter.contact) == (None, "13800138002")


def test_only_the_places_of_ones_own_posts_are_offered(
    hood: Neighbourhood, steward: Person
) -> None:
    elsewhere = a_neighbourhood()

    said = a_browser_of(steward).post(
        "/today/record/", {**SEEN, "place": str(elsewhere.unit.pk)}
    )

    assert said.status_code == 422
    assert not Matter.objects.exists()


def test_a_resident_does_not_walk(hood: Neighbourhood) -> None:
    resident = a_browser_of(a_person("周建国", hood.unit))

    assert resident.get("/today/record/").status_code == 403


def test_the_sweep_names_everybody_who_has_something_open(
    hood: Neighbourhood, steward: Person
) -> None:
    a_matter_in_work(place=hood.unit, handler=steward)
    a_matter(place=hood.unit)
    clerk = viewing(a_clerk(hood.community, "何春燕"))

    assert {share.name: len(share.matters) for share in swept(clerk)} == {
        "方桂兰": 1,
        hood.community.name: 1,
    }
