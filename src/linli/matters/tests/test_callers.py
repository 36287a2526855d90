"""来电人: who it may be by the number, what came of their matters, and a word more to one."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.kernel.errors import NotPermitted
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Speaker, Word
from linli.matters.actions.handling import NothingNoted
from linli.matters.contacts import contact_index
from linli.matters.models import Matter
from linli.matters.queries.callers import caller_behind
from linli.matters.testing import a_closed_matter, a_matter
from linli.people.models import Person
from linli.people.rules import PostKind
from linli.people.testing import a_browser_of, a_clerk, a_holder, a_person, a_steward, viewing
from linli.people.viewer import A_PASSER_BY
from linli.places import actions as places
from linli.places.models import Area, PointKind
from linli.places.testing import THE_SURVEYOR, Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db
PHONE = "13800002207"
KEY = re.compile(r'name="key" value="([^"]+)"')


def called(here: Neighbourhood, words: str, *, private: bool = False, name: str = "") -> Matter:
    """A call that the clerk took down; without a name, only the number was left."""
    clerk = a_clerk(here.community)
    word = Word(
        words=words,
        place=here.building,
        channel="phone",
        private=private,
        contact="" if name else f"上午打来的 {PHONE}",
    )
    speaker = Speaker(name=name, phone=PHONE) if name else None
    return actions.record_matter(
        word=word, speaker=speaker, evidence="电话口头委托", by=viewing(clerk), at=NOON
    )


def asked(browser: Client, **typed: Any) -> Any:
    key = KEY.search(browser.get("/desk/say/").content.decode())
    assert key
    return browser.post("/desk/say/", {"key": key[1], "look_up": "1", **typed})


def test_a_number_is_found_in_what_was_noted_however_it_is_written() -> None:
    assert contact_index("李阿婆 138-0000-2207 上门说的") == contact_index(
        "１３８００００２２０７"
    )
    assert contact_index("李阿婆，住三楼") == contact_index("12 号楼 3001") == ""


def test_the_desk_sees_who_it_may_be_and_what_came_of_it_the_open_ones_first() -> None:
    here = a_neighbourhood()
    closed = a_closed_matter(place=here.building)
    Person.objects.filter(pk=closed.reporter_id or 0).update(phone_index=contact_index(PHONE))
    named = called(here, "楼道堆着纸箱", name="王秀英")
    unnamed = called(here, "水管漏水")

    found = caller_behind("138 0000 2207", viewing(a_clerk(here.community)))

    assert found
    assert "王秀英" in found.names
    assert found.matters == [unnamed, named, closed]


def test_a_number_that_nobody_has_is_said_to_be_unknown_and_no_number_is_refused() -> None:
    clerk = viewing(a_clerk(a_neighbourhood().community))

    found = caller_behind("13911112222", clerk)

    assert found
    assert found.is_unknown
    assert caller_behind("二楼的", clerk) is None


def test_the_desk_next_door_sees_neither_matters_nor_the_whole_name() -> None:
    here, there = a_neighbourhood(), a_neighbourhood()
    called(here, "楼道堆着纸箱", name="王秀英")

    found = caller_behind(PHONE, viewing(a_clerk(there.community)))

    assert found
    assert found.names == ["王**"]
    assert not found.matters


def test_the_stairs_do_not_see_what_is_private_and_a_stranger_sees_nothing() -> None:
    here = a_neighbourhood()
    private = called(here, "家里老人走失过", private=True)
    open_ = called(here, "路灯不亮")

    steward = caller_behind(PHONE, viewing(a_steward(here.building)))
    stranger = caller_behind(PHONE, A_PASSER_BY)
    clerk = caller_behind(PHONE, viewing(a_clerk(here.community)))

    assert steward
    assert steward.matters == [open_]
    assert stranger
    assert not stranger.matters
    assert clerk
    assert private in clerk.matters


def test_the_steward_does_not_open_the_page() -> None:
    here = a_neighbourhood()

    answer = a_browser_of(a_steward(here.building)).post("/desk/say/", {"look_up": "1"})

    assert answer.status_code in (403, 404)


def test_looking_up_keeps_what_was_typed_and_shows_earlier_matters() -> None:
    here = a_neighbourhood()
    matter = called(here, "楼道堆着纸箱", name="王秀英")
    browser = a_browser_of(a_clerk(here.community))

    answer = asked(browser, phone=PHONE, words="又来问了")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "又来问了" in page
    assert "王秀英" in page
    assert matter.title in page
    assert f"/desk/say/{matter.number}/more/" in page
    assert "这里还空着" not in page
    assert Matter.objects.count() == 1


def test_an_unknown_number_and_half_a_number_are_told_apart() -> None:
    browser = a_browser_of(a_clerk(a_neighbourhood().community))

    unknown, half = asked(browser, phone="13911112222"), asked(browser, phone="1391")

    assert "没有人登记过这个号码" in unknown.content.decode()
    assert half.status_code == 422
    assert "请填完整的手机号" in half.content.decode()


def test_looking_up_takes_no_more_queries_for_more_matters() -> None:
    here = a_neighbourhood()
    browser = a_browser_of(a_clerk(here.community))
    called(here, "楼道堆着纸箱", name="王秀英")
    asked(browser, phone=PHONE)
    with CaptureQueriesContext(connection) as one:
        asked(browser, phone=PHONE)

    for turn in range(4):
        called(here, f"水管漏水{turn}")
    asked(browser, phone=PHONE)  # the figures of the rail are counted anew

    with CaptureQueriesContext(connection) as many:
        asked(browser, phone=PHONE)
    assert len(many) <= len(one)


def test_a_word_more_goes_to_the_matter_itself() -> None:
    here = a_neighbourhood()
    matter = called(here, "楼道堆着纸箱", name="王秀英")
    browser = a_browser_of(a_clerk(here.community))
    typed = {"key": "k1", "phone": PHONE, "words": "箱子还在，挡着门"}

    answer = browser.post(f"/desk/say/{matter.number}/more/", typed)

    assert answer.status_code == 303
    told = Entry.objects.filter(subject=matter.ref, code="matters.added_for")
    assert told.count() == 1
    assert Matter.objects.count() == 1


def test_a_word_more_needs_a_word() -> None:
    here = a_neighbourhood()
    matter = called(here, "楼道堆着纸箱", name="王秀英")
    clerk = a_clerk(here.community)

    answer = a_browser_of(clerk).post(
        f"/desk/say/{matter.number}/more/", {"key": "k1", "phone": PHONE, "words": ""}
    )

    assert answer.status_code == 422
    with pytest.raises(NothingNoted):
        actions.add_for_caller(matter=matter, words=" ", by=viewing(clerk), at=NOON)


def test_who_does_not_serve_there_adds_nothing() -> None:
    here = a_neighbourhood()
    matter, stranger = a_matter(place=here.building), a_person("路人", here.building)
    elsewhere = a_clerk(a_neighbourhood().community)

    with pytest.raises(NotPermitted):
        actions.add_for_caller(matter=matter, words="还有", by=viewing(stranger), at=NOON)
    answer = a_browser_of(elsewhere).post(
        f"/desk/say/{matter.number}/more/", {"key": "k1", "words": "还有"}
    )
    assert answer.status_code == 404


def a_group(area: Area) -> Any:
    return places.open_point(
        area=area, kind=PointKind.CHAT_GROUP, name="三号楼群", by=THE_SURVEYOR, at=NOON
    )


def test_what_was_said_in_a_chat_group_keeps_the_group() -> None:
    here = a_neighbourhood()
    group = a_group(here.building)
    browser = a_browser_of(a_holder(PostKind.CLERK, here.community))
    typed = {
        "key": "k1",
        "words": "群里说电梯又停了",
        "place": here.building.pk,
        "channel": "wechat_group",
        "group": group.pk,
    }

    wrong = browser.post("/desk/say/", typed | {"channel": "phone"})
    answer = browser.post("/desk/say/", typed | {"key": "k2"})

    assert wrong.status_code == 422
    assert answer.status_code == 303
    assert (Matter.objects.get().point, Matter.objects.get().channel) == (group, "wechat_group")
