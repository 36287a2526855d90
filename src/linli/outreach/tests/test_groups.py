"""群里说事: a signed call lays a word before the desk, once; nothing is published by itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from linli.kernel.errors import NotPermitted
from linli.kernel.models import Entry, Link
from linli.kernel.testing import NOON
from linli.matters.models import Matter
from linli.outreach import actions, wecom
from linli.outreach.actions.groups import (
    CallNotSigned,
    CallRepeated,
    CallTooOld,
    LineOpenAlready,
    LineUnsound,
    NotAGroup,
    WordIncomplete,
    WordMovedOn,
)
from linli.outreach.models import AnsweredCall, GroupLine, GroupWord
from linli.outreach.rules.groups import WordState
from linli.outreach.testing import Here, a_point, here
from linli.outreach.tests.wecom_of_the_tests import (
    KEY,
    LINE,
    RECEIVER,
    TOKEN,
    WeCom,
    a_message,
    envelope,
    sealed,
    signed,
)
from linli.outreach.wecom import Line, NotTheirs
from linli.people.testing import a_browser_of, a_clerk, a_steward, viewing
from linli.people.viewer import A_PASSER_BY
from linli.places.models import Point, PointKind
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db


@pytest.fixture
def them() -> Here:
    return here()


@pytest.fixture
def group(them: Here) -> Point:
    return a_point(them, PointKind.CHAT_GROUP)


@pytest.fixture
def line(them: Here, group: Point) -> GroupLine:
    return actions.open_group_line(point=group, line=LINE, by=viewing(them.clerk), at=NOON)


def heard(line: GroupLine, message: str = "", *, nonce: str = "1") -> GroupWord | None:
    text = sealed(message or a_message())
    call = signed(text, at=NOON, nonce=nonce)
    return actions.hear_group(line=line, call=call, body=envelope(text), at=NOON)


def a_word(line: GroupLine) -> GroupWord:
    word = heard(line)
    assert word
    return word


def test_a_word_in_the_group_waits_for_the_desk(line: GroupLine, them: Here) -> None:
    word = a_word(line)

    assert (word.words, word.sender) == ("3号楼的灯不亮", "WangXiuYing")
    assert not Matter.objects.exists()
    assert "灯" not in " ".join(str(entry.facts) for entry in Entry.objects.all())

    matter = actions.take_group_word(
        word=word, place=them.place.unit, words=word.words, by=viewing(them.clerk), at=NOON
    )

    assert (matter.channel, matter.point, matter.may_publish) == (
        "wechat_group",
        line.point,
        False,
    )
    assert Link.objects.get(from_ref=matter.ref).to_ref == word.ref
    word.refresh_from_db()
    assert (word.state, word.words) == (WordState.TAKEN, "")


def test_a_message_that_is_sent_again_is_kept_once(line: GroupLine) -> None:
    first = heard(line, nonce="1")
    again = heard(line, nonce="2")
    other = heard(line, a_message(number="2"), nonce="3")

    assert first == again
    assert first != other
    assert GroupWord.objects.count() == 2


def test_without_a_number_the_message_itself_tells(line: GroupLine) -> None:
    bare = a_message().replace("<MsgId>1</MsgId>", "")
    for nonce in "12":
        heard(line, bare, nonce=nonce)
    heard(line, bare.replace("不亮", "太亮"), nonce="3")

    assert GroupWord.objects.count() == 2


def test_a_copy_of_a_call_is_refused_and_forgotten_in_time(line: GroupLine) -> None:
    heard(line)
    with pytest.raises(CallRepeated):
        heard(line)
    text, later = sealed(a_message(number="9")), NOON + timedelta(minutes=11)
    actions.hear_group(
        line=line, call=signed(text, at=later, nonce="x"), body=envelope(text), at=later
    )
    assert AnsweredCall.objects.count() == 1


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_call_is_refused_and_one_from_tomorrow_too(
    line: GroupLine, minutes: int
) -> None:
    text = sealed(a_message())
    call = signed(text, at=NOON + timedelta(minutes=minutes), nonce="1")
    with pytest.raises(CallTooOld):
        actions.hear_group(line=line, call=call, body=envelope(text), at=NOON)
    assert not GroupWord.objects.exists()


def test_four_minutes_are_fresh(line: GroupLine) -> None:
    text = sealed(a_message())
    call = signed(text, at=NOON - timedelta(minutes=4), nonce="1")
    assert actions.hear_group(line=line, call=call, body=envelope(text), at=NOON)


def test_what_is_not_signed_by_them_is_refused(line: GroupLine) -> None:
    text = sealed(a_message())
    good = signed(text, at=NOON, nonce="1")
    other_token = signed(text, at=NOON, nonce="1", token="anotherToken")
    for_others = sealed(a_message(), receiver="wwother")
    other_key = sealed(a_message(), key="B" * 42 + "A")
    for call, body in (
        (other_token, envelope(text)),
        (good, envelope(sealed(a_message("换了一句")))),
        (signed(for_others, at=NOON, nonce="1"), envelope(for_others)),
        (signed(other_key, at=NOON, nonce="1"), envelope(other_key)),
        (signed("!!", at=NOON, nonce="1"), envelope("!!")),
        (signed("", at=NOON, nonce="1"), envelope("")),
        (good, b"not xml"),
        (wecom.Call(signature="签", timestamp="x", nonce=""), envelope(text)),
    ):
        with pytest.raises(CallNotSigned):
            actions.hear_group(line=line, call=call, body=body, at=NOON)
    assert not GroupWord.objects.exists()


LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<xml><Encrypt>&b;</Encrypt></xml>"""
OUTSIDE = """<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><Encrypt>&f;</Encrypt>
</xml>"""


@pytest.mark.parametrize(
    "text",
    [
        LAUGHS,
        OUTSIDE,
        "<!DOCTYPE xml><xml><Encrypt>x</Encrypt></xml>",
        "<xml>" + "x" * 70_000 + "</xml>",
        "<xml>" + "".join(f"<f{n}/>" for n in range(70)) + "</xml>",
        "<xml><Encrypt>",
    ],
)
def test_xml_that_means_harm_is_not_read(text: str) -> None:
    with pytest.raises(NotTheirs):
        wecom.fields_of(text)


def test_nested_xml_is_not_taken_for_a_field() -> None:
    assert wecom.fields_of("<xml><A>1<B>2</B>3</A><B>4</B></xml>") == {"A": "13", "B": "4"}


def test_a_picture_is_to_be_looked_at_in_the_group_and_a_visit_says_nothing(
    line: GroupLine,
) -> None:
    word = heard(line, a_message("", kind="image"))
    assert word
    assert "图片" in word.words
    assert heard(line, a_message("", kind="event", number="2"), nonce="2") is None
    assert heard(line, a_message(" ", number="3"), nonce="3") is None
    assert GroupWord.objects.count() == 1


def test_token_and_key_are_sealed_and_gone_when_the_line_is_closed(
    line: GroupLine, them: Here
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT token, key FROM outreach_groupline")
        stored = " ".join(cursor.fetchone())
    assert TOKEN not in stored
    assert KEY not in stored
    assert KEY not in repr(LINE)

    actions.close_group_line(line=line, by=viewing(them.clerk), at=NOON)

    closed = GroupLine.objects.get()
    assert (closed.token, closed.key) == ("", "")
    with pytest.raises(CallNotSigned):
        heard(closed)
    with pytest.raises(LineOpenAlready):
        actions.close_group_line(line=line, by=viewing(them.clerk), at=NOON)


def test_what_is_no_line(them: Here, group: Point, line: GroupLine) -> None:
    desk = viewing(them.clerk)
    with pytest.raises(LineOpenAlready):
        actions.open_group_line(point=group, line=LINE, by=desk, at=NOON)
    with pytest.raises(NotAGroup):
        actions.open_group_line(point=a_point(them), line=LINE, by=desk, at=NOON)
    for token, key, receiver in (
        (TOKEN, "kurz", RECEIVER),
        (TOKEN, "!" * 43, RECEIVER),
        ("x", KEY, RECEIVER),
        (TOKEN, KEY, " "),
    ):
        unsound = Line(receiver=receiver, token=token, key=key)
        with pytest.raises(LineUnsound):
            actions.open_group_line(point=group, line=unsound, by=desk, at=NOON)
    steward = viewing(a_steward(them.place.building))
    for by in (steward, viewing(them.resident), A_PASSER_BY):
        with pytest.raises(NotPermitted):
            actions.open_group_line(point=group, line=LINE, by=by, at=NOON)
        with pytest.raises(NotPermitted):
            actions.close_group_line(line=line, by=by, at=NOON)


def test_a_word_is_ruled_on_once_by_the_desk(line: GroupLine, them: Here) -> None:
    word, desk, unit = a_word(line), viewing(them.clerk), them.place.unit
    with pytest.raises(NotPermitted):
        actions.take_group_word(
            word=word, place=unit, words="灯", by=viewing(them.resident), at=NOON
        )
    with pytest.raises(NotPermitted):
        actions.set_group_word_aside(
            word=word, reason="问候", by=viewing(them.resident), at=NOON
        )
    with pytest.raises(WordIncomplete):
        actions.take_group_word(word=word, place=unit, words=" ", by=desk, at=NOON)
    with pytest.raises(WordIncomplete):
        actions.take_group_word(
            word=word, place=a_neighbourhood().unit, words="灯", by=desk, at=NOON
        )
    with pytest.raises(WordIncomplete):
        actions.set_group_word_aside(word=word, reason=" ", by=desk, at=NOON)

    actions.set_group_word_aside(word=word, reason="问候", by=desk, at=NOON)

    assert (word.state, word.words) == (WordState.SET_ASIDE, "")
    with pytest.raises(WordMovedOn):
        actions.take_group_word(word=word, place=unit, words="灯", by=desk, at=NOON)
    assert not Matter.objects.exists()


def test_who_reads_the_groups(line: GroupLine, them: Here) -> None:
    a_word(line)
    table = {
        them.clerk: True,
        a_clerk(a_neighbourhood().community, "路远"): False,
        a_steward(them.place.building): False,
        them.resident: False,
    }
    for person, sees in table.items():
        viewer = viewing(person)
        assert GroupWord.objects.visible_to(viewer).exists() is sees, person.name
        assert GroupLine.objects.visible_to(viewer).exists() is sees, person.name


def test_from_the_first_handshake_to_the_matter(
    them: Here, group: Point, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linli.kernel.clock.now", lambda: NOON)
    desk = a_browser_of(them.clerk)
    lines = reverse("group-lines")
    said = {"key": "a", "point": group.pk, "receiver": RECEIVER, "token": TOKEN}
    assert desk.post(lines, {**said, "secret": "zu kurz"}).status_code == 422
    assert desk.post(lines, {**said, "key": "b", "secret": KEY}).status_code == 303
    line = GroupLine.objects.get()
    page = desk.get(lines).text
    assert line.address in page
    assert KEY not in page

    theirs = WeCom(line)
    assert theirs.verify("1616140317555161061", at=NOON) == (200, "1616140317555161061")
    assert theirs.verify("1", at=NOON - timedelta(hours=1))[0] == 403
    assert theirs.send(a_message(), at=NOON) == 200
    assert theirs.send(a_message(), at=NOON) == 200
    copied = signed(sealed(a_message(number="2")), at=NOON, nonce="copied")
    assert theirs.send(a_message(number="2"), at=NOON, call=copied) == 200
    assert theirs.send(a_message(number="2"), at=NOON, call=copied) == 409
    wrong = signed("something else", at=NOON, nonce="1")
    assert theirs.send(a_message(), at=NOON, call=wrong) == 403
    assert GroupWord.objects.count() == 2

    url = reverse("group-words")
    assert "3号楼的灯不亮" in desk.get(url).text
    first, second = GroupWord.objects.order_by("pk")
    take = reverse("group-word-matter", args=[first.pk])
    answer = {"key": "c", "words": "", "place": them.place.unit.pk}
    assert desk.post(take, answer).status_code == 422
    assert desk.post(take, {**answer, "key": "d", "words": "灯不亮"}).status_code == 303
    aside = reverse("group-word-aside", args=[second.pk])
    assert desk.post(aside, {"key": "e", "reason": "说过了"}).status_code == 303
    assert "没有等着登记的话" in desk.get(url).text
    assert a_browser_of(them.resident).get(url).status_code == 403
    assert desk.post(reverse("group-line-closing", args=[line.pk])).status_code == 303
    assert theirs.send(a_message(number="3"), at=NOON) == 404
