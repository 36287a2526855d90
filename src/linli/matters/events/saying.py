"""What can be said of a matter, and where it came from."""

from linli.kernel.events import Event
from linli.kernel.references import Ref
from linli.kernel.words import Moment


class MatterReported(
    Event, code="matters.reported", sentence="说了这件事：{words}", personal=["words"]
):
    words: str
    channel: str
    number: str


class MatterReportedFor(
    Event,
    code="matters.reported_for",
    sentence="替人记下这件事（{evidence}）：{words}",
    personal=["words"],
):
    reporter: Ref
    words: str
    channel: str
    number: str
    evidence: str


class MatterJoined(
    Event, code="matters.joined", sentence="也遇到这件事{words}", personal=["words"]
):
    words: str


class MatterAddedTo(
    Event, code="matters.added_to", sentence="补充说：{words}", personal=["words"]
):
    words: str


class MatterAddedFor(
    Event, code="matters.added_for", sentence="代说事人补充：{words}", personal=["words"]
):
    words: str


class OutsideOrderNoted(
    Event,
    code="matters.outside_order_noted",
    sentence="{source}转来，对方编号{number}",
    personal=[],
):
    source: str
    number: str


class OutsideDeadlineNoted(
    Event,
    code="matters.outside_deadline_noted",
    sentence="{source}转来，对方编号{number}，要求{due}前回复",
    personal=[],
):
    source: str
    number: str
    due: Moment


class OutsideDeadlineMoved(
    Event,
    code="matters.outside_deadline_moved",
    sentence="{source}改了期限，要求{due}前回复：{reason}",
    personal=["reason"],
):
    source: str
    due: Moment
    reason: str
