"""Saying something: from the first word to the receipt, named or unnamed."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from linli.kernel.models import Attachment
from linli.kernel.testing import NOON
from linli.matters.models import Matter
from linli.matters.rules import Sensitivity
from linli.matters.testing import a_matter
from linli.people import actions as people
from linli.people.models import Person
from linli.people.rules import PostKind
from linli.people.testing import a_browser_of, a_clerk, a_holder, a_person, a_steward
from linli.people.viewer import THE_HOUSE
from linli.places import actions as places
from linli.places.models import PointKind
from linli.places.testing import THE_SURVEYOR, Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db
KEY = re.compile(r'name="key" value="([^"]+)"')
CODE = re.compile(r'class="code">([0-9A-Z]{4}-[0-9A-Z]{4})<')


def a_picture() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    return SimpleUploadedFile("灯.jpg", out.getvalue(), "image/jpeg")


def key_on(response: Any) -> str:
    found = KEY.search(response.content.decode())
    assert found
    return found[1]


def said(client: Client, here: Neighbourhood, **more: Any) -> Any:
    key = key_on(client.get("/say/"))
    typed = {"key": key, "words": "三楼的灯不亮", "place": here.building.pk, **more}
    return client.post("/say/", {name: value for name, value in typed.items() if value != ""})


def test_a_word_and_a_tap_are_enough_for_who_has_signed_in() -> None:
    here = a_neighbourhood()
    wang = a_person(home=here.building)
    browser = a_browser_of(wang)

    answer = said(browser, here, whom="me")

    matter = Matter.objects.get()
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/say/sent/{matter.number}/"
    assert (matter.reporter, matter.place, matter.channel) == (wang, here.building, "web")
    page = browser.get(answer.headers["Location"]).content.decode()
    assert " ".join(matter.spoken_code) in page
    assert "回执码，请抄下来" not in page


def test_the_home_is_filled_in_even_where_it_is_a_stairwell() -> None:
    here = a_neighbourhood()
    page = a_browser_of(a_person(home=here.unit)).get("/say/").content.decode()

    assert f'<option value="{here.unit.pk}" selected>' in page


def test_who_has_no_home_on_record_may_speak_too() -> None:
    here = a_neighbourhood()
    guest = a_person(home=here.building)
    Person.objects.update(home=None)

    assert said(a_browser_of(guest), here, whom="me").status_code == 303


def test_a_daughter_speaks_for_her_mother_under_a_mandate() -> None:
    here = a_neighbourhood()
    mother, daughter = a_person(home=here.building), a_person("王小梅", here.compound)
    people.give_mandate(
        principal=mother,
        delegate=daughter,
        evidence="纸质委托书",
        starts_on=NOON.date(),
        ends_on=NOON.date().replace(year=2027),
        by=THE_HOUSE,
        at=NOON,
    )

    browser = a_browser_of(daughter)
    led_there = browser.get(f"/say/?for={mother.pk}").content.decode()
    said(browser, here, whom=f"for-{mother.pk}")

    assert re.search(rf'value="for-{mother.pk}"[^>]* checked', led_there)
    assert f'<option value="{here.building.pk}" selected>' in led_there
    matter = Matter.objects.get()
    assert (matter.reporter, matter.recorder) == (mother, daughter)


def test_nobody_speaks_for_whom_they_do_not_know() -> None:
    here = a_neighbourhood()
    wang, other = a_person(home=here.building), a_person("赵六", here.building)

    answer = said(a_browser_of(wang), here, whom=f"for-{other.pk}")

    assert answer.status_code == 422
    assert not Matter.objects.exists()


def test_a_clerk_writes_down_who_called() -> None:
    here = a_neighbourhood()
    wang = a_person(home=here.building, phone="13800002207")
    browser = a_browser_of(a_clerk(here.community))

    said(
        browser,
        here,
        whom="other",
        name="王秀英",
        phone="138-0000-2207",
        evidence="今天打来电话",
        channel="phone",
    )

    matter = Matter.objects.get()
    assert (matter.reporter, matter.channel) == (wang, "phone")


def test_who_is_on_no_register_is_reached_by_what_was_written_down() -> None:
    here = a_neighbourhood()
    browser = a_browser_of(a_steward(here.building))

    answer = said(
        browser,
        here,
        whom="other",
        name="李阿婆",
        phone="13800001111",
        evidence="上门时说的",
        channel="visit",
    )

    matter = Matter.objects.get()
    assert matter.reporter is None
    assert matter.contact == "李阿婆 13800001111 上门时说的"
    assert CODE.search(browser.get(answer.headers["Location"]).content.decode())


def test_the_code_at_the_door_says_where() -> None:
    here = a_neighbourhood()
    point = places.open_point(
        kind=PointKind.DOOR, area=here.unit, name="3号楼2单元门口", by=THE_SURVEYOR, at=NOON
    )
    browser = Client()
    page = browser.get(f"/q/{point.code.lower()}/")
    assert f'<option value="{here.unit.pk}" selected>' in page.content.decode()

    browser.post(
        f"/q/{point.code}/", {"key": key_on(page), "words": "灯不亮", "place": here.unit.pk}
    )

    matter = Matter.objects.get()
    assert (matter.point, matter.channel, matter.place) == (point, "qr", here.unit)


def test_what_is_alike_nearby_is_shown_once_and_can_be_joined() -> None:
    here = a_neighbourhood()
    other = a_matter("三楼的灯不亮，上下楼看不见", place=here.building)
    wang = a_person("赵六", here.building)
    browser = a_browser_of(wang)

    page = said(browser, here, whom="me")
    text = page.content.decode()

    assert page.status_code == 200
    assert "我也算一个" in text
    assert "上下楼看不见" not in text.replace("三楼的灯不亮</", "")
    joined = browser.post(
        f"/matters/{other.number}/voices/", {"key": key_on(page), "words": "三楼的灯不亮"}
    )
    assert joined.status_code == 303
    other.refresh_from_db()
    assert (other.joined, Matter.objects.count()) == (1, 1)
    assert browser.get(f"/matters/{other.number}/").status_code == 200


def test_not_the_same_is_sent_all_the_same() -> None:
    here = a_neighbourhood()
    a_matter("三楼的灯不亮，上下楼看不见", place=here.building)

    answer = said(a_browser_of(a_person("赵六", here.building)), here, whom="me", seen="on")

    assert answer.status_code == 303
    assert Matter.objects.count() == 2


def test_a_private_word_is_not_compared_and_lies_with_the_desk_alone() -> None:
    here = a_neighbourhood()
    a_matter("三楼的灯不亮", place=here.building)

    said(Client(), here, private="on")

    assert Matter.objects.filter(sensitivity=Sensitivity.PRIVATE).count() == 1


def test_a_complaint_about_who_serves_here_goes_one_level_up() -> None:
    here = a_neighbourhood()
    clerk = a_clerk(here.community)

    said(Client(), here, concerns=clerk.pk, words="窗口态度不好")

    matter = Matter.objects.get()
    assert (matter.sensitivity, matter.desk) == (Sensitivity.COMPLAINT, here.subdistrict)
    assert a_browser_of(clerk).get(f"/matters/{matter.number}/").status_code == 404


def test_agreeing_to_publish_is_asked_apart_and_not_ticked() -> None:
    here = a_neighbourhood()
    page = Client().get("/say/").content.decode()
    assert 'name="may_publish" class' not in page.split("checked")[0][-1:]

    said(Client(), here)
    said(Client(), here, words="别的事：水管漏了", may_publish="on")

    assert list(Matter.objects.order_by("pk").values_list("may_publish", flat=True)) == [
        False,
        True,
    ]


def test_photos_come_with_the_word() -> None:
    here = a_neighbourhood()
    browser = Client()
    answer = said(browser, here, photos=a_picture())

    matter = Matter.objects.get()
    [photo] = matter.photos.all()
    shown_photo = browser.get(f"/matters/{matter.number}/photos/{photo.pk}/?size=small")
    assert answer.status_code == 303
    assert shown_photo.headers["Content-Type"] == "image/jpeg"
    assert Client().get(f"/matters/{matter.number}/photos/{photo.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"words": " "}, "请写一句是什么事"),
        ({"place": ""}, "请选一下在哪里"),
        ({"contact": "12"}, "电话号码应是11位手机号"),
        ({"photos": SimpleUploadedFile("a.jpg", b"no picture")}, "只收JPG"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    typed: dict[str, Any], sentence: str
) -> None:
    here = a_neighbourhood()

    answer = said(Client(), here, spot="二单元门口", **typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "二单元门口" in page
    assert not Matter.objects.exists()
    assert not Attachment.objects.exists()


def test_another_community_is_chosen_without_losing_a_word() -> None:
    here, there = a_neighbourhood(), a_neighbourhood()
    browser = Client()
    page = browser.get("/say/")
    assert "看这个社区有哪些小区" in page.content.decode()

    look = browser.post(
        "/say/",
        {"key": key_on(page), "words": "灯不亮", "community": there.community.pk, "look": "1"},
    )

    text = look.content.decode()
    assert look.status_code == 200
    assert "灯不亮" in text
    assert f'<option value="{there.building.pk}">' in text
    assert f'<option value="{here.building.pk}">' not in text


def test_an_unknown_code_at_a_door_still_lets_one_speak() -> None:
    a_neighbourhood()
    assert Client().get("/q/NOSUCH/").status_code == 200


def test_an_auditor_reads_and_records_nothing_for_others() -> None:
    here = a_neighbourhood()
    browser = a_browser_of(a_holder(PostKind.AUDITOR, here.community))
    answer = said(browser, here, whom="other", name="甲", evidence="说的")
    assert answer.status_code in (422, 303, 403)
    assert not Matter.objects.filter(reporter__name="甲").exists()


def test_who_joins_unnamed_is_given_a_code_to_come_back_by() -> None:
    here = a_neighbourhood()
    other = a_matter("三楼的灯不亮，上下楼看不见", place=here.building)
    browser = Client()
    page = browser.get("/say/")

    joined = browser.post(
        f"/matters/{other.number}/voices/",
        {"key": key_on(page), "words": "三楼的灯不亮"},
        follow=True,
    )

    text = joined.content.decode()
    code = CODE.search(text)
    assert "已经算上您了" in text
    assert code
    assert Client().post("/follow/", {"code": code[1]}).status_code == 303
