"""群里说事: a line to a WeCom group; what is said there waits for a clerk, once a message."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from secrets import token_urlsafe

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.links import link
from linli.kernel.options import resolve
from linli.kernel.references import THE_SYSTEM
from linli.kernel.words import say
from linli.matters.actions import Word, record_matter
from linli.matters.models import Matter
from linli.matters.options import CHANNELS
from linli.outreach import policies, wecom
from linli.outreach.events import (
    GroupLineClosed,
    GroupLineOpened,
    GroupSpoke,
    GroupWordSetAside,
    GroupWordTaken,
)
from linli.outreach.models import AnsweredCall, GroupLine, GroupWord
from linli.outreach.rules.groups import FRESH, Said, WordState, is_fresh
from linli.outreach.wecom import Call, Line, NotTheirs
from linli.people.viewer import Viewer
from linli.places.models import Area, Point, PointKind

SAID_IN = "said_in_group"
"""The tie from a matter to the word in the group."""
IN_A_GROUP, OTHERWISE = "wechat", "web"
LONGEST = 2000
TOKEN_LENGTH = 3


class NotAGroup(Unreadable):
    pass


class LineUnsound(Unreadable):
    pass


class LineOpenAlready(Refusal):
    pass


class CallNotSigned(NotPermitted):
    pass


class CallTooOld(NotPermitted):
    pass


class CallRepeated(Refusal):
    pass


class WordMovedOn(Refusal):
    pass


class WordIncomplete(Unreadable):
    pass


@transaction.atomic
def open_group_line(*, point: Point, line: Line, by: Viewer, at: datetime) -> GroupLine:
    """接通企业微信: token and key of the group's robot, kept sealed; one line a group."""
    if not policies.may_run_group_line(by, point.area):
        raise NotPermitted("群接口由那里的工作台来接。")
    if point.kind != PointKind.CHAT_GROUP:
        raise NotAGroup("“{name}”不是微信群。", name=point.name)
    _refuse_unsound(line)
    try:
        with transaction.atomic():
            opened = GroupLine.objects.create(
                point=point,
                address=token_urlsafe(18),
                receiver=line.receiver.strip(),
                token=line.token,
                key=line.key,
                opened_at=at,
            )
    except IntegrityError as error:
        raise LineOpenAlready("这个群已经接通了，换密钥请先停用。") from error
    event = GroupLineOpened(subject=opened.ref, group=point.name)
    journal.record(event, by=by.ref, at=at, place=point.area.ref)
    return opened


@transaction.atomic
def close_group_line(*, line: GroupLine, by: Viewer, at: datetime) -> None:
    """停用群接口: the token and the key are gone; what was said stays."""
    if not policies.may_run_group_line(by, line.point.area):
        raise NotPermitted("群接口由那里的工作台来停用。")
    running = GroupLine.objects.open().filter(pk=line.pk)
    if not running.update(closed_at=at, token="", key=""):
        raise LineOpenAlready("这个群接口已经停用了。")
    event = GroupLineClosed(subject=line.ref, group=line.point.name)
    journal.record(event, by=by.ref, at=at, place=line.point.area.ref)


def echo_for_group(*, line: GroupLine, call: Call, echo: str, at: datetime) -> str:
    """验证地址: WeCom asks once whether who answers knows the key; nothing is written."""
    _refuse_not_theirs(line, call, echo, at)
    return _opened(line, echo)


@transaction.atomic
def hear_group(*, line: GroupLine, call: Call, body: bytes, at: datetime) -> GroupWord | None:
    """听群里说: a signed call lays one word before the desk, however often it is sent.

    None says that there was nothing to read in it, as when somebody only opened the robot.
    """
    try:
        sealed = wecom.fields_of(body).get("Encrypt", "")
    except NotTheirs:
        raise CallNotSigned(NOT_SIGNED) from None
    _refuse_not_theirs(line, call, sealed, at)
    _refuse_repeated(line, call, at)
    try:
        said = wecom.fields_of(_opened(line, sealed))
    except NotTheirs:
        raise CallNotSigned(NOT_SIGNED) from None
    words = _words_of(said.get("MsgType", ""), said.get("Content", ""))
    if not words:
        return None
    word, is_new = GroupWord.objects.get_or_create(
        line=line,
        message_id=_message_id(said),
        defaults={"sender": said.get("FromUserName", ""), "words": words, "heard_at": at},
    )
    if is_new:
        event = GroupSpoke(subject=word.ref, group=line.point.name)
        journal.record(event, by=THE_SYSTEM, at=at, place=line.point.area.ref)
    return word


@transaction.atomic
def take_group_word(
    *, word: GroupWord, place: Area, words: str, by: Viewer, at: datetime
) -> Matter:
    """登记: the clerk has read it and says where; it is published no sooner than any other."""
    _permit(word, by)
    if not words.strip():
        raise WordIncomplete("请写清楚说的是什么，照原话就行。")
    if not place.lies_in(word.line.point.area):
        raise WordIncomplete("请选这个群所在地方里的一处。")
    channel = _channel(place)
    said = Word(words=words.strip(), place=place, channel=channel, point=word.line.point)
    matter = record_matter(word=said, by=by, at=at)
    _rule(word, WordState.TAKEN, by, at, matter=matter)
    link(matter.ref, word.ref, kind=SAID_IN, by=by.ref, at=at)
    event = GroupWordTaken(subject=word.ref, matter=matter.pk)
    journal.record(event, by=by.ref, at=at, place=word.line.point.area.ref)
    return matter


@transaction.atomic
def set_group_word_aside(*, word: GroupWord, reason: str, by: Viewer, at: datetime) -> None:
    """不登记: greetings and the like; with a reason, and the words are gone."""
    _permit(word, by)
    if not reason.strip():
        raise WordIncomplete("请写一句为什么不登记，比如“问候”“已经回了”。")
    _rule(word, WordState.SET_ASIDE, by, at, reason=reason.strip())
    event = GroupWordSetAside(subject=word.ref, reason=reason.strip())
    journal.record(event, by=by.ref, at=at, place=word.line.point.area.ref)


NOT_SIGNED = "签名对不上，这条消息没有收。请核对企业微信里的令牌和密钥。"


def _line(line: GroupLine) -> Line:
    return Line(receiver=line.receiver, token=line.token, key=line.key)


def _refuse_not_theirs(line: GroupLine, call: Call, sealed: str, at: datetime) -> None:
    if line.closed_at or not sealed or not wecom.is_signed(_line(line), call, sealed):
        raise CallNotSigned(NOT_SIGNED)
    try:
        signed_at = datetime.fromtimestamp(int(call.timestamp), UTC)
    except (ValueError, OverflowError, OSError):
        raise CallNotSigned(NOT_SIGNED) from None
    if not is_fresh(signed_at, at):
        raise CallTooOld("这条消息签名的时间不对，没有收。请核对服务器的时钟。")


def _refuse_repeated(line: GroupLine, call: Call, at: datetime) -> None:
    """Each signed call is answered once; a message sent anew is signed anew."""
    AnsweredCall.objects.filter(line=line, at__lt=at - 2 * FRESH).delete()
    _, is_new = AnsweredCall.objects.get_or_create(
        line=line, signature=call.signature, defaults={"at": at}
    )
    if not is_new:
        raise CallRepeated("这条消息已经收过了。")


def _opened(line: GroupLine, sealed: str) -> str:
    try:
        return wecom.opened(_line(line), sealed)
    except NotTheirs:
        raise CallNotSigned(NOT_SIGNED) from None


def _refuse_unsound(line: Line) -> None:
    try:
        wecom.key_of(line.key)
    except NotTheirs:
        raise LineUnsound(
            "密钥（EncodingAESKey）是 43 个字母和数字，请照企业微信里的抄。"
        ) from None
    if len(line.token.strip()) < TOKEN_LENGTH or not line.receiver.strip():
        raise LineUnsound("请填企业编号和令牌（Token），照企业微信里的抄。")


def _words_of(kind: str, content: str) -> str:
    if kind not in set(Said):
        return ""
    if kind == Said.TEXT:
        return content.strip()[:LONGEST]
    return say("（发来{kind}，请到群里看）", kind=Said(kind).label)


def _message_id(said: Mapping[str, str]) -> str:
    """MsgId, or what WeCom says to tell messages apart by where there is none."""
    if given := said.get("MsgId", "").strip():
        return given[:64]
    parts = (said.get(name, "") for name in ("FromUserName", "CreateTime", "Content"))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _permit(word: GroupWord, by: Viewer) -> None:
    if not policies.may_run_group_line(by, word.line.point.area):
        raise NotPermitted("群里的话由那里的工作台来登记。")


def _rule(
    word: GroupWord, state: WordState, by: Viewer, at: datetime, **changes: object
) -> None:
    """What was said stands in the matter from now on, or nowhere."""
    waiting = GroupWord.objects.waiting().filter(pk=word.pk)
    if not waiting.update(state=state, words="", ruled_by=by.person_id, ruled_at=at, **changes):
        raise WordMovedOn("这句话刚刚处理过了。")
    word.refresh_from_db()


def _channel(place: Area) -> str:
    here = [channel.code for channel in resolve(place.chain)[CHANNELS]]
    return next((code for code in here if code.startswith(IN_A_GROUP)), OTHERWISE)
