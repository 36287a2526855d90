"""What a keeper of the map sees and does; signing in comes from this floor."""

import pytest
from django.test import Client

from linli.people.testing import a_browser_of, a_person, a_secretary
from linli.places.models import Area, Point
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def desk(here: Neighbourhood) -> Client:
    return a_browser_of(a_secretary(here.community))


def test_the_tree_shows_what_one_keeps(desk: Client, here: Neighbourhood) -> None:
    page = desk.get("/places/").content.decode()

    assert "翠竹苑" in page
    assert "清河街道" not in page


def test_a_stranger_is_shown_the_door(client: Client, here: Neighbourhood) -> None:
    assert client.get("/places/").status_code == 403
    assert a_browser_of(a_person("路人", here.unit)).get("/places/").status_code == 403


def test_the_area_of_others_is_not_there(desk: Client, here: Neighbourhood) -> None:
    assert desk.get(f"/places/{here.subdistrict.pk}/").status_code == 404


def test_buildings_are_added_by_the_dozen(desk: Client, here: Neighbourhood) -> None:
    address = f"/places/{here.compound.pk}/"

    response = desk.post(
        f"{address}buildings/", {"key": "k", "said": "5-7号楼、商铺楼", "units": "3"}
    )

    assert response.headers["Location"] == address
    assert Area.objects.within(here.compound).of_kind("building").count() == 5  # type: ignore[arg-type]
    assert Area.objects.get(name="6号楼").children.count() == 3


def test_a_name_twice_is_refused_at_its_field(desk: Client, here: Neighbourhood) -> None:
    response = desk.post(
        f"/places/{here.compound.pk}/buildings/", {"key": "k", "said": "3号楼", "units": "0"}
    )

    assert response.status_code == 409
    assert "已经有“3号楼”了" in response.content.decode()


def test_an_area_is_added_renamed_given_a_phone_and_closed(
    desk: Client, here: Neighbourhood
) -> None:
    added = {"key": "k", "kind": "compound", "name": "桂花园"}
    desk.post(f"/places/{here.community.pk}/areas/", added)
    garden = Area.objects.get(name="桂花园")
    address = f"/places/{garden.pk}/"

    desk.post(f"{address}name/", {"key": "k1", "name": "桂花苑"})
    desk.post(f"{address}phone/", {"key": "k2", "phone": "0599-2811111"})
    page = desk.get(address).content.decode()
    desk.post(f"{address}closure/")

    garden.refresh_from_db()
    assert (garden.name, garden.phone) == ("桂花苑", "0599-2811111")
    assert garden.ended_on is not None
    assert "桂花苑" in page


def test_every_door_gets_a_sheet_with_a_code_to_scan(desk: Client, here: Neighbourhood) -> None:
    assert "还没有说事点" in desk.get(f"/places/{here.compound.pk}/codes/").content.decode()

    desk.post(f"/places/{here.compound.pk}/doors/")
    desk.post(f"/places/{here.compound.pk}/doors/")
    page = desk.get(f"/places/{here.compound.pk}/codes/").content.decode()

    point = Point.objects.get()
    assert point.name == "翠竹苑3号楼2单元"
    assert "<svg" in page
    assert 'style="' not in page
    assert "0599-2810000" in page


def test_a_point_is_set_up_and_closed(desk: Client, here: Neighbourhood) -> None:
    desk.post(
        f"/places/{here.compound.pk}/points/",
        {"key": "k", "kind": "talk_room", "name": "说事室"},
    )
    point = Point.objects.get()
    assert point.code in desk.get(f"/places/{here.compound.pk}/").content.decode()

    desk.post(f"/points/{point.pk}/closure/")

    assert Point.objects.get().closed_on is not None
