"""A robot in a group chat of WeCom (企业微信群机器人): text or markdown to its webhook."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from linli.messaging.outlets.calls import (
    TIMEOUT,
    NotAnswered,
    Reply,
    call,
    refused_by_http,
    told_why,
    unanswered,
)
from linli.messaging.outlets.parcels import Parcel
from linli.messaging.rules import Outcome, Verdict, Way

# A robot bears twenty messages a minute: one every three seconds never breaks that.
A_MINUTE = 20
PAUSE = timedelta(minutes=1) / A_MINUTE
LONGEST_TEXT, LONGEST_MARKDOWN = 2048, 4096  # bytes
TOO_OFTEN, BUSY = 45009, -1
ASK_AGAIN = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class WeComRobot:
    """The webhook holds its key: it stands in no log and in no error."""

    url: str = field(repr=False)
    is_markdown: bool = True
    timeout: float = TIMEOUT

    way = Way.ROBOT
    is_idempotent = False

    def send(self, parcel: Parcel, *, at: datetime) -> Outcome:  # noqa: ARG002 - asked of all
        body = json.dumps(self._message(parcel), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        try:
            reply = call(
                self.url, method="POST", headers=headers, body=body, timeout=self.timeout
            )
        except NotAnswered as error:
            return unanswered(error)
        return _judged(reply)

    def _message(self, parcel: Parcel) -> dict[str, object]:
        if self.is_markdown:
            link = f"\n[看全文]({parcel.url})" if parcel.url else ""
            room = LONGEST_MARKDOWN - len(link.encode())
            said = _cut(f"**{parcel.title}**\n{parcel.text}", room) + link
            return {"msgtype": "markdown", "markdown": {"content": said}}
        said = _cut(f"{parcel.title}\n{parcel.text}\n{parcel.url}", LONGEST_TEXT)
        return {"msgtype": "text", "text": {"content": said}}


def _judged(reply: Reply) -> Outcome:
    said = reply.fields
    if "errcode" not in said:
        return refused_by_http(reply)
    code = said["errcode"]
    if code == 0:
        return Outcome(verdict=Verdict.SENT)
    why = told_why(f"{code} {said.get('errmsg', '')}")
    if code in (TOO_OFTEN, BUSY):
        return Outcome(verdict=Verdict.LATER, reason=why, wait=ASK_AGAIN)
    return Outcome(verdict=Verdict.NEVER, reason=why)


def _cut(said: str, room: int) -> str:
    """Cut to so many bytes, never inside a character."""
    return said.encode()[:room].decode("utf-8", "ignore")
