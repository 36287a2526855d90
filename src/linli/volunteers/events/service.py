"""What was served, corrected, judged and proven."""

from linli.kernel.events import Audience, Event
from linli.kernel.words import Words


class ServiceRecorded(
    Event,
    code="volunteers.service_recorded",
    sentence="记下服务{minutes}分钟：{what}（{source}）",
    personal=[],
):
    record: int
    minutes: int
    what: str
    source: Words
    is_donate_only: bool


class ServiceCorrected(
    Event,
    code="volunteers.service_corrected",
    sentence="更正服务时长{minutes}分钟：{reason}",
    personal=["reason"],
):
    record: int
    corrects: int
    minutes: int
    reason: str


class ServiceJudged(
    Event,
    code="volunteers.service_judged",
    sentence="服务对象评价：{verdict}",
    personal=[],
):
    record: int
    verdict: Words


class LateEntryMade(
    Event,
    code="volunteers.late_entry_made",
    sentence="补录一次服务，等另一人复核",
    personal=[],
    audience=Audience.HOUSE,
):
    entry: int


class LateEntryConfirmed(
    Event,
    code="volunteers.late_entry_confirmed",
    sentence="补录的服务复核通过",
    personal=[],
):
    entry: int
    record: int


class LateEntryRefused(
    Event,
    code="volunteers.late_entry_refused",
    sentence="补录的服务没有通过：{reason}",
    personal=["reason"],
):
    entry: int
    reason: str


class ProofIssued(
    Event,
    code="volunteers.proof_issued",
    sentence="开具了志愿服务记录证明",
    personal=[],
):
    proof: int
