"""志愿服务记录证明: the five kinds of information are given out free, under a code (R07)."""

from datetime import date, datetime
from secrets import choice

from django.db import transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Unreadable
from linli.people.viewer import Viewer
from linli.volunteers import policies
from linli.volunteers.events import ProofIssued
from linli.volunteers.models import RecordProof, Volunteer
from linli.volunteers.queries.proofs import proof_content
from linli.volunteers.rules.proofs import CODE_LENGTH, LETTERS, written


class ProofUnsound(Unreadable):
    pass


@transaction.atomic
def issue_proof(
    *,
    volunteer: Volunteer,
    by: Viewer,
    at: datetime,
    since: date | None = None,
    until: date | None = None,
) -> RecordProof:
    """开证明: what is on record from one day to another, kept as it was given out."""
    if not policies.may_issue_proof(by, volunteer):
        raise NotPermitted("证明由本人来开，或请社区的同事代开；不收费。")
    last = until or day_of(at)
    if last > day_of(at) or (since is not None and since > last):
        raise ProofUnsound("结束日期不能晚于今天，也不能早于开始日期。")
    if volunteer.accepted_at is None:
        raise ProofUnsound("登记通过以后才有服务记录可以证明。")
    content = proof_content(volunteer, since=since, until=last)
    proof = RecordProof.objects.create(
        volunteer=volunteer,
        code="".join(choice(LETTERS) for _ in range(CODE_LENGTH)),
        since=since,
        until=last,
        content=written(content),
        issued_by=by.ref,
        issued_at=at,
    )
    event = ProofIssued(subject=volunteer.ref, proof=proof.pk)
    journal.record(event, by=by.ref, at=at, place=volunteer.area.ref)
    return proof
