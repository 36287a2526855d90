"""The pages of outreach: who gets in, what is done there, and what never stands in public."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from linli.kernel.testing import NOON
from linli.matters.models import Matter
from linli.meetings.testing import a_meeting
from linli.outreach import actions
from linli.outreach.actions import Consent
from linli.outreach.models import Answered, BoxOpening, GroupCode, OpenHour, Suggestion, Wish
from linli.outreach.rules.hours import HoursUnreadable, read_hours, written
from linli.outreach.rules.wishes import WishState
from linli.outreach.testing import (
    Here,
    a_point,
    a_session,
    a_wish,
    a_wish_on_the_wall,
    an_opened_box,
    here,
)
from linli.people.rules import PostKind
from linli.people.testing import a_browser_of, a_holder, viewing
from linli.places.models import PointKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def them() -> Here:
    return here()


@pytest.fixture
def desk(them: Here) -> Client:
    return a_browser_of(them.clerk)


def test_matters_are_written_down_one_after_the_other(them: Here, desk: Client) -> None:
    session = a_session(them)
    url = reverse("session-say", args=[session.number])
    sent = {"key": "k", "words": "院里的灯坏了", "place": them.place.building.pk}

    answer = desk.post(url, sent)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{url}?sent=session-say")
    assert '<meta name="sent" content="session-say">' in desk.get(answer["Location"]).text
    assert "院里的灯坏了" in desk.get(url).text
    assert Matter.objects.get().channel == "visit"
    assert "记一件" in desk.get(reverse("meeting", args=[session.number])).text


def test_a_phone_without_a_name_is_asked_about(them: Here, desk: Client) -> None:
    url = reverse("session-say", args=[a_session(them).number])
    sent = {"key": "k", "words": "灯", "place": them.place.unit.pk, "phone": "13800002207"}

    assert desk.post(url, sent).status_code == 422
    assert not Matter.objects.exists()


def test_a_neighbour_does_not_write_at_a_session(them: Here) -> None:
    session = a_session(them)
    browser = a_browser_of(them.resident)

    for name in ("session-say", "session-report", "session-answers"):
        assert browser.get(reverse(name, args=[session.number])).status_code == 404
    assert "记一件" not in browser.get(reverse("meeting", args=[session.number])).text


def test_what_was_asked_is_read_out_and_ticked(them: Here, desk: Client) -> None:
    yard = a_session(them)
    said = {"key": "k", "words": "院里的灯坏了", "place": them.place.building.pk}
    desk.post(reverse("session-say", args=[yard.number]), said)
    later = a_meeting(
        "community_session",
        place=them.place.community,
        by=them.clerk,
        starts_at=NOON + timedelta(days=20),
    )
    url = reverse("session-report", args=[later.number])

    assert "还有 1 件没念" in desk.get(url).text
    told = reverse("session-told", args=[later.number, Matter.objects.get().pk])
    assert desk.post(told).status_code == 303
    assert "还有 0 件没念" in desk.get(url).text


def test_answers_of_experts_are_noted(them: Here, desk: Client) -> None:
    doctor = a_holder(PostKind.EXPERT_SPEAKER, them.place.community, "谢医生")
    url = reverse("session-answers", args=[a_session(them, "tea_talk").number])

    desk.post(url, {"key": "k", "expert": doctor.pk, "topic": "高血压", "people": "12"})

    assert Answered.objects.get().people == 12
    assert "12 人次" in desk.get(url).text


def test_a_box_from_the_opening_to_the_last_paper(them: Here, desk: Client) -> None:
    box = a_point(them)
    sent = {"key": "a", "witness": them.colleague.pk, "papers": "2"}
    desk.post(reverse("box", args=[box.pk]), sent)
    opening = BoxOpening.objects.get()
    url = reverse("box-opening", args=[opening.pk])

    paper = {"key": "b", "words": "灯不亮", "place": them.place.unit.pk}
    desk.post(reverse("box-papers", args=[opening.pk]), paper)
    desk.post(reverse("box-aside", args=[opening.pk]), {"key": "c", "reason": "空白"})
    assert "等另一位核对" in desk.get(url).text

    other = a_browser_of(them.colleague)
    assert "和纸条一样" in other.get(url).text
    for row in opening.papers.all():
        other.post(reverse("paper-confirmation", args=[opening.pk, row.pk]))
    assert "都登记完了" in other.get(url).text
    assert Matter.objects.count() == 1


def test_papers_are_not_for_neighbours(them: Here) -> None:
    opening = an_opened_box(them)
    browser = a_browser_of(them.resident)

    assert browser.get(reverse("box-opening", args=[opening.pk])).status_code == 404
    assert browser.get(reverse("boxes")).status_code == 403
    assert Client().get(reverse("boxes")).status_code == 403


def test_the_wall_shows_no_name_and_nothing_unscreened(them: Here) -> None:
    a_wish(them, "王秀英想要一副老花镜")
    a_wish_on_the_wall(them)

    page = Client().get(reverse("wishes")).text

    assert "一位老人想要一副老花镜" in page
    assert "王秀英" not in page


def test_a_wish_on_the_pages(them: Here, desk: Client) -> None:
    wisher = a_browser_of(them.resident)
    put = {"key": "a", "words": "想学用手机", "place": them.place.compound.pk}
    wisher.post(reverse("new-wish"), put)
    wish = Wish.objects.get()
    assert wish.wisher == them.resident

    def does(browser: Client, name: str, **said: str) -> int:
        url = reverse(name, args=[wish.number])
        return browser.post(url, {"key": name, **said}).status_code

    assert does(wisher, "wish-showing", public_words="学手机") == 403
    assert does(desk, "wish-showing", public_words="有人想学用手机") == 303
    helper = a_browser_of(them.colleague)
    assert does(helper, "wish-claim") == 303
    assert does(helper, "wish-fulfilment", outcome="") == 422
    assert does(helper, "wish-fulfilment", outcome="教会了视频") == 303
    assert does(wisher, "wish-thanks", thanks="见着孙子了") == 303

    wish.refresh_from_db()
    assert wish.state == WishState.FULFILLED
    assert "见着孙子了" in Client().get(reverse("wishes")).text


def test_a_wish_for_money_is_refused_with_the_way_to_help(them: Here) -> None:
    put = {"key": "a", "words": "请捐款", "place": them.place.compound.pk}

    answer = a_browser_of(them.resident).post(reverse("new-wish"), put)

    assert answer.status_code == 422
    assert "不募捐" in answer.text
    assert not Wish.objects.exists()


def test_an_unscreened_wish_is_not_there_for_a_stranger(them: Here) -> None:
    wish = a_wish(them)
    stranger = a_browser_of(a_holder(PostKind.HOUSEHOLD_REPRESENTATIVE, them.place.unit))

    assert stranger.get(reverse("wish", args=[wish.number])).status_code == 404


def test_a_childs_suggestion_hangs_by_nickname_with_its_answer(
    them: Here, desk: Client
) -> None:
    sent = {
        "key": "a",
        "words": "滑梯旁边装洗手池",
        "called": "小豆子",
        "age": "8",
        "place": them.place.compound.pk,
        "may_publish": "on",
    }
    assert desk.post(reverse("new-suggestion"), sent).status_code == 422
    consent = {"guardian": "周晓棠", "relationship": "妈妈", "way": "当面"}
    assert desk.post(reverse("new-suggestion"), sent | consent).status_code == 303
    assert "小豆子" not in Client().get(reverse("suggestions")).text

    one = Suggestion.objects.get()
    desk.post(reverse("suggestion-answer", args=[one.pk]), {"key": "b", "answer": "装好啦！"})

    page = Client().get(reverse("suggestions")).text
    assert "小豆子" in page
    assert "装好啦" in page
    assert "周晓棠" not in page


def test_what_is_not_to_be_published_does_not_hang(them: Here) -> None:
    one = actions.hear_child(
        called="豆豆",
        age=15,
        words="装篮球架",
        place=them.place.compound,
        consent=Consent(guardian="", relationship="", way=""),
        by=viewing(them.clerk),
        at=NOON,
    )
    actions.answer_child(suggestion=one, words="好", by=viewing(them.clerk), at=NOON)

    assert "豆豆" not in Client().get(reverse("suggestions")).text


def test_a_talk_room_has_its_hours_and_its_keeper(them: Here, desk: Client) -> None:
    room = a_point(them, PointKind.TALK_ROOM)
    url = reverse("talk-point-hours", args=[room.code])

    assert desk.post(url, {"key": "a", "hours": "有空就开"}).status_code == 422
    said = "周五 19:30-20:30 程小满\n周一 9:00-11:00"
    assert desk.post(url, {"key": "b", "hours": said}).status_code == 303

    page = Client().get(reverse("talk-point", args=[room.code])).text
    assert "星期五 19:30—20:30" in page
    assert "程小满" in page
    assert OpenHour.objects.count() == 2
    assert room.name in Client().get(reverse("talk-points")).text


def test_the_hours_are_read_as_they_are_written() -> None:
    [line] = read_hours("星期天 9：00 至 11:00 王秀英")

    assert written(line.weekday, line.opens, line.closes, line.who) == "周日 09:00-11:00 王秀英"
    for wrong in ("周八 9:00-10:00", "周一 25:00-26:00"):
        with pytest.raises(HoursUnreadable):
            read_hours(wrong)


def test_the_poster_of_a_group_shows_its_code_while_it_is_good(
    them: Here, desk: Client
) -> None:
    compound = them.place.compound
    poster = reverse("group-poster", args=[compound.pk])
    assert "过期了" in Client().get(poster).text
    sent = {"key": "a", "name": "翠竹苑邻里群", "good_until": "2099-01-01"}

    answer = desk.post(
        reverse("new-group-code", args=[compound.pk]), sent | {"picture": _a_picture()}
    )

    assert answer.status_code == 303
    assert GroupCode.objects.get().name == "翠竹苑邻里群"
    assert "翠竹苑邻里群" in Client().get(poster).text
    picture = Client().get(reverse("group-picture", args=[compound.pk]))
    assert picture.headers["Content-Type"].startswith("image/")


def _a_picture() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 40), "white").save(content, "PNG")
    return SimpleUploadedFile("group.png", content.getvalue(), "image/png")
