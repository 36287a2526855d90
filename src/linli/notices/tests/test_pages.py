"""The pages of notices, as each of those who open them sees them."""

import re
from typing import cast

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from linli.kernel.testing import NOON
from linli.messaging.models import Declined
from linli.notices import actions
from linli.notices.actions import Whom, Wording
from linli.notices.models import Document, Notice, Recipient
from linli.notices.rules import Audience, Kind, State
from linli.notices.testing import WATER, a_covenant, a_draft, a_sent_notice
from linli.people.rules import PostKind
from linli.people.testing import (
    a_browser_of,
    a_clerk,
    a_holder,
    a_person,
    a_steward,
    viewing,
)
from linli.people.viewer import THE_HOUSE
from linli.places.actions import NewArea, open_areas
from linli.places.models import Area
from linli.places.rules import AreaKind
from linli.places.testing import THE_SURVEYOR, Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def desk(place: Neighbourhood) -> Client:
    return a_browser_of(a_clerk(place.community))


def read(browser: Client, name: str, *args: object, status: int = 200) -> str:
    response = browser.get(reverse(name, args=args))
    assert response.status_code == status, response
    return response.content.decode()


def key_in(page: str, action: str) -> dict[str, str]:
    """What the form that leads there carries of its own."""
    form = re.search(
        rf'<form[^>]*action="{re.escape(action)}[^>]*>(.*?)</form>', page, re.DOTALL
    )
    assert form, action
    return dict(re.findall(r'name="(key|version)" value="([^"]*)"', form[1]))


def post(browser: Client, page: str, name: str, *args: object, **said: object) -> HttpResponse:
    action = reverse(name, args=args)
    return cast("HttpResponse", browser.post(action, {**key_in(page, action), **said}))


def test_a_clerk_writes_looks_and_sends(place: Neighbourhood, desk: Client) -> None:
    a_person("王秀英", place.unit)
    whom = {"kind": "notice", "area": place.building.pk, "audience": "area"}

    post(desk, read(desk, "new-notice"), "new-notice", **whom)
    notice = Notice.objects.get()
    page = read(desk, "notice-draft", notice.number)
    words = {"title": "明天停水", "text": "9点到17点", "must_acknowledge": "on"}
    post(desk, page, "notice-draft", notice.number, **words)
    preview = read(desk, "notice-preview", notice.number)
    assert "1 户" in preview
    assert "没有登记电话" in preview
    post(desk, preview, "notice-sending", notice.number)

    notice.refresh_from_db()
    assert notice.standing is State.SENT
    page = read(desk, "notice", notice.number)
    assert "1 户没有通知到" in page
    assert "王秀英" in page


def test_a_group_without_a_name_is_said_at_its_field(
    place: Neighbourhood, desk: Client
) -> None:
    whom = {"kind": "notice", "area": place.community.pk, "audience": "fact"}

    response = post(desk, read(desk, "new-notice"), "new-notice", **whom)

    assert response.status_code == 422
    assert "请选清楚" in response.content.decode()


def test_a_steward_writes_to_the_own_stairs_alone(place: Neighbourhood) -> None:
    browser = a_browser_of(a_steward(place.building))
    page = read(browser, "new-notice")

    assert "翠竹苑3号楼" in page
    assert 'name="audience"' not in page
    whom = {"kind": "notice", "area": place.community.pk}
    response = post(browser, page, "new-notice", **whom)
    assert response.status_code == 422


def test_a_notice_to_nobody_is_refused_in_a_sentence(
    place: Neighbourhood, desk: Client
) -> None:
    empty = a_draft(an_empty_building(place))

    page = read(desk, "notice-preview", empty.number)

    assert "一个人也没有登记" in page
    response = post(desk, page, "notice-sending", empty.number)
    assert response.status_code == 409


def an_empty_building(place: Neighbourhood) -> Area:
    [area] = open_areas(
        parent=place.compound,
        areas=[NewArea(kind=AreaKind.BUILDING, name="空楼")],
        by=THE_SURVEYOR,
        at=NOON,
    )
    return area


def test_a_resident_reads_and_knows(place: Neighbourhood) -> None:
    wang = a_person("王秀英", place.unit)
    notice = a_sent_notice(place.building)
    browser = a_browser_of(wang)
    assert "明天停水" in read(browser, "home")
    assert "明天停水" in read(browser, "my-notices")

    page = read(browser, "notice", notice.number)
    assert "没有通知到" not in page
    recipient = Recipient.objects.get(person=wang)
    assert recipient.seen_at == NOON
    post(browser, page, "notice-acknowledgement", notice.number, recipient.pk)

    recipient.refresh_from_db()
    assert recipient.acknowledged_way == "self"
    assert "明天停水" not in read(browser, "home")


def test_who_wants_no_sms_says_so(place: Neighbourhood) -> None:
    wang = a_person("王秀英", place.unit)
    browser = a_browser_of(wang)

    post(browser, read(browser, "my-notices"), "sms-choice", decline="1")
    assert Declined.objects.get().to == wang.ref
    post(browser, read(browser, "my-notices"), "sms-choice")
    assert not Declined.objects.exists()


def test_a_stranger_sees_what_hangs_there_and_nothing_else(
    place: Neighbourhood, desk: Client
) -> None:
    clerk = viewing(a_clerk(place.community, "公开的"))
    words = Wording(
        title="停水", text="找王师傅 13800002207，或值班 0599-2810000", is_public=True
    )
    a_person("王秀英", place.unit)
    public = a_sent_notice(place.unit, wording=words, by=clerk)
    hidden = a_sent_notice(place.unit)
    draft = a_draft(place.unit)

    for page in (read(Client(), "bulletin"), read(Client(), "notice", public.number)):
        assert "停水" in page
        assert "13800002207" not in page
        assert "0599-2810000" in page
    read(Client(), "notice", hidden.number, status=404)
    read(Client(), "notice", draft.number, status=404)
    read(Client(), "my-notices", status=403)
    read(Client(), "notices", status=403)
    read(a_browser_of(a_person("别处的", a_neighbourhood().unit)), "notices", status=403)


def test_the_call_list_opens_its_numbers_only_on_record(place: Neighbourhood) -> None:
    browser = a_browser_of(a_steward(place.building))
    a_person("王秀英", place.unit, phone="13800002207")
    notice = a_sent_notice(place.building)
    page = read(browser, "notice-calls", notice.number)
    assert "13800002207" not in page
    assert "138 **** 2207" in page

    post(browser, page, "notice-call-list", notice.number)
    page = read(browser, "notice-calls", notice.number)
    assert 'href="tel:13800002207"' in page
    recipient = Recipient.objects.get(notice=notice, person__name="王秀英")
    post(browser, page, "notice-call", notice.number, recipient.pk, answer="no_answer")
    page = read(browser, "notice-calls", notice.number)
    assert "打过 1 次" in page
    post(browser, page, "notice-call", notice.number, recipient.pk, answer="no_answer")
    page = read(browser, "notice-calls", notice.number)
    assert "电话没接，请上门" in page
    post(browser, page, "notice-told", notice.number, recipient.pk, way="door")
    assert "王秀英" not in read(browser, "notice-calls", notice.number)


def test_today_lists_the_doors_that_are_left_on_my_stairs(place: Neighbourhood) -> None:
    browser = a_browser_of(a_steward(place.building))
    a_person("王秀英", place.unit)
    a_sent_notice(place.building)

    page = read(browser, "today")

    assert "还没有通知到的户" in page
    assert "王秀英" in page


def test_sheets_of_paper_hold_every_door_and_a_code(place: Neighbourhood, desk: Client) -> None:
    a_person("王秀英", place.unit)
    notice = a_sent_notice(place.building)

    sheet = read(desk, "notice-sheet", notice.number)
    poster = read(desk, "notice-poster", notice.number)

    assert "王秀英" in sheet
    assert "签名" in sheet
    assert "王秀英" not in poster
    assert "<svg" in poster


def test_withdrawing_and_correcting(place: Neighbourhood, desk: Client) -> None:
    wang = a_person("王秀英", place.unit)
    notice = a_sent_notice(place.building)
    page = read(desk, "notice", notice.number)
    post(desk, page, "notice-correction", notice.number)
    follow_up = Notice.objects.get(corrects=notice)
    actions.send_notice(notice=follow_up, by=THE_HOUSE, at=NOON)
    assert "以更正的为准" in read(a_browser_of(wang), "notice", notice.number)

    page = read(desk, "notice", notice.number)
    post(desk, page, "notice-withdrawal", notice.number, reason="改期了")

    assert "改期了" in read(a_browser_of(wang), "notice", notice.number)
    read(desk, "notice-calls", notice.number, status=409)


def test_a_draft_is_thrown_away(place: Neighbourhood, desk: Client) -> None:
    draft = a_draft(place.unit)
    page = read(desk, "notice-preview", draft.number)
    post(desk, page, "notice-discarding", draft.number)

    draft.refresh_from_db()
    assert draft.standing is State.DISCARDED


def test_a_covenant_is_entered_revised_passed_on_and_repealed(
    place: Neighbourhood, desk: Client
) -> None:
    said = {
        "kind": "covenant",
        "title": "居民公约",
        "area": place.community.pk,
        "text": "楼道不堆东西",
        "adopted_on": "2026-03-01",
        "adopted_by": "居民会议",
    }
    post(desk, read(desk, "new-document"), "new-document", **said)
    covenant = Document.objects.get()
    page = read(desk, "document", covenant.pk)
    post(desk, page, "document-versions", covenant.pk, **{**said, "text": "电动车不上楼"})
    page = read(Client(), "document", covenant.pk)
    assert "电动车不上楼" in page
    assert "楼道不堆东西" in page
    page = read(desk, "document", covenant.pk)
    post(desk, page, "document-passing-on", covenant.pk)
    notice = Notice.objects.get()
    assert (notice.kind, notice.passes_on) == (Kind.COVENANT, covenant.versions.get(number=2))

    post(desk, page, "document-repeal", covenant.pk, reason="换新的")
    assert "换新的" in read(Client(), "document", covenant.pk)
    assert "居民公约" in read(Client(), "library")


def test_the_same_title_is_said_at_its_field(place: Neighbourhood, desk: Client) -> None:
    a_covenant(place.community, by=THE_HOUSE)
    said = {
        "kind": "covenant",
        "title": "居民公约",
        "area": place.community.pk,
        "text": "…",
        "adopted_on": "2026-03-01",
        "adopted_by": "居民会议",
    }

    response = post(desk, read(desk, "new-document"), "new-document", **said)

    assert response.status_code == 409
    assert "同名" in response.content.decode()


def test_what_a_group_has_in_common_is_not_told_to_it(place: Neighbourhood) -> None:
    member = a_holder(PostKind.STEWARD, place.building, "陈桂芳")
    whom = Whom(area=place.community, audience=Audience.POSTS, post_kind=PostKind.STEWARD)
    notice = actions.draft_notice(whom=whom, wording=WATER, by=THE_HOUSE, at=NOON)
    actions.send_notice(notice=notice, by=THE_HOUSE, at=NOON)

    page = read(a_browser_of(member), "notice", notice.number)

    assert "没有通知到" not in page


@pytest.mark.parametrize(
    "name", ["notices", "notice", "notice-calls", "notice-sheet", "bulletin", "library"]
)
def test_pages_ask_as_often_for_many_as_for_few(
    place: Neighbourhood,
    desk: Client,
    name: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(14):
        a_person(f"邻居{number}", place.unit, phone=f"138000022{number:02}")
        a_covenant(place.community, f"公约{number}", by=THE_HOUSE)
    a_sent_notice(place.unit, wording=Wording(title="停水", text="…", is_public=True))
    notice = a_sent_notice(place.unit)
    args = [notice.number] if name.startswith("notice") and name != "notices" else []
    address = reverse(name, args=args)
    desk.get(address)

    with django_assert_max_num_queries(26):
        assert desk.get(address).status_code == 200
