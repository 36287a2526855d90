"""What the desk sees and does in the registers."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from linli.kernel import journal
from linli.kernel.testing import NOON
from linli.people import actions
from linli.people.actions import NewPerson
from linli.people.events import SecretRevealed
from linli.people.models import Mandate, Organisation, Person, Post
from linli.people.rules import OrganisationKind, PostKind
from linli.people.testing import (
    a_browser_of,
    a_clerk,
    a_person,
    a_post,
    a_secretary,
    a_steward,
    a_term,
    an_administrator,
)
from linli.people.viewer import THE_HOUSE
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def desk(here: Neighbourhood) -> Client:
    return a_browser_of(a_secretary(here.community))


def test_somebody_is_found_by_name_spoken_code_and_phone(
    desk: Client, here: Neighbourhood
) -> None:
    wang = a_person("王秀英", here.unit, phone="138 0000 2207")
    a_person("张三", here.unit)

    for words in ("秀英", wang.spoken_code, "13800002207"):
        page = desk.post("/people/", {"q": words}).content.decode()
        assert "王秀英" in page
        assert "张三" not in page
        assert "13800002207" not in page.split("<table")[1]
        assert "138 **** 2207" in page


def test_people_of_another_community_are_not_found(desk: Client) -> None:
    elsewhere = a_person("远方人")

    assert (
        "远方人" not in desk.get("/people/", {"q": "远方"}).content.decode().split("</form>")[1]
    )
    assert desk.get(f"/people/{elsewhere.pk}/").status_code == 404


def test_who_has_not_signed_in_is_sent_to_the_door_and_back(client: Client) -> None:
    response = client.get("/people/?q=王")

    assert (response.status_code, response.headers["Location"]) == (303, "/sign-in/")


def test_a_resident_does_not_read_the_register(here: Neighbourhood) -> None:
    browser = a_browser_of(a_person("王秀英", here.unit))

    assert browser.get("/people/").status_code == 403


def test_somebody_is_registered_once_however_often_the_form_is_sent(
    desk: Client, here: Neighbourhood
) -> None:
    form = {"key": "k", "name": "赵大爷", "area": here.unit.pk, "phone": "13800002208"}

    first, second = (
        desk.post("/people/registrations/", form),
        desk.post("/people/registrations/", form),
    )

    assert first.headers["Location"] == second.headers["Location"]
    assert Person.objects.filter(name="赵大爷").count() == 1
    assert "赵大爷" in desk.get(first.headers["Location"]).content.decode()


def test_what_is_wrong_stands_in_the_form_and_nothing_typed_is_lost(
    desk: Client, here: Neighbourhood
) -> None:
    form = {"key": "k", "name": "赵大爷", "area": here.unit.pk, "phone": "123"}

    response = desk.post("/people/registrations/", form)

    assert response.status_code == 422
    assert "电话号码应是11位手机号" in response.content.decode()
    assert "赵大爷" in response.content.decode()


def test_a_whole_number_is_shown_once_with_a_reason_and_put_on_record(
    desk: Client, here: Neighbourhood
) -> None:
    wang = a_person("王秀英", here.unit, phone="13800002207")
    address = f"/people/{wang.pk}/"
    assert "13800002207" not in desk.get(address).content.decode()

    refused = desk.post(f"{address}reveals/", {"key": "k", "field": "phone", "reason": " "})
    shown = desk.post(f"{address}reveals/", {"key": "k", "field": "phone", "reason": "回访"})

    assert refused.status_code == 422
    assert "13800002207" in shown.content.decode()
    [revealed] = journal.events(SecretRevealed, subject=wang.ref)
    assert revealed.reason == "回访"
    assert "13800002207" not in desk.get(f"{address}correction/").content.decode()


def test_a_person_is_corrected_and_the_phone_stays_when_left_empty(
    desk: Client, here: Neighbourhood
) -> None:
    wang = a_person("王秀英", here.unit, phone="13800002207")

    desk.post(
        f"/people/{wang.pk}/correction/",
        {"key": "k", "name": "王秀英英", "area": here.unit.pk, "phone": ""},
    )

    wang.refresh_from_db()
    assert (wang.name, wang.phone) == ("王秀英英", "13800002207")


def test_a_fact_is_recorded_and_a_sensitive_one_waits_for_consent(
    desk: Client, here: Neighbourhood
) -> None:
    wang = a_person("王秀英", here.unit)
    fact = {"key": "k1", "kind": "living_alone", "began_on": "2026-01-01", "purpose": "探访"}

    plain = desk.post(f"/people/{wang.pk}/facts/", fact)
    sensitive = desk.post(
        f"/people/{wang.pk}/facts/", fact | {"key": "k2", "kind": "disability"}
    )
    desk.post(f"/people/{wang.pk}/consents/", {"key": "k3", "purpose": "sensitive_facts"})
    agreed = desk.post(f"/people/{wang.pk}/facts/", fact | {"key": "k4", "kind": "disability"})

    assert [plain.status_code, sensitive.status_code, agreed.status_code] == [303, 409, 303]
    assert "要先取得本人单独同意" in sensitive.content.decode()
    desk.post(f"/people/{wang.pk}/facts/{wang.facts.earliest('pk').pk}/end/")
    assert wang.facts.filter(ended_on=None).count() == 1


def test_somebody_moves_away_and_asks_to_be_forgotten(
    desk: Client, here: Neighbourhood
) -> None:
    wang = a_person("王秀英", here.unit)

    assert desk.post(f"/people/{wang.pk}/departure/").status_code == 303
    assert desk.post(f"/people/{wang.pk}/erasure/").status_code == 303

    wang.refresh_from_db()
    assert (wang.name, wang.left_on is None) == ("已注销", False)


def test_an_organisation_is_formed_and_gets_a_member(desk: Client, here: Neighbourhood) -> None:
    wang = a_person("王秀英", here.unit)
    form = {
        "key": "k",
        "name": "翠竹苑业委会",
        "kind": OrganisationKind.OWNERS_COMMITTEE.value,
        "area": here.compound.pk,
        "status": "filed",
    }
    assert "还没有登记组织" in desk.get("/organisations/").content.decode()

    address = desk.post("/organisations/formations/", form).headers["Location"]
    unknown = desk.post(f"{address}members/", {"key": "k1", "person": "无此人"})
    joined = desk.post(f"{address}members/", {"key": "k2", "person": wang.spoken_code})

    assert (unknown.status_code, joined.status_code) == (422, 303)
    page = desk.get(address).content.decode()
    assert "王秀英" in page
    assert "已备案" in page
    assert "翠竹苑业委会" in desk.get("/organisations/", {"q": "业委会"}).content.decode()
    desk.post(f"{address}members/{wang.pk}/leaving/")
    desk.post(f"{address}dissolution/")
    assert Organisation.objects.get().dissolved_on is not None


def test_a_post_is_created_filled_deputised_handed_over_and_left(
    desk: Client, here: Neighbourhood
) -> None:
    chen, li = a_person("陈桂芳", here.unit), a_person("李大姐", here.unit)
    creation = {"key": "k", "kind": PostKind.STEWARD.value, "area": here.building.pk}
    address = desk.post("/posts/creations/", creation).headers["Location"]
    assert "空着" in desk.get("/posts/?empty").content.decode()

    appointed = desk.post(
        f"{address}terms/",
        {"key": "k1", "person": "陈桂芳", "obtained": "elected", "starts_on": "2026-01-01"},
    )
    away = desk.post(
        f"{address}leaves/",
        {"key": "k2", "deputy": "李大姐", "starts_on": "2026-03-01", "ends_on": "2026-03-09"},
    )

    assert (appointed.status_code, away.status_code) == (303, 303)
    assert "陈桂芳请假，李大姐代班" in desk.get("/posts/").content.decode()
    assert desk.post(f"{address}handover/", {"key": "k3", "to": "李大姐"}).status_code == 303
    assert desk.post(f"{address}end/", {"key": "k4", "reason": "搬家"}).status_code == 303
    page = desk.get(address).content.decode()
    assert "历任" in page
    assert chen.name in page
    assert li.name in page
    assert desk.post(f"{address}abolition/").status_code == 303


def test_a_refused_appointment_stands_at_its_field(desk: Client, here: Neighbourhood) -> None:
    term = a_term(PostKind.STEWARD, here.building, "陈桂芳")

    response = desk.post(
        f"/posts/{term.post_id}/terms/",
        {"key": "k", "person": "陈桂芳", "obtained": "elected", "starts_on": "2026-01-01"},
    )

    assert response.status_code == 409
    assert "已经有人了" in response.content.decode()


def test_a_post_of_another_community_is_not_there(desk: Client) -> None:
    post = a_post(PostKind.STEWARD, a_neighbourhood().building)

    assert desk.get(f"/posts/{post.pk}/").status_code == 404


def test_a_mandate_is_entered_from_paper_and_taken_back(
    desk: Client, here: Neighbourhood
) -> None:
    wang, daughter = a_person("王秀英", here.unit), a_person("赵敏", here.unit)
    form = {
        "key": "k",
        "principal": "王秀英",
        "delegate": "赵敏",
        "evidence": "当面签的委托书",
        "starts_on": "2026-01-01",
        "ends_on": "2027-01-01",
    }

    assert desk.post("/mandates/new/", form).status_code == 303

    mandate = Mandate.objects.get()
    assert (mandate.principal, mandate.delegate) == (wang, daughter)
    assert "替王秀英说事" in a_browser_of(daughter).get("/for/").content.decode()
    assert desk.post(f"/mandates/{mandate.pk}/revocation/").status_code == 303
    assert "还没有人委托您" in a_browser_of(daughter).get("/for/").content.decode()


@pytest.mark.parametrize("address", ["/people/", "/organisations/", "/posts/", "/mandates/"])
def test_an_empty_register_teaches_the_first_step(address: str, here: Neighbourhood) -> None:
    stranger = a_neighbourhood()
    browser = a_browser_of(an_administrator(stranger.community))
    Post.objects.exclude(kind=PostKind.ADMINISTRATOR)

    page = browser.get(address).content.decode()

    assert 'class="empty"' in page or "吴静" in page


@pytest.mark.parametrize("address", ["/people/new/", "/organisations/new/", "/posts/new/"])
def test_a_form_offers_the_areas_that_one_keeps(
    desk: Client, address: str, here: Neighbourhood
) -> None:
    page = desk.get(address).content.decode()

    assert "翠竹苑3号楼2单元" in page
    assert "清河街道" not in page


def test_the_register_asks_as_often_for_many_as_for_few(
    desk: Client, here: Neighbourhood, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    actions.register_people(
        within=here.community,
        people=[NewPerson(name=f"居民{i}", home=here.unit) for i in range(60)],
        by=THE_HOUSE,
        at=NOON,
    )
    for _ in range(3):
        a_steward(here.building)

    with django_assert_max_num_queries(12):
        desk.get("/people/")
    with django_assert_max_num_queries(12):
        desk.get("/posts/")


def test_the_page_of_a_person_tells_what_the_register_holds(
    desk: Client, here: Neighbourhood
) -> None:
    clerk = a_clerk(here.community, "何春燕")

    page = desk.get(f"/people/{clerk.pk}/").content.decode()

    assert "社区工作者" in page
    assert "登记入册" in page


def test_somebody_is_settled_behind_a_door_joined_and_moves_out(
    desk: Client, here: Neighbourhood
) -> None:
    wang, daughter = a_person("王秀英", here.unit), a_person("赵敏", here.unit)
    door = {"area": here.unit.pk, "number": "302"}

    for person, relation in ((wang, "户主"), (daughter, "女儿")):
        form = door | {"key": f"k{person.pk}", "relation": relation}
        assert desk.post(f"/people/{person.pk}/household/", form).status_code == 303
    again = desk.post(f"/people/{wang.pk}/household/", door | {"key": "k", "relation": "户主"})

    page = desk.get(f"/people/{wang.pk}/").content.decode()
    assert "302" in page
    assert "女儿" in page
    assert (again.status_code, "已经在另一户里" in again.content.decode()) == (409, True)
    desk.post(f"/people/{daughter.pk}/household/leaving/")
    assert "女儿" not in desk.get(f"/people/{wang.pk}/").content.decode()
